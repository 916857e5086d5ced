// A project as a card: how it is, how far it is, when it will be done, and who is at work.

import { linkTo } from "../../address.js";
import { agoText, dayText, percentText, shareText } from "../../figures.js";
import { plural, word } from "../../text.js";
import { html } from "../html.js";
import { Bar, Faces, Ring, sentence, Severity, Spark } from "../parts.js";

/** The week of a card is drawn in pieces of so many hours. */
const HOURS_A_BAR = 4;
const QUARTERS_AN_HOUR = 4;

const STATUSES = { healthy: "Healthy", warning: "Needs a look", critical: "Critical" };
const ACTIVITIES = {
  working: "works", waiting_for_input: "waits for an answer", waiting_for_permission: "waits for a permission",
  stalled: "has stalled", done: "is done", failed: "has failed",
};

export function Card({ card, isCurrent, place, now }) {
  const name = word(card.project_name ?? "", 80) || card.project_id;
  const status = card.health_status;
  const address = linkTo({ view: "project", project: card.project_id, moment: place.moment });
  return html`<article class="card is-${status ?? "none"} ${card.status === "paused" ? "paused" : ""} ${isCurrent ? "current" : ""}">
    <header>
      <${Ring} value=${card.health_score} status=${status} />
      <div class="name">
        <h3><a href=${address}>${name}</a></h3>
        <p class="state">${status ? STATUSES[status] : "No health yet"}${card.status === "paused" ? " · paused" : ""}</p>
      </div>
    </header>
    <p class="reason">${sentence(reasonOf(card))}</p>
    <div class="progress">
      <${Bar} percent=${card.progress_percentage} label="Progress" />
      <p>
        ${card.progress_percentage === null
          ? html`<span class="soft">${sentence(word(card.progress_reason ?? "no data", 120))}</span>`
          : html`<b>${percentText(card.progress_percentage)}</b> <span class="soft">${card.completed_tasks} of ${plural(card.total_tasks, "task")} done</span>`}
      </p>
    </div>
    <dl class="facts">
      <div><dt>Due</dt><dd>${due(card, now)}</dd></div>
      <div><dt>Risk</dt><dd>${card.risk_level === null ? "–" : html`<${Severity} of=${card.risk_level} soft /> <span class="soft">${open(card)}</span>`}</dd></div>
    </dl>
    <div class="week">
      ${card.activity && html`<${Spark} values=${grouped(card.activity)} max=${HOURS_A_BAR * QUARTERS_AN_HOUR} label="Activity of the last seven days" />`}
      <p class="soft">${card.last_activity_at ? `Active ${agoText(now - Date.parse(card.last_activity_at))}` : "No activity yet"}</p>
    </div>
    <${AtWork} card=${card} />
  </article>`;
}

/** The component's name is told by the sentence itself. */
const reasonOf = (card) => word(card.health_reason ?? "", 240).replace(/^(schedule|flow|risk|delivery|activity): /, "");

function due(card, now) {
  if (!card.due_date) return html`<span class="soft">no due date</span>`;
  const chance = card.probability;
  return html`${dayText(card.due_date, now)}${chance !== null &&
  html` <span class="soft">${shareText(chance)} likely</span>`}`;
}

const open = (card) => (card.open_risks ? `${card.open_risks} open` : "none open");

function grouped(hours) {
  const bars = [];
  for (let i = 0; i < hours.length; i += HOURS_A_BAR) {
    bars.push(hours.slice(i, i + HOURS_A_BAR).reduce((sum, quarters) => sum + quarters, 0));
  }
  return bars;
}

function AtWork({ card }) {
  const people = card.people ?? [];
  const agents = card.agents ?? [];
  if (people.length === 0 && agents.length === 0) return html`<p class="at-work soft">Nobody is at work</p>`;
  return html`<div class="at-work">
    ${people.length > 0 && html`<${Faces} names=${people} />`}
    ${agents.slice(0, 3).map((agent) => html`<span class="agent is-${agent.activity ?? agent.status ?? "none"}">
      <i class="lamp"></i>${word(agent.agent_name || agent.agent_id, 40)} <span>${ACTIVITIES[agent.activity] ?? word(agent.status ?? "", 20)}</span>
    </span>`)}
    ${agents.length > 3 && html`<span class="soft">and ${plural(agents.length - 3, "more agent", "more agents")}</span>`}
  </div>`;
}
