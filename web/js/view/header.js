import { html } from "./html.js";
import { Who } from "./signin.js";

const TRANSPORTS = { websocket: "WebSocket", sse: "SSE" };

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

export function Header({ session, pass, now, theme, actions }) {
  const link = linkText(session.link, session.history, now, session.door);
  const isUnwell = session.health !== null && session.health.status !== "healthy";
  return html`<header class="top">
    <h1><img src="icon.svg" alt="" width="24" height="24" />Herald</h1>
    <div class="link ${link.tone}" data-link=${session.link.name} data-transport=${session.link.transport}>
      <i class="lamp"></i><b>${link.text}</b>
      ${link.detail && html`<span class="detail" title=${session.link.reason}>${link.detail}</span>`}
      ${link.retry && html`<button class="small" onClick=${() => session.retryNow()}>Retry now</button>`}
    </div>
    ${isUnwell &&
    html`<a class="health" role="alert" href="health" target="_blank">
      Server ${session.health.status}${session.health.parts.length > 0 && `: ${session.health.parts.join(", ")}`}
    </a>`}
    <span class="grow"></span>
    ${pass && session.isGuarded && !session.door && html`<${Who} pass=${pass} now=${session.now()} actions=${actions} />`}
    <button
      class="icon"
      onClick=${() => actions.chooseTheme(NEXT_THEME[theme])}
      aria-label="Colours: ${theme}. Change to ${NEXT_THEME[theme]}."
      title="Colours: ${theme} (t)"
    >
      ${THEME_SIGN[theme]}
    </button>
    <button class="icon" onClick=${actions.openHelp} aria-label="Help and shortcuts" title="Help (?)">?</button>
  </header>`;
}
