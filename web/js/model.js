// The rows that the page holds: one unbroken stretch of the log (under the current filter), oldest first, with a row
// where the log itself has a gap. Rows are small values; an event's whole text stays with the server.

import { clip } from "./text.js";
import { summary } from "./words.js";

/** Rows kept while events come in. */
export const ROWS_MAX = 2_000;
/** Rows kept after "older" was asked for again and again. */
export const ROWS_MAX_WITH_OLDER = 10_000;
/** Of a path so many characters are remembered, to tell files apart. */
const PATH_LENGTH_MAX = 1_024;
/** Saves of a file that follow one another within so many milliseconds are one row. */
const TOGETHER_MILLIS = 60_000;
/** Rows beyond the limit that are let in before they are cut off together, so that a row costs no copy of all. */
const SLACK = 256;

/** The time that a position carries, in epoch milliseconds. */
export const millisOf = (position) => Number.parseInt(position, 10);

export function rowOf(event) {
  const data = event.data ?? {};
  return {
    kind: "event",
    id: event.event_id,
    at: event.timestamp * 1000,
    type: event.type,
    project: event.project_id ?? null,
    source: event.source ?? null,
    parts: summary(event.type, data),
    /** The file that it is about: saves of the same one, one after the other, are shown together. */
    path: event.type === "file_change" && typeof data.file_path === "string" ? clip(data.file_path, PATH_LENGTH_MAX) : null,
    /** When it came live, for the view; history has always been there. */
    cameAt: -Infinity,
  };
}

/** The first position after another: what is before it includes the other. */
export function justAfter(position) {
  const [millis, sequence] = position.split("-").map(Number);
  return `${millis}-${sequence + 1}`;
}

/** Whether a position comes after another one. */
export function isAfter(position, other) {
  const [millis, sequence] = position.split("-").map(Number);
  const [otherMillis, otherSequence] = other.split("-").map(Number);
  return millis > otherMillis || (millis === otherMillis && sequence > otherSequence);
}

export class Model {
  #rows = [];
  #capacity = ROWS_MAX;
  #added = 0;
  /** From where the log goes on before the oldest row; null where that is the beginning of what matches. */
  olderBefore = null;

  /** Whether the log may have matching events before the oldest row. */
  get hasOlder() {
    return this.olderBefore !== null;
  }

  /** Oldest first. The caller does not change it. */
  get rows() {
    return this.#rows;
  }

  /** Rows ever added at the newest end: its growth is what a reader has not seen. */
  get added() {
    return this.#added;
  }

  get oldestId() {
    return this.#rows.find((row) => row.kind === "event")?.id ?? null;
  }

  push(row) {
    this.#rows.push(row);
    this.#added++;
    if (this.#rows.length > this.#capacity + SLACK) {
      this.#rows = this.#rows.slice(-this.#capacity);
      this.olderBefore = this.oldestId;
    }
  }

  /** Events that were sent away by the server's retention before they could be read here. */
  pushGap({ requested, oldestAvailable }, now) {
    const from = millisOf(requested);
    const to = oldestAvailable ? millisOf(oldestAvailable) : now;
    this.push({ kind: "gap", id: `gap ${requested}`, at: to, from, to, requested, oldestAvailable });
  }

  /** Rows before all others, oldest first. The model grows by them, up to its last limit. */
  unshift(older, olderBefore) {
    const room = ROWS_MAX_WITH_OLDER - this.#rows.length;
    const taken = older.slice(Math.max(0, older.length - room));
    this.#rows = [...taken, ...this.#rows];
    this.#capacity = Math.min(ROWS_MAX_WITH_OLDER, Math.max(this.#capacity, this.#rows.length));
    this.olderBefore = taken.length < older.length ? this.oldestId : olderBefore;
  }

  /** A copy that stays as it is while events go on: what a paused reader looks at. */
  frozen() {
    return this.#rows.slice();
  }
}

/** A test for whether a row is of the types and the project asked for. A gap concerns everybody. */
export function matcher({ types, project }) {
  const wanted = new Set(types);
  return (row) =>
    row.kind !== "event" || ((!project || row.project === project) && (wanted.size === 0 || wanted.has(row.type)));
}

/** A test for whether an event says a text, as the server looks for it: in the texts of its data, whatever their case. */
export function searcher(text) {
  const wanted = text.toLowerCase();
  const says = (value) =>
    typeof value === "string"
      ? value.toLowerCase().includes(wanted)
      : value !== null && typeof value === "object" && Object.values(value).some(says);
  return ({ data }) =>
    wanted === "" ||
    Object.entries(data ?? {}).some(([name, value]) => name !== "project_id" && name !== "timestamp" && says(value));
}

/** A row that stands for several saves of a file: the newest, with how many they are. Remembered, for it is drawn often. */
const standing = new WeakMap();

/** The rows, oldest first, with saves of the same file that follow one another as one. */
export function together(rows) {
  const shown = [];
  let times = 1;
  for (const row of rows) {
    const last = shown.at(-1);
    const isSame =
      row.path && last?.path === row.path && last.project === row.project && row.at - last.at <= TOGETHER_MILLIS;
    times = isSame ? times + 1 : 1;
    if (isSame) shown[shown.length - 1] = times === 1 ? row : standsFor(row, times);
    else shown.push(row);
  }
  return shown;
}

function standsFor(row, times) {
  const known = standing.get(row);
  if (known?.times === times) return known;
  const made = { ...row, times };
  standing.set(row, made);
  return made;
}
