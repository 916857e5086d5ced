import { readPass, timeLeft } from "../../pass.js";
import { visible, when, word } from "../../text.js";
import { Component, html } from "../html.js";

/** Names of projects and roles that are listed. */
const NAMES_SHOWN = 6;

const listed = (names) => {
  const shown = names.slice(0, NAMES_SHOWN).map((name) => (name === "*" ? "every project" : word(name, 60)));
  return names.length > NAMES_SHOWN ? `${shown.join(", ")} and ${names.length - NAMES_SHOWN} more` : shown.join(", ");
};

/** The pasted token's own words, before it is shown to the server. */
function Reading({ text, now }) {
  if (text.trim() === "") return null;
  const pass = readPass(text);
  if (pass.fault) return html`<span class="fault">${pass.fault}</span>`;
  const left = pass.endsAt - now;
  const what = [listed(pass.roles), listed(pass.projects)].filter(Boolean).join(" · ");
  return html`<b>${word(pass.subject, 60)}</b>${what && html` <span>${what}</span>`}${" "}
    <span class=${left > 0 ? "" : "fault"}>${left > 0 ? `ends in ${timeLeft(left)}` : "has ended"}</span>`;
}

/** One field and one button. What went wrong stands under the field and is tied to it. */
class TokenForm extends Component {
  #field = null;
  state = { text: "", fault: null, isBusy: false };

  componentDidMount() {
    if (this.props.isFocused) this.#field.focus();
  }

  #onInput = (event) => this.setState({ text: event.currentTarget.value, fault: null });

  #onSubmit = async (event) => {
    event.preventDefault();
    if (this.state.isBusy) return;
    this.setState({ isBusy: true, fault: null });
    const fault = await this.props.actions.signIn(this.state.text);
    this.setState(fault ? { isBusy: false, fault } : { isBusy: false, text: "" });
    if (fault) this.#field?.focus();
  };

  render({ label, button, now, children }, { text, fault, isBusy }) {
    return html`<form class="token" onSubmit=${this.#onSubmit}>
      <label>
        <span>${label}</span>
        <input
          ref=${(field) => (this.#field = field)}
          type="password"
          name="token"
          autocomplete="off"
          autocapitalize="off"
          spellcheck=${false}
          placeholder="eyJ…"
          value=${text}
          aria-invalid=${fault !== null}
          aria-describedby="token-said"
          onInput=${this.#onInput}
        />
      </label>
      <div class="does">
        <button class="primary" type="submit" aria-disabled=${isBusy}>${isBusy ? "Asking the server…" : button}</button>
        ${children}
      </div>
      <p class="said" id="token-said" aria-live="polite">
        ${fault ? html`<span class="fault">${fault}</span>` : html`<${Reading} text=${text} now=${now} />`}
      </p>
    </form>`;
  }
}

const TITLES = {
  AUTH_MISSING: ["Sign in", "This server shows its events to those who have a token."],
  SIGNED_OUT: ["Signed out", "The token and the events are gone from this tab."],
  TOKEN_EXPIRED: ["Your token has ended", "Paste a fresh one to go on."],
  AUTH_FAILED: ["The server does not take your token", "Paste another one to go on."],
};

/** In place of everything else, while there is nothing that may be shown. */
export function Gate({ session, now, actions }) {
  const { code, reason } = session.door;
  const [title, lede] = TITLES[code];
  return html`<main class="gate">
    <section class="card" aria-labelledby="gate-title">
      <img src="icon.svg" alt="" width="44" height="44" />
      <h2 id="gate-title">${title}</h2>
      <p class="lede">${lede}</p>
      ${code === "AUTH_FAILED" && reason && html`<p class="why">The server says: ${visible(reason)}</p>`}
      <${TokenForm} label="Token" button="Sign in" now=${now} isFocused actions=${actions} />
      <div class="aside">
        <p>No token yet? Whoever runs the server makes one:</p>
        <pre><code>${"./herald token --sub NAME \\\n    --projects PROJECT --ttl 8h"}</code></pre>
        <p class="small">It stays in this tab until you sign out or close it.</p>
      </div>
    </section>
  </main>`;
}

/** Above the rows, which stay: the token ends soon, has ended, or was refused. */
export function Strip({ session, pass, now, actions }) {
  const isOver = session.door !== null;
  const left = pass ? pass.endsAt - now : 0;
  const title = isOver ? TITLES[session.door.code][0] : `Your token ends in ${timeLeft(left)}`;
  const lede = isOver
    ? "The events until then stay. Paste a fresh one to go on where they end."
    : "Paste a fresh one and nothing is interrupted.";
  return html`<section class="strip ${isOver ? "bad" : "warn"}" aria-label=${isOver ? title : "Your token ends soon"}>
    <p class="what-happened"><i class="lamp"></i><b>${title}.</b> <span>${lede}</span></p>
    <${TokenForm} label="Fresh token" button="Go on" now=${now} actions=${actions}>
      ${!isOver && html`<button type="button" class="plain" onClick=${actions.later}>Not now</button>`}
    <//>
  </section>`;
}

/** Whose token it is, for the header. */
export function Who({ pass, now, actions }) {
  const left = pass.endsAt - now;
  const name = word(pass.subject, 60);
  return html`<button class="who" aria-haspopup="dialog" title="Signed in as ${name}"
    aria-label="Signed in as ${name}, the token ends in ${timeLeft(left)}" onClick=${actions.openAccount}>
    <i class="initial" aria-hidden="true">${[...name][0]?.toUpperCase()}</i>
    <b>${name}</b><span class="left">${timeLeft(left)}</span>
  </button>`;
}

/** A native modal dialog, as the help is. */
export class Account extends Component {
  #dialog = null;

  componentDidMount() {
    this.#dialog.showModal();
  }

  render({ pass, now, actions }) {
    const fact = (name, value) => html`<dt>${name}</dt><dd>${value}</dd>`;
    return html`<dialog class="help account" aria-label="Signed in" ref=${(d) => (this.#dialog = d)}
      onClose=${actions.closeAccount} onClick=${(e) => e.target === this.#dialog && this.#dialog.close()}>
      <div class="inside">
        <h2>Signed in as ${word(pass.subject, 120)}</h2>
        <dl class="facts">
          ${fact("Ends", html`${when(pass.endsAt, now)} <span class="soft">in ${timeLeft(pass.endsAt - now)}</span>`)}
          ${fact("May read", listed(pass.projects) || "events of no project")}
          ${fact("Roles", listed(pass.roles) || "none")}
        </dl>
        <${TokenForm} label="Use another token" button="Use it" now=${now} actions=${actions} />
        <div class="last">
          <button onClick=${actions.signOut}>Sign out</button>
          <button onClick=${() => this.#dialog.close()}>Close</button>
        </div>
      </div>
    </dialog>`;
  }
}
