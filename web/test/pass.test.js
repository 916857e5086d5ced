import assert from "node:assert/strict";
import { test } from "node:test";
import { PassHolder, readPass, takeFromAddress, timeLeft } from "../js/pass.js";

const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const token = (claims) => `${part({ alg: "HS256" })}.${part(claims)}.c2ln`;
const good = token({ sub: "añn", exp: 1_795_000_000, roles: ["viewer", 7], projects: ["garden"] });

test("reads whose a token is, when it ends and what it allows", () => {
  assert.deepEqual(readPass(good), {
    token: good, subject: "añn", endsAt: 1_795_000_000_000, roles: ["viewer"], projects: ["garden"],
  });
});

test("takes a token as people copy it", () => {
  const half = good.length / 2;
  for (const text of [`Bearer ${good}`, `Authorization: bearer ${good}`, ` "${good}"\n`, `${good.slice(0, half)}\r\n  ${good.slice(half)}`]) {
    assert.equal(readPass(text).token, good);
  }
});

test("says in words what is no token, and never repeats it", () => {
  const noEnd = token({ sub: "ann" });
  for (const text of ["", "  ", "secret", "a.b", "a.b.c.d.e", "a..c", "a.b.c", "a.bnVsbA.c", noEnd, token({ exp: 1 }), `${good}x`.repeat(100)]) {
    const { fault, token: taken } = readPass(text);
    assert.match(fault, /\.$|\?$/);
    assert.equal(taken, undefined);
    assert.ok(!text.trim() || !fault.includes(text.trim()));
  }
});

test("keeps a token for the tab and forgets it", () => {
  const kept = new Map();
  const storage = { getItem: (k) => kept.get(k) ?? null, setItem: (k, v) => kept.set(k, v), removeItem: (k) => kept.delete(k) };
  const first = new PassHolder(storage);
  assert.equal(first.token, undefined);
  first.keep(readPass(good));
  assert.equal(new PassHolder(storage).token, good);
  first.drop();
  assert.equal(first.current, null);
  assert.equal(kept.size, 0);
});

test("works without storage, and with a full one", () => {
  const full = { getItem: () => null, setItem: () => { throw new Error("full"); }, removeItem: () => {} };
  for (const storage of [null, full]) {
    const holder = new PassHolder(storage);
    holder.keep(readPass(good));
    assert.equal(holder.token, good);
    holder.drop();
    assert.equal(holder.token, undefined);
  }
});

test("takes a token out of an address and leaves the rest", () => {
  assert.deepEqual(takeFromAddress("#project=p&token=a.b.c&text=x"), { token: "a.b.c", rest: "#project=p&text=x" });
  assert.deepEqual(takeFromAddress("#token=a.b.c"), { token: "a.b.c", rest: "" });
  assert.deepEqual(takeFromAddress("#token=&token=b"), { token: "", rest: "" });
  assert.equal(takeFromAddress("#project=p"), null);
  assert.equal(takeFromAddress(""), null);
});

test("tells the time that is left in a unit that says enough", () => {
  assert.deepEqual([-5, 0, 500, 90_000, 91_000, 3_600_000, 36_000_000, 864_000_000].map(timeLeft), [
    "0 s", "0 s", "1 s", "90 s", "2 min", "60 min", "10 h", "10 days",
  ]);
});

test("takes the token out of an address with a path", () => {
  assert.deepEqual(takeFromAddress("#/feed?token=a.b.c"), { token: "a.b.c", rest: "#/feed" });
  assert.deepEqual(takeFromAddress("#/project/p?at=1-0&token=a.b.c"), { token: "a.b.c", rest: "#/project/p?at=1-0" });
  assert.equal(takeFromAddress("#/now"), null);
});
