// A component that uses the page's hook as an application would, in a DOM without a browser; prints what it shows.
import { Window } from "happy-dom";
import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { pathToFileURL } from "node:url";

const { document } = (globalThis.window = new Window());
globalThis.document = document;
const { useRoom } = await import(pathToFileURL(process.argv[2]));

function Builds() {
  const { isConnected, events } = useRoom("project:shop", ["workflow.progress"]);
  const shown = events.map(({ data }) => `${data.workflow_id} ${data.progress} %`);
  return createElement("p", null, `${isConnected ? "live" : "away"}: ${shown.join(", ")}`);
}

const place = document.createElement("div");
const root = createRoot(place);
new window.MutationObserver(() => {
  console.log(place.textContent);
  if (place.textContent.includes("build-7 40 %")) {
    root.unmount(); // the socket is closed with the component: else this process would not end
  }
}).observe(place, { childList: true, characterData: true, subtree: true });
root.render(createElement(Builds));
