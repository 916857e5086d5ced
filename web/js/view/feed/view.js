// The feed: all that has happened, newest first.

import { html } from "../html.js";
import { Details } from "./details.js";
import { Feed } from "./feed.js";
import { Rate } from "./plot.js";
import { Toolbar } from "./toolbar.js";

export function FeedView({ session, reading, place, now, actions }) {
  const rows = session.visibleRows();
  const { details } = reading;
  return html`
    ${place.moment === null && html`<${Rate} session=${session} now=${now} />`}
    <${Toolbar} session=${session} reading=${reading} shown=${countEvents(rows)} actions=${actions} />
    <main class="feed-frame ${details ? "with-details" : ""}" id="main" tabindex="-1">
      <${Feed} onMount=${(mounted) => ((reading.feed = mounted), reading.onShown())} session=${session} reading=${reading} rows=${rows} now=${now} actions=${actions} />
      ${details && html`<${Details} details=${details} reading=${reading} actions=${actions} />`}
    </main>`;
}

const countEvents = (rows) => rows.reduce((sum, { kind }) => sum + (kind === "event" ? 1 : 0), 0);
