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

test("asks for the figures of the last hour, which an older server does not have", async () => {
  const minutes = [{ at: "2026-01-01T00:00:00Z", events: 3 }, { at: "2026-01-01T00:01:00Z", events: null }];
  const body = { as_of: "5-0", from: "x", to: "y", minutes, projects: ["p"], types: ["commit"], is_partial: true };
  const { asked, herald } = answering(200, body);
  const summary = await herald.summary({ types: ["a", "b"], project: "p", minutes: 2 });
  const query = "project_id=p&event_types=a%2Cb&minutes=2";
  assert.equal(asked[0].url.href, `http://herald.test/api/v1/events/summary?${query}`);
  assert.deepEqual(summary, {
    asOf: "5-0",
    minutes: [{ at: Date.UTC(2026, 0, 1), events: 3 }, { at: Date.UTC(2026, 0, 1, 0, 1), events: null }],
    projects: ["p"],
    types: ["commit"],
    isPartial: true,
  });
  assert.equal(await answering(404, {}).herald.summary(), null);
  assert.equal(await answering(400, { title: "Invalid event id" }).herald.summary(), null);
  await assert.rejects(answering(400, { title: "Invalid parameter" }).herald.summary(), { status: 400 });
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
