// Agents: what each is doing, since when, and what it touches.

import { numberText, sinceText } from "../../../figures.js";
import { eventsUntil } from "../../../state/library.js";
import { concerns } from "../../../state/concerns.js";
import { count, plural, word } from "../../../text.js";
import { html } from "../../html.js";
import { NoData, sentence, shown } from "../../parts.js";

const DOES = {
  working: "works", waiting_for_input: "waits for an answer", waiting_for_permission: "waits for a permission",
  stalled: "has stalled", done: "is done", failed: "has failed",
};
const FIRST = ["waiting_for_permission", "waiting_for_input", "failed", "stalled", "working", "done"];
const place = (agent) => (FIRST.includes(agent.activity) ? FIRST.indexOf(agent.activity) : FIRST.length);

export function Widget({ library, place: { project }, now }) {
  const touched = library.want(`/events?project_id=${encodeURIComponent(project)}&event_types=agent.action&order=desc&limit=60`, concerns.agents(project), eventsUntil);
  return shown(library.want(`/agents?project_id=${encodeURIComponent(project)}&limit=100`, concerns.agents(project)), ({ agents }) =>
    agents.length === 0
      ? html`<${NoData} title="No agent has been heard of" />`
      : html`<ul class="agents" tabindex="0" aria-label="Agents">${agents.toSorted((a, b) => place(a) - place(b)).map((agent) => html`<${Agent} key=${agent.agent_id}
          agent=${agent} touched=${filesOf(touched.value, agent.agent_id)} now=${now} />`)}</ul>`);
}

/** What it has touched last, each once. */
function filesOf(page, id) {
  const own = (page?.events ?? []).filter(({ data }) => data.agent_id === id && typeof data.target === "string");
  return [...new Set(own.map(({ data }) => data.target))].slice(0, 3);
}

function Agent({ agent, touched, now }) {
  const does = DOES[agent.activity] ?? word(agent.status ?? "", 20);
  const since = agent.activity_since ?? agent.last_heard_at;
  return html`<li class="agent-row is-${agent.status === "offline" ? "offline" : (agent.activity ?? agent.status ?? "none")}">
    <p><i class="lamp"></i><b>${word(agent.agent_name || agent.agent_id, 60)}</b> <span class="does-what">${agent.status === "offline" ? "has left" : does}</span>
      <span class="since">${sinceText(now - Date.parse(since))}</span></p>
    ${agent.reason && agent.status !== "offline" && html`<p class="why">${sentence(word(agent.reason, 240))}</p>`}
    <p class="soft">${[agent.task_id ? word(agent.task_id, 40) : "", ...touched.map((target) => word(target, 60))].filter(Boolean).join(" · ")}</p>
    <p class="soft">${plural(agent.actions, "action")}${agent.tokens_in + agent.tokens_out > 0 ? `, ${count(agent.tokens_in + agent.tokens_out)} tokens` : ""}${agent.cost > 0 ? `, $${numberText(agent.cost)}` : ""}</p>
  </li>`;
}
