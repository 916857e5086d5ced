// What a reader of the feed does: selecting, opening an event whole, moving, searching.

export class Reading {
  #session;
  #herald;
  #changed;
  #announce;
  #onOpened;
  #isSearchWanted = false;

  selected = null;
  /** The event that is open beside the rows: `{ row, text, failure, isRaw, abort }`, or null. */
  details = null;
  areAllTypesOpen = false;
  /** The mounted list of rows, which knows how many fit. */
  feed = null;

  constructor({ session, herald, changed, announce, onOpened }) {
    this.#session = session;
    this.#herald = herald;
    this.#changed = changed;
    this.#announce = announce;
    this.#onOpened = onOpened;
  }

  select(row) {
    this.selected = row;
    if (row.kind === "event") this.#open(row);
    this.#changed();
  }

  openSelected() {
    if (this.selected) this.select(this.selected);
  }

  close() {
    this.forget();
    this.#onOpened(null);
    this.#changed();
    this.feed?.focus();
  }

  forget() {
    this.details?.abort.abort();
    this.details = null;
    this.selected = null;
  }

  toggleTypes() {
    this.areAllTypesOpen = !this.areAllTypesOpen;
    this.#changed();
  }

  toNewest() {
    this.feed.toNewest();
    this.feed.focus();
  }

  /** Moves the selection among the rows shown, newest first. */
  move(step) {
    const rows = this.#session.visibleRows();
    if (rows.length === 0) return;
    const at = this.selected ? rows.findLastIndex(({ id }) => id === this.selected.id) : -1;
    const from = at < 0 ? (step > 0 ? -1 : 0) : rows.length - 1 - at;
    const to = Math.min(rows.length - 1, Math.max(0, from + step));
    this.selected = rows[rows.length - 1 - to];
    if (this.details && this.selected.kind === "event") this.#open(this.selected);
    this.feed.reveal(to);
    this.feed.focus();
    this.#changed();
  }

  movePages(pages) {
    this.move(pages * this.feed.page);
  }

  /** The feed is on its way: the search is gone to when it is there. */
  searchWhenShown() {
    this.#isSearchWanted = true;
  }

  onShown() {
    if (!this.#isSearchWanted) return;
    this.#isSearchWanted = false;
    this.focusSearch();
  }

  focusSearch() {
    const search = document.getElementById("search");
    search?.focus();
    search?.select();
  }

  sayHello() {
    return this.#herald
      .publish({ type: "custom.hello", source: "page", project_id: "hello", data: { message: "Hello" } })
      .catch((error) => this.#announce(`Not published: ${error.message}`));
  }

  /** The event that an address names, whether or not there is a row of it. */
  openById(id) {
    if (this.details?.row.id === id) return;
    const known = this.#session.rows.find((row) => row.id === id);
    this.#open(known ?? { kind: "event", id, at: Number.parseInt(id, 10), type: null, project: null, source: null, parts: [] });
  }

  /** The rows hold only what a line needs: the whole event is read from the server, as it keeps it. */
  async #open(row) {
    this.details?.abort.abort();
    const details = { row, text: null, failure: null, isRaw: false, abort: new AbortController() };
    this.details = details;
    this.#onOpened(row.id);
    try {
      details.text = await this.#herald.eventText(row.id, { signal: details.abort.signal });
    } catch (error) {
      if (details.abort.signal.aborted) return;
      details.failure =
        error.status === 404 ? "The server no longer keeps this event." : `It could not be read: ${error.message}`;
    }
    this.#changed();
  }
}
