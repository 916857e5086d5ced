// The hooks in React 19, in a DOM without a browser, as an application uses them; prints what it shows.
import { Window } from "happy-dom";
import { createElement } from "react";
import { createRoot } from "react-dom/client";
import WebSocket from "ws";

const { document } = (globalThis.window = new Window());
globalThis.document = document;
const { HeraldProvider, useEvents, useHerald, useProject, useProjectUpdates } = await import("@herald/client/react");
const url = process.env.HERALD_URL;

function Shop() {
  const { isConnected } = useHerald();
  const { project, loading } = useProject("hooked");
  const { project: standing } = useProjectUpdates("hooked");
  const { events } = useEvents({ project: "hooked", types: ["custom.step"], max: 3 });
  return createElement(
    "p",
    null,
    JSON.stringify({ isConnected, loading, name: project?.project_name ?? null, done: standing?.completed_tasks ?? null, steps: events.map(({ data }) => data.step) }),
  );
}

const place = document.createElement("div");
const root = createRoot(place);
const post = (type, data) =>
  fetch(`${url}/api/v1/events`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ type, project_id: "hooked", data }) });

function until(what, test) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${what}: ${place.textContent}`)), 30_000);
    const look = setInterval(() => {
      const shown = place.textContent ? JSON.parse(place.textContent) : null;
      if (!shown || !test(shown)) return;
      clearInterval(look);
      clearTimeout(timer);
      console.log(what);
      resolve();
    }, 20);
  });
}

root.render(createElement(HeraldProvider, { url, WebSocket, share: false }, createElement(Shop)));
await until("connected, and there is no such project", ({ isConnected, loading, name }) => isConnected && !loading && name === null);
await post("project.updated", { project_name: "Hooked" });
await until("the project is there", ({ name }) => name === "Hooked");
await post("task_update", { task_id: "T-1", title: "One", status: "done" });
await until("a finished task moves it", ({ done }) => done === 1);
for (let step = 0; step < 5; step++) await post("custom.step", { step });
await until("the newest events are kept", ({ steps }) => steps.join() === "2,3,4");
root.unmount(); // the connection is closed with the provider: else this process would not end
