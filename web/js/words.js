// What an event says, in a line. A part is { text, as }: `as` is how it is drawn (see feed.css) and nothing else.

import { percentText } from "./figures.js";
import { count, firstLine, plural, visible, word } from "./text.js";

/** Families of types, each with the colour it has everywhere on the page. */
const FAMILIES = [
  ["files", /^file_change$/],
  ["git", /^(commit$|custom\.git\.)/],
  ["autocommit", /^auto_commit/],
  ["progress", /^progress_update$/],
  ["risk", /^risk_alert$/],
  ["tasks", /^task_update$/],
  ["system", /^(system_status|dashboard_update|health_check)$/],
  ["projects", /^project\./],
  ["agents", /^agent\./],
  ["workflows", /^workflow\./],
  ["pulls", /^pr\./],
  ["issues", /^issue\./],
  ["deployments", /^deployment\./],
  ["quality", /^quality\./],
  ["ai", /^ai\./],
];

export function family(type) {
  return FAMILIES.find(([, pattern]) => pattern.test(type))?.[0] ?? "custom";
}

const part = (as) => (text) => ({ as, text });
const strong = part("strong");
const plain = part("plain");
const dim = part("dim");
const code = part("code");
const tag = (text, tone = "quiet") => ({ as: `tag ${tone}`, text });

/** A path as its folder, which may be cut short, and its name, which is what people look for. */
function path(text) {
  const shown = word(text, 1024);
  const cut = shown.lastIndexOf("/") + 1;
  return [cut ? { as: "folder", text: shown.slice(0, cut) } : null, { as: "name", text: shown.slice(cut) }];
}

export const TONES = {
  created: "good", deleted: "bad", moved: "info", modified: "quiet", updated: "quiet",
  low: "quiet", medium: "warn", high: "bad", critical: "bad", warning: "warn", info: "info",
  working: "good", waiting_for_input: "warn", waiting_for_permission: "warn", stalled: "bad", denied: "bad", online: "good", busy: "warn", idle: "quiet", offline: "quiet", error: "bad",
  completed: "good", failed: "bad", cancelled: "quiet", running: "info", pending: "quiet",
  open: "good", merged: "info", closed: "quiet", draft: "quiet", in_progress: "info", blocked: "bad",
  done: "good", todo: "quiet", in_review: "info", succeeded: "good", accepted: "good", dismissed: "quiet", healthy: "good", degraded: "warn", unhealthy: "bad",
};
/** A field's value as a coloured word; the colour only repeats what the word says. */
const state = (value) => {
  const text = word(value, 40);
  return text ? tag(text.replaceAll("_", " "), Object.hasOwn(TONES, text) ? TONES[text] : "quiet") : null;
};
const percent = (value) => (typeof value === "number" ? plain(percentText(value)) : null);
const by = (name) => (word(name) ? dim(`by ${word(name, 80)}`) : null);
const on = (branch) => (word(branch) ? code(word(branch, 80)) : null);
const hash = (value) => (word(value) ? code(word(value).slice(0, 9)) : null);
const number = (value) => (word(value) ? dim(`#${word(value, 20)}`) : null);

const FILE = (d) =>
  d.change_type === "moved" && word(d.previous_path)
    ? [state("moved"), ...path(d.previous_path), dim("→"), ...path(d.file_path)]
    : [state(d.change_type), ...path(d.file_path)];
const COMMIT = (d) => [
  hash(d.commit_hash),
  strong(firstLine(d.message)),
  by(d.author),
  on(d.branch),
  files(d),
  typeof d.insertions === "number" ? { as: "plus", text: `+${count(d.insertions)}` } : null,
  typeof d.deletions === "number" ? { as: "minus", text: `−${count(d.deletions)}` } : null,
];
/** What git did to the work tree as a whole; hashes as short as people know them. */
const OPERATION = (d) => [
  state(d.outcome === "stopped" ? "stopped" : d.operation), d.outcome === "stopped" ? strong(word(d.operation)) : null,
  code(revision(d.from)), word(d.to) && d.to !== d.from ? dim("→") : null, d.to === d.from ? null : code(revision(d.to)),
  files(d),
];
const PULL = (d) => [state(d.status), number(d.number), strong(firstLine(d.title)), by(d.author), on(d.branch)];
const ISSUE = (d) => [
  state(d.status), number(d.number), strong(firstLine(d.title)), state(d.priority),
  word(d.assigned_to) ? dim(`for ${word(d.assigned_to, 80)}`) : null,
];
const AGENT = (d) => [state(d.activity) ?? state(d.status), strong(word(d.agent_name) || word(d.agent_id)), dim(firstLine(d.reason))];
const ACTION = (d) => [
  strong(word(d.agent_name) || word(d.agent_id)), plain(word(d.action)), word(d.target) ? code(word(d.target, 160)) : null,
  d.outcome === "ok" ? null : state(d.outcome),
];
const WORKFLOW = (d) => [
  state(d.status), strong(word(d.workflow_name) || word(d.workflow_id)), percent(d.progress), plain(word(d.current_step)),
];
const PROJECT = (d) => [
  state(d.status), strong(word(d.project_name) || word(d.project_id)), by(d.updated_by ?? d.deleted_by),
];
const DEPLOYMENT = (d) => [
  d.is_rollback === true ? tag("rollback", "warn") : null, strong(word(d.environment)), hash(d.commit_hash), on(d.ref),
];
const SYSTEM = (d) => [state(d.status), plain(firstLine(d.message))];

const BY_TYPE = {
  file_change: FILE,
  commit: COMMIT,
  auto_commit_start: (d) => [tag("start"), plain(word(d.trigger)), changes(d.changes_count)],
  auto_commit_result: (d) => [
    d.success === false ? tag("nothing new") : d.success ? tag("done", "good") : null,
    hash(d.commit_hash), strong(firstLine(d.message)), on(d.branch),
    typeof d.left_out_count === "number" ? tag(`${count(d.left_out_count)} left out`, "warn") : null,
  ],
  auto_commit_error: (d) => [tag("error", "bad"), strong(firstLine(d.error)), dim(firstLine(d.reason))],
  progress_update: (d) => [
    percent(d.progress_percentage),
    typeof d.completed_tasks === "number" && typeof d.total_tasks === "number"
      ? plain(`${count(d.completed_tasks)} of ${plural(d.total_tasks, "task")}`)
      : null,
    typeof d.previous_percentage === "number" ? dim(`before ${percentText(d.previous_percentage)}`) : null,
  ],
  risk_alert: (d) => [
    d.resolved === true ? tag("resolved", "good") : state(d.severity), strong(firstLine(d.message)), dim(word(d.rule)),
  ],
  task_update: (d) => [state(d.action), strong(firstLine(d.title) || word(d.task_id)), state(d.status)],
  system_status: SYSTEM,
  health_check: SYSTEM,
  dashboard_update: (d) => [
    Array.isArray(d.widgets) ? plain(d.widgets.map((w) => word(w, 40)).join(", ")) : plain(firstLine(d.message)),
  ],
  "custom.git.operation": OPERATION,
  "agent.action": ACTION,
  "quality.reported": (d) => [
    strong(word(d.kind)),
    typeof d.line_coverage === "number" ? plain(`${percentText(100 * d.line_coverage)} of lines`) : null,
    typeof d.passed === "number" ? plain(`${count(d.passed)} passed`) : null,
    typeof d.failed === "number" && d.failed > 0 ? tag(`${count(d.failed)} failed`, "bad") : null,
    typeof d.errors === "number" ? plain(plural(d.errors, "error")) : null,
    typeof d.warnings === "number" ? dim(plural(d.warnings, "warning")) : null, on(d.branch),
  ],
  "ai.suggestion": (d) => [state(d.severity), strong(firstLine(d.title)), state(d.category), dim(word(d.target_type))],
  "ai.analysis_complete": (d) => [strong(firstLine(d.title)), dim(word(d.target_type))],
};
const BY_FAMILY = { pulls: PULL, issues: ISSUE, agents: AGENT, workflows: WORKFLOW, projects: PROJECT, deployments: DEPLOYMENT };

/** How many files: a long list is cut, and then its length says less than the count. */
function files(d) {
  if (typeof d.files_changed_count === "number") return dim(plural(d.files_changed_count, "file"));
  if (typeof d.files_changed === "number") return dim(plural(d.files_changed, "file"));
  return Array.isArray(d.files_changed) ? dim(plural(d.files_changed.length, "file")) : null;
}

function revision(name) {
  const shown = word(name, 80);
  return /^[0-9a-f]{40,64}$/.test(shown) ? shown.slice(0, 9) : shown;
}

function changes(n) {
  return typeof n === "number" ? dim(plural(n, "change")) : null;
}

/** Fields that say nothing new beside the row's own columns. */
const KNOWN_ELSEWHERE = new Set(["project_id", "timestamp"]);
const FIELDS_MAX = 6;

/** For types of others' making, and for events of which the usual fields are missing: the fields as they are. */
function fields(data) {
  const told = firstLine(data.message) || firstLine(data.title) || firstLine(data.text);
  if (told) return [strong(told)];
  return Object.entries(data)
    .filter(([name, value]) => !KNOWN_ELSEWHERE.has(name) && word(value) !== "")
    .slice(0, FIELDS_MAX)
    .flatMap(([name, value]) => [dim(`${visible(name.slice(0, 40))}:`), plain(word(value, 120))]);
}

/** The event in a line, as parts of which none is empty. */
export function summary(type, data) {
  const tell = (Object.hasOwn(BY_TYPE, type) && BY_TYPE[type]) || BY_FAMILY[family(type)] || fields;
  const told = tell(data).filter((p) => p !== null && p.text !== "");
  return told.length > 0 || tell === fields ? told : fields(data);
}
