// Wires the page: the client, the session, the view, the address and the keys. Draws at most once a frame.
// `client/` is clients/js of the repository, copied beside the page when the server is built.

import { backoffMillis, Herald, ORIGIN } from "../client/herald.js";
import { keysOf } from "./keys.js";
import { PassHolder, readPass, tabStorage, takeFromAddress } from "./pass.js";
import { Session } from "./session.js";
import { Details } from "./view/details.js";
import { Feed } from "./view/feed.js";
import { Header } from "./view/header.js";
import { Help } from "./view/help.js";
import { html, render } from "./view/html.js";
import { Rate } from "./view/plot.js";
import { Account, Gate, Strip } from "./view/signin.js";
import { Toolbar } from "./view/toolbar.js";

/** Ages and waits move on without events. */
const TICK_MILLIS = 1_000;

const pass = new PassHolder(tabStorage());
const herald = new Herald({ token: () => pass.token });
const root = document.getElementById("app");
const ui = { selected: null, details: null, isHelpOpen: false, areAllTypesOpen: false, isAccountOpen: false, laterFor: null };
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
  pass,
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
  toggleTypes: () => show({ areAllTypesOpen: !ui.areAllTypesOpen }),
  closeHelp: () => show({ isHelpOpen: false }),
  openAccount: () => show({ isAccountOpen: true }),
  closeAccount: () => show({ isAccountOpen: false }),
  /** Asks for no fresh token again while this one lasts. */
  later: () => show({ laterFor: pass.token }),
  isLocked,
  /** Shows a token to the server, and keeps it when it holds; else tells why not, in words. */
  async signIn(text) {
    const next = readPass(text);
    if (next.fault) return next.fault;
    try {
      await new Herald({ token: next.token }).history({ limit: 1 });
    } catch (error) {
      if (error.status === 401) return `The server does not take it: ${error.problem?.detail ?? "no reason was given"}.`;
      return error.problem?.detail ?? "The server could not be asked. Try again in a moment.";
    }
    const before = pass.current;
    pass.keep(next);
    show({ isAccountOpen: false, laterFor: null });
    // What another principal may read is not this one's.
    if (before && before.subject !== next.subject) forget();
    if (before?.subject === next.subject) session.goOn();
    else await session.start();
    announce(`Signed in as ${next.subject}.`);
    // The form is gone with the next drawing: whoever uses the keyboard goes on among the events.
    requestAnimationFrame(() => isLocked() || feed.focus());
    return null;
  },
  signOut() {
    pass.drop();
    ui.isAccountOpen = false;
    forget();
  },
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

function forget() {
  ui.details?.abort.abort();
  Object.assign(ui, { details: null, selected: null });
  session.leave();
  writeAddress();
}

/** Nobody is signed in, and there is nothing to look at either. */
function isLocked() {
  return session.door !== null && session.rows.length === 0;
}

function App() {
  const now = session.now();
  const theme = globalThis.heraldTheme.current();
  const head = html`<${Header} session=${session} pass=${pass.current} now=${Date.now()} theme=${theme} actions=${actions} />`;
  const help = ui.isHelpOpen && html`<${Help} session=${session} actions=${actions} />`;
  if (isLocked()) return html`${head}<${Gate} session=${session} now=${now} actions=${actions} />${help}`;
  const isAsked = session.door !== null || (session.isEnding && ui.laterFor !== pass.token);
  const rows = session.visibleRows();
  return html`<a class="skip" href="#feed">Skip to the events</a>
    ${head}
    <${Rate} session=${session} now=${now} />
    <${Toolbar} session=${session} shown=${countEvents(rows)} areAllTypesOpen=${ui.areAllTypesOpen} actions=${actions} />
    ${isAsked && html`<${Strip} session=${session} pass=${pass.current} now=${now} actions=${actions} />`}
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
    ${help}
    ${ui.isAccountOpen && pass.current && html`<${Account} pass=${pass.current} now=${now} actions=${actions} />`}`;
}

function countEvents(rows) {
  return rows.reduce((sum, { kind }) => sum + (kind === "event" ? 1 : 0), 0);
}

function draw() {
  render(html`<${App} />`, root);
  document.title = session.unseen > 0 ? `(${session.unseen}) Herald` : "Herald";
}

/** A token in the address is taken once and does not stay there, nor in the tab's history. */
function takeToken() {
  const taken = takeFromAddress(location.hash);
  if (!taken) return null;
  history.replaceState(null, "", location.pathname + location.search + taken.rest);
  return taken.token;
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
  const token = takeToken();
  readAddress();
  if (token !== null) actions.signIn(token).then((fault) => fault && announce(fault));
  else session.narrow(session.filter);
});
setInterval(changed, TICK_MILLIS);

const given = readPass(takeToken() ?? "");
if (!given.fault) pass.keep(given);
readAddress();
draw();
session.narrow(session.filter);
