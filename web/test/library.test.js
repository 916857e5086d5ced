import assert from "node:assert/strict";
import { test } from "node:test";
import { Library } from "../js/state/library.js";

/** A clock and timers that a test moves. */
class ManualTime {
  at = 1_000_000;
  #timers = new Map();
  #next = 1;
  now = () => this.at;
  setTimeout = (run, millis) => {
    this.#timers.set(this.#next, { run, due: this.at + millis });
    return this.#next++;
  };
  clearTimeout = (id) => this.#timers.delete(id);
  async pass(millis) {
    const end = this.at + millis;
    for (;;) {
      const due = [...this.#timers].filter(([, t]) => t.due <= end).sort((a, b) => a[1].due - b[1].due)[0];
      if (!due) break;
      this.#timers.delete(due[0]);
      this.at = Math.max(this.at, due[1].due);
      due[1].run();
      await settle();
    }
    this.at = end;
  }
}

const settle = () => new Promise((done) => setImmediate(done));
const never = () => false;

function made(read) {
  const time = new ManualTime();
  const asked = [];
  const library = new Library({
    now: time.now,
    timers: time,
    changed: () => {},
    read: async (path) => {
      asked.push(path);
      return read ? read(path) : { body: asked.length, asOf: "1-0", at: 1 };
    },
  });
  return { library, time, asked };
}

test("what is wanted is read once, however often it is wanted", async () => {
  const { library, asked } = made();
  for (let i = 0; i < 5; i++) library.want("/projects", never);
  await settle();
  assert.equal(library.want("/projects", never).value, 1);
  assert.deepEqual(asked, ["/projects"]);
});

test("events that concern it have it read again, at most once a second; others do not", async () => {
  const { library, time, asked } = made();
  const ofCommits = ({ type }) => type === "commit";
  library.want("/x", ofCommits);
  await settle();
  for (let i = 0; i < 100; i++) {
    library.touch({ type: i % 2 ? "commit" : "task_update" });
    library.want("/x", ofCommits);
    await time.pass(50);
  }
  assert.ok(asked.length >= 5 && asked.length <= 7, `${asked.length} requests in 5 s`);
  const before = asked.length;
  await time.pass(2_000);
  library.touch({ type: "task_update" });
  library.want("/x", ofCommits);
  await time.pass(3_000);
  assert.ok(asked.length <= before + 1);
});

test("an event that comes while it is read has it read again", async () => {
  let answer;
  const { library, time, asked } = made(() => new Promise((done) => (answer = done)));
  library.want("/x", () => true);
  await settle();
  library.touch({ type: "commit" });
  answer({ body: "old", asOf: "1-0", at: 1 });
  await settle();
  await time.pass(1_100);
  assert.equal(asked.length, 2);
});

test("in the past every path is asked as of the moment, and events change nothing", async () => {
  const { library, time, asked } = made();
  library.want("/x?y=1", () => true);
  await settle();
  library.travel("5-0");
  await settle();
  assert.equal(asked.at(-1), "/x?y=1&as_of=5-0");
  const before = asked.length;
  library.touch({ type: "commit" });
  await time.pass(120_000);
  assert.equal(asked.length, before);
  library.want("/x?y=1", () => true);
  library.travel(null);
  await settle();
  assert.equal(asked.at(-1), "/x?y=1");
});

test("of moments that follow one another quickly only the last is asked for", async () => {
  const answers = [];
  const { library, asked } = made(() => new Promise((done) => answers.push(done)));
  library.want("/x", () => true);
  await settle();
  for (const moment of ["1-0", "2-0", "3-0"]) library.travel(moment);
  answers[0]({ body: "present", asOf: "9-0", at: 9 });
  await settle();
  assert.deepEqual(asked, ["/x", "/x?as_of=3-0"]);
  assert.equal(library.want("/x", () => true).isOld, true);
});

test("a failure keeps what was known, and is tried again ever more seldom", async () => {
  let isBroken = false;
  const { library, time, asked } = made(() => {
    if (isBroken) throw Object.assign(new Error("away"), { status: 0 });
    return { body: "good", asOf: "1-0", at: 1 };
  });
  const look = () => library.want("/x", () => true);
  look();
  await settle();
  isBroken = true;
  library.touch({ type: "commit" });
  for (let i = 0; i < 30; i++) {
    await time.pass(1_000);
    look();
  }
  assert.equal(look().value, "good");
  assert.equal(look().failure.message, "away");
  assert.ok(asked.length >= 4 && asked.length <= 6, `${asked.length} requests`);
  isBroken = false;
  for (let i = 0; i < 60; i++) {
    await time.pass(1_000);
    look();
  }
  assert.equal(look().failure, null);
});

test("what nobody wants is not read", async () => {
  const { library, time, asked } = made();
  library.want("/x", () => true);
  await settle();
  await time.pass(10 * 60_000);
  library.touch({ type: "commit" });
  await time.pass(10 * 60_000);
  assert.ok(asked.length <= 3, `${asked.length} requests`);
});
