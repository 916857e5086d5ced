// While you were away: what has happened since the reader was here last, as the server sums it up.

import { linkTo } from "../../address.js";
import { momentText } from "../../figures.js";
import { word } from "../../text.js";
import { html } from "../html.js";
import { sentence } from "../parts.js";

/** Of more projects only those that have something to tell first are summed up. */
const PROJECTS_MAX = 8;
const BUDGET = 1_500;
/** What needs somebody stands above; counts of types say what the rest says in words. */
const ELSEWHERE = new Set(["counts", "needs"]);
/** Of a long list of files so many are named. */
const FILES_NAMED = 3;

export function WhileAway({ away, cards, library, actions }) {
  const { position, at } = away.since;
  const told = cards.slice(0, PROJECTS_MAX).map((card) => {
    const path = `/projects/${encodeURIComponent(card.project_id)}/brief?after=${encodeURIComponent(position)}&budget=${BUDGET}`;
    return { card, answer: library.want(path, () => false) };
  });
  const shown = told.filter(({ answer }) => answer.value && Object.keys(answer.value.counts).length > 0);
  const isLoading = told.some(({ answer }) => answer.value === null && answer.failure === null);
  if (!isLoading && shown.length === 0) return null;
  return html`<section class="away" aria-labelledby="away-title">
    <header><h2 id="away-title">While you were away</h2><span class="soft">since ${momentText(at)}</span><span class="grow"></span>
      <button class="small" onClick=${actions.haveRead}>Got it</button></header>
    <div class="briefs">${shown.map(({ card, answer }) => html`<${Brief} key=${card.project_id} card=${card} brief=${answer.value} />`)}
      ${isLoading && html`<p class="soft">Reading…</p>`}</div>
  </section>`;
}

function Brief({ card, brief }) {
  const statements = brief.statements.filter(({ kind }) => !ELSEWHERE.has(kind));
  return html`<article>
    <h3><a href=${linkTo({ view: "project", project: card.project_id })}>${word(card.project_name ?? "", 80) || card.project_id}</a></h3>
    ${!brief.is_whole && html`<p class="soft">The server no longer keeps all of it.</p>`}
    <ul>${statements.map(({ kind, text, events }) => html`<li class="of-${kind}">${sentence(word(kind === "files" ? fewer(text) : text, 600))}
      ${events.length > 0 && html` <a class="soft" href=${linkTo({ view: "feed", project: card.project_id, moment: events.at(-1) })} aria-label="Events of: ${word(text, 60)}">events</a>`}</li>`)}</ul>
  </article>`;
}

function fewer(text) {
  const files = text.split("; ");
  return files.length > FILES_NAMED ? `${files.slice(0, FILES_NAMED).join("; ")} and others` : text;
}
