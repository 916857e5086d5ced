// The server itself, live: who is connected, what goes through, how late, what it keeps, what it refused.

import { durationText, numberText, shareText } from "../../figures.js";
import { concerns } from "../../state/concerns.js";
import { count, word } from "../../text.js";
import { html } from "../html.js";
import { NoData, sentence, shown, Tag } from "../parts.js";
import { Chart } from "../project/chart.js";

const ALERTS = { connections: "Connections", delay: "Delay", disk: "Disk", errors: "Errors", intake: "Intake", memory: "Memory" };
const PARTS_HEALTH = { healthy: "good", degraded: "warn", unhealthy: "bad" };

export function ServerView({ library, pulse, now }) {
  pulse.look();
  const health = library.want("/health", concerns.nothing());
  const connections = library.want("/sse/connections", concerns.nothing());
  return html`<main class="page server" id="main" tabindex="-1">
    <header class="server-head"><h2>This server</h2>${pulse.failure !== null && html`<p class="failure">${why(pulse.failure)}</p>`}</header>
    <dl class="tiles">
      <${Tile} name="Connections" value=${whole(pulse.value("herald_hub_connections"))} more=${lagging(pulse)} />
      <${Tile} name="Events in" value=${rate(pulse.rate("herald_events_published_total"))} more="a second" />
      <${Tile} name="Events out" value=${rate(pulse.rate("herald_hub_delivered_events_total"))} more="a second" />
      <${Tile} name="Late, 99 of 100" value=${seconds(pulse.value('herald_hub_delay_seconds{quantile="0.99"}'))} more="from kept to sent at most" />
      <${Tile} name="Waiting to be kept" value=${whole(pulse.value("herald_intake_waiting_events"))} more=${bytes(pulse.value("herald_intake_waiting_bytes"))} />
      <${Tile} name="Folds behind" value=${whole(pulse.value("herald_fold_pending"))} more=${seconds(pulse.value("herald_fold_lag_seconds")) ?? ""} />
      <${Tile} name="Requests" value=${rate(requests(pulse))} more="a second" />
      <${Tile} name="Answered 5xx" value=${whole(pulse.value('herald_http_requests_total{status="5xx"}'))} more="since the start" tone=${pulse.value('herald_http_requests_total{status="5xx"}') > 0 ? "bad" : ""} />
    </dl>
    <div class="widgets">
      <section class="widget w-2"><header><h3>Events a second</h3></header><div class="content">
        ${pulse.readings.length < 3 ? html`<p class="no-data soft">Reading…</p>` : html`<${Chart} label="Events a second" unit="events" height=${220}
          at=${pulse.readings.map(({ at }) => at / 1_000)}
          lines=${[{ name: "In", ink: "accent", values: pulse.rates("herald_events_published_total"), fill: true }, { name: "Out", ink: "info", values: pulse.rates("herald_hub_delivered_events_total") }]} />`}
      </div></section>
      <section class="widget w-2"><header><h3>Health</h3></header><div class="content">
        ${shown(health, ({ components }) => html`<ul class="rows">${Object.entries(components).map(([name, part]) => html`<li key=${name}>
          <${Tag} of=${part.status} tones=${PARTS_HEALTH} /><span class="what"><b>${word(name, 60)}</b> ${part.detail ? sentence(word(part.detail, 400)) : ""}</span></li>`)}
          ${Object.entries(ALERTS).filter(([name]) => pulse.value(`herald_alert{name="${name}"}`) > 0).map(([name, text]) => html`<li key=${name}><${Tag} of="alert" tones=${{ alert: "bad" }} /><span class="what"><b>${text}</b> is above its limit.</span></li>`)}</ul>`)}
      </div></section>
      <section class="widget w-2"><header><h3>Refused and unusual</h3></header><div class="content">
        <dl class="metrics">${REFUSALS.map(([name, title]) => html`<div><dt>${title}</dt><dd>${whole(pulse.value(name)) ?? html`<span class="soft">no data</span>`}</dd></div>`)}</dl>
      </div></section>
      <section class="widget w-2"><header><h3>Streams</h3></header><div class="content">
        ${shown(connections, ({ connections: open }) => open.length === 0
          ? html`<${NoData} title="No stream over Server-Sent Events is open" reason="" />`
          : html`<ul class="rows">${open.slice(0, 100).map((one) => html`<li key=${one.connection_id}><code>${word(one.connection_id ?? "", 40)}</code>
              <span class="what">${word(one.project_id ?? "", 80) || "every project"}</span><span class="since">${one.connected_at ? durationText((now - Date.parse(one.connected_at)) / 1_000) : ""}</span></li>`)}</ul>`)}
      </div></section>
    </div>
  </main>`;
}

const REFUSALS = [
  ['herald_events_refused_total{reason="overloaded"}', "Events refused: too much at once"],
  ['herald_events_refused_total{reason="unavailable"}', "Events refused: the journal did not take them"],
  ["herald_events_conflicting_total", "Same key, other content"],
  ["herald_events_repeated_total", "Repeated, kept once"],
  ["herald_events_stale_total", "Changes decided again"],
  ["herald_hub_lagging", "Slow clients that lag now"],
  ["herald_hub_journal_reads_total", "Catch-ups read from the journal"],
  ["herald_net_connections_refused_total", "Connections refused"],
  ["herald_net_connections_displaced_total", "Connections displaced"],
  ["herald_net_answers_dropped_total", "Answers nobody took"],
  ['herald_http_requests_total{status="4xx"}', "Requests refused"],
  ["herald_fold_aside", "Folds set aside"],
];

function Tile({ name, value, more, tone = "" }) {
  return html`<div class="tile ${tone}"><dt>${name}</dt><dd>${value ?? html`<span class="soft">no data</span>`}</dd><dd class="more">${more}</dd></div>`;
}

const whole = (value) => (value === null ? null : count(value));
const rate = (value) => (value === null ? null : numberText(value));
const seconds = (value) => (value === null ? null : value < 1 ? `${numberText(value * 1_000)} ms` : durationText(value));

function bytes(value) {
  if (value === null) return "";
  return value < 1_024 ? `${value} bytes` : value < 1_048_576 ? `${numberText(value / 1_024)} KB` : `${numberText(value / 1_048_576)} MB`;
}

function requests(pulse) {
  const of = ["2xx", "3xx", "4xx", "5xx"].map((status) => pulse.rate(`herald_http_requests_total{status="${status}"}`));
  return of.some((value) => value === null) ? null : of.reduce((sum, value) => sum + value, 0);
}

function lagging(pulse) {
  const slow = pulse.value("herald_hub_lagging");
  const open = pulse.value("herald_hub_connections");
  return slow === null || !open ? "" : slow === 0 ? "none lags" : `${count(slow)} lag, ${shareText(slow / open)}`;
}

const why = (failure) => (failure.status === 403 ? "The figures of the server are for administrators." : failure.message);
