import assert from "node:assert/strict";
import { test } from "node:test";
import { Iteration, WAITING_MAX } from "../iteration.js";

const event = (n) => ({ event_id: `${n}-0`, type: "custom.step", project_id: null, data: { n } });

function made(from = 0) {
  const log = [];
  const reads = [];
  const iteration = new Iteration({
    after: `${from}-0`,
    onEnd: () => {},
    readAfter: async (position) => {
      reads.push(position);
      const after = Number.parseInt(position, 10);
      const events = log.filter(({ event_id }) => Number.parseInt(event_id, 10) > after).slice(0, 300);
      return { events, isLast: events.length < 300 };
    },
  });
  const come = (n) => {
    log.push(event(n));
    iteration.add(event(n));
  };
  return { iteration, come, reads };
}

test("what waits for an event gets it, in the order of asking", async () => {
  const { iteration, come } = made();
  const both = [iteration.next(), iteration.next()];
  come(1);
  come(2);
  assert.deepEqual((await Promise.all(both)).map(({ value }) => value.data.n), [1, 2]);
});

test("who is slower than the events loses none, and memory stays bounded", async () => {
  const { iteration, come, reads } = made();
  const all = 3 * WAITING_MAX;
  for (let n = 1; n <= all; n++) come(n);
  for (let n = 1; n <= all; n++) {
    assert.equal((await iteration.next()).value.data.n, n);
    if (n === WAITING_MAX + 10) come(all + 1); // Comes while it is behind.
  }
  assert.equal((await iteration.next()).value.data.n, all + 1);
  assert.ok(reads.length >= 6, `${reads.length} pages`);
  come(all + 2);
  assert.equal((await iteration.next()).value.data.n, all + 2);
});

test("an end ends those who wait; a refusal is thrown", async () => {
  const { iteration } = made();
  const waiting = iteration.next();
  iteration.end(null);
  assert.equal((await waiting).done, true);
  const other = made().iteration;
  const refused = other.next();
  other.end(new Error("forbidden"));
  await assert.rejects(refused, /forbidden/);
  await assert.rejects(other.next(), /forbidden/);
});
