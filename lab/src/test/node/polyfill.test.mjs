// `event-source-polyfill` as people use it, for the sake of a header with their token: it resumes by a query parameter.
import assert from "node:assert/strict";
import { test } from "node:test";
import polyfills from "event-source-polyfill";
import { collector, network, publish, steps, token, upTo } from "./herald.mjs";

const { EventSourcePolyfill } = polyfills;

for (const query of ["", "&last_event_id=0-0", "&lastEventId=0-0"]) {
  test(`event-source-polyfill hears everything once and in order, also what it missed (${query})`, async () => {
    const project = `polyfill${query.replace(/\W/g, "")}`;
    const between = await network();
    const heard = collector();
    const gaps = [];
    const source = new EventSourcePolyfill(`${between.url}/sse?project_id=${project}${query}`, {
      headers: { Authorization: `Bearer ${token({ projects: [project] })}` },
      heartbeatTimeout: 60_000,
    });
    let opened = 0;
    source.addEventListener("open", () => { opened++; });
    source.addEventListener("message", ({ data }) => {
      const message = JSON.parse(data);
      if (message.event_id) heard.add(message);
      else if (message.type === "gap") gaps.push(message);
    });
    while (opened < 1) await new Promise((resolve) => setImmediate(resolve));
    await publish(project, 0, 300);
    await heard.until(300);
    between.down();
    await publish(project, 300, 300);
    between.up();
    await heard.until(600);
    assert.deepEqual(steps(heard.events), upTo(600));
    assert.deepEqual(gaps, []);
    assert.ok(opened > 1);
    source.close();
    between.close();
  });
}
