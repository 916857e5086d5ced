import { count } from "../../text.js";
import { ROWS_MAX } from "../../model.js";
import { Component, html } from "../html.js";

const KEYS = [
  ["n f", "how things stand now, the feed"],
  ["w", "wall screen, and back"],
  ["h", "time travel, and back to now"],
  ["/", "search what events say"],
  ["p", "in the feed: pause, and resume without loss"],
  ["j k ↓ ↑", "next and previous event"],
  ["Home", "newest event"],
  ["Enter", "show the event whole"],
  ["o", "show older events"],
  ["c", "clear the filter"],
  ["t", "colours: as the system, light, dark"],
  ["r", "reconnect now, while waiting"],
  ["Esc", "leave a field, close the event"],
  ["?", "this help"],
];

/** A native modal dialog: the browser keeps the focus inside, and gives it back. */
export class Help extends Component {
  #dialog = null;

  componentDidMount() {
    this.#dialog.showModal();
  }

  render({ session, actions }) {
    return html`<dialog class="help" aria-label="Help" ref=${(d) => (this.#dialog = d)} onClose=${actions.closeHelp}
      onClick=${(e) => e.target === this.#dialog && this.#dialog.close()}>
      <div class="inside">
      <h2>Keys</h2>
      <dl class="keys">${KEYS.map(([key, what]) => html`<div><dt>${key.split(" ").map((k) => html`<kbd>${k}</kbd>`)}</dt><dd>${what}</dd></div>`)}</dl>
      <h2>This page</h2>
      <p>
        Events come in the order of the log, each once. After a lost connection the page continues where it was; what
        the server no longer keeps appears as a gap. It holds the newest ${count(ROWS_MAX)} rows and reads older ones on demand.
      </p>
      <dl class="facts">
        <dt>Rows held</dt><dd>${count(session.model.rows.length)}</dd>
        <dt>Position</dt><dd>${session.position ?? "none yet"}</dd>
        <dt>Doubled by the server</dt><dd id="repeated">${count(session.repeated)}</dd>
      </dl>
      <form method="dialog"><button class="primary">Close</button></form>
      </div>
    </dialog>`;
  }
}
