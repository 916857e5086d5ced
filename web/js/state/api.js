// Requests for the project state (protocol, section 9): JSON in, JSON out, refusals in the server's own words.

/** Milliseconds after which a request is given up. */
const PATIENCE_MILLIS = 20_000;

/** What the server did not accept. `status` 0: it could not be reached. `problem` is its RFC 9457 answer, or null. */
export class Refusal extends Error {
  constructor(message, { status, problem = null, retryAfter = null }) {
    super(message);
    this.name = "Refusal";
    this.status = status;
    this.problem = problem;
    /** Seconds, where the server says when to come again. */
    this.retryAfter = retryAfter;
  }

  /** The faults of a form by the name of its field: `{ due_date: "is no date" }`. */
  get faults() {
    const errors = Array.isArray(this.problem?.errors) ? this.problem.errors : [];
    return Object.fromEntries(errors.map(({ pointer, detail }) => [String(pointer ?? "").split("/").at(-1), detail]));
  }
}

export class Api {
  #base;
  #root;
  #token;
  #fetch;
  #onDoor;

  /**
   * @param token gives the token of this tab, or undefined
   * @param onDoor is told the reason when the server wants a token, or another one
   */
  constructor({ base, token, onDoor, fetch = (...request) => globalThis.fetch(...request) }) {
    this.#base = new URL("api/v1", base).href;
    this.#root = base.href.replace(/\/$/, "");
    this.#token = token;
    this.#onDoor = onDoor;
    this.#fetch = fetch;
  }

  /** `{ body, asOf, at }` of a path below `/api/v1`. */
  async get(path, { signal } = {}) {
    const response = await this.#send("GET", path, undefined, {}, signal);
    return {
      body: await response.json(),
      asOf: response.headers.get("Herald-As-Of"),
      at: Date.parse(response.headers.get("Herald-At") ?? "") || null,
    };
  }

  /** The text at a path of the server itself, such as its metrics. */
  async text(path) {
    return (await this.#send("GET", path, undefined, {}, undefined, this.#root)).text();
  }

  /** What the server answers to a change; null where that has no body. `version` is the one that may be changed. */
  async change(method, path, body, { version = null } = {}) {
    const headers = version === null ? {} : { "If-Match": `"${version}"` };
    const response = await this.#send(method, path, body, headers);
    const text = await response.text();
    return text === "" ? null : JSON.parse(text);
  }

  async #send(method, path, body, headers, signal, base = this.#base) {
    const limit = AbortSignal.timeout(PATIENCE_MILLIS);
    const token = this.#token();
    const init = {
      method,
      cache: "no-store",
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      headers: {
        ...headers,
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    };
    let response;
    try {
      response = await this.#fetch(base + path, init);
    } catch (error) {
      if (signal?.aborted) throw error;
      const why = limit.aborted ? `did not answer within ${PATIENCE_MILLIS / 1000} seconds` : "could not be reached";
      throw new Refusal(`The server ${why}.`, { status: 0 });
    }
    if (response.ok) return response;
    const isJson = response.headers.get("Content-Type")?.includes("json");
    const problem = isJson ? await response.json().catch(() => null) : null;
    const detail = problem?.detail ?? `it answered ${response.status}`;
    if (response.status === 401) this.#onDoor(detail);
    const retryAfter = Number.parseFloat(response.headers.get("Retry-After") ?? "") || null;
    throw new Refusal(detail, { status: response.status, problem, retryAfter });
  }
}
