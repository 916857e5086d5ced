// The top of the page: where one is, whether it is live, and what else can be looked at.

import { linkTo } from "../../address.js";
import { word } from "../../text.js";
import { html } from "../html.js";
import { Who } from "./signin.js";

const TRANSPORTS = { websocket: "WebSocket", sse: "SSE", shared: "shared" };

const DOORS = {
  AUTH_MISSING: "Not signed in",
  SIGNED_OUT: "Signed out",
  TOKEN_EXPIRED: "Token has ended",
  AUTH_FAILED: "Token refused",
};

/** What the connection does, in words: colour only repeats it. */
export function linkText(link, history, now, door = null) {
  if (door) return { tone: door.code === "AUTH_FAILED" ? "bad" : "warn", text: DOORS[door.code] };
  if (history === "failed") return { tone: "bad", text: "Not reachable", retry: true };
  switch (link.name) {
    case "live":
      return { tone: "good", text: "Live", detail: TRANSPORTS[link.transport] };
    case "waiting": {
      const seconds = Math.max(0, Math.ceil((link.retryAt - now) / 1000));
      return { tone: "warn", text: `Reconnecting in ${seconds} s`, detail: `attempt ${link.attempt}`, retry: true };
    }
    case "refused":
      return { tone: "bad", text: "Refused", detail: link.reason };
    default:
      return { tone: "warn", text: "Connecting", detail: TRANSPORTS[link.transport] };
  }
}

const NEXT_THEME = { auto: "light", light: "dark", dark: "auto" };
const THEME_SIGN = { auto: "◐", light: "☀", dark: "☾" };

export function Header({ session, travel, place, needs, projects, pass, now, theme, actions }) {
  const isUnwell = session.health !== null && session.health.status !== "healthy";
  return html`<header class="top">
    <h1><a href=${linkTo({ view: "now", moment: place.moment })} aria-label="Herald: how things stand now"><img src="icon.svg" alt="" width="24" height="24" />Herald</a></h1>
    <nav aria-label="Views">
      ${tab(place, "now", "Now", needs > 0 && html`<span class="badge" aria-label="${needs} need somebody">${needs}</span>`)}
      <${Projects} projects=${projects} place=${place} actions=${actions} />
      ${tab(place, "feed", "Feed")}
      ${tab(place, "server", "Server")}
    </nav>
    <span class="grow"></span>
    ${travel.moment === null
      ? html`<${Lamp} session=${session} now=${now} />`
      : html`<span class="link info"><i class="lamp"></i><b>In the past</b></span>`}
    ${isUnwell &&
    html`<a class="health" role="alert" href=${linkTo({ view: "server" })}>
      Server ${session.health.status}${session.health.parts.length > 0 && `: ${session.health.parts.join(", ")}`}
    </a>`}
    ${place.view !== "server" && html`<button class="icon" aria-pressed=${travel.moment !== null} onClick=${actions.toggleTravel}
      aria-label="Time travel: look at an earlier moment" title="Time travel (h)">◷</button>`}
    <button
      class="icon"
      onClick=${() => actions.chooseTheme(NEXT_THEME[theme])}
      aria-label="Colours: ${theme}. Change to ${NEXT_THEME[theme]}."
      title="Colours: ${theme} (t)"
    >
      ${THEME_SIGN[theme]}
    </button>
    <button class="icon" onClick=${actions.openHelp} aria-label="Help and shortcuts" title="Help (?)">?</button>
    ${pass && session.isGuarded && !session.door && html`<${Who} pass=${pass} now=${session.now()} actions=${actions} />`}
  </header>`;
}

function Lamp({ session, now }) {
  const link = linkText(session.link, session.history, now, session.door);
  return html`<div class="link ${link.tone}" data-link=${session.link.name} data-transport=${session.link.transport}>
    <i class="lamp"></i><b>${link.text}</b>
    ${link.detail && html`<span class="detail" title=${session.link.reason}>${link.detail}</span>`}
    ${link.retry && html`<button class="small" onClick=${() => session.retryNow()}>Retry now</button>`}
  </div>`;
}

function tab(place, view, text, more) {
  return html`<a class="tab" href=${linkTo({ view, moment: view === "server" ? null : place.moment })}
    aria-current=${place.view === view ? "page" : undefined}>${text}${more}</a>`;
}

/** A choice rather than tabs: there may be hundreds. */
function Projects({ projects, place, actions }) {
  if (projects.length === 0) return null;
  const isHere = place.view === "project";
  return html`<label class="tab choice ${isHere ? "here" : ""}"><span class="hidden">Project</span>
    <select value=${isHere ? place.project : ""} onChange=${(e) => e.currentTarget.value && actions.openProject(e.currentTarget.value)}>
      <option value="" disabled=${isHere}>Projects</option>
      ${projects.map(({ id, name }) => html`<option value=${id}>${word(name, 60)}</option>`)}
    </select></label>`;
}
