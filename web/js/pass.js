// The token that this tab shows, and what it says of itself. Kept in sessionStorage: it ends with the tab, and another
// tab does not have it. Whether it holds is the server's to say; what is read here is for people.

const KEY = "herald.token";
/** Characters of a token that the server looks at. */
const LENGTH_MAX = 8_192;
const FORM = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * What was pasted, as a token: `{ token, subject, endsAt, roles, projects }`, `endsAt` in epoch milliseconds; or
 * `{ fault }` in words. A scheme in front of it, quotes and line breaks, which copying brings along, are left out.
 */
export function readPass(text) {
  const token = text.replace(/^\s*(?:authorization\s*:)?\s*bearer\s+/i, "").replace(/[\s"'`]+/g, "");
  if (token === "") return { fault: "Paste a token first." };
  if (token.length > LENGTH_MAX) return { fault: "This is longer than a token may be." };
  if (!FORM.test(token)) return { fault: "This is no token: one has three parts with dots between them." };
  const claims = claimsOf(token.split(".")[1]);
  if (typeof claims?.sub !== "string" || claims.sub === "" || !Number.isFinite(claims.exp)) {
    return { fault: "This token does not say whose it is and when it ends. Is all of it there?" };
  }
  const names = (value) => (Array.isArray(value) ? value.filter((name) => typeof name === "string") : []);
  const { sub, exp, roles, projects } = claims;
  return { token, subject: sub, endsAt: exp * 1000, roles: names(roles), projects: names(projects) };
}

function claimsOf(part) {
  try {
    const bytes = Uint8Array.from(atob(part.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null; // No JSON in Base64: the caller says so.
  }
}

export class PassHolder {
  #storage;

  /** What `readPass` gave, or null while nobody is signed in. */
  current = null;

  /** @param storage of the tab, or null where it is forbidden: then a token lasts as long as the page */
  constructor(storage) {
    this.#storage = storage;
    const read = readPass(storage?.getItem(KEY) ?? "");
    if (!read.fault) this.current = read;
  }

  get token() {
    return this.current?.token;
  }

  keep(pass) {
    this.current = pass;
    try {
      this.#storage?.setItem(KEY, pass.token);
    } catch {
      // A full storage: the token lasts as long as the page.
    }
  }

  drop() {
    this.current = null;
    this.#storage?.removeItem(KEY);
  }
}

/** Storage may be forbidden, and then even its name throws. */
export function tabStorage() {
  try {
    return globalThis.sessionStorage;
  } catch {
    return null;
  }
}

/** What outlives the tab. */
export function longStorage() {
  try {
    return globalThis.localStorage;
  } catch {
    return null;
  }
}

/** A token in the address after `#`, alone or behind a path, and that address without it; null where there is none. */
export function takeFromAddress(hash) {
  const text = hash.slice(1);
  const cut = text.startsWith("/") ? text.indexOf("?") + 1 || text.length : 0;
  const query = new URLSearchParams(text.slice(cut));
  const token = query.get("token");
  if (token === null) return null;
  query.delete("token");
  const path = text.slice(0, cut).replace(/\?$/, "");
  const rest = [path, query.toString()].filter(Boolean).join(path ? "?" : "");
  return { token, rest: rest ? `#${rest}` : "" };
}

/** How long it still lasts, in the largest unit that says enough. */
export function timeLeft(millis) {
  const seconds = Math.max(0, Math.ceil(millis / 1000));
  if (seconds <= 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes <= 90) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours <= 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
