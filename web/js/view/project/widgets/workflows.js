// Workflows: what runs, live, and how the newest run of each name ended; a run opens to its log.

import { agoText, durationText, percentText } from "../../../figures.js";
import { eventsUntil } from "../../../state/library.js";
import { concerns } from "../../../state/concerns.js";
import { word } from "../../../text.js";
import { Component, html } from "../../html.js";
import { Bar, NoData, shown, Tag } from "../../parts.js";

const RUNS_SHOWN = 30;
const LINES_SHOWN = 200;
const isRunning = ({ status }) => status === "running" || status === "pending";

export class Widget extends Component {
  state = { opened: null };

  render({ library, place, now }, { opened }) {
    const path = `/workflows?project_id=${encodeURIComponent(place.project)}&limit=${RUNS_SHOWN}`;
    return shown(library.want(path, concerns.workflows(place.project)), ({ workflows }) => {
      if (workflows.length === 0) return html`<${NoData} title="No workflow has run yet" />`;
      const runs = [...workflows.filter(isRunning), ...workflows.filter((run) => !isRunning(run))];
      return html`<ul class="rows runs" tabindex="0" aria-label="Runs of workflows">${runs.map((run) => html`<${Run} key=${run.workflow_id} run=${run}
        now=${now} library=${library} place=${place} isOpen=${opened === run.workflow_id}
        toggle=${() => this.setState({ opened: opened === run.workflow_id ? null : run.workflow_id })} />`)}</ul>`;
    });
  }
}

function Run({ run, now, library, place, isOpen, toggle }) {
  const ended = run.ended_at ? Date.parse(run.ended_at) : null;
  const started = run.started_at ? Date.parse(run.started_at) : null;
  return html`<li class=${isRunning(run) ? "running" : ""}>
    <${Tag} of=${run.status} />
    <span class="what"><button class="plain-text" aria-expanded=${isOpen} onClick=${toggle}><b>${word(run.workflow_name, 80)}</b></button>
      ${run.current_step && (isRunning(run) || run.status === "failed") && html` <span class="soft">${run.status === "failed" ? "at " : ""}${word(run.current_step, 80)}</span>`}
      ${isRunning(run) && run.progress !== null && html`<span class="run-bar"><${Bar} percent=${run.progress} label=${run.workflow_name} /><span>${percentText(run.progress)}${run.estimated_time_remaining !== null ? `, ${durationText(run.estimated_time_remaining)} left` : ""}</span></span>`}
      ${isOpen && html`<${Log} run=${run} library=${library} place=${place} />`}</span>
    <span class="since">${ended === null ? (started === null ? "" : durationText((now - started) / 1_000)) : agoText(now - ended)}</span>
  </li>`;
}

/** What the run's own events say, oldest first. */
function Log({ run, library, place }) {
  const types = "workflow.started,workflow.progress,workflow.completed,workflow.failed";
  const path = `/events?project_id=${encodeURIComponent(place.project)}&event_types=${types}&q=${encodeURIComponent(run.workflow_id)}&order=desc&limit=50`;
  return shown(library.want(path, concerns.workflows(place.project), eventsUntil), ({ events }) => {
    const own = events.filter(({ data }) => data.workflow_id === run.workflow_id).reverse();
    const lines = own.flatMap(({ data }) => [...listOf(data.logs), ...listOf(data.errors).map((line) => `error: ${line}`)]).slice(-LINES_SHOWN);
    return lines.length === 0
      ? html`<p class="soft">The run has told no log.</p>`
      : html`<pre class="log" tabindex="0">${lines.map((line) => word(line, 400)).join("\n")}</pre>`;
  });
}

const listOf = (value) => (Array.isArray(value) ? value.filter((line) => typeof line === "string") : typeof value === "string" ? value.split("\n") : []);
