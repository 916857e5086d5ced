// The client as an application uses it, against a real server: at one's own pace, through networks that go away, through
// a proxy that lets nothing stay open, and shared by tabs.
import assert from "node:assert/strict";
import http from "node:http";
import { test } from "node:test";
import { connect } from "@herald/client";
import WebSocket from "ws";
import { base, collector, network, publish, steps, token, upTo, WAIT_MILLIS } from "./herald.mjs";

const shown = () => token({ projects: ["*"], roles: ["viewer"] });
const open = (options) => connect({ url: base, token: shown, WebSocket, share: false, ...options });
const opened = (connection) =>
  new Promise((resolve, reject) => {
    if (connection.state.name === "live") return resolve();
    const timer = setTimeout(() => reject(new Error(`not live: ${JSON.stringify(connection.state)}`)), WAIT_MILLIS);
    connection.addEventListener("open", () => (clearTimeout(timer), resolve()), { once: true });
  });

test("events are told by their type and to whoever iterates, however slow", async () => {
  const connection = open({ project: "iterated" });
  await opened(connection);
  const typed = collector();
  connection.addEventListener("custom.step", ({ detail }) => typed.add(detail));
  const taken = [];
  const iterating = (async () => {
    for await (const event of connection) {
      taken.push(event);
      if (taken.length % 100 === 1) await new Promise((done) => setTimeout(done, 5));
      if (taken.length === 4_000) break;
    }
  })();
  for (let from = 0; from < 4_000; from += 1_000) await publish("iterated", from, 1_000);
  await Promise.all([typed.until(4_000), iterating]);
  assert.deepEqual(steps(typed.events), upTo(4_000));
  assert.deepEqual(steps(taken), upTo(4_000));
  connection.close();
});

test("a network that is cut again and again costs no event and doubles none", async () => {
  const way = await network();
  const connection = open({ url: way.url, project: "cut" });
  const heard = collector();
  connection.addEventListener("event", ({ detail }) => heard.add(detail));
  await opened(connection);
  for (let from = 0; from < 2_000; from += 200) {
    way.cutAfter(20_000);
    await publish("cut", from, 200);
    connection.retryNow();
  }
  await heard.until(2_000);
  assert.deepEqual(steps(heard.events), upTo(2_000));
  connection.close();
  way.close();
});

/** A proxy that lets through whole answers alone: no WebSocket, and a stream only when it has ended. */
async function stubborn() {
  const { hostname, port } = new URL(base);
  const server = http.createServer((request, response) => {
    const on = http.request({ hostname, port, path: request.url, method: request.method, headers: request.headers }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => response.writeHead(answer.statusCode, answer.headers).end(Buffer.concat(parts)));
    });
    on.on("error", () => response.destroy());
    response.on("close", () => on.destroy());
    request.pipe(on);
  });
  server.on("upgrade", (request, socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => (server.closeAllConnections(), server.close()) };
}

test("where nothing may stay open, the history is asked again and again", async () => {
  const way = await stubborn();
  const connection = open({ url: way.url, project: "asked" });
  const heard = collector();
  connection.addEventListener("event", ({ detail }) => heard.add(detail));
  await opened(connection);
  assert.equal(connection.state.transport, "polling");
  await publish("asked", 0, 1_200);
  await heard.until(1_200);
  await publish("asked", 1_200, 10);
  await heard.until(1_210);
  assert.deepEqual(steps(heard.events), upTo(1_210));
  connection.close();
  way.close();
});

/** The locks of a browser, as far as they are asked for: one holder a name, the others in order. */
class ManualLocks {
  #queues = new Map();

  request(name, { signal }, run) {
    const queue = this.#queues.get(name) ?? [];
    this.#queues.set(name, queue);
    return new Promise((resolve, reject) => {
      const entry = { run, resolve };
      signal.addEventListener("abort", () => {
        const at = queue.indexOf(entry);
        if (at <= 0) return;
        queue.splice(at, 1);
        reject(Object.assign(new Error("aborted"), { name: "AbortError" }));
      });
      queue.push(entry);
      if (queue.length === 1) this.#next(queue);
    });
  }

  async #next(queue) {
    const { run, resolve } = queue[0];
    resolve(await run());
    queue.shift();
    if (queue.length > 0) this.#next(queue);
  }
}

async function connections() {
  const admin = token({ projects: ["*"], roles: ["admin"] });
  const answer = await fetch(`${base}/api/v1/dashboard/ws/stats`, { headers: { Authorization: `Bearer ${admin}` } });
  return (await answer.json()).websocket_connections;
}

test("tabs share one connection, and when the one that has it is closed nothing is lost or doubled", async () => {
  const locks = new ManualLocks();
  const before = await connections();
  const tabs = Array.from({ length: 3 }, () => {
    const connection = open({ project: "tabs", share: true, locks });
    const heard = collector();
    connection.addEventListener("event", ({ detail }) => heard.add(detail));
    return { connection, heard };
  });
  await Promise.all(tabs.map(({ connection }) => opened(connection)));
  assert.equal((await connections()) - before, 1);
  await new Promise((done) => setTimeout(done, 200)); // Each knows where the log is.
  await publish("tabs", 0, 300);
  await Promise.all(tabs.map(({ heard }) => heard.until(300)));
  tabs[0].connection.close();
  await publish("tabs", 300, 300);
  await Promise.all(tabs.slice(1).map(({ heard }) => heard.until(600)));
  // One more joins from where it was before.
  const late = open({ project: "tabs", share: true, locks, after: tabs[1].heard.events[99].event_id });
  const caughtUp = collector();
  late.addEventListener("event", ({ detail }) => caughtUp.add(detail));
  await caughtUp.until(500);
  tabs[1].connection.close();
  await publish("tabs", 600, 100);
  await Promise.all([tabs[2].heard.until(700), caughtUp.until(600)]);
  assert.deepEqual(steps(tabs[0].heard.events), upTo(300));
  assert.deepEqual(steps(tabs[1].heard.events), upTo(600));
  assert.deepEqual(steps(tabs[2].heard.events), upTo(700));
  assert.deepEqual(steps(caughtUp.events), upTo(700).slice(100));
  assert.equal((await connections()) - before, 1);
  tabs[2].connection.close();
  late.close();
});

test("what is refused for good says why, and ends who iterates", async () => {
  const connection = open({ token: token({ projects: ["mine"] }), project: "other" });
  await assert.rejects(async () => {
    for await (const event of connection) assert.fail(event.event_id);
  }, /./);
  assert.equal(connection.state.name, "refused");
  const unknown = open({ types: ["no_such_type"] });
  await assert.rejects(unknown[Symbol.asyncIterator]().next());
});
