import assert from "node:assert/strict";
import { test } from "node:test";
import { matcher, searcher, Model, ROWS_MAX, ROWS_MAX_WITH_OLDER, rowOf, together } from "../js/model.js";
import { Rates } from "../js/rates.js";

const event = (n, type = "file_change", project = "p", data = { file_path: `src/${n}.js` }) => ({
  event_id: `${n}-0`, type, project_id: project, source: "s", timestamp: n / 1000, data,
});
const rows = (from, to) => Array.from({ length: to - from }, (_, i) => rowOf(event(from + i)));

test("holds a bounded number of rows, the newest ones, whatever comes", () => {
  const model = new Model();
  for (let n = 0; n < 10 * ROWS_MAX; n++) {
    model.push(rowOf(event(n)));
    assert.ok(model.rows.length <= ROWS_MAX + 256);
  }
  assert.equal(model.rows.at(-1).id, `${10 * ROWS_MAX - 1}-0`);
  assert.equal(model.hasOlder, true);
  assert.equal(model.added, 10 * ROWS_MAX);
  const numbers = model.rows.map((row) => parseInt(row.id));
  assert.ok(numbers.every((n, i) => i === 0 || n === numbers[i - 1] + 1), "the rows are one unbroken stretch");
});

test("takes older rows up to its last limit, nearest first", () => {
  const model = new Model();
  for (const row of rows(50_000, 50_100)) model.push(row);
  model.unshift(rows(49_900, 50_000), true);
  assert.equal(model.oldestId, "49900-0");
  model.unshift(rows(10_000, 49_900), false);
  assert.equal(model.rows.length, ROWS_MAX_WITH_OLDER);
  assert.equal(model.oldestId, `${50_100 - ROWS_MAX_WITH_OLDER}-0`);
  assert.equal(model.hasOlder, true);
});

test("what a paused reader looks at stays as it is", () => {
  const model = new Model();
  for (const row of rows(0, 10)) model.push(row);
  const frozen = model.frozen();
  for (const row of rows(10, 10_000)) model.push(row);
  assert.deepEqual(frozen.map((row) => row.id), rows(0, 10).map((row) => row.id));
});

test("filters by type and project; a gap is for everybody", () => {
  const all = [
    rowOf(event(1)),
    rowOf(event(2, "commit", "q", { message: "Fix the Parser" })),
    rowOf(event(3, "commit", null, { message: "parser" })),
    { kind: "gap", id: "gap 0-0", at: 0 },
  ];
  const ids = (filter) => all.filter(matcher({ types: [], project: "", ...filter })).map((row) => row.id);
  assert.deepEqual(ids({}), ["1-0", "2-0", "3-0", "gap 0-0"]);
  assert.deepEqual(ids({ types: ["commit"] }), ["2-0", "3-0", "gap 0-0"]);
  assert.deepEqual(ids({ project: "q" }), ["2-0", "gap 0-0"]);
});

test("looks for a text where the server does: in the texts of the data, whatever their case", () => {
  const says = (text, data) => searcher(text)({ type: "commit", project_id: "shop", data });
  assert.equal(says("THE parser", { message: "Fix the Parser" }), true);
  assert.equal(says("parser fix", { message: "Fix the Parser" }), false);
  assert.equal(says("deep", { a: [{ b: "so deep" }] }), true);
  assert.equal(says("message", { message: "x" }), false);
  assert.equal(says("shop", { project_id: "shop", timestamp: "shop" }), false);
  assert.equal(says("5", { n: 5 }), false);
  assert.equal(says("", {}), true);
});

const MINUTE = 60_000;

test("a minute that is not wholly known has no figure", () => {
  const rates = new Rates();
  const now = 1_000 * MINUTE + 5_000;
  rates.coverFrom(998 * MINUTE);
  rates.add(998 * MINUTE);
  rates.add(1_000 * MINUTE);
  rates.add(1_000 * MINUTE + 1);
  const last = rates.window(now).slice(-4).map(({ events }) => events);
  assert.deepEqual(last, [null, 1, 0, 2]);
  assert.equal(rates.total(now), null);
  rates.coverFrom(0);
  assert.equal(rates.total(now), 3);
});

test("a gap takes the figures of its minutes, and of no others", () => {
  const rates = new Rates();
  rates.coverFrom(0);
  rates.hole(997 * MINUTE + 1, 998 * MINUTE);
  const last = rates.window(1_000 * MINUTE).slice(-5).map(({ events }) => events);
  assert.deepEqual(last, [0, null, null, 0, 0]);
  for (let i = 0; i < 100; i++) rates.hole(i * MINUTE, i * MINUTE);
  assert.equal(rates.window(99 * MINUTE).at(-1).events, null);
});

test("forgets minutes that have left the window", () => {
  const rates = new Rates();
  rates.coverFrom(0);
  for (let minute = 0; minute < 1_000; minute++) rates.add(minute * MINUTE);
  assert.equal(rates.total(999 * MINUTE), 60);
});

test("saves of one file that follow one another are one row, and the rows do not change for it", () => {
  const saved = (id, path, at, project = "p") => ({ kind: "event", id, type: "file_change", path, at, project });
  const rows = [saved("1-0", "a", 1_000), saved("2-0", "a", 2_000), saved("3-0", "b", 3_000), saved("4-0", "a", 4_000), saved("5-0", "a", 90_000), saved("6-0", "a", 91_000, "q"),
    { kind: "event", id: "7-0", type: "commit", path: null, at: 92_000, project: "q" }];
  const shown = together(rows);
  assert.deepEqual(shown.map(({ id, times = 1 }) => [id, times]), [["2-0", 2], ["3-0", 1], ["4-0", 1], ["5-0", 1], ["6-0", 1], ["7-0", 1]]);
  assert.equal(together(rows)[0], shown[0], "the same rows give the same row again");
  assert.equal(rows[1].times, undefined);
});
