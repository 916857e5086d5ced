import assert from "node:assert/strict";
import { test } from "node:test";
import { searcher } from "../js/model.js";
import { Session, PAGE } from "../js/session.js";

const BASE = 1_795_000_000_000;
const MINUTE = 60_000;
const event = (n, type = "custom.a", project = "p") => ({
  event_id: `${BASE + n}-0`, type, project_id: project, source: null, timestamp: (BASE + n) / 1000, data: {},
});
const settle = () => new Promise((resolve) => setTimeout(resolve));

/** A server that keeps a log, and whose live side the test moves by hand. */
class ManualHerald {
  log = [];
  subscriptions = [];
  failure = null;
  /** A page may end before its limit. */
  pageMax = Infinity;

  async history({ project, types, text, before, order, limit }) {
    if (this.failure) throw this.failure;
    const isBefore = (id) => {
      const [millis, sequence] = id.split("-").map(Number);
      const [endMillis, endSequence] = before.split("-").map(Number);
      return millis < endMillis || (millis === endMillis && sequence < endSequence);
    };
    const page = this.log.filter(
      (e) =>
        (!project || e.project_id === project) &&
        (!types || types.includes(e.type)) &&
        (!text || searcher(text)(e)) &&
        (!before || isBefore(e.event_id)),
    );
    if (order === "desc") page.reverse();
    const most = Math.min(limit, this.pageMax);
    return { events: page.slice(0, most), nextAfter: page.length > most ? page[most - 1].event_id : null };
  }

  trimmed = 0;
  clock = 0;
  isOld = false;

  /** Counted when asked, answered when the test lets it. */
  async summary({ project, types }) {
    if (this.failure) throw this.failure;
    if (this.isOld) return null;
    const running = Math.floor(Number.parseInt(this.log.at(-1)?.event_id ?? BASE, 10) / MINUTE) * MINUTE;
    const counted = this.log.filter((e) => (!project || e.project_id === project) && (!types || types.includes(e.type)));
    const answer = {
      asOf: this.log.at(-1)?.event_id ?? "0-0",
      minutes: Array.from({ length: 60 }, (_, i) => {
        const at = running - (59 - i) * MINUTE;
        const events = counted.filter((e) => Math.floor(Number.parseInt(e.event_id, 10) / MINUTE) * MINUTE === at).length;
        return { at, events: at <= this.trimmed ? null : events };
      }),
      projects: [...new Set(this.log.map((e) => e.project_id))].filter(Boolean),
      types: [...new Set(this.log.map((e) => e.type))],
      isPartial: false,
    };
    await this.mayAnswer;
    return answer;
  }

  subscribe(wish, hooks) {
    const subscription = {
      wish, hooks, isClosed: false, repeated: 0, renewed: 0, lastEventId: wish.after,
      close: () => (subscription.isClosed = true),
      renewToken: () => subscription.renewed++,
    };
    this.subscriptions.push(subscription);
    return subscription;
  }

  publish(e) {
    this.log.push(e);
    for (const { hooks, isClosed } of this.subscriptions) if (!isClosed) hooks.onEvent(e);
  }
}

async function open(events = 0, pass = { current: null }) {
  const herald = new ManualHerald();
  for (let n = 0; n < events; n++) herald.log.push(event(n));
  const told = [];
  const session = new Session({
    herald, pass, origin: "0-0", backoff: () => 5, now: () => Math.max(BASE + events, herald.clock), changed: () => {}, announce: (t) => told.push(t),
  });
  await session.start();
  return { herald, session, told, ids: () => session.visibleRows().map((row) => row.id) };
}

test("subscribes from the newest of the history, or from the beginning when there is none", async () => {
  const full = await open(3);
  assert.equal(full.herald.subscriptions[0].wish.after, event(2).event_id);
  const empty = await open(0);
  assert.equal(empty.herald.subscriptions[0].wish.after, "0-0");
});

test("keeps the order of the log from history into live", async () => {
  const { herald, ids } = await open(3);
  herald.publish(event(3));
  herald.publish(event(4));
  assert.deepEqual(ids(), [0, 1, 2, 3, 4].map((n) => event(n).event_id));
});

test("pausing loses nothing and shows nothing new", async () => {
  const { herald, session, ids } = await open(3);
  session.pause();
  for (let n = 3; n < 8; n++) herald.publish(event(n));
  assert.equal(ids().length, 3);
  assert.equal(session.unseen, 5);
  session.resume();
  assert.equal(ids().length, 8);
});

test("a pause longer than the rows still leaves everything within reach", async () => {
  const { herald, session, ids } = await open(3);
  session.pause();
  for (let n = 3; n < 5_000; n++) herald.publish(event(n));
  session.resume();
  const first = parseInt(ids()[0]) - BASE;
  assert.ok(first > 3 && session.canLoadOlder);
  for (let i = 0; session.canLoadOlder; i++) {
    assert.ok(i < 100);
    await session.older();
  }
  assert.deepEqual(ids(), herald.log.map((e) => e.event_id));
});

test("older rows join the ones shown, also while paused", async () => {
  const { herald, session, ids } = await open(PAGE + 50);
  session.pause();
  for (let n = PAGE + 50; n < 5_000; n++) herald.publish(event(n));
  await session.older();
  assert.deepEqual(ids(), herald.log.slice(0, PAGE + 50).map((e) => e.event_id));
  assert.equal(session.canLoadOlder, false);
});

test("a filter asks the server again and leaves the old subscription", async () => {
  const { herald, session, ids } = await open(3);
  herald.log.push(event(3, "commit", "q"));
  session.narrow({ types: ["commit"], project: "q" });
  await settle();
  const [before, now] = herald.subscriptions;
  assert.equal(before.isClosed, true);
  assert.deepEqual([now.wish.types, now.wish.project], [["commit"], "q"]);
  herald.publish(event(4, "commit", null));
  herald.publish(event(5, "commit", "q"));
  assert.deepEqual(ids(), [event(3).event_id, event(5).event_id], "events of no project are not the project's");
});

test("an answer that comes after the filter changed again is not used", async () => {
  const { herald, session, ids } = await open(3);
  herald.log.push(event(3, "commit"), event(4, "custom.b"));
  session.narrow({ types: ["commit"] });
  session.narrow({ types: ["custom.b"] });
  await settle();
  assert.deepEqual(ids(), [event(4).event_id]);
  assert.equal(herald.subscriptions.filter(({ isClosed }) => !isClosed).length, 1);
});

const saying = (n, message) => ({ ...event(n), data: { message } });

test("a text is looked for in all that the server keeps, then in what comes", async () => {
  const { herald, session, ids } = await open(PAGE * 3);
  herald.log[1] = saying(1, "the needle");
  session.narrow({ text: "Needle" });
  assert.equal(session.history, "loading");
  const end = Date.now() + 5_000;
  while (session.history !== "ready" && Date.now() < end) await settle();
  assert.deepEqual(ids(), [event(1).event_id]);
  assert.equal(session.searchedUntil, null);
  herald.publish(event(PAGE * 3));
  herald.publish(saying(PAGE * 3 + 1, "another needle"));
  assert.deepEqual(ids(), [event(1).event_id, event(PAGE * 3 + 1).event_id]);
});

test("a search that ends early says how far it looked, and goes on from there", async () => {
  const { herald, session, ids } = await open(0);
  for (let n = 0; n < 40; n++) herald.log.push(saying(n, n === 0 ? "needle" : "needle too"));
  herald.pageMax = 1;
  session.narrow({ text: "needle" });
  const end = Date.now() + 5_000;
  while (session.history !== "ready" && Date.now() < end) await settle();
  assert.equal(ids().length, 10);
  assert.equal(session.searchedUntil, BASE + 30);
  for (let i = 0; i < 3; i++) await session.older();
  assert.equal(ids().length, 40);
  assert.equal(session.hasOlder, false);
});

test("a page that ends early is not taken for the beginning of the log", async () => {
  const { herald, session, ids } = await open(PAGE);
  herald.pageMax = 30;
  await session.start();
  assert.equal(ids().length, PAGE);
  assert.equal(session.hasOlder, false);
});

test("shows a gap in its place and knows no figures from before it", async () => {
  const { herald, session, told } = await open(3);
  assert.equal(session.rates.total(session.now()), 3);
  herald.trimmed = BASE + 8;
  herald.subscriptions[0].hooks.onGap({ requested: event(2).event_id, oldestAvailable: event(9).event_id });
  herald.publish(event(9));
  await settle();
  assert.deepEqual(session.visibleRows().map((row) => row.kind), ["event", "event", "event", "gap", "event"]);
  assert.equal(session.rates.total(session.now()), null);
  assert.equal(told.length, 1);
});

test("the last hour is what the server has counted, whatever the page has read, and goes on live", async () => {
  const { herald, session } = await open(20_000);
  assert.equal(session.model.rows.length, PAGE);
  assert.equal(session.rates.total(session.now()), 20_000);
  herald.publish(event(20_000));
  herald.clock = BASE + 20_001;
  assert.equal(session.rates.total(session.now()), 20_001);
  const perMinute = session.rates.window(session.now()).map(({ events }) => events);
  assert.deepEqual(perMinute.filter(Boolean), [20_000 - (BASE + 20_000) % MINUTE, 1 + (BASE + 20_000) % MINUTE]);
});

test("projects and types come from the whole log, also those beyond the rows", async () => {
  const { herald, session } = await open(PAGE * 2);
  herald.log[0] = event(0, "custom.rare", "old");
  await session.start();
  assert.equal(session.rows.some(({ project }) => project === "old"), false);
  assert.ok(session.projects.has("old") && session.types.has("custom.rare"));
});

test("figures follow types and project, and not a text", async () => {
  const { herald, session } = await open(5);
  herald.log.push(event(5, "commit", "q"), saying(6, "needle"));
  session.narrow({ project: "q" });
  await settle();
  assert.equal(session.rates.total(session.now()), 1);
  session.narrow({ project: "", text: "needle" });
  const end = Date.now() + 5_000;
  while (session.history !== "ready" && Date.now() < end) await settle();
  assert.equal(session.rows.length, 1);
  assert.equal(session.rates.total(session.now()), 7);
});

test("after a gap the server counts anew, and what comes meanwhile is counted once", async () => {
  const { herald, session } = await open(3);
  const { hooks } = herald.subscriptions[0];
  let answer;
  herald.mayAnswer = new Promise((resolve) => (answer = resolve));
  for (let n = 3; n < 50; n++) herald.log.push(event(n));
  hooks.onGap({ requested: event(2).event_id, oldestAvailable: event(9).event_id });
  assert.equal(session.rates.total(session.now()), null);
  for (const e of herald.log.slice(9)) hooks.onEvent(e);
  herald.publish(event(50));
  herald.publish(event(51));
  answer();
  await settle();
  assert.equal(session.rates.total(session.now()), 52);
});

test("a minute that was trimmed has no figure", async () => {
  const { herald, session } = await open(3);
  herald.trimmed = BASE;
  await session.start();
  assert.equal(session.rates.total(session.now()), null);
});

test("a server that cannot count has no figures, and all else goes on", async () => {
  const { herald, session, ids, told } = await open(3);
  herald.isOld = true;
  await session.start();
  assert.equal(ids().length, 3);
  assert.equal(session.rates.total(session.now()), null);
  assert.equal(herald.subscriptions.at(-1).wish.after, event(2).event_id);
  herald.isOld = false;
  herald.summary = async () => {
    throw Object.assign(new Error("GET answered 503"), { status: 503 });
  };
  await session.start();
  assert.equal(ids().length, 3);
  assert.equal(session.rates.total(session.now()), null);
  assert.equal(told.length, 1);
});

test("tries again by itself when the history cannot be read, keeping its rows", async () => {
  const { herald, session, ids } = await open(3);
  herald.failure = new Error("away");
  session.narrow({ project: "p" });
  await settle();
  assert.equal(session.history, "failed");
  assert.equal(ids().length, 3);
  herald.failure = null;
  const end = Date.now() + 5_000;
  while (session.history !== "ready" && Date.now() < end) await settle();
  assert.equal(session.history, "ready");
});

test("tells which parts of the server are not well", async () => {
  const { herald, session, ids } = await open(0);
  const { onMessage } = herald.subscriptions[0].hooks;
  onMessage({ type: "health_check", data: { status: "unhealthy", components: { journal: "unhealthy", files: "healthy" } } });
  assert.deepEqual(session.health, { status: "unhealthy", parts: ["journal"] });
  assert.deepEqual(ids(), [], "it is no event of the log");
});

const unauthorized = Object.assign(new Error("GET answered 401"), { status: 401, problem: { detail: "no" } });
const ann = () => ({ current: { token: "t", subject: "ann", endsAt: Infinity } });

test("a server that wants a token is not asked again and again", async () => {
  const { herald, session, told } = await open(0);
  herald.failure = unauthorized;
  await session.start();
  assert.deepEqual(session.door, { code: "AUTH_MISSING", reason: "no" });
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(session.history, "loading");
  assert.deepEqual(told, ["This server wants a token."]);
});

test("a token that ends leaves the rows, and a fresh one goes on from the last position", async () => {
  const { herald, session, ids } = await open(3, ann());
  herald.subscriptions[0].hooks.onState({ name: "refused", code: "TOKEN_EXPIRED", reason: "4401" });
  assert.equal(session.door.code, "TOKEN_EXPIRED");
  assert.equal(ids().length, 3);
  session.goOn();
  assert.equal(session.door, null);
  assert.equal(herald.subscriptions[1].wish.after, event(2).event_id);
  herald.publish(event(3));
  assert.deepEqual(ids(), [0, 1, 2, 3].map((n) => event(n).event_id));
});

test("a token that ends soon is replaced on the live connection", async () => {
  const { herald, session } = await open(3, ann());
  const [subscription] = herald.subscriptions;
  subscription.hooks.onState({ name: "live", transport: "websocket" });
  subscription.hooks.onMessage({ type: "token_expiring" });
  assert.equal(session.isEnding, true);
  session.goOn();
  assert.equal(subscription.renewed, 1);
  assert.equal(subscription.isClosed, false);
  subscription.hooks.onMessage({ type: "authenticated" });
  assert.deepEqual([session.isEnding, session.isGuarded], [false, true]);
});

test("leaving forgets all that was read, and hears no more", async () => {
  const { herald, session, ids } = await open(3, ann());
  session.pause();
  session.narrow({ text: "custom" });
  session.leave();
  herald.publish(event(3));
  assert.deepEqual([ids(), [...session.projects], [...session.types], session.filter.text], [[], [], [], ""]);
  assert.equal(session.door.code, "SIGNED_OUT");
  assert.equal(session.isPaused, false);
});

test("an open server shows no door", async () => {
  const { session } = await open(3);
  assert.deepEqual([session.door, session.isGuarded, session.isEnding], [null, false, false]);
});
