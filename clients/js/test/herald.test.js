import assert from "node:assert/strict";
import { test } from "node:test";
import { Herald, HeraldError } from "../herald.js";

function answering(status, body, type = "application/json") {
  const asked = [];
  const fetch = async (url, init) => {
    asked.push({ url: new URL(url), ...init });
    return new Response(typeof body === "string" ? body : JSON.stringify(body), {
      status,
      headers: { "Content-Type": type },
    });
  };
  return { asked, herald: new Herald({ url: "http://herald.test/some/page#x", fetch, token: () => "secret" }) };
}

test("reads a page of history with only the bounds that are given", async () => {
  const { asked, herald } = answering(200, { events: [{ event_id: "1-0" }], next_after: null });
  const page = await herald.history({ types: ["a", "b"], order: "desc", limit: 200, project: "" });
  assert.equal(asked[0].url.href, "http://herald.test/api/v1/events?event_types=a%2Cb&limit=200&order=desc");
  assert.equal(asked[0].headers.Authorization, "Bearer secret");
  assert.deepEqual(page, { events: [{ event_id: "1-0" }], nextAfter: null });
});

test("publishes with a key that makes a retry safe", async () => {
  const { asked, herald } = answering(201, { event_id: "5-0" });
  assert.equal(await herald.publish({ type: "custom.a" }, { idempotencyKey: "k" }), "5-0");
  assert.equal(asked[0].headers["Idempotency-Key"], "k");
  assert.equal(asked[0].body, '{"type":"custom.a"}');
});

test("reads an event without losing digits", async () => {
  const { herald } = answering(200, '{"data":{"n":12345678901234567890.10}}');
  assert.equal(await herald.eventText("5-0"), '{"data":{"n":12345678901234567890.10}}');
});

test("a refusal is an error with its status and problem", async () => {
  const { herald } = answering(422, { detail: "no such type" }, "application/problem+json");
  await assert.rejects(herald.publish({ type: "x" }), (error) => {
    assert.ok(error instanceof HeraldError);
    assert.deepEqual([error.status, error.problem.detail], [422, "no such type"]);
    return error.message === "POST /api/v1/events answered 422: no such type";
  });
});

test("needs to know its server", () => {
  assert.throws(() => new Herald(), TypeError);
});
