// What the tests of real clients share: the server that HERALD_URL names, tokens of its secret, and a network to cut.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import net from "node:net";

export const base = process.env.HERALD_URL;
export const WAIT_MILLIS = 30_000;

/** A token as anybody who knows the secret makes one: HS256. */
export function token(claims = {}, seconds = 600) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const now = Math.floor(Date.now() / 1000);
  const body = `${part({ alg: "HS256", typ: "JWT" })}.${part({ sub: "ann", exp: now + seconds, ...claims })}`;
  return `${body}.${createHmac("sha256", process.env.HERALD_JWT_SECRET).update(body).digest("base64url")}`;
}

/** Publishes steps `from`, `from + 1`, … of a project as one request; gives their ids. */
export async function publish(project, from, count, type = "custom.step") {
  const lines = Array.from({ length: count }, (_, i) =>
    JSON.stringify({ type, project_id: project, data: { step: from + i, text: "x".repeat(200) } }));
  const answer = await post(lines.join("\n"), "application/x-ndjson", project);
  return answer.event_ids;
}

/** Publishes these as one request; gives their ids. */
export async function publishLines(events) {
  const lines = events.map((event) => JSON.stringify(event)).join("\n");
  return (await post(lines, "application/x-ndjson", events[0].project_id)).event_ids;
}

/** Publishes one event; gives its id. */
export async function publishOne(event) {
  return (await post(JSON.stringify(event), "application/json", event.project_id)).event_id;
}

async function post(body, contentType, project) {
  const headers = { "Content-Type": contentType };
  if (process.env.HERALD_JWT_SECRET) {
    headers.Authorization = `Bearer ${token({ sub: "publisher", roles: ["publisher"], projects: ["*"] })}`;
  }
  const answer = await fetch(`${base}/api/v1/events`, { method: "POST", headers, body });
  assert.ok(answer.ok, `not published into ${project}: ${answer.status}`);
  return answer.json();
}

/** Collects what arrives; `until(n)` waits for the n-th. */
export function collector() {
  const events = [];
  let wake = () => {};
  return {
    events,
    add(event) {
      events.push(event);
      wake();
    },
    async until(count) {
      const end = Date.now() + WAIT_MILLIS;
      while (events.length < count) {
        const left = end - Date.now();
        assert.ok(left > 0, `waited for ${count} events, have ${events.length}`);
        let timer;
        await Promise.race([
          new Promise((resolve) => { wake = resolve; }),
          new Promise((resolve) => { timer = setTimeout(resolve, left); }),
        ]);
        clearTimeout(timer);
      }
      return events;
    },
  };
}

/** The arguments of an emitter's next event of that name, or an error when it does not come. */
export function next(emitter, name) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${name} came`)), WAIT_MILLIS);
    emitter.once(name, (...args) => {
      clearTimeout(timer);
      resolve(args);
    });
  });
}

export const steps = (events) => events.map((event) => event.data.step);
export const upTo = (count) => Array.from({ length: count }, (_, i) => i);

/** A network between client and server: bytes pass until it is cut; while it is down nobody is let in. */
export async function network() {
  const { hostname, port } = new URL(base);
  const open = new Set();
  let isDown = false;
  let left = Infinity;
  const cut = () => {
    for (const socket of open) socket.destroySoon();
  };
  const listening = net.createServer((client) => {
    if (isDown) {
      client.destroy();
      return;
    }
    const server = net.connect(Number(port), hostname);
    client.pipe(server);
    server.on("data", (bytes) => {
      client.write(bytes.subarray(0, left));
      if (bytes.length >= left) {
        left = Infinity;
        cut();
      } else {
        left -= bytes.length;
      }
    });
    for (const [from, to] of [[client, server], [server, client]]) {
      open.add(from);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        open.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise((resolve) => listening.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${listening.address().port}`,
    /** Cuts when so many more bytes have come from the server, most likely in the middle of an answer. */
    cutAfter(bytes) {
      left = bytes;
    },
    /** Cuts, and stays away until `up`. */
    down() {
      isDown = true;
      cut();
    },
    up() {
      isDown = false;
    },
    close() {
      listening.close();
      cut();
    },
  };
}
