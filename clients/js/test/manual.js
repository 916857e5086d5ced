// Hand-held stand-ins: a clock, sockets and streams that do only what a test tells them.

export class ManualTimers {
  now = 1_000_000;
  #next = 1;
  #pending = new Map();

  setTimeout(run, millis) {
    this.#pending.set(this.#next, { run, at: this.now + millis });
    return this.#next++;
  }

  setInterval(run, every) {
    this.#pending.set(this.#next, { run, at: this.now + every, every });
    return this.#next++;
  }

  clearTimeout(id) {
    this.#pending.delete(id);
  }

  clearInterval(id) {
    this.#pending.delete(id);
  }

  get pending() {
    return this.#pending.size;
  }

  /** Moves the clock, running what falls due, and lets promises settle after each. */
  async advance(millis) {
    const end = this.now + millis;
    for (;;) {
      const [id, due] = [...this.#pending].sort((a, b) => a[1].at - b[1].at)[0] ?? [];
      if (!due || due.at > end) break;
      this.now = due.at;
      if (due.every) due.at += due.every;
      else this.#pending.delete(id);
      due.run();
      await settle();
    }
    this.now = end;
    await settle();
  }
}

export async function settle() {
  for (let i = 0; i < 20; i++) await Promise.resolve();
  await new Promise((resolve) => setImmediate(resolve));
}

/** A constructor of sockets that remembers each one. */
export function manualSockets() {
  const opened = [];
  class ManualSocket {
    readyState = 0;
    sent = [];

    constructor(url) {
      this.url = new URL(url);
      opened.push(this);
    }

    send(text) {
      this.sent.push(JSON.parse(text));
    }

    close() {
      this.readyState = 3;
    }

    accept() {
      this.readyState = 1;
      this.onopen();
    }

    say(message) {
      this.onmessage?.({ data: typeof message === "string" ? message : JSON.stringify(message) });
    }

    confirm(last = null) {
      this.say({ type: "subscription_confirmed", last_event_id: last, recovered: true });
    }

    drop(code = 1006, reason = "") {
      this.readyState = 3;
      this.onclose?.({ code, reason });
    }
  }
  return { opened, WebSocket: ManualSocket };
}

/** A fetch whose answers are streams that the test writes to, or refusals. */
export function manualFetch() {
  const asked = [];
  const fetch = (url, init) =>
    new Promise((resolve, reject) => {
      const request = {
        url: new URL(url),
        headers: init.headers,
        refuse: (status, body) => resolve(new Response(JSON.stringify(body), { status })),
        answer: (body) => resolve(new Response(JSON.stringify(body), { status: 200 })),
        fail: () => reject(new TypeError("fetch failed")),
        open() {
          const body = new ReadableStream({ start: (controller) => (request.controller = controller) });
          resolve(new Response(body, { status: 200 }));
        },
        write: (text) => request.controller.enqueue(new TextEncoder().encode(text)),
        say: (message) => request.write(`data: ${JSON.stringify(message)}\n\n`),
        end: () => request.controller.close(),
      };
      init.signal?.addEventListener("abort", () => {
        request.isAborted = true;
        reject(new DOMException("aborted", "AbortError"));
      });
      asked.push(request);
    });
  return { asked, fetch };
}
