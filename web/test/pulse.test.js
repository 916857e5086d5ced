import assert from "node:assert/strict";
import { test } from "node:test";
import { Away, AWAY_MILLIS } from "../js/state/away.js";
import { metricsOf, Pulse } from "../js/state/pulse.js";
import { SPEEDS, STEP_MILLIS, Travel } from "../js/state/travel.js";

const settle = () => new Promise((done) => setImmediate(done));

test("metrics are values by their names and labels", () => {
  const values = metricsOf('# HELP a\nherald_a 1.5\nherald_b{status="2xx"} 7.0\nbroken\n# EOF\n');
  assert.deepEqual([...values], [["herald_a", 1.5], ['herald_b{status="2xx"}', 7]]);
});

test("a rate is the growth between two readings, and none after a restart", async () => {
  let now = 10_000;
  const texts = ["n 100", "n 140", "n 3"];
  const due = [];
  const pulse = new Pulse({ read: async () => texts.shift(), now: () => now, changed: () => {}, timers: { setTimeout: (run) => due.push(run) } });
  pulse.look();
  await settle();
  assert.equal(pulse.rate("n"), null);
  now += 2_000;
  due.pop()();
  await settle();
  assert.equal(pulse.rate("n"), 20);
  pulse.look();
  now += 2_000;
  due.pop()();
  await settle();
  assert.equal(pulse.value("n"), 3);
  assert.equal(pulse.rate("n"), null);
});

test("while nobody looks nothing is read", async () => {
  let now = 10_000;
  const due = [];
  const pulse = new Pulse({ read: async () => "n 1", now: () => now, changed: () => {}, timers: { setTimeout: (run) => due.push(run) } });
  pulse.look();
  await settle();
  now += 10_000;
  due.pop()();
  await settle();
  assert.equal(due.length, 0);
});

test("who was away for long is told since when; who was not, is not", () => {
  const kept = new Map();
  const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
  const first = new Away({ storage, now: 1_000 });
  assert.equal(first.since, null);
  first.mark("5-0", 1_000);
  assert.equal(new Away({ storage, now: 1_000 + AWAY_MILLIS - 1 }).since, null);
  const back = new Away({ storage, now: 1_000 + AWAY_MILLIS });
  assert.deepEqual(back.since, { position: "5-0", at: 1_000 });
  back.mark("9-0", 2_000_000);
  assert.equal(JSON.parse(kept.get("herald.seen")).position, "5-0", "what has not been read stays told");
  back.dismiss("9-0", 2_000_000);
  assert.equal(JSON.parse(kept.get("herald.seen")).position, "9-0");
  kept.set("herald.seen", "{broken");
  assert.equal(new Away({ storage, now: 9e12 }).since, null);
});

test("time travel plays forward until it is the present again", () => {
  let now = Date.parse("2026-01-10T00:00:00Z");
  let tick = null;
  const moments = [];
  const travel = new Travel({ now: () => now, changed: () => moments.push(travel.moment), timers: { setInterval: (run) => (tick = run, 1), clearInterval: () => (tick = null) } });
  travel.go("nonsense");
  assert.equal(travel.moment, null);
  travel.goMillis(now - 3_600_000);
  assert.equal(travel.moment, "2026-01-09T23:00:00.000Z");
  travel.speed = SPEEDS.at(-1);
  travel.play();
  now += STEP_MILLIS;
  tick();
  assert.equal(travel.moment, "2026-01-09T23:08:20.000Z");
  for (let i = 0; i < 10 && tick; i++) {
    now += STEP_MILLIS;
    tick();
  }
  assert.equal(travel.moment, null);
  assert.equal(travel.isPlaying, false);
  travel.go("1763635200123-0");
  assert.equal(travel.atMillis, 1_763_635_200_123);
});
