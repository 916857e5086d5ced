// One project, as widgets. Each reads what it needs; the page only says where it stands.

import { dayText, percentText, shareText } from "../../figures.js";
import { concerns } from "../../state/concerns.js";
import { plural, word } from "../../text.js";
import { wantNow } from "../now/now.js";
import { Component, html } from "../html.js";
import { Bar, NoData, Ring, sentence, Severity } from "../parts.js";
import { WIDGETS } from "./arrangement.js";
import { Handles, LayoutBar } from "./arranging.js";
import { Explained } from "./explained.js";

const HEALTHS = { healthy: "Healthy", warning: "Needs a look", critical: "Critical" };

export class ProjectView extends Component {
  /** The figure that is opened: `{ name, timeframe }`, or null. */
  state = { explained: null };

  #explain = (name, timeframe = "30d") => this.setState({ explained: { name, timeframe } });
  #close = () => this.setState({ explained: null });

  render(world, { explained }) {
    const { library, place, now, desk, actions } = world;
    const path = `/projects/${encodeURIComponent(place.project)}`;
    const project = library.want(path, concerns.projects(place.project));
    const card = wantNow(library).value?.projects.find(({ project_id }) => project_id === place.project) ?? null;
    if (project.value === null && project.failure?.status === 404) {
      return html`<main class="page" id="main" tabindex="-1"><div class="empty">
        <h2>There is no project ${word(place.project, 80)}${place.moment === null ? "" : " at this moment"}</h2>
        <p>Projects appear with their first event.</p></div></main>`;
    }
    const shown = { ...world, card, path, explain: this.#explain };
    return html`<main class="page project ${project.isOld ? "is-old" : ""}" id="main" tabindex="-1">
      <${Head} project=${project.value} card=${card} place=${place} now=${now} explain=${this.#explain} />
      <${LayoutBar} desk=${desk} place=${place} actions=${actions} />
      <div class="widgets ${desk.draft === null ? "" : "arranging"}">
        ${desk.arrangement().map((at) => html`<${Widget} key=${at.id} at=${at} ...${shown} />`)}
      </div>
      ${explained && html`<${Explained} ...${shown} explained=${explained} choose=${this.#explain} close=${this.#close} />`}
    </main>`;
  }
}

function Head({ project, card, place, now, explain }) {
  const name = word(project?.project_name || place.project, 100);
  const status = card?.health_status ?? null;
  return html`<header class="project-head is-${status ?? "none"}">
    <button class="figure" onClick=${() => explain("health")}><span class="hidden">How health is made: </span>
      <${Ring} value=${card?.health_score ?? null} status=${status} size=${68} /></button>
    <div class="name">
      <h2>${name}</h2>
      <p><b class="state">${status ? HEALTHS[status] : "No health yet"}</b>${card && html` <span class="soft">${sentence(word(card.health_reason ?? "", 200).replace(/^\w+: /, ""))}</span>`}</p>
      ${project?.description && html`<p class="soft">${word(project.description, 240)}</p>`}
    </div>
    ${card && html`<dl class="facts">
      <div class="wide"><dt>Progress</dt><dd>${card.progress_percentage === null
        ? html`<span class="soft">no data</span>`
        : html`<button class="figure" onClick=${() => explain("progress")}>${percentText(card.progress_percentage)}</button>${" "}
            <span class="soft">${card.completed_tasks} of ${plural(card.total_tasks, "task")}</span>`}
        <${Bar} percent=${card.progress_percentage} label="Progress" /></dd></div>
      <div><dt>Due</dt><dd>${card.due_date ? dayText(card.due_date, now) : html`<span class="soft">not set</span>`}
        ${card.probability !== null && html` <span class="soft">${shareText(card.probability)} likely</span>`}</dd></div>
      <div><dt>Risk</dt><dd>${card.risk_level === null ? "–" : html`<button class="figure" onClick=${() => explain("risk_points")}><${Severity} of=${card.risk_level} soft /></button>${" "}
        <span class="soft">${card.open_risks} open</span>`}</dd></div>
    </dl>`}
  </header>`;
}

const components = {};

/** The frame of a widget, and what is in it as soon as it is loaded. One that fails leaves the others alone. */
class Widget extends Component {
  state = { failure: null };

  componentDidCatch(error) {
    console.error(error);
    this.setState({ failure: error });
  }

  #onDrop = (event) => {
    const { desk, at } = this.props;
    const id = event.dataTransfer.getData("text/x-widget");
    if (desk.draft === null || !id) return;
    event.preventDefault();
    desk.moveTo(id, at.id);
  };

  render({ at, ...shown }, { failure }) {
    const { title } = WIDGETS[at.id];
    const { desk } = shown;
    const isArranged = desk.draft !== null;
    const Content = this.#content(at.id, shown.actions);
    return html`<section class="widget w-${at.width} h-${at.height} of-${at.id}" aria-labelledby="widget-${at.id}" data-widget=${at.id}
      onDragOver=${(e) => isArranged && e.preventDefault()} onDrop=${this.#onDrop}>
      <header draggable=${isArranged} onDragStart=${(e) => e.dataTransfer.setData("text/x-widget", at.id)}>
        <h3 id="widget-${at.id}">${title}</h3>${isArranged && html`<${Handles} id=${at.id} desk=${desk} />`}</header>
      <div class="content">
        ${failure
          ? html`<${NoData} title="This could not be drawn" reason=${failure.message} />`
          : Content && html`<${Content} ...${shown} at=${at} />`}
      </div>
    </section>`;
  }

  #content(id, actions) {
    if (!Object.hasOwn(components, id)) {
      components[id] = null;
      WIDGETS[id].load().then(
        ({ Widget: loaded }) => {
          components[id] = loaded;
          actions.changed();
        },
        () => {
          delete components[id]; // The server is away: it is asked for again with the next drawing.
        },
      );
    }
    return components[id];
  }
}
