// `socket.io-client` when the network goes away: it comes back as if it had not.
import assert from "node:assert/strict";
import { test } from "node:test";
import { network, next, publish, steps, token, upTo } from "./herald.mjs";
import { ask, connected, stepsOf, subscribed, untilTransport, WAYS } from "./socketio.mjs";

for (const [way, transports] of Object.entries(WAYS)) {
  test(`${way}: after a loss of network the socket is recovered, with nothing missing or doubled`, async (t) => {
    const project = `away-${way}`;
    const net = await network();
    t.after(() => net.close());
    const socket = await connected(t, "/ws", { transports, url: net.url });
    const { id } = socket;
    assert.equal(socket.recovered, false);
    const heard = stepsOf(socket);
    await subscribed(socket, `project:${project}`);
    await untilTransport(socket, transports.at(-1));
    // Before the first event, too, there is a place to come back to.
    for (const from of [0, 100, 200]) {
      const lost = next(socket, "disconnect");
      net.down();
      await lost;
      await publish(project, from, 100);
      const back = next(socket, "connect");
      net.up();
      await back;
      assert.equal(socket.recovered, true);
      assert.equal(socket.id, id);
      await heard.until(from + 100);
    }
    await publish(project, 300, 10);
    await heard.until(310);
    assert.deepEqual(steps(heard.events), upTo(310));
    const rooms = await ask(socket, "debug:rooms", {});
    assert.deepEqual(rooms.rooms.toSorted(), ["global", `project:${project}`, "user:ann"]);
  });

  test(`${way}: the same when it is cut in the middle of a burst, again and again`, async (t) => {
    const project = `burst-${way}`;
    const net = await network();
    t.after(() => net.close());
    const socket = await connected(t, "/", { transports, url: net.url });
    const heard = stepsOf(socket);
    await subscribed(socket, `project:${project}`);
    await untilTransport(socket, transports.at(-1));
    for (let burst = 0; burst < 5; burst++) {
      const back = next(socket, "disconnect").then(() => next(socket, "connect"));
      // An event has some 600 bytes: after the first few, and in the middle of one.
      net.cutAfter(3_000 + burst * 7_777);
      await publish(project, burst * 1_000, 500);
      await publish(project, burst * 1_000 + 500, 500);
      await back;
      assert.equal(socket.recovered, true);
      await heard.until((burst + 1) * 1_000);
    }
    assert.deepEqual(steps(heard.events), upTo(5_000));
  });

  test(`${way}: a replay that is cut off goes on, by itself or by the last event's id`, async (t) => {
    const project = `replay-${way}`;
    await publish(project, 0, 3_000);
    const net = await network();
    t.after(() => net.close());
    const socket = await connected(t, "/ws", { transports, url: net.url });
    const heard = stepsOf(socket);
    await untilTransport(socket, transports.at(-1));
    let last = "0-0";
    socket.on("custom.step", (event) => { last = event.event_id; });
    const back = next(socket, "disconnect").then(() => next(socket, "connect"));
    net.cutAfter(40_000);
    socket.emit("subscribe", { room: `project:${project}`, last_event_id: last });
    await back;
    // Where the first answer of the replay was lost, what the client has cannot be known: it begins anew.
    if (heard.events.length > 0) assert.equal(socket.recovered, true);
    if (!socket.recovered) await subscribed(socket, `project:${project}`, { last_event_id: last });
    await publish(project, 3_000, 100);
    await heard.until(3_100);
    assert.deepEqual(steps(heard.events), upTo(3_100));
  });
}

test("a key of recovery is of no use to another principal, and its owner still comes back", async (t) => {
  const net = await network();
  t.after(() => net.close());
  const socket = await connected(t, "/ws", { url: net.url });
  const heard = stepsOf(socket);
  await subscribed(socket, "project:private");
  const [offset] = await publish("private", 0, 1);
  await heard.until(1);
  const key = socket._pid;
  assert.ok(key);
  const lost = next(socket, "disconnect");
  net.down();
  await lost;
  await publish("private", 1, 5);
  const thief = await connected(t, "/ws", { auth: { token: token({ sub: "bob", projects: ["*"] }), pid: key, offset } });
  const stolen = stepsOf(thief);
  assert.notEqual(thief._pid, key);
  const rooms = await ask(thief, "debug:rooms", {});
  assert.deepEqual(rooms.rooms.toSorted(), ["global", "user:bob"]);
  const back = next(socket, "connect");
  net.up();
  await back;
  assert.equal(socket.recovered, true);
  await heard.until(6);
  assert.deepEqual(steps(heard.events), upTo(6));
  assert.equal(stolen.events.length, 0);
});

test("a socket that left by itself is not recovered", async (t) => {
  const socket = await connected(t, "/ws");
  await subscribed(socket, "project:left");
  socket.disconnect();
  const back = next(socket, "connect");
  socket.connect();
  await back;
  assert.equal(socket.recovered, false);
  const rooms = await ask(socket, "debug:rooms", {});
  assert.deepEqual(rooms.rooms.toSorted(), ["global", "user:ann"]);
});
