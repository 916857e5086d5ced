// `socket.io-client` as it comes from npm: every way to connect, every command, and what is refused.
import assert from "node:assert/strict";
import { test } from "node:test";
import { io } from "socket.io-client";
import { base, collector, next, publish, publishOne, steps, token, upTo } from "./herald.mjs";
import { ask, connected, socketOf, stepsOf, subscribed, transportOf, untilTransport, WAYS } from "./socketio.mjs";

for (const [way, transports] of Object.entries(WAYS)) {
  for (const namespace of ["/", "/ws"]) {
    test(`${way} at ${namespace}: 10,000 events come in order, each once`, async (t) => {
      const project = `all-${way}-${namespace.length}`;
      const socket = socketOf(t, namespace, { transports });
      const [established] = await next(socket, "connection_established");
      assert.equal(established.type, "connection.established");
      assert.equal(established.data.user_id, "ann");
      assert.equal(established.data.connection_id, socket.id);
      assert.equal(established.data.protocol_version, "1.0");
      const heard = stepsOf(socket);
      await subscribed(socket, `project:${project}`);
      const ids = [];
      for (let from = 0; from < 10_000; from += 500) ids.push(...await publish(project, from, 500));
      await heard.until(10_000);
      assert.deepEqual(steps(heard.events), upTo(10_000));
      assert.deepEqual(heard.events.map((event) => event.event_id), ids);
      await untilTransport(socket, transports.at(-1));
    });
  }
}

test("front ends written for Socket.IO work as they stand", async (t) => {
  const id = "shop";
  const noted = collector();
  const said = collector();
  const console = { log: (answer) => said.add(answer) };
  await frontEnd((url, options) => {
    const socket = io(url.replace("http://localhost:8000", base), { forceNew: true, ...options });
    t.after(() => socket.disconnect());
    return socket;
  }, token({ projects: [id] }), id, noted.add, console);
  await said.until(1);
  assert.equal(said.events[0].status, "success");
  assert.deepEqual(said.events[0].rooms.toSorted(), ["global", `project:${id}`, "user:ann"]);

  await publishOne({ type: "project.updated", project_id: id, data: { project_name: "The shop", status: "active" } });
  await publishOne({ type: "workflow.progress", project_id: id, data: { workflow_id: "b7", status: "running", progress: 40 } });
  await publishOne({ type: "agent.status_changed", project_id: id, data: { agent_id: "a1", status: "busy" } });
  await noted.until(5);
  assert.deepEqual(noted.events.map(([name, value]) => [name, value]).slice(2),
    [["project", "The shop"], ["progress", 40], ["agent", "busy"]]);
  for (const [name, , timestamp] of noted.events) {
    if (name !== "subscribed") assert.match(timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  }
});

/** Only the address, the token and the ids are filled in. */
async function frontEnd(io, token, id, note, console) {
  const socket = io("http://localhost:8000/ws", { auth: { token } });
  socket.on("connection_established", (event) => note(["connected", event.data.connection_id, event.timestamp]));
  socket.on("project.updated", (event) => note(["project", event.data.project_name, event.timestamp]));
  socket.on("workflow.progress", (event) => note(["progress", event.data.progress, event.timestamp]));
  socket.on("agent.status_changed", (event) => note(["agent", event.data.status, event.timestamp]));
  await new Promise((resolve) => {
    socket.emit("subscribe", { room: "project:" + id }, (ack) => {
      if (ack.status === "success") note(["subscribed", ack.room]);
      resolve();
    });
  });
  socket.emit("subscribe", { room: "global" });
  socket.emit("debug:rooms", {}, console.log);
}

test("a subscription from an earlier event on replays the room before its live events", async (t) => {
  const ids = await publish("replayed", 0, 300);
  for (const transports of Object.values(WAYS)) {
    const socket = await connected(t, "/", { transports });
    const heard = stepsOf(socket);
    await subscribed(socket, "project:replayed", { last_event_id: ids[99] });
    await heard.until(200);
    assert.deepEqual(heard.events.map((event) => event.event_id), ids.slice(100, 300));
  }
  const socket = await connected(t, "/ws");
  const heard = stepsOf(socket);
  await subscribed(socket, "project:replayed", { last_event_id: ids[249], event_types: ["custom.step"] });
  const last = await publish("replayed", 300, 50);
  await heard.until(100);
  assert.deepEqual(heard.events.map((event) => event.event_id), [...ids.slice(250), ...last]);
});

test("rooms are joined, listed and left, and a left room is silent", async (t) => {
  const socket = await connected(t, "/ws");
  const heard = stepsOf(socket);
  await subscribed(socket, "project:one");
  await subscribed(socket, "project:two");
  assert.deepEqual(await ask(socket, "unsubscribe", { room: "project:one" }), { status: "success", room: "project:one" });
  const rooms = await ask(socket, "debug:rooms", {});
  assert.deepEqual(rooms.rooms.toSorted(), ["global", "project:two", "user:ann"]);
  await publish("one", 0, 5);
  await publish("two", 5, 5);
  await heard.until(5);
  assert.deepEqual(steps(heard.events), [5, 6, 7, 8, 9]);
  assert.deepEqual(await ask(socket, "ping", {}), { status: "pong" });
});

test("two namespaces share one connection, each with rooms of its own", async (t) => {
  const options = { multiplex: true, forceNew: false, auth: { token: token({ projects: ["*"] }) } };
  const main = await connected(t, "/", options);
  const other = await connected(t, "/ws", options);
  assert.equal(main.io, other.io);
  assert.notEqual(main.id, other.id);
  const [heard, others] = [stepsOf(main), stepsOf(other)];
  await subscribed(main, "project:left");
  await subscribed(other, "project:right");
  await publish("left", 0, 100);
  await publish("right", 100, 100);
  await Promise.all([heard.until(100), others.until(100)]);
  assert.deepEqual(steps(heard.events), upTo(100));
  assert.deepEqual(steps(others.events), upTo(200).slice(100));
  main.disconnect();
  await publish("right", 200, 1);
  await others.until(101);
  assert.ok(other.connected);
});

test("what is refused says why, and the connection stays", async (t) => {
  const socket = await connected(t, "/ws", { auth: { token: token({ projects: ["mine"] }) } });
  const code = async (name, body) => {
    const ack = await ask(socket, name, body);
    assert.equal(ack.status, "error");
    assert.ok(ack.message.length > 0);
    return ack.code;
  };
  assert.equal(await code("subscribe", { room: "project:yours" }), "ROOM_ACCESS_DENIED");
  assert.equal(await code("subscribe", { room: "user:bob" }), "ROOM_ACCESS_DENIED");
  assert.equal(await code("subscribe", { room: "no room" }), "INVALID_ROOM");
  assert.equal(await code("subscribe", {}), "INVALID_ROOM");
  assert.equal(await code("subscribe", { room: "project:mine", last_event_id: "x" }), "INVALID_EVENT_ID");
  assert.equal(await code("subscribe", ["project:mine"]), "BAD_REQUEST");
  assert.equal(await code("subscribe", "project:mine"), "BAD_REQUEST");
  assert.equal(await code("nonsense", {}), "BAD_REQUEST");
  assert.equal(await code("refresh_token", { token: "x" }), "AUTH_FAILED");
  await subscribed(socket, "project:mine");
});

for (const [way, transports] of Object.entries(WAYS)) {
  test(`${way}: binary arguments are answered with an error, not with a crash`, async (t) => {
    const socket = await connected(t, "/ws", { transports });
    for (const body of [{ room: Buffer.from("global") }, Buffer.alloc(100_000), { room: "x", more: [new Uint8Array(3)] }]) {
      const ack = await ask(socket, "subscribe", body);
      assert.equal(ack.status, "error");
      assert.match(ack.code, /^(BAD_REQUEST|INVALID_ROOM)$/);
    }
    assert.deepEqual(await ask(socket, "ping", {}), { status: "pong" });
    assert.equal(transportOf(socket), transports.at(-1));
  });
}

test("other namespaces do not exist", async (t) => {
  const socket = socketOf(t, "/nothing");
  const [error] = await next(socket, "connect_error");
  assert.equal(error.message, "Invalid namespace");
});
