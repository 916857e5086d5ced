// Wires the page: the client, the session, the view, the address and the keys. Draws at most once a frame.
// `client/` is clients/js of the repository, copied beside the page when the server is built.

import { backoffMillis, Herald, ORIGIN } from "../client/herald.js";
import { keysOf } from "./keys.js";
import { Session } from "./session.js";
import { Details } from "./view/details.js";
import { Feed } from "./view/feed.js";
import { Header } from "./view/header.js";
import { Help } from "./view/help.js";
import { html, render } from "./view/html.js";
import { Rate } from "./view/plot.js";
import { Toolbar } from "./view/toolbar.js";

/** Ages and waits move on without events. */
const TICK_MILLIS = 1_000;

const herald = new Herald();
const root = document.getElementById("app");
const ui = { selected: null, details: null, isHelpOpen: false };
let feed = null;
let isDrawAsked = false;

/** Any number of calls, one drawing per frame. */
function changed() {
  if (isDrawAsked) return;
  isDrawAsked = true;
  requestAnimationFrame(() => {
    isDrawAsked = false;
    draw();
  });
}

/** Told to screen readers: changes of state only, never each event, which nobody could listen to. */
function announce(text) {
  document.getElementById("announcements").textContent = text;
}

const session = new Session({
  herald,
  origin: ORIGIN,
  backoff: (failures) => backoffMillis(failures, Math.random),
  now: Date.now,
  changed,
  announce,
});

const actions = {
  changed,
  narrow(change) {
    session.narrow(change);
    writeAddress();
  },
  clearFilter: () => actions.narrow({ types: [], project: "", text: "" }),
  togglePause: () => (session.isPaused ? session.resume() : session.pause()),
  chooseTheme(theme) {
    globalThis.heraldTheme.choose(theme);
    changed();
  },
  openHelp: () => show({ isHelpOpen: true }),
  closeHelp: () => show({ isHelpOpen: false }),
  closeDetails() {
    ui.details?.abort.abort();
    show({ details: null, selected: null });
    feed.focus();
  },
  select(row) {
    ui.selected = row;
    if (row.kind === "event") openDetails(row);
    changed();
  },
  copy: (text) =>
    navigator.clipboard.writeText(text).then(
      () => announce("Copied."),
      (error) => announce(`Not copied: ${error.message}`),
    ),
  sayHello: () =>
    herald
      .publish({ type: "custom.hello", source: "page", data: { message: "Hello" } })
      .catch((error) => announce(`Not published: ${error.message}`)),
  older: () => session.older(),
  retryNow: () => session.retryNow(),
  focusSearch() {
    const search = document.getElementById("search");
    search.focus();
    search.select();
  },
  toNewest() {
    feed.toNewest();
    feed.focus();
  },
  /** Moves the selection among the rows shown, newest first. */
  move(step) {
    const rows = session.visibleRows();
    const at = ui.selected ? rows.lastIndexOf(ui.selected) : -1;
    const from = at < 0 ? (step > 0 ? -1 : 0) : rows.length - 1 - at;
    const to = Math.min(rows.length - 1, Math.max(0, from + step));
    if (rows.length === 0) return;
    ui.selected = rows[rows.length - 1 - to];
    if (ui.details && ui.selected.kind === "event") openDetails(ui.selected);
    feed.reveal(to);
    feed.focus();
    changed();
  },
  movePages: (pages) => actions.move(pages * feed.page),
  openSelected: () => ui.selected && actions.select(ui.selected),
  onFeedKey: (event) => keys.onFeedKey(event),
  isOpen: (what) => Boolean(ui[what]),
};

const keys = keysOf(actions);

function show(change) {
  Object.assign(ui, change);
  changed();
}

/** The rows hold only what a line needs: the whole event is read from the server, as it keeps it. */
async function openDetails(row) {
  ui.details?.abort.abort();
  const details = { row, text: null, failure: null, abort: new AbortController() };
  ui.details = details;
  try {
    details.text = await herald.eventText(row.id, { signal: details.abort.signal });
  } catch (error) {
    if (details.abort.signal.aborted) return;
    details.failure =
      error.status === 404 ? "The server no longer keeps this event." : `It could not be read: ${error.message}`;
  }
  changed();
}

function App() {
  const now = session.now();
  const rows = session.visibleRows();
  const theme = globalThis.heraldTheme.current();
  return html`<a class="skip" href="#feed">Skip to the events</a>
    <${Header} session=${session} now=${Date.now()} theme=${theme} actions=${actions} />
    <${Rate} session=${session} now=${now} />
    <${Toolbar} session=${session} shown=${countEvents(rows)} actions=${actions} />
    <main class=${ui.details ? "with-details" : ""}>
      <${Feed}
        onMount=${(mounted) => (feed = mounted)}
        session=${session}
        rows=${rows}
        selected=${ui.selected}
        now=${now}
        actions=${actions}
      />
      ${ui.details && html`<${Details} details=${ui.details} actions=${actions} />`}
    </main>
    ${ui.isHelpOpen && html`<${Help} session=${session} actions=${actions} />`}`;
}

function countEvents(rows) {
  return rows.reduce((sum, { kind }) => sum + (kind === "event" ? 1 : 0), 0);
}

function draw() {
  render(html`<${App} />`, root);
  document.title = session.unseen > 0 ? `(${session.unseen}) Herald` : "Herald";
}

/** The filter lives in the address, so that it can be kept and sent to others. */
function readAddress() {
  const query = new URLSearchParams(location.hash.slice(1));
  session.filter = {
    types: query.get("types")?.split(",").filter(Boolean) ?? [],
    project: query.get("project") ?? "",
    text: query.get("text") ?? "",
  };
}

function writeAddress() {
  const { types, project, text } = session.filter;
  const query = new URLSearchParams();
  if (types.length) query.set("types", types.join(","));
  if (project) query.set("project", project);
  if (text) query.set("text", text);
  history.replaceState(null, "", query.size ? `#${query}` : location.pathname + location.search);
}

document.addEventListener("keydown", keys.onPageKey);
addEventListener("online", () => session.retryNow());
addEventListener("hashchange", () => {
  // The skip link's own #feed is no filter.
  if (location.hash === "#feed") return;
  readAddress();
  session.narrow(session.filter);
});
setInterval(changed, TICK_MILLIS);

readAddress();
draw();
session.narrow(session.filter);
