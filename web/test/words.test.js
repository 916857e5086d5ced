import assert from "node:assert/strict";
import { test } from "node:test";
import { clip, firstLine, indentJson, visible, when, word } from "../js/text.js";
import { family, summary } from "../js/words.js";

const said = (type, data) => summary(type, data).map((p) => p.text).join(" ");

test("says what happened in a line", () => {
  assert.equal(said("file_change", { change_type: "modified", file_path: "src/a/B.java" }), "modified src/a/ B.java");
  assert.equal(
    said("file_change", { change_type: "moved", previous_path: "a.txt", file_path: "b.txt" }),
    "moved a.txt → b.txt",
  );
  assert.equal(
    said("commit", { commit_hash: "0123456789abcdef", message: "One\n\ntwo", author: "M", branch: "main",
      files_changed: ["a"], insertions: 1200, deletions: 0 }),
    "012345678 One by M main 1 file +1,200 −0",
  );
  assert.equal(
    said("commit", { commit_hash: "0123456789abcdef", message: "Big", files_changed: ["a"], files_changed_count: 5000 }),
    "012345678 Big 5,000 files",
  );
  assert.equal(
    said("custom.git.operation", { operation: "checkout", from: "main", to: "a".repeat(40), outcome: "finished",
      files_changed: 5000, paths: ["a"] }),
    "checkout main → aaaaaaaaa 5,000 files",
  );
  assert.equal(
    said("custom.git.operation", { operation: "merge", from: "main", to: "main", outcome: "stopped", files_changed: 1 }),
    "stopped merge main 1 file",
  );
  assert.equal(
    said("auto_commit_result", { success: true, commit_hash: "0123456789abcdef", message: "Snapshot", branch: "main",
      left_out: [{ path: ".env", reason: "secret_name" }], left_out_count: 1 }),
    "done 012345678 Snapshot main 1 left out",
  );
  assert.equal(said("auto_commit_result", { success: false, message: "Nothing has changed." }), "nothing new Nothing has changed.");
  assert.equal(said("progress_update", { progress_percentage: 0, completed_tasks: 0, total_tasks: 1 }), "0 % 0 of 1 task");
  assert.equal(said("workflow.failed", { workflow_id: "w", status: "failed", progress: 60 }), "failed w 60 %");
});

test("shows the fields of types that it does not know, and of events without the usual ones", () => {
  assert.equal(said("custom.deploy", { project_id: "p", timestamp: "t", to: "live", n: 1, o: {} }), "to: live n: 1");
  assert.equal(said("custom.hello", { message: "Hello" }), "Hello");
  assert.equal(said("commit", { note: "odd" }), "note: odd");
});

test("survives data of any shape", () => {
  const values = [null, 1, true, "", "x", [], [null, {}], {}, { toString: null }, "constructor", "__proto__"];
  const names = ["file_path", "change_type", "message", "title", "status", "files_changed", "widgets", "number", "success", "operation", "from", "left_out_count"];
  const types = ["file_change", "commit", "auto_commit_start", "auto_commit_result", "auto_commit_error",
    "progress_update", "risk_alert", "task_update", "system_status", "dashboard_update", "project.updated",
    "agent.connected", "workflow.progress", "pr.closed", "issue.updated", "ai.suggestion", "custom.a", "custom.git.operation", "constructor"];
  for (const type of types) {
    assert.ok(summary(type, {}).every(({ text }) => text !== ""));
    for (const name of names) {
      for (const value of values) {
        for (const { as, text } of summary(type, { [name]: value })) {
          assert.equal(typeof text, "string");
          assert.match(as, /^[a-z ]+$/);
        }
      }
    }
  }
});

test("a type has one family", () => {
  assert.deepEqual(["file_change", "custom.git.operation", "auto_commit_error", "pr.closed", "custom.pr.x", "unheard"].map(family),
    ["files", "git", "autocommit", "pulls", "custom", "custom"]);
});

test("shows what would be invisible or turn the direction", () => {
  assert.equal(visible("a\nb\u202Egpj.exe\u0000\ud800"), "a⟨U+000A⟩b⟨U+202E⟩gpj.exe⟨U+0000⟩⟨U+D800⟩");
  assert.equal(visible("naïve 文件 😀 e\u0301"), "naïve 文件 😀 e\u0301");
  assert.equal(firstLine("\n  first\r\nsecond"), "first");
});

test("cuts long texts without halving a character", () => {
  assert.equal(clip("abcdef", 4), "abc…");
  assert.equal(clip("ab😀😀", 4), "ab…");
  assert.equal(word("x".repeat(1_000_000)).length, 240);
});

test("indents JSON without touching digits or strings", () => {
  const json = '{"a":12345678901234567890.10,"b":"{\\"x\\": [1, 2]}","c":[],"d":{ },"e":[1,{"f":null}]}';
  const pretty = indentJson(json);
  assert.ok(pretty.includes('"a": 12345678901234567890.10,'));
  assert.ok(pretty.includes('"b": "{\\"x\\": [1, 2]}",'));
  assert.ok(pretty.includes('"c": [],') && pretty.includes('"d": {},'));
  assert.deepEqual(JSON.parse(pretty), JSON.parse(json));
});

test("tells the date only when it is not today", () => {
  const noon = new Date(2026, 10, 20, 12, 3, 4).getTime();
  assert.equal(when(noon, noon + 1), "12:03:04");
  assert.equal(when(noon, noon + 86_400_000), "11-20 12:03:04");
});
