// How the reader has arranged a project's page: one of the layouts that the page comes with, or their own, which the
// server keeps for them; and the change of it that is being made.

import { ARRANGEMENTS, arrangementOf, COLUMNS_MAX, ROWS_MAX, WIDGETS, widgetsOf } from "../view/project/arrangement.js";
import { APART_MILLIS } from "./library.js";

const KEY = "herald.layout";
const PATH = "/dashboard/layout?layout_type=custom";
export const REFRESH_RATES = [1_000, 5_000, 15_000, 60_000];

export class Desk {
  #library;
  #changed;
  #storage;
  #name = "standard";

  /** What is being arranged: widgets as they are shown meanwhile; null while nothing is. */
  draft = null;
  /** Between two readings of the same, in milliseconds, as it is being chosen. */
  refreshRate = APART_MILLIS;

  /** @param storage of the browser, or null where it is forbidden: then a choice lasts as long as the page */
  constructor({ library, changed, storage }) {
    this.#library = library;
    this.#changed = changed;
    this.#storage = storage;
    const kept = storage?.getItem(KEY);
    if (kept === "custom" || Object.hasOwn(ARRANGEMENTS, kept ?? "")) this.#name = kept;
  }

  /** standard, minimal or custom. */
  get name() {
    return this.#name;
  }

  /** The widgets to show now. Asked while drawing. */
  arrangement() {
    if (this.draft) return this.draft;
    if (this.#name !== "custom") {
      this.#library.apartMillis = APART_MILLIS;
      return ARRANGEMENTS[this.#name];
    }
    const own = this.#own();
    this.#library.apartMillis = own?.refresh_rate ?? APART_MILLIS;
    const arranged = own ? arrangementOf(own) : [];
    return arranged.length > 0 ? arranged : ARRANGEMENTS.standard;
  }

  #own() {
    return this.#library.want(PATH, (event) => event.type === "custom.dashboard.layout").value;
  }

  choose(name) {
    this.#name = name;
    this.draft = null;
    try {
      this.#storage?.setItem(KEY, name);
    } catch {
      // A full storage: the choice lasts as long as the page.
    }
    this.#changed();
  }

  begin() {
    this.draft = this.arrangement().map((at) => ({ ...at }));
    this.refreshRate = this.#library.apartMillis;
    this.#changed();
  }

  cancel() {
    this.draft = null;
    this.#changed();
  }

  /** The widget stands so many places further on, or back. */
  move(id, step) {
    const from = this.draft.findIndex((at) => at.id === id);
    this.#place(id, from + step);
  }

  /** The widget stands where another one does. */
  moveTo(id, other) {
    this.#place(id, this.draft.findIndex((at) => at.id === other));
  }

  #place(id, to) {
    const from = this.draft.findIndex((at) => at.id === id);
    if (from < 0 || to < 0 || to >= this.draft.length) return;
    const [moved] = this.draft.splice(from, 1);
    this.draft.splice(to, 0, moved);
    this.#changed();
  }

  resize(id, columns, rows) {
    const at = this.draft.find((one) => one.id === id);
    at.width = Math.min(COLUMNS_MAX, Math.max(1, at.width + columns));
    at.height = Math.min(ROWS_MAX, Math.max(1, at.height + rows));
    this.#changed();
  }

  remove(id) {
    this.draft = this.draft.filter((at) => at.id !== id);
    this.#changed();
  }

  add(id) {
    const [width, height] = WIDGETS[id].size;
    this.draft = [{ id, width, height }, ...this.draft];
    this.#changed();
  }

  /** The widgets that are not shown. */
  get missing() {
    const there = new Set(this.draft.map(({ id }) => id));
    return Object.keys(WIDGETS).filter((id) => !there.has(id));
  }

  /**
   * Has the server keep it.
   *
   * @param change asks the server for a change, and answers false where it refuses
   * @param theme light or dark
   */
  async save(change, theme) {
    const widgets = widgetsOf(this.draft);
    const said = await change("POST", "/dashboard/layout", { layout_type: "custom", widgets, refresh_rate: this.refreshRate, theme });
    if (!said) return;
    this.choose("custom");
  }
}
