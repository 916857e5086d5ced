// Wires the page: the client, what is known, the views, the address and the keys. Draws at most once a frame.
// `client/` is clients/js of the repository, copied beside the page when the server is built.

import { backoffMillis, Herald, ORIGIN } from "../client/herald.js";
import { hashOf, placeOf } from "./address.js";
import { keysOf } from "./keys.js";
import { longStorage, PassHolder, readPass, tabStorage, takeFromAddress } from "./pass.js";
import { Reading } from "./reading.js";
import { Session } from "./session.js";
import { Api } from "./state/api.js";
import { Away } from "./state/away.js";
import { Desk } from "./state/desk.js";
import { Library } from "./state/library.js";
import { Past } from "./state/past.js";
import { Pulse } from "./state/pulse.js";
import { Travel } from "./state/travel.js";
import { App } from "./view/app.js";
import { html, render } from "./view/html.js";

/** Ages and waits move on without events. */
const TICK_MILLIS = 1_000;
/** How often it is noted what the reader has seen. */
const SEEN_MILLIS = 15_000;

const pass = new PassHolder(tabStorage());
const herald = new Herald({ token: () => pass.token });
const root = document.getElementById("app");
const ui = { isHelpOpen: false, isAccountOpen: false, laterFor: null, refusal: null };
let place = placeOf(location.hash);
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
  heard: (event) => library.touch(event),
  missed: () => library.refresh(),
});
const api = new Api({ base: new URL("/", location.href), token: () => pass.token, onDoor: () => session.retryNow() });
const library = new Library({ read: (path, options) => api.get(path, options), now: Date.now, changed });
const past = new Past({ herald, changed });
const travel = new Travel({ now: () => session.now(), changed: onMoment });
const pulse = new Pulse({ read: () => api.text("/metrics"), now: Date.now, changed });
const away = new Away({ storage: longStorage(), now: Date.now() });
const desk = new Desk({ library, changed, storage: longStorage() });
const reading = new Reading({
  session,
  herald,
  changed,
  announce,
  onOpened: (event) => place.view === "feed" && event !== place.event && actions.narrow({ event }),
});

const actions = {
  changed,
  announce,
  /** Goes to another place; what is not said stays as it is. */
  go(change, { isReplacing = false } = {}) {
    const next = { ...place, ...change };
    const hash = hashOf(next) || location.pathname + location.search;
    history[isReplacing ? "replaceState" : "pushState"](null, "", hash);
    arrive(next);
  },
  openProject: (project) => actions.go({ view: "project", project, types: [], text: "", isWall: false }),
  narrow: (change) => actions.go(change, { isReplacing: true }),
  clearFilter: () => actions.narrow({ types: [], project: "", text: "", event: null }),
  togglePause: () => (session.isPaused ? session.resume() : session.pause()),
  /** From epoch milliseconds of the past; null for the present. */
  lookFrom: (millis) => (millis === null ? travel.go(null) : travel.goMillis(Math.max(millis, past.oldest ?? 0))),
  toggleTravel: () => actions.lookFrom(travel.moment === null ? session.now() - 24 * 3_600_000 : null),
  chooseSpeed(speed) {
    travel.speed = speed;
    changed();
  },
  isGuarded: () => session.isGuarded,
  copyLink: () => actions.copy(location.href),
  chooseTheme(theme) {
    globalThis.heraldTheme.choose(theme);
    changed();
  },
  openHelp: () => show({ isHelpOpen: true }),
  closeHelp: () => show({ isHelpOpen: false }),
  openAccount: () => show({ isAccountOpen: true }),
  closeAccount: () => show({ isAccountOpen: false }),
  /** Asks for no fresh token again while this one lasts. */
  later: () => show({ laterFor: pass.token }),
  isLocked,
  isOpen: (what) => (what === "details" ? reading.details !== null : Boolean(ui[what])),
  /** Makes a change on the server. A refusal is shown and answered as false; else what the server says. */
  async change(method, path, body, options) {
    try {
      const said = await api.change(method, path, body, options);
      library.refresh();
      show({ refusal: null });
      return said ?? true;
    } catch (refusal) {
      show({ refusal });
      announce(`Not done: ${refusal.message}`);
      library.refresh();
      return false;
    }
  },
  /** What has happened while the reader was away has been read. */
  haveRead() {
    away.dismiss(session.position, Date.now());
    changed();
  },
  saveLayout: () => desk.save(actions.change, isDark() ? "dark" : "light"),
  dismissRefusal: () => show({ refusal: null }),
  acknowledge: ({ project_id, risk_id }) =>
    actions.change("POST", `/projects/${encodeURIComponent(project_id)}/risks/${encodeURIComponent(risk_id)}:acknowledge`, {}),
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
    library.refresh();
    if (before?.subject === next.subject) session.goOn();
    else await session.start();
    announce(`Signed in as ${next.subject}.`);
    // The form is gone with the next drawing: whoever uses the keyboard goes on in what is shown.
    requestAnimationFrame(() => isLocked() || (place.view === "feed" ? reading.feed?.focus() : document.getElementById("main")?.focus()));
    return null;
  },
  signOut() {
    pass.drop();
    away.forget();
    ui.isAccountOpen = false;
    forget();
  },
  copy: (text) =>
    navigator.clipboard.writeText(text).then(
      () => announce("Copied."),
      (error) => announce(`Not copied: ${error.message}`),
    ),
  sayHello: () => reading.sayHello(),
  older: () => session.older(),
  retryNow: () => session.retryNow(),
};

const keys = keysOf(actions, reading, () => place);

function show(change) {
  Object.assign(ui, change);
  changed();
}

function isDark() {
  const theme = globalThis.heraldTheme.current();
  return theme === "dark" || (theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
}

function forget() {
  reading.forget();
  library.clear();
  travel.go(null);
  session.leave();
}

/** Nobody is signed in, and there is nothing to look at either. */
function isLocked() {
  return session.door !== null && session.rows.length === 0;
}

/** What the rows are narrowed to in a place. */
function filterOf({ view, project, types, text }) {
  if (view === "feed") return { types, project, text };
  return { types: [], project: view === "project" ? project : "", text: "" };
}

/** Only a text that is being typed waits until nobody types any more. */
function narrowTo(wanted) {
  const { types, project, text } = session.filter;
  const isSame = wanted.types.join() === types.join() && wanted.project === project;
  if (!isSame) session.narrow(wanted);
  else if (wanted.text !== text) session.narrow({ text: wanted.text });
}

function arrive(next) {
  const isSameView = next.view === place.view && (next.view !== "project" || next.project === place.project);
  place = next;
  travel.go(next.moment);
  narrowTo(filterOf(next));
  if (!isSameView) {
    reading.forget();
    library.refresh();
    document.querySelector("main")?.scrollTo?.(0, 0);
  }
  if (next.view === "feed" && next.event) reading.openById(next.event);
  changed();
}

/** Another moment is looked from: the address says so, and everything that is shown is of that moment. */
function onMoment() {
  library.travel(travel.moment);
  session.travel(travel.moment);
  if (travel.moment !== null) past.ask();
  if (travel.moment !== place.moment) {
    place = { ...place, moment: travel.moment };
    history.replaceState(null, "", hashOf(place) || location.pathname + location.search);
  }
  changed();
}

function draw() {
  const world = { session, library, travel, past, reading, desk, away, pulse, place, pass, ui, actions, now: travel.atMillis, present: session.now() };
  render(html`<${App} ...${world} />`, root);
  const count = session.unseen > 0 ? `(${session.unseen}) ` : "";
  document.title = `${count}${place.view === "project" ? `${place.project} · ` : ""}Herald`;
}

/** A token in the address is taken once and does not stay there, nor in the tab's history. */
function takeToken() {
  const taken = takeFromAddress(location.hash);
  if (!taken) return null;
  history.replaceState(null, "", location.pathname + location.search + taken.rest);
  return taken.token;
}

function onAddress() {
  // A link that jumps inside the page, such as the skip link, is no place.
  if (/^#[a-z-]+$/.test(location.hash)) return;
  const token = takeToken();
  if (token !== null) actions.signIn(token).then((fault) => fault && announce(fault));
  arrive(placeOf(location.hash));
}

document.addEventListener("keydown", keys.onPageKey);
addEventListener("online", () => session.retryNow());
addEventListener("popstate", onAddress);
addEventListener("hashchange", onAddress);
document.addEventListener("visibilitychange", () => library.sleep(document.hidden));
setInterval(changed, TICK_MILLIS);
setInterval(() => document.hidden || away.mark(session.position, Date.now()), SEEN_MILLIS);
addEventListener("pagehide", () => away.mark(session.position, Date.now()));

const given = readPass(takeToken() ?? "");
if (!given.fault) pass.keep(given);
place = placeOf(location.hash);
session.filter = filterOf(place);
if (place.moment === null) session.narrow(session.filter);
else travel.go(place.moment);
if (place.event) reading.openById(place.event);
draw();
