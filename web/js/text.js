// Text for people. Everything that comes from events is hostile input: it reaches the page only as text nodes, and
// what would be invisible or would turn the reading direction is shown as what it is.

/** Controls, zero-width and direction-changing characters, line separators, the byte order mark, lone surrogates. */
const INVISIBLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const HAS_INVISIBLE = new RegExp(INVISIBLE.source);

/** The text with each invisible character as its code: ⟨U+202E⟩. Fonts lack the pictures that Unicode has for them. */
export function visible(text) {
  if (!HAS_INVISIBLE.test(text)) return text;
  return text.replace(INVISIBLE, (c) => `⟨U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);
}

/**
 * The characters of a text as a string of their own: engines let a slice keep the whole text alive, and a row must not
 * keep a message of 1 MiB.
 */
const own = (text) => Array.from(text).join("");

/** At most `max` characters, never half of a surrogate pair. */
export function clip(text, max) {
  if (text.length <= max) return text;
  const end = /[\ud800-\udbff]/.test(text[max - 2]) ? max - 2 : max - 1;
  return `${own(text.slice(0, end))}…`;
}

/** A value of an event as one line of text, or "" where there is none. Objects are not words. */
export function word(value, max = 240) {
  if (typeof value === "string") return visible(clip(value, max));
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return "";
}

export function firstLine(value, max = 240) {
  if (typeof value !== "string") return "";
  const start = value.slice(0, 4 * max).trimStart();
  const line = start.split(/\r?\n|\r/, 1)[0].trimEnd();
  return word(line === value ? line : own(line), max);
}

const two = (n) => String(n).padStart(2, "0");

/** Local time of day, to the second. */
export function timeOfDay(millis) {
  const d = new Date(millis);
  return `${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}

/** The time of day, with the date in front when that is not today's. */
export function when(millis, now) {
  const d = new Date(millis);
  if (d.toDateString() === new Date(now).toDateString()) return timeOfDay(millis);
  return `${two(d.getMonth() + 1)}-${two(d.getDate())} ${timeOfDay(millis)}`;
}

const whole = new Intl.NumberFormat("en");
export const count = (n) => whole.format(n);
export const plural = (n, one, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

/** JSON text with line breaks and indentation. It never parses numbers, so that every digit stays. */
export function indentJson(json) {
  let out = "";
  let depth = 0;
  let i = 0;
  const line = () => `\n${"  ".repeat(depth)}`;
  while (i < json.length) {
    const c = json[i];
    if (c === '"') {
      let end = i + 1;
      while (end < json.length && json[end] !== '"') end += json[end] === "\\" ? 2 : 1;
      out += json.slice(i, end + 1);
      i = end + 1;
      continue;
    }
    i++;
    if (c === "{" || c === "[") {
      const close = /^\s*[}\]]/.exec(json.slice(i, i + 64));
      if (close) {
        out += c + close[0].trim();
        i += close[0].length;
      } else {
        depth++;
        out += c + line();
      }
    } else if (c === "}" || c === "]") {
      depth--;
      out += line() + c;
    } else if (c === ",") {
      out += c + line();
    } else if (c === ":") {
      out += ": ";
    } else if (c.trim()) {
      out += c;
    }
  }
  return out;
}
