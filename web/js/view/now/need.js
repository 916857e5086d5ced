// One thing that needs somebody: what, where, since when, and what can be done about it from here.

import { linkTo } from "../../address.js";
import { sinceText } from "../../figures.js";
import { word } from "../../text.js";
import { html } from "../html.js";
import { sentence, Severity } from "../parts.js";

const KINDS = { risk: "Risk", agent: "Agent", workflow: "Workflow", server: "Server" };
const RULES = {
  task_overdue: "Overdue", blocked_too_long: "Blocked", aging_work: "Aging work", progress_slowing: "Progress slows",
  dependency_cycle: "Dependency circle", dependency_late: "Dependency late", pr_waiting: "Review waits",
  workflow_failing: "Workflow fails", no_activity: "No activity", forecast_late: "Due date in danger",
  conflict: "Conflict", agent_silent: "Agent silent", agent_waiting: "Agent waits",
};

/** What a rule is called on the page; a manual risk is called a risk. */
export const ruleText = (rule) => (Object.hasOwn(RULES, rule ?? "") ? RULES[rule] : "Risk");

/** So many of one kind in one project are told in one line. */
const TOGETHER_MIN = 3;
const SUBJECTS_SHOWN = 3;

/** Needs with those of the same rule and project put together, each where its first one stands: `{ need, others }`. */
export function grouped(needs) {
  const groups = new Map();
  for (const need of needs) {
    const key = need.kind === "risk" && need.acknowledged_by === null ? `${need.project_id} ${need.rule}` : `${need.kind} ${need.project_id} ${need.subject} ${need.rule}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(need);
  }
  return [...groups.values()].flatMap((group) =>
    group.length >= TOGETHER_MIN ? [{ need: group[0], others: group.slice(1) }] : group.map((need) => ({ need, others: [] })),
  );
}

/** Several of a kind in a line: which, as far as there is room; the project's page has them all. */
function together(need, others) {
  const subjects = [need, ...others].map(({ subject }) => word(subject, 40));
  const more = subjects.length - SUBJECTS_SHOWN;
  const shown = subjects.slice(0, SUBJECTS_SHOWN).join(", ");
  return `${subjects.length} at once: ${shown}${more > 0 ? ` and ${more} more` : ""}.`;
}

export function Need({ need, others, projects, place, now, actions }) {
  const of = projects.find(({ project_id }) => project_id === need.project_id);
  const name = of?.project_name || need.project_id;
  const since = Date.parse(need.since);
  const canAcknowledge = others.length === 0 && need.risk_id !== null && need.acknowledged_by === null && place.moment === null && !place.isWall;
  return html`<li class="need of-${need.severity} ${need.acknowledged_by === null ? "" : "known"}">
    <${Severity} of=${need.severity} />
    <span class="what">
      <b>${need.kind === "risk" ? ruleText(need.rule) : KINDS[need.kind]}</b>
      ${" "}<span class="said">${others.length > 0 ? together(need, others) : sentence(word(need.message, 300))}</span>
    </span>
    <span class="where">
      ${name ? html`<a href=${linkTo({ view: "project", project: need.project_id, moment: place.moment })}>${word(name, 60)}</a>`
        : need.kind === "server" ? html`<a href=${linkTo({ view: "server" })}>This server</a>` : ""}
    </span>
    <span class="since" title=${new Date(since).toISOString()}>${sinceText(now - since)}</span>
    <span class="does">
      ${canAcknowledge && html`<button class="small" onClick=${() => actions.acknowledge(need)}
        aria-label="Acknowledge: ${word(need.message, 120)}">Acknowledge</button>`}
      ${need.acknowledged_by !== null && html`<span class="soft">${word(need.acknowledged_by, 40)} knows</span>`}
    </span>
  </li>`;
}
