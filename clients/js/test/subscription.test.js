import assert from "node:assert/strict";
import { test } from "node:test";
import { backoffMillis, comparePositions, Herald } from "../herald.js";
import { manualFetch, manualSockets, ManualTimers, settle } from "./manual.js";

async function open(wish = {}, options = {}) {
  const timers = new ManualTimers();
  const sockets = manualSockets();
  const web = manualFetch();
  const heard = { ids: [], gaps: [], states: [], messages: [] };
  const herald = new Herald({
    url: "http://herald.test:8000/",
    timers,
    now: () => timers.now,
    random: () => 1,
    WebSocket: sockets.WebSocket,
    fetch: web.fetch,
    ...options,
  });
  const subscription = herald.subscribe(wish, {
    onEvent: (event) => heard.ids.push(event.event_id),
    onGap: (gap) => heard.gaps.push(gap),
    onState: (state) => heard.states.push(state.name),
    onMessage: (message) => heard.messages.push(message.type),
  });
  await settle();
  return { timers, sockets: sockets.opened, asked: web.asked, heard, subscription };
}

const event = (id) => ({ event_id: id, type: "custom.a", data: {} });

test("subscribes with its wish and delivers what comes after the confirmation", async () => {
  const { sockets, heard, subscription } = await open({ types: ["commit"], project: "p", after: "10-0" });
  assert.equal(sockets[0].url.href, "ws://herald.test:8000/api/v1/dashboard/ws");
  sockets[0].accept();
  assert.deepEqual(sockets[0].sent, [
    { type: "subscribe", event_types: ["commit"], project_id: "p", last_event_id: "10-0" },
  ]);
  sockets[0].say(event("11-0"));
  sockets[0].confirm("10-0");
  sockets[0].say(event("11-0"));
  assert.deepEqual(heard.ids, ["11-0"]);
  assert.equal(subscription.repeated, 0);
  subscription.close();
});

test("resumes from its last position after a lost connection", async () => {
  const { sockets, heard, timers, subscription } = await open({ after: "10-0" });
  sockets[0].accept();
  sockets[0].confirm();
  sockets[0].say(event("11-0"));
  sockets[0].say(event("11-1"));
  sockets[0].drop();
  await settle();
  assert.equal(subscription.state.name, "waiting");
  await timers.advance(500);
  sockets[1].accept();
  assert.equal(sockets[1].sent[0].last_event_id, "11-1");
  sockets[1].confirm("11-1");
  sockets[1].say(event("12-0"));
  assert.deepEqual(heard.ids, ["11-0", "11-1", "12-0"]);
  subscription.close();
});

test("takes the confirmed position as its own when it had none", async () => {
  const { sockets, timers, subscription } = await open();
  sockets[0].accept();
  assert.equal("last_event_id" in sockets[0].sent[0], false);
  sockets[0].confirm("7-0");
  sockets[0].drop();
  await settle();
  await timers.advance(500);
  sockets[1].accept();
  assert.equal(sockets[1].sent[0].last_event_id, "7-0");
  subscription.close();
});

test("begins at the beginning when the log is empty", async () => {
  const { sockets, subscription } = await open();
  sockets[0].accept();
  sockets[0].confirm(null);
  assert.equal(subscription.lastEventId, "0-0");
  subscription.close();
});

test("asks for the newest position before a stream that begins now", async () => {
  const { asked, subscription } = await open({}, { WebSocket: null });
  assert.equal(asked[0].url.search, "?limit=1&order=desc");
  asked[0].answer({ events: [{ event_id: "8-0" }], next_after: null });
  await settle();
  assert.equal(asked[1].headers["Last-Event-ID"], "8-0");
  subscription.close();
});

test("counts and does not deliver what arrives twice", async () => {
  const { sockets, heard, subscription } = await open({ after: "10-0" });
  sockets[0].accept();
  sockets[0].confirm();
  for (const id of ["11-0", "11-0", "9-5", "11-1"]) sockets[0].say(event(id));
  assert.deepEqual(heard.ids, ["11-0", "11-1"]);
  assert.equal(subscription.repeated, 2);
  subscription.close();
});

test("falls back to the event stream when the WebSocket fails, from the same position", async () => {
  const { sockets, asked, heard, subscription } = await open({ types: ["a", "b"], project: "p", after: "10-0" });
  sockets[0].drop();
  await settle();
  assert.equal(asked[0].url.pathname, "/api/v1/sse/events");
  assert.equal(asked[0].url.searchParams.get("event_types"), "a,b");
  assert.equal(asked[0].headers["Last-Event-ID"], "10-0");
  asked[0].open();
  await settle();
  asked[0].write("retry: 3000\r\n");
  asked[0].say({ type: "connection_established" });
  asked[0].write("id: 11-0\r\ndata: {\"event_id\":\"11-0\",\r");
  asked[0].write("\ndata: \"type\":\"a\",\"data\":{}}\r\n\r\n");
  await settle();
  assert.equal(subscription.state.transport, "sse");
  assert.equal(subscription.state.name, "live");
  assert.deepEqual(heard.ids, ["11-0"]);
  subscription.close();
  assert.equal(asked[0].isAborted, true);
});

test("tries the WebSocket first again when the event stream ends", async () => {
  const { sockets, asked, timers, subscription } = await open({ after: "10-0" });
  sockets[0].drop();
  await settle();
  asked[0].open();
  await settle();
  asked[0].say({ type: "connection_established" });
  await settle();
  asked[0].end();
  await settle();
  await timers.advance(500);
  assert.equal(sockets.length, 2);
  subscription.close();
});

test("comes back by the stream where there is no WebSocket at all", async () => {
  const { asked, timers, subscription } = await open({ after: "10-0" }, { WebSocket: null });
  asked[0].open();
  await settle();
  asked[0].say({ type: "connection_established" });
  asked[0].say(event("11-0"));
  await settle();
  asked[0].end();
  await settle();
  await timers.advance(500);
  assert.equal(asked[1].headers["Last-Event-ID"], "11-0");
  subscription.close();
});

test("where the WebSocket has worked, a few failures do not lead to the stream, more do", async () => {
  const { sockets, asked, timers, subscription } = await open({ after: "10-0" });
  sockets[0].accept();
  sockets[0].confirm();
  sockets[0].drop(1001);
  await settle();
  for (const wait of [500, 1_000, 2_000]) {
    assert.equal(asked.length, 0);
    await timers.advance(wait);
    sockets.at(-1).drop();
    await settle();
  }
  assert.equal(asked.length, 1);
  subscription.close();
});

test("gives up on a WebSocket that neither opens nor fails", async () => {
  const { asked, timers, subscription } = await open();
  await timers.advance(5_000);
  assert.equal(asked.length, 1);
  subscription.close();
});

test("waits longer after each failure, up to the limit, with jitter", async () => {
  assert.deepEqual([0, 1, 2, 3, 20].map((n) => backoffMillis(n, () => 1)), [500, 1_000, 2_000, 4_000, 30_000]);
  assert.equal(backoffMillis(0, () => 0), 250);
  const { sockets, asked, timers, subscription } = await open();
  for (const wait of [500, 1_000, 2_000]) {
    sockets.at(-1).drop();
    await settle();
    asked.at(-1).fail();
    await settle();
    const tried = sockets.length;
    await timers.advance(wait - 1);
    assert.equal(sockets.length, tried);
    await timers.advance(1);
    assert.equal(sockets.length, tried + 1);
  }
  subscription.close();
});

test("does not hammer a server that accepts and closes at once", async () => {
  const { sockets, timers, subscription } = await open();
  for (let i = 0; i < 3; i++) {
    sockets.at(-1).accept();
    sockets.at(-1).confirm();
    sockets.at(-1).drop(1013);
    await settle();
    await timers.advance(500 * 2 ** i);
  }
  assert.equal(subscription.state.attempt, 3);
  subscription.close();
});

test("retries at once when asked to", async () => {
  const { sockets, asked, subscription } = await open();
  sockets[0].drop();
  await settle();
  asked[0].fail();
  await settle();
  subscription.retryNow();
  await settle();
  assert.equal(sockets.length, 2);
  subscription.close();
});

test("tells a gap before what is left", async () => {
  const { sockets, heard, subscription } = await open({ after: "10-0" });
  sockets[0].accept();
  sockets[0].say({ type: "subscription_confirmed", last_event_id: "10-0", recovered: false });
  sockets[0].say({ type: "gap", requested: "10-0", oldest_available: "50-0" });
  sockets[0].say(event("50-0"));
  assert.deepEqual(heard.gaps, [{ requested: "10-0", oldestAvailable: "50-0" }]);
  assert.deepEqual(heard.ids, ["50-0"]);
  subscription.close();
});

test("hears what follows a gap of a restored log, once, though its ids are lower", async () => {
  const { sockets, heard, subscription } = await open({ after: "50-0" });
  sockets[0].accept();
  sockets[0].say({ type: "subscription_confirmed", last_event_id: "20-0", recovered: false });
  sockets[0].say({ type: "gap", requested: "50-0", oldest_available: "10-0" });
  sockets[0].say(event("20-0"));
  sockets[0].say(event("20-0"));
  sockets[0].say(event("30-0"));
  assert.deepEqual(heard.gaps, [{ requested: "50-0", oldestAvailable: "10-0" }]);
  assert.deepEqual(heard.ids, ["20-0", "30-0"]);
  subscription.close();
});

test("leaves a connection that has gone silent", async () => {
  const { sockets, timers, subscription } = await open();
  sockets[0].accept();
  sockets[0].confirm();
  await timers.advance(50_000);
  assert.deepEqual(sockets[0].sent.slice(1), [{ type: "ping" }, { type: "ping" }]);
  await timers.advance(50_000);
  assert.equal(sockets[0].readyState, 3);
  await timers.advance(500);
  assert.equal(sockets.length, 2);
  subscription.close();
});

test("ends when the server refuses for good, with the reason", async () => {
  const first = await open({ types: ["nonsense"] });
  first.sockets[0].accept();
  first.sockets[0].say({ type: "error", code: "UNKNOWN_EVENT_TYPE", message: "nonsense is not a type" });
  await settle();
  assert.deepEqual([first.subscription.state.name, first.subscription.state.reason], ["refused", "nonsense is not a type"]);
  assert.equal(first.timers.pending, 0);

  const second = await open({ after: "10-0" });
  second.sockets[0].drop();
  await settle();
  second.asked[0].refuse(400, { detail: "malformed id" });
  await settle();
  assert.equal(second.subscription.state.name, "refused");

  const third = await open();
  third.sockets[0].accept();
  third.sockets[0].drop(4403, "forbidden");
  await settle();
  assert.equal(third.subscription.state.name, "refused");
});

test("keeps trying when it is told to come back later", async () => {
  const { sockets, asked, subscription } = await open({ after: "10-0" });
  sockets[0].drop();
  await settle();
  asked[0].refuse(503, { detail: "starting" });
  await settle();
  assert.equal(subscription.state.name, "waiting");
  subscription.close();
});

test("passes over what is no message and hands on what is no event", async () => {
  const { sockets, heard, subscription } = await open();
  sockets[0].accept();
  sockets[0].confirm("1-0");
  for (const text of ["{", "null", "12", '"x"']) sockets[0].say(text);
  sockets[0].say({ type: "heartbeat" });
  sockets[0].say({ type: "error", code: "BAD", message: "later errors do not end it" });
  assert.equal(subscription.state.name, "live");
  assert.deepEqual(heard.messages, ["subscription_confirmed", "heartbeat", "error"]);
  subscription.close();
});

test("asks for a token before each attempt, and survives its failure", async () => {
  let asks = 0;
  const token = async () => {
    if (++asks === 1) throw new Error("offline");
    return `t${asks}`;
  };
  const { sockets, asked, subscription } = await open({ after: "10-0" }, { token });
  assert.equal(asked[0].headers.Authorization, "Bearer t2");
  asked[0].fail();
  await settle();
  subscription.retryNow();
  await settle();
  sockets[0].accept();
  assert.deepEqual(sockets[0].sent, [{ type: "authenticate", token: "t3" }]);
  subscription.close();
});

test("closes a socket that was still opening as soon as it is open", async () => {
  const { sockets, subscription } = await open();
  subscription.close();
  sockets[0].accept();
  assert.equal(sockets[0].readyState, 3);
  assert.deepEqual(sockets[0].sent, []);
});

test("leaves nothing behind when closed", async () => {
  const { sockets, timers, heard, subscription } = await open();
  sockets[0].accept();
  sockets[0].confirm();
  subscription.close();
  sockets[0].say(event("1-0"));
  await settle();
  assert.equal(timers.pending, 0);
  assert.deepEqual(heard.ids, []);
  assert.equal(heard.states.at(-1), "closed");
});

test("orders positions as numbers", () => {
  const sorted = ["100-0", "9-10", "9-9", "9-0"].sort(comparePositions);
  assert.deepEqual(sorted, ["9-0", "9-9", "9-10", "100-0"]);
});
