import assert from "node:assert/strict";
import { test } from "node:test";
import { Herald } from "../herald.js";
import { manualFetch, manualSockets, ManualTimers, settle } from "./manual.js";

async function open(token, options = {}) {
  const timers = new ManualTimers();
  const sockets = manualSockets();
  const web = manualFetch();
  const ids = [];
  const herald = new Herald({
    url: "http://herald.test:8000/",
    token,
    timers,
    now: () => timers.now,
    random: () => 1,
    WebSocket: sockets.WebSocket,
    fetch: web.fetch,
    ...options,
  });
  const subscription = herald.subscribe({ after: "10-0" }, { onEvent: (event) => ids.push(event.event_id) });
  await settle();
  return { timers, sockets: sockets.opened, asked: web.asked, ids, subscription };
}

/** Answers with each token in turn, the last one for ever, and remembers why it was asked. */
function giving(...tokens) {
  const why = [];
  const token = async (reason) => {
    why.push(reason);
    return tokens.length > 1 ? tokens.shift() : tokens[0];
  };
  return { token, why };
}

const authenticated = { type: "authenticated", user_id: "ann", expires_at: "2026-11-20T10:40:00.000Z" };
const refused = { type: "error", code: "AUTH_FAILED", message: "the token has ended" };
const expiring = { type: "token_expiring", expires_at: "2026-11-20T10:40:00.000Z" };
const shown = ({ sent }) => sent.filter(({ type }) => type === "authenticate").map(({ token }) => token);

async function live(from) {
  const socket = from.sockets.at(-1);
  socket.accept();
  socket.say(authenticated);
  socket.confirm("10-0");
  await settle();
  return socket;
}

test("shows its token after the WebSocket is open, never in the address, and subscribes when it holds", async () => {
  const { sockets, subscription } = await open("secret");
  assert.equal(sockets[0].url.href, "ws://herald.test:8000/api/v1/dashboard/ws");
  sockets[0].accept();
  assert.deepEqual(sockets[0].sent, [{ type: "authenticate", token: "secret" }]);
  sockets[0].say(authenticated);
  assert.deepEqual(sockets[0].sent[1], { type: "subscribe", last_event_id: "10-0" });
  sockets[0].confirm();
  sockets[0].say(authenticated);
  assert.equal(sockets[0].sent.length, 2, "a later token is no reason to subscribe again");
  assert.equal(subscription.state.name, "live");
  subscription.close();
});

test("an open server has no use for the token and is subscribed to all the same", async () => {
  const { sockets, subscription } = await open("secret");
  sockets[0].accept();
  sockets[0].say({ type: "error", code: "AUTH_NOT_CONFIGURED", message: "open" });
  assert.equal(sockets[0].sent[1].type, "subscribe");
  sockets[0].confirm();
  assert.equal(subscription.state.name, "live");
  subscription.close();
});

test("a stream carries the token in a header, never in the address", async () => {
  const { asked, subscription } = await open("secret", { WebSocket: null });
  assert.equal(asked[0].url.search, "");
  assert.equal(asked[0].headers.Authorization, "Bearer secret");
  subscription.close();
});

test("a token that is refused ends it with a clear reason, and is not tried over the stream", async () => {
  const { sockets, asked, timers, subscription } = await open("secret");
  sockets[0].accept();
  sockets[0].say(refused);
  await settle();
  const { name, reason, code } = subscription.state;
  assert.deepEqual([name, reason, code], [
    "refused", "the server does not take the token: the token has ended", "AUTH_FAILED",
  ]);
  assert.equal(asked.length, 0);
  assert.equal(timers.pending, 0);
});

test("a server that wants a token says so where there is none", async () => {
  const socket = await open(undefined);
  socket.sockets[0].accept();
  socket.sockets[0].say({ type: "error", code: "AUTH_MISSING", message: "show a token first" });
  await settle();
  assert.equal(socket.subscription.state.code, "AUTH_MISSING");
  assert.match(socket.subscription.state.reason, /^the server wants a token/);

  const stream = await open(undefined, { WebSocket: null });
  stream.asked[0].refuse(401, { detail: "a stream needs a token" });
  await settle();
  assert.equal(stream.subscription.state.code, "AUTH_MISSING");
});

for (const [close, code] of [[1008, "AUTH_FAILED"], [4401, "TOKEN_EXPIRED"]]) {
  test(`close ${close} stops when there is no other token, and goes on where it was when there is`, async () => {
    const same = await open(async () => "one");
    (await live(same)).drop(close, "policy");
    await settle();
    assert.deepEqual([same.subscription.state.name, same.subscription.state.code], ["refused", code]);
    assert.equal(same.timers.pending, 0);

    const { token, why } = giving("one", "two");
    const other = await open(token);
    const socket = await live(other);
    socket.say({ event_id: "11-0", type: "custom.a", data: {} });
    socket.drop(close, "policy");
    await settle();
    assert.equal(other.subscription.state.name, "waiting");
    await other.timers.advance(500);
    const second = await live(other);
    assert.deepEqual(second.sent, [
      { type: "authenticate", token: "two" },
      { type: "subscribe", last_event_id: "11-0" },
    ]);
    assert.deepEqual(why, ["connect", "refused"], "the token that was given is used, not asked for again");
    other.subscription.close();
  });
}

test("401 of a stream stops when there is no other token, and goes on when there is", async () => {
  const same = await open(async () => "one", { WebSocket: null });
  same.asked[0].refuse(401, { detail: "ended" });
  await settle();
  assert.deepEqual([same.subscription.state.name, same.subscription.state.code], ["refused", "AUTH_FAILED"]);

  const other = await open(giving("one", "two").token, { WebSocket: null });
  other.asked[0].refuse(401, { detail: "ended" });
  await settle();
  await other.timers.advance(500);
  assert.equal(other.asked[1].headers.Authorization, "Bearer two");
  other.subscription.close();
});

test("a token that cannot be had after a refusal is asked for again, and the refusal is not forgotten", async () => {
  let asks = 0;
  const token = async () => {
    if (++asks === 2) throw new Error("offline");
    return "one";
  };
  const { sockets, timers, subscription } = await open(token);
  sockets[0].accept();
  sockets[0].say(refused);
  await settle();
  assert.equal(subscription.state.name, "waiting");
  await timers.advance(500);
  assert.equal(sockets.length, 1, "the refused token is not shown again");
  assert.deepEqual([subscription.state.name, subscription.state.code], ["refused", "AUTH_FAILED"]);
  assert.match(subscription.state.reason, /the token has ended$/);
});

test("a fresh token is shown on the live connection before the old one ends", async () => {
  const { token, why } = giving("one", "two");
  const from = await open(token);
  const socket = await live(from);
  socket.say(expiring);
  await settle();
  assert.deepEqual(shown(socket), ["one", "two"]);
  assert.deepEqual(why, ["connect", "expiring"]);
  assert.equal(from.subscription.state.name, "live");
  assert.equal(from.sockets.length, 1);
  from.subscription.close();
});

test("a text is not renewed, and nothing is left waiting", async () => {
  const from = await open("one");
  const socket = await live(from);
  const before = from.timers.pending;
  socket.say(expiring);
  await settle();
  assert.deepEqual(shown(socket), ["one"]);
  assert.equal(from.timers.pending, before);
  from.subscription.close();
});

test("while there is no fresh token it is asked for again and again, until the link ends", async () => {
  let isAway = true;
  let fresh = "one";
  const token = async (why) => {
    if (why === "expiring" && isAway) throw new Error("offline");
    return fresh;
  };
  const from = await open(token);
  const socket = await live(from);
  socket.say(expiring);
  await settle();
  await from.timers.advance(10_000);
  isAway = false;
  await from.timers.advance(10_000);
  assert.deepEqual(shown(socket), ["one"]);
  fresh = "two";
  await from.timers.advance(10_000);
  assert.deepEqual(shown(socket), ["one", "two"]);
  socket.say(refused);
  await from.timers.advance(10_000);
  assert.deepEqual(shown(socket), ["one", "two"], "what was refused is not shown again");
  assert.equal(from.subscription.state.name, "live", "the one before it still holds");
  from.subscription.close();
  await settle();
  assert.equal(from.timers.pending, 0);
});

test("whoever has a fresh token can have it shown at once", async () => {
  let fresh = "one";
  const from = await open(async () => fresh);
  from.subscription.renewToken();
  const socket = await live(from);
  fresh = "two";
  from.subscription.renewToken();
  await settle();
  assert.deepEqual(shown(socket), ["one", "two"]);
  from.subscription.close();
});

test("a stream's fresh token goes with a request that names the stream", async () => {
  const from = await open(giving("one", "two").token, { WebSocket: null });
  from.asked[0].open();
  await settle();
  from.asked[0].say({ type: "connection_established", connection_id: "c-1" });
  from.asked[0].say(expiring);
  await settle();
  assert.equal(from.asked[1].url.href, "http://herald.test:8000/api/v1/sse/authenticate?connection_id=c-1");
  assert.equal(from.asked[1].headers.Authorization, "Bearer two");
  from.asked[1].refuse(403, { detail: "another principal's" });
  await settle();
  assert.equal(from.subscription.state.name, "live");
  await from.timers.advance(10_000);
  assert.equal(from.asked.length, 3, "a refusal is no end: it is tried again");
  from.asked[2].answer({ user_id: "ann" });
  await settle();
  await from.timers.advance(20_000);
  assert.equal(from.asked.length, 3);
  from.subscription.close();
});

test("too many messages before the confirmation is no refusal for good", async () => {
  const { sockets, asked, subscription } = await open("one");
  sockets[0].accept();
  sockets[0].say({ type: "error", code: "RATE_LIMITED", message: "too fast" });
  await settle();
  asked[0].refuse(429, { detail: "too fast" });
  await settle();
  assert.equal(subscription.state.name, "waiting");
  subscription.close();
});

test("a request that is refused for its token is made once more with another", async () => {
  const tried = [];
  const fetch = async (_, { headers }) => {
    tried.push(headers.Authorization);
    const isGood = headers.Authorization === "Bearer two";
    return new Response(JSON.stringify(isGood ? { event_id: "5-0" } : { detail: "ended" }), {
      status: isGood ? 201 : 401,
      headers: { "Content-Type": "application/json" },
    });
  };
  const url = "http://herald.test";
  assert.equal(await new Herald({ url, fetch, token: giving("one", "two").token }).publish({ type: "custom.a" }), "5-0");
  assert.deepEqual(tried, ["Bearer one", "Bearer two"]);
  for (const token of ["one", async () => "one"]) {
    tried.length = 0;
    await assert.rejects(new Herald({ url, fetch, token }).publish({ type: "custom.a" }), { status: 401 });
    assert.deepEqual(tried, ["Bearer one"]);
  }
});
