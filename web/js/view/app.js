// The page: its frame, and the view that the address names. What is not needed first is loaded when it is wanted.

import { word } from "../text.js";
import { html } from "./html.js";
import { Now, wantNow } from "./now/now.js";
import { Header } from "./shell/header.js";
import { Help } from "./shell/help.js";
import { Rail } from "./shell/rail.js";
import { Account, Gate, Strip } from "./shell/signin.js";

const LATER = {
  feed: () => import("./feed/view.js").then(({ FeedView }) => FeedView),
  project: () => import("./project/view.js").then(({ ProjectView }) => ProjectView),
  server: () => import("./server/view.js").then(({ ServerView }) => ServerView),
};
const loaded = { now: Now };

/** The view's component, or null while it is on its way. */
function viewOf(name, changed) {
  if (!Object.hasOwn(loaded, name)) {
    loaded[name] = null;
    LATER[name]().then(
      (view) => {
        loaded[name] = view;
        changed();
      },
      () => {
        delete loaded[name]; // The server is away: it is asked for again with the next drawing.
      },
    );
  }
  return loaded[name];
}

export function App(world) {
  const { session, library, travel, past, place, pass, ui, actions, present } = world;
  const theme = globalThis.heraldTheme.current();
  const isLocked = actions.isLocked();
  const overview = isLocked ? null : wantNow(library).value;
  const projects = (overview?.projects ?? []).map((card) => ({ id: card.project_id, name: card.project_name || card.project_id }));
  const head = html`<${Header} session=${session} travel=${travel} place=${place} needs=${overview?.needs_count ?? 0}
    projects=${projects} pass=${pass.current} now=${present} theme=${theme} actions=${actions} />`;
  const help = ui.isHelpOpen && html`<${Help} session=${session} actions=${actions} />`;
  if (isLocked) return html`${head}<${Gate} session=${session} now=${present} actions=${actions} />${help}`;
  const isAsked = session.door !== null || (session.isEnding && ui.laterFor !== pass.token);
  const View = viewOf(place.view, actions.changed);
  const isWall = place.isWall && place.view === "now";
  return html`<div class="frame ${isWall ? "is-wall" : ""} of-${place.view}">
    ${place.view === "feed"
      ? html`<a class="skip" href="#feed">Skip to the events</a>`
      : html`<a class="skip" href="#main">Skip to the content</a>`}
    ${!isWall && head}
    ${travel.moment !== null && !isWall && html`<${Rail} travel=${travel} oldest=${past.oldest} now=${present} actions=${actions}
      reason=${tooOld(wantNow(library))} />`}
    ${isAsked && html`<${Strip} session=${session} pass=${pass.current} now=${present} actions=${actions} />`}
    ${ui.refusal && html`<${Refused} refusal=${ui.refusal} actions=${actions} />`}
    ${View ? html`<${View} ...${world} />` : html`<main class="page" id="main" tabindex="-1"><p class="soft">Reading…</p></main>`}
    ${help}
    ${ui.isAccountOpen && pass.current && html`<${Account} pass=${pass.current} now=${present} actions=${actions} />`}
  </div>`;
}

/** Where the state of the moment is not kept any more, the server says how far back it is. */
const tooOld = ({ failure }) => (failure?.status === 410 ? failure.message : null);

/** A change that the server did not take: what it said, until it is read. */
function Refused({ refusal, actions }) {
  return html`<div class="refused" role="alert">
    <p><b>Not done.</b> ${word(refusal.message, 400)}</p>
    <button class="small" onClick=${actions.dismissRefusal}>Close</button>
  </div>`;
}
