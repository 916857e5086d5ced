import assert from "node:assert/strict";
import { test } from "node:test";
import { hashOf, linkTo, placeOf } from "../js/address.js";

test("an address names a place and is made of it again", () => {
  for (const hash of [
    "",
    "#/now?wall",
    "#/project/orchard-shop",
    "#/project/orchard-shop?at=1763635200123-0",
    "#/feed?types=commit%2Cfile_change&project=p&text=fix+it",
    "#/feed?event=1763635200123-0",
    "#/feed?at=2026-11-20T10%3A40%3A00Z",
    "#/server",
  ]) {
    assert.equal(hashOf(placeOf(hash)), hash);
  }
});

test("an address of old, a filter alone, is that of the feed", () => {
  const place = placeOf("#types=commit&project=garden&text=x");
  assert.deepEqual([place.view, place.types, place.project, place.text], ["feed", ["commit"], "garden", "x"]);
});

test("what names nothing is how things stand now", () => {
  for (const hash of ["#/nowhere", "#/project/", "#/project", "#/"]) assert.equal(placeOf(hash).view, "now");
});

test("a name with odd characters goes there and back", () => {
  assert.equal(placeOf(linkTo({ view: "project", project: "a/b?c#d%" })).project, "a/b?c#d%");
  assert.equal(placeOf("#/project/%E0%A4%A").project, "%E0%A4%A");
});
