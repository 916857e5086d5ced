// `ws` and `eventsource` as people use them, against the server that HERALD_URL names.
import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { EventSource } from "eventsource";
import WebSocket from "ws";
import { base, collector, publish, steps, upTo } from "./herald.mjs";

async function webSocket(project, lastEventId, options) {
  const socket = new WebSocket(`${base.replace("http", "ws")}/ws`, options);
  const heard = collector();
  const confirmed = new Promise((resolve) => {
    socket.on("message", (text) => {
      const message = JSON.parse(text);
      if (message.event_id) heard.add(message);
      else if (message.type === "subscription_confirmed") resolve(message);
    });
  });
  await once(socket, "open");
  socket.send(JSON.stringify({ type: "subscribe", project_id: project, last_event_id: lastEventId }));
  const answer = await confirmed;
  assert.equal(answer.recovered, true);
  return { socket, heard };
}

for (const perMessageDeflate of [true, false]) {
  test(`ws hears everything once and in order, also what it missed (deflate ${perMessageDeflate})`, async () => {
    const project = `ws-${perMessageDeflate}`;
    const first = await webSocket(project, undefined, { perMessageDeflate });
    assert.equal(first.socket.extensions.includes("permessage-deflate"), perMessageDeflate);
    await publish(project, 0, 500);
    await first.heard.until(500);
    first.socket.terminate();
    await publish(project, 500, 500);
    const second = await webSocket(project, first.heard.events.at(-1).event_id, { perMessageDeflate });
    const ids = await publish(project, 1000, 10);
    await second.heard.until(510);
    assert.deepEqual(steps([...first.heard.events, ...second.heard.events]), upTo(1010));
    assert.equal(second.heard.events.at(-1).event_id, ids.at(-1));
    second.socket.close();
    const [code] = await once(second.socket, "close");
    assert.equal(code, 1005);
  });
}

test("eventsource hears everything once and in order, and resumes by itself where its connection ended", async () => {
  const project = "eventsource";
  const heard = collector();
  let cut;
  let connections = 0;
  const source = new EventSource(`${base}/sse?project_id=${project}`, {
    // The library's own way to see the network: its connection is cut in the middle.
    fetch: async (url, init) => {
      connections++;
      const response = await fetch(url, init);
      const reader = response.body.getReader();
      const body = new ReadableStream({
        start(controller) {
          cut = () => {
            controller.error(new Error("the network is gone"));
            reader.cancel();
          };
        },
        async pull(controller) {
          const { done, value } = await reader.read();
          if (done) controller.close();
          else controller.enqueue(value);
        },
      });
      const { status, headers, redirected } = response;
      return { status, headers, redirected, url: response.url, body };
    },
  });
  const established = collector();
  source.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.event_id) heard.add(message);
    else if (message.type === "connection_established") established.add(message);
  };
  await established.until(1);
  await publish(project, 0, 300);
  await heard.until(300);
  cut();
  await publish(project, 300, 300);
  await heard.until(600);
  assert.deepEqual(steps(heard.events), upTo(600));
  assert.ok(connections > 1);
  source.close();
});

test("eventsource hears named events by their type", async () => {
  const project = "named";
  const heard = collector();
  const source = new EventSource(`${base}/api/v1/sse/events?project_id=${project}&named=true`);
  source.addEventListener("custom.step", ({ data, lastEventId }) => heard.add({ ...JSON.parse(data), lastEventId }));
  await once(source, "open");
  const [id] = await publish(project, 0, 1);
  await heard.until(1);
  assert.equal(heard.events[0].lastEventId, id);
  source.close();
});
