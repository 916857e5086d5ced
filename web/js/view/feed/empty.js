import { when } from "../../text.js";
import { html } from "../html.js";

/** What to do where there is nothing to see. */
export function Empty({ session, actions }) {
  if (session.history === "loading") {
    return html`<div class="empty"><p>${session.filter.text ? "Searching…" : "Reading recent events…"}</p></div>`;
  }
  if (session.history === "failed") {
    return html`<div class="empty">
      <h2>Recent events could not be read</h2>
      <p>${session.failure}</p>
      <p><button class="primary" onClick=${() => session.retryNow()}>Try again</button></p>
    </div>`;
  }
  const { types, project, text } = session.filter;
  const { searchedUntil } = session;
  if (searchedUntil !== null) {
    return html`<div class="empty">
      <h2>Nothing found since ${when(searchedUntil, session.now())}</h2>
      <p>The log goes on before that. Events that match appear here as they happen.</p>
      <p>
        <button class="primary" onClick=${() => session.older()} disabled=${session.isLoadingOlder}>
          ${session.isLoadingOlder ? "Searching…" : "Search further back"}
        </button>
        ${" "}<button onClick=${actions.clearFilter}>Clear filter</button>
      </p>
    </div>`;
  }
  if (types.length || project || text) {
    return html`<div class="empty">
      <h2>Nothing matches this filter</h2>
      <p>The server has looked through all that it keeps. Events that match appear here as they happen.</p>
      <p><button class="primary" onClick=${actions.clearFilter}>Clear filter</button></p>
    </div>`;
  }
  const origin = globalThis.location.origin;
  const token = session.isGuarded ? ` -H "Authorization: Bearer $TOKEN"` : "";
  const publish = `curl ${origin}/api/v1/events${token} -H 'Content-Type: application/json' -d '{"type":"custom.hello","data":{"message":"Hello"}}'`;
  return html`<div class="empty">
    <h2>No events yet</h2>
    <p>Save a file in a watched directory, and it appears here at once. To watch another directory:</p>
    <pre><code>./herald watch DIR --server ${origin} --project NAME</code></pre>
    <p>Or publish something yourself:</p>
    <pre><code>${publish}</code></pre>
    <p><button class="primary" onClick=${actions.sayHello}>Publish that event from here</button></p>
  </div>`;
}
