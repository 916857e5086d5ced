// Writes the story that `herald demo` tells: six weeks of three projects, one event a line. Run it after a change:
//
//   node app/src/main/story/make-story.mjs
//
// The same script writes the same story. A line says when: `workday` (0 is today or the last working day) or `day` (0 is
// today), with `minute` of the day; or `live`, seconds from the moment the story has been told. `@day+7` in a value
// stands for a date, `@at` for the time of its own event. The program turns both into dates near its own.

import { writeFileSync } from "node:fs";
import { APP, BILLING, ISSUES, SHOP } from "./titles.mjs";

const WORKDAYS = 30;
const OUT = new URL("../resources/dev/herald/app/demo/story.ndjson", import.meta.url);

let seed = 20_261;
function random() {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
}
const between = (low, high) => low + Math.floor(random() * (high - low + 1));
const pick = (list) => list[Math.floor(random() * list.length)];
const hash = () => Array.from({ length: 40 }, () => "0123456789abcdef"[between(0, 15)]).join("");
const slug = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 36);

const lines = [];
const tell = (when, project, type, data, source) =>
  lines.push({ ...when, event: { type, ...(project ? { project_id: project } : {}), ...(source ? { source } : {}), data } });
const on = (workday, minute) => ({ workday, minute: Math.min(1_439, Math.max(0, Math.round(minute))) });

class Project {
  constructor(id, { name, people, agents, paths, heads, prefix }) {
    Object.assign(this, { id, name, people, agents, paths, prefix });
    this.number = between(40, 260);
    this.run = between(300, 900);
    this.newest = hash();
    this.tasks = [];
    let n = 0;
    for (const [head, titles] of Object.entries(heads)) {
      const parent = `${prefix}-${++n}`;
      this.tasks.push({ id: parent, title: head, isHead: true });
      for (const title of titles) this.tasks.push({ id: `${prefix}-${++n}`, title, parent, estimate: pick([1, 2, 2, 3, 3, 5]) });
    }
  }

  get work() {
    return this.tasks.filter(({ isHead }) => !isHead);
  }

  plan() {
    for (const task of this.tasks) {
      const late = task.createdOn ?? 0;
      tell(on(-WORKDAYS + late, 545 + Math.floor(this.tasks.indexOf(task) / 3)), this.id, "task_update", {
        task_id: task.id, title: task.title, status: "todo", action: "created",
        ...(task.parent ? { parent_id: task.parent, estimate: task.estimate } : {}),
        ...(task.labels ? { labels: task.labels } : {}),
        ...(task.due ? { due_date: task.due } : {}),
        ...(task.dependsOn ? { depends_on: task.dependsOn } : {}),
      }, "herald tasks");
    }
  }

  /** A task from its start to its end, with its files, commits, pull request and build; all as a team does it. */
  deliver(task, { start, days, who, stuck = 0 }) {
    const at = 560 + between(0, 300);
    task.who = who;
    tell(on(start, at), this.id, "task_update", { task_id: task.id, status: "in_progress", assignee: who, action: "updated" });
    const path = pick(this.paths);
    for (let day = start; day <= Math.min(0, start + days); day++) this.edit(day, path, between(1, 4));
    if (stuck > 0) {
      tell(on(start + 1, at + 50), this.id, "task_update", { task_id: task.id, status: "blocked", action: "updated" });
      tell(on(start + 1 + stuck, 575), this.id, "task_update", { task_id: task.id, status: "in_progress", action: "updated" });
    }
    const end = start + days + stuck;
    if (end > 0) return;
    this.review(task, end, Math.max(at + (days === 0 ? 90 : 0), 570) + between(10, 90), who, path);
  }

  edit(day, path, count) {
    for (let i = 0; i < count; i++) {
      tell(on(day, 560 + between(0, 470)), this.id, "file_change", {
        file_path: `${path}/${pick(["index", "model", "view", "store", "rules", "form"])}.${pick(["ts", "ts", "tsx", "css", "test.ts"])}`,
        change_type: random() < 0.15 ? "created" : "modified",
      }, "file_watcher");
    }
  }

  review(task, day, minute, who, path) {
    const number = ++this.number;
    const branch = `${who.split(".")[0]}/${slug(task.title)}`;
    const pr = { pr_id: `${this.id}-${number}`, number, title: task.title, author: who, branch };
    const others = this.people.filter((name) => name !== who);
    const reviewer = pick(others);
    const additions = between(8, 320);
    tell(on(day, minute), this.id, "commit", this.commit(task.title, who, branch, path, additions));
    tell(on(day, minute + 4), this.id, "task_update", { task_id: task.id, status: "in_review", action: "updated" });
    tell(on(day, minute + 5), this.id, "pr.created", {
      ...pr, status: "open", created_at: "@at", additions, deletions: Math.floor(additions / 3), reviewers: [reviewer],
    });
    this.build(on(day, minute + 6), random() < this.failing ? "failed" : "completed", branch);
    const reviewed = minute + 30 + between(5, 110);
    tell(on(day, reviewed), this.id, "pr.updated", { ...pr, status: "open", first_review_at: "@at", reviewers: [reviewer] });
    const merged = Math.min(1_080, reviewed + between(4, 60));
    tell(on(day, merged), this.id, "pr.closed", { ...pr, status: "merged", merged_at: "@at", reviewers: [reviewer] });
    const commit = this.commit(`${task.title} (closes ${task.id})`, who, "main", path, additions);
    this.newest = commit.commit_hash;
    tell(on(day, merged + 1), this.id, "commit", commit);
    this.build(on(day, merged + 2), "completed", "main");
    task.isDone = true;
  }

  commit(message, author, branch, path, insertions) {
    const commit_hash = hash();
    return {
      commit_hash, parents: [this.newest], message, author, author_email: `${author}@orchard.example`, branch,
      files_changed: [`${path}/index.ts`, `${path}/index.test.ts`], insertions, deletions: Math.floor(insertions / 3),
    };
  }

  build(when, end, branch, name = "build", step = null) {
    const workflow_id = `${this.id}-${name}-${++this.run}`;
    const run = { workflow_id, workflow_name: name, total_steps: 4 };
    tell(when, this.id, "workflow.started", { ...run, status: "running", progress: 0, current_step: "checkout" });
    const later = { ...when, minute: when.minute + between(3, 7) };
    const failed = end === "failed";
    tell(later, this.id, failed ? "workflow.failed" : "workflow.completed", {
      ...run, status: end, progress: failed ? between(40, 80) : 100, current_step: step ?? (failed ? "integration tests" : "publish"),
      ...(failed ? { errors: [`${pick(["SyncTest", "CameraTest", "LoginTest"])}: expected 200 but was 503`] } : {}),
      logs: [`checked out ${branch}`, "npm ci: 812 packages", failed ? "1 test failed" : `${between(380, 420)} tests passed`],
    });
  }

  nightly(day, minute, end) {
    this.build({ day, minute }, end, "main", "nightly tests");
  }

  deploy(day, minute, more = {}) {
    const deployment_id = `${this.id}-deploy-${++this.number}`;
    const data = { deployment_id, environment: "production", commit_hash: this.newest, ref: "main", ...more };
    tell(on(day, minute), this.id, "deployment.started", data);
    tell(on(day, minute + between(3, 6)), this.id, "deployment.succeeded", { ...data, duration_ms: between(150, 330) * 1_000 });
    return deployment_id;
  }

  quality(day, lines, passed, failed = 0, findings = 0) {
    const run = `${this.id}-${this.run}`;
    const common = { branch: "main", commit_hash: this.newest, run };
    tell(on(day, 1_082), this.id, "quality.reported", { kind: "coverage", ...common, line_coverage: lines, branch_coverage: lines - 0.07 });
    tell(on(day, 1_083), this.id, "quality.reported", { kind: "tests", ...common, passed, failed, skipped: 2 });
    tell(on(day, 1_084), this.id, "quality.reported", { kind: "findings", ...common, errors: findings, warnings: 4 + findings * 3, notes: 11 });
  }

  issue([title, label, priority], day, { closedAfter = null, who = pick(this.people), causedBy, labels = [label] }) {
    const number = ++this.number;
    const data = { issue_id: `${this.id}-i${number}`, number, title, priority, labels, assigned_to: who, ...(causedBy ? { caused_by: causedBy } : {}) };
    const minute = 550 + between(0, 420);
    tell(on(day, minute), this.id, "issue.created", { ...data, status: "open" });
    if (closedAfter === null || day + closedAfter > 0) return;
    tell(on(day, minute + 20), this.id, "issue.updated", { ...data, status: "in_progress" });
    tell(on(day + closedAfter, minute + 60), this.id, "issue.closed", { ...data, status: "closed" });
  }

  agent(agent, day, task, activity, reason) {
    const minute = 570 + between(0, 380);
    const session_id = `${agent.id}-${day + WORKDAYS}`;
    const common = { agent_id: agent.id, agent_name: agent.name, session_id };
    tell(on(day, minute), this.id, "agent.connected", { ...common, status: "online" });
    tell(on(day, minute + 1), this.id, "agent.status_changed", { ...common, status: "busy", activity: "working", task_id: task.id });
    const path = pick(this.paths);
    ["read", "edit", "run", "edit", "run"].slice(0, between(2, 5)).forEach((action, i) =>
      tell(on(day, minute + 2 + 3 * i), this.id, "agent.action", {
        ...common, action, tool: action === "run" ? "Bash" : action === "edit" ? "Edit" : "Read",
        target: action === "run" ? "npm" : `${path}/index.ts`, outcome: random() < 0.08 ? "failed" : "ok",
        duration_ms: between(200, 9_000), tokens_in: between(900, 14_000), tokens_out: between(80, 2_400), cost: between(1, 12) / 100,
      }));
    tell(on(day, minute + 24), this.id, "agent.status_changed", {
      ...common, status: activity === "done" ? "idle" : "busy", activity, task_id: task.id, ...(reason ? { reason } : {}),
    });
    if (activity === "done") tell(on(day, minute + 26), this.id, "agent.disconnected", { ...common, status: "offline" });
  }
}

const people = (...ids) => Object.fromEntries(ids.map((id) => [id, [`${id}@orchard.example`]]));
const IVY = { id: "ivy", name: "Ivy" };
const MOSS = { id: "moss", name: "Moss" };
const FERN = { id: "fern", name: "Fern" };

const shop = new Project("orchard-shop", {
  name: "Orchard shop", people: ["maria", "jonas", "amira", "li.wei"], agents: [IVY, MOSS], heads: SHOP, prefix: "SHOP",
  paths: ["src/basket", "src/checkout", "src/catalogue", "src/orders", "src/account", "src/delivery"],
});
const app = new Project("orchard-app", {
  name: "Orchard picking app", people: ["sam", "nina", "tomasz"], agents: [FERN], heads: APP, prefix: "APP",
  paths: ["app/sync", "app/camera", "app/picking", "app/push", "app/session"],
});
const billing = new Project("billing-api", {
  name: "Billing API", people: ["li.wei", "elif"], agents: [MOSS], heads: BILLING, prefix: "BILL",
  paths: ["src/invoices", "src/payments", "src/partners"],
});
shop.failing = 0.05;
app.failing = 0.45;
billing.failing = 0.04;

function begin(project, more) {
  tell(on(-WORKDAYS, 540), project.id, "project.updated", {
    project_id: project.id, project_name: project.name, status: "active", updated_by: project.people[0], ...more,
  });
}

begin(shop, {
  description: "The shop where the orchard sells its fruit: web, delivery slots, weekly boxes.", due_date: "@day+24",
  settings: { people: people("maria", "jonas", "amira", "li.wei"), production: ["production"] },
});
begin(app, {
  description: "The app on the phones of the pickers. It has to be in the stores before the season begins.", due_date: "@day+9",
  settings: { people: people("sam", "nina", "tomasz"), production: ["production"] },
});
begin(billing, { description: "Invoices and payments for everything that the orchard sells.", settings: { people: people("li.wei", "elif") } });

// Scope that came later, and what depends on what.
shop.work.slice(-7).forEach((task, i) => (task.createdOn = 6 + 3 * i));
app.work.slice(-8).forEach((task, i) => (task.createdOn = 10 + 2 * i));
app.work.find(({ title }) => title.startsWith("Sync orders")).due = "@day-9";
app.work.find(({ title }) => title.startsWith("Build for the new store")).due = "@day+4";
app.work.find(({ title }) => title.startsWith("Staged rollout")).dependsOn = [
  app.work.find(({ title }) => title.startsWith("Build for the new store")).id,
];
shop.work.find(({ title }) => title.startsWith("Load test")).due = "@day+6";
for (const project of [shop, app, billing]) project.plan();

// The shop: a steady flow, most of it within two days.
shop.work.slice(0, 49).forEach((task, i) => {
  shop.deliver(task, { start: -WORKDAYS + 1 + Math.floor(i * 0.56), days: i % 11 === 5 ? 1 : pick([0, 1, 1, 2]), who: shop.people[i % 4], stuck: i % 11 === 5 ? 1 : 0 });
});
[49, 50].forEach((n) => shop.deliver(shop.work[n], { start: 0, days: 2, who: shop.people[n % 4] }));
for (let day = -WORKDAYS + 2, i = 0; day <= 0; day += 2, i++) {
  const id = shop.deploy(day, 930 + between(0, 60));
  if (i === 8) {
    shop.issue(["Checkout answers 500 for saved cards", "incident", "critical"], day, { closedAfter: 0, who: "amira", causedBy: id, labels: ["incident"] });
    shop.deploy(day, 1_040, { is_rollback: true, is_rework: true, caused_by: id });
  }
}
ISSUES.shop.forEach((issue, i) => shop.issue(issue, -28 + i * 3, { closedAfter: i < 7 ? between(1, 5) : null }));
for (let day = -28; day <= 0; day += 3) shop.quality(day, 0.81 + (day + 28) * 0.0016, 380 + day + 28, 0, day < -15 ? 1 : 0);

// The app: it began well, and then the camera library, sync and the builds went wrong.
app.work.slice(0, 17).forEach((task, i) => {
  app.deliver(task, { start: -WORKDAYS + 1 + Math.floor(i * (i < 9 ? 0.9 : 1.6)), days: pick(i < 9 ? [1, 2, 2] : [3, 4, 5]), who: app.people[i % 3], stuck: i > 9 && i % 3 === 0 ? 2 : 0 });
});
const stuck = (title, day, who) => {
  const task = app.work.find((one) => one.title.startsWith(title));
  tell(on(day, 600), app.id, "task_update", { task_id: task.id, status: "in_progress", assignee: who, action: "updated" });
  tell(on(day + 1, 660), app.id, "task_update", { task_id: task.id, status: "blocked", action: "updated" });
};
stuck("Replace the abandoned camera", -9, "nina");
stuck("Move push messages", -5, "tomasz");
[["Split a crate", -4, "sam"], ["Sign in by QR code", -2, "nina"], ["Report damaged fruit", -1, "tomasz"]].forEach(([title, day, who]) => {
  const task = app.work.find((one) => one.title.startsWith(title));
  tell(on(day, 620), app.id, "task_update", { task_id: task.id, status: "in_progress", assignee: who, action: "updated" });
  for (let d = day; d <= 0; d++) app.edit(d, pick(app.paths), 3);
});
for (let day = -WORKDAYS + 6; day <= -6; day += 7) app.deploy(day, 960);
app.build(on(-1, 985), "failed", "main", "release build", "sign the bundle");
app.build(on(0, 560), "failed", "main", "release build", "sign the bundle");
app.build(on(0, 590), "failed", "main", "release build", "sign the bundle");
const pending = { pr_id: "orchard-app-901", number: 901, title: "Camera: replace the abandoned library", author: "nina", branch: "nina/camera-library" };
tell(on(-6, 700), app.id, "pr.created", { ...pending, status: "open", created_at: "@at", additions: 1_204, deletions: 880, reviewers: ["sam"] });
ISSUES.app.forEach((issue, i) => app.issue(issue, -26 + i * 4, { closedAfter: i < 3 ? between(2, 6) : null }));
for (let day = -28; day <= 0; day += 4) app.quality(day, 0.68 - (day + 28) * 0.0021, 214 + Math.floor((day + 28) / 3), day > -8 ? 3 : 0, day > -12 ? 2 : 0);

// Billing: little to do, and it works.
billing.work.slice(0, 15).forEach((task, i) => {
  billing.deliver(task, { start: -WORKDAYS + 2 + Math.floor(i * 1.85), days: pick([0, 1]), who: billing.people[i % 2] });
});
for (let day = -WORKDAYS + 4; day <= 0; day += 5) billing.deploy(day, 900);
ISSUES.billing.forEach((issue, i) => billing.issue(issue, -20 + i * 9, { closedAfter: 2 }));
for (let day = -25; day <= 0; day += 6) billing.quality(day, 0.93 + (day + 25) * 0.0005, 520 + day + 25);

// Small things, each day.
for (let day = -WORKDAYS + 1; day <= 0; day++) {
  for (const project of [shop, billing]) project.edit(day, pick(project.paths), 2);
}

// Agents at work, most days.
for (let day = -24; day < 0; day++) {
  for (const project of [shop, app, billing]) {
    for (const agent of project.agents) if (random() < 0.5) project.agent(agent, day, pick(project.work), "done");
  }
}
shop.agent(IVY, 0, shop.work[49], "working");
app.agent(FERN, 0, app.work.find(({ title }) => title.startsWith("Replace the abandoned")), "waiting_for_permission", "may I delete the old camera module (41 files)?");

// Nights, weekends included.
for (let day = -44; day <= 0; day++) {
  shop.build({ day, minute: 810 }, "completed", "main", "link check");
  shop.nightly(day, 125, day === -17 ? "failed" : "completed");
  billing.nightly(day, 140, "completed");
  if (day > -40) app.nightly(day, 155, day > -12 && day % 2 === 0 ? "failed" : "completed");
}

// What an AI noticed.
const suggest = (project, day, target_type, target_id, category, severity, title, description, confidence) =>
  tell(on(day, 720 + between(0, 200)), project.id, "ai.suggestion", {
    suggestion_id: `${project.id}-s${Math.abs(day)}`, target_type, target_id, category, severity, title, description, confidence, suggested_action: "Open a task for it",
  });
suggest(shop, -12, "code", "src/checkout/rules.ts", "bug_fix", "warning", "The retry of a payment has no limit", "A provider that answers 503 for hours is asked without end.", 0.86);
suggest(shop, -4, "code", "src/catalogue/store.ts", "performance", "info", "One query for all photos of a page", "Each product asks for its own photos: 48 queries for a page of the catalogue.", 0.91);
suggest(app, -3, "pr", "orchard-app-901", "maintainability", "warning", "Split the change of the camera library", "1,204 added lines in one pull request have waited for a review for days.", 0.78);
suggest(app, -2, "code", "app/sync/store.ts", "security", "critical", "The local store is opened without its key", "Photos are written before the key has been read.", 0.72);
suggest(billing, -6, "code", "src/partners/rules.ts", "refactor", "info", "Two tables hold the same limits", "Partners' limits are kept twice and differ in three places.", 0.64);

// What goes on while somebody looks; then it begins again.
const live = (second, project, type, data, source) => tell({ live: second }, project.id, type, data, source);
const files = (second, project, path, count) => {
  for (let i = 0; i < count; i++) live(second + i * 2, project, "file_change", { file_path: `${path}/${pick(["index", "form", "rules"])}.ts`, change_type: "modified" }, "file_watcher");
};
const run = (second, project, name, fails) => {
  const data = { workflow_id: `${project.id}-live-${second}-@loop`, workflow_name: name, total_steps: 4 };
  live(second, project, "workflow.started", { ...data, status: "running", progress: 0, current_step: "checkout" });
  ["install", "unit tests", "integration tests"].forEach((current_step, i) =>
    [0, 1, 2].forEach((part) => live(second + 5 + i * 15 + part * 5, project, "workflow.progress", {
      ...data, status: "running", progress: Math.min(96, 8 + i * 30 + part * 10), current_step, estimated_time_remaining: 50 - i * 15 - part * 5,
    })));
  live(second + 52, project, fails ? "workflow.failed" : "workflow.completed", {
    ...data, status: fails ? "failed" : "completed", progress: fails ? 88 : 100, current_step: fails ? "integration tests" : "publish",
  });
};
const acts = (second, project, agent, path, count) => {
  for (let i = 0; i < count; i++) {
    live(second + i * 4, project, "agent.action", {
      agent_id: agent.id, agent_name: agent.name, action: i % 3 === 2 ? "run" : i % 3 === 1 ? "edit" : "read", tool: i % 3 === 2 ? "Bash" : i % 3 === 1 ? "Edit" : "Read",
      target: i % 3 === 2 ? "npm" : `${path}/index.ts`, outcome: "ok", duration_ms: between(300, 5_000), tokens_in: between(900, 9_000), tokens_out: between(80, 900), cost: 0.02,
    });
  }
};
const moves = (second, project, index, status) => live(second, project, "task_update", { task_id: project.work[index].id, status, action: "updated" });
acts(4, shop, IVY, "src/delivery", 9);
files(6, shop, "src/delivery", 5);
run(14, shop, "build", false);
files(30, app, "app/picking", 4);
acts(48, app, FERN, "app/camera", 3);
moves(62, shop, 49, "in_review");
live(70, shop, "commit", { ...shop.commit("Basket: keep the voucher while the slot changes", "amira", "main", "src/basket", 64), commit_hash: "@hash" });
run(80, billing, "nightly tests", false);
files(96, billing, "src/payments", 4);
live(104, app, "agent.status_changed", { agent_id: "fern", agent_name: "Fern", status: "busy", activity: "working" });
acts(108, app, FERN, "app/camera", 7);
run(120, app, "build", true);
moves(136, shop, 49, "in_progress");
files(142, shop, "src/checkout", 6);
live(160, shop, "agent.status_changed", { agent_id: "ivy", agent_name: "Ivy", status: "busy", activity: "waiting_for_input", reason: "which of the two slot calendars is the right one?" });
live(176, app, "agent.status_changed", { agent_id: "fern", agent_name: "Fern", status: "busy", activity: "waiting_for_permission", reason: "may I delete the old camera module (41 files)?" });
run(180, shop, "build", false);
live(196, shop, "agent.status_changed", { agent_id: "ivy", agent_name: "Ivy", status: "busy", activity: "working" });
files(204, app, "app/sync", 5);
live(222, billing, "commit", { ...billing.commit("Dunning: the second step waits for the bank holiday", "elif", "main", "src/payments", 31), commit_hash: "@hash" });

writeFileSync(OUT, `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`);
console.log(`${lines.length} lines`);
