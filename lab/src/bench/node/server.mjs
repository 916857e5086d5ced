// The least that does with Socket.IO's own server what `./herald bench socketio` measures: clients join a room, each
// posted line is emitted to the room in the shape that Herald gives it. Nothing is kept, checked or numbered for resuming.
import { createServer } from "node:http";
import { Server } from "socket.io";

const http = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    emit(Buffer.concat(chunks).toString("utf8"));
    response.writeHead(200, { "Content-Length": 0 });
    response.end();
  });
});
const io = new Server(http, { pingInterval: 25000, pingTimeout: 60000, maxHttpBufferSize: 1000000 });
let sequence = 0;

io.on("connection", (socket) => {
  socket.on("subscribe", (wish, ack) => {
    socket.join(wish.room);
    ack?.({ status: "success", room: wish.room });
  });
});

function emit(lines) {
  for (const line of lines.split("\n")) {
    if (line !== "") {
      const { type, project_id, data } = JSON.parse(line);
      const now = new Date();
      const timestamp = now.toISOString();
      io.to(`project:${project_id}`).emit(type, {
        type,
        event_id: `${now.getTime()}-${sequence++ % 65536}`,
        timestamp,
        source: "api",
        project_id,
        data: { ...data, project_id, timestamp },
      });
    }
  }
}

http.listen(0, "127.0.0.1", 4096, () => console.log(`http://127.0.0.1:${http.address().port}`));
process.on("SIGTERM", () => process.exit(0));
