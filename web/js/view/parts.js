// Small things that several views draw.

import { percentText, rounded } from "../figures.js";
import { word } from "../text.js";
import { TONES } from "../words.js";
import { html } from "./html.js";

/** A colour for a name, the same wherever it stands. */
const HUES = 12;
function hueOf(name) {
  let sum = 7;
  for (const c of name) sum = (sum * 31 + c.codePointAt(0)) % 9_973;
  return sum % HUES;
}

/** Two letters for a person or an agent. */
function initials(name) {
  const parts = name.split(/[\s._@-]+/).filter(Boolean);
  const letters = parts.length > 1 ? [...parts[0]][0] + [...parts[1]][0] : [...(parts[0] ?? "?")].slice(0, 2).join("");
  return letters.toUpperCase();
}

export function Face({ name }) {
  const shown = word(name, 60);
  return html`<span class="face hue-${hueOf(shown)}" title=${shown}><span aria-hidden="true">${initials(shown)}</span><span
    class="hidden">${shown}</span></span>`;
}

/** Faces side by side; those for whom there is no room are counted. */
export function Faces({ names, max = 5 }) {
  const more = names.length - max;
  return html`<span class="faces">${names.slice(0, more > 0 ? max - 1 : max).map((name) => html`<${Face} name=${name} />`)}
    ${more > 0 && html`<span class="face more" title=${names.slice(max - 1).map((n) => word(n, 60)).join(", ")}>+${more + 1}</span>`}</span>`;
}

/** A share of a whole as a bar, with its text beside it for those who do not see it. */
export function Bar({ percent, label, tone = "" }) {
  const known = percent !== null && percent !== undefined;
  return html`<span class="bar-track ${tone}" role="img" aria-label="${label}: ${known ? percentText(percent) : "no data"}">
    <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
      ${known && html`<rect width=${Math.min(100, Math.max(0, percent))} height="1" />`}
    </svg></span>`;
}

/** Health as a ring with its figure. */
export function Ring({ value, status, size = 56 }) {
  const known = value !== null && value !== undefined;
  const round = 2 * Math.PI * 20;
  return html`<svg class="ring of-${status ?? "none"}" width=${size} height=${size} viewBox="0 0 48 48" role="img"
    aria-label=${known ? `Health ${rounded(value)} of 100, ${status}` : "Health: no data"}>
    <circle class="track" cx="24" cy="24" r="20" />
    ${known && html`<circle class="value" cx="24" cy="24" r="20" stroke-dasharray="${(round * value) / 100} ${round}" transform="rotate(-90 24 24)" />`}
    <text x="24" y="24">${known ? rounded(value) : "–"}</text>
  </svg>`;
}

/** A line of small bars, the newest at the right; each value is 0 to max. */
export function Spark({ values, max, label }) {
  const width = 3;
  return html`<svg class="spark" viewBox="0 0 ${values.length * width} 20" preserveAspectRatio="none" role="img" aria-label=${label}>
    ${values.map((value, i) => {
      const height = value === 0 ? 1 : 2 + (18 * value) / max;
      return html`<rect class=${value === 0 ? "none" : ""} x=${i * width} y=${20 - height} width=${width - 1} height=${height} />`;
    })}
  </svg>`;
}

export const SEVERITY_WORDS = { low: "Low", medium: "Medium", high: "High", critical: "Critical" };

export function Severity({ of, soft = false }) {
  return html`<span class="severity of-${of} ${soft ? "soft" : ""}">${SEVERITY_WORDS[of] ?? of}</span>`;
}

/** Why there is nothing to show, in the server's words. */
export function NoData({ reason, title = "No data" }) {
  return html`<p class="no-data"><b>${title}</b>${reason && html`<span>${sentence(word(reason, 300))}</span>`}</p>`;
}

/** What an answer is drawn as, once there is one; before, or where it could not be read, that. */
export function shown({ value, failure }, draw) {
  if (value !== null) return draw(value);
  return failure ? html`<${NoData} title="It could not be read" reason=${failure.message} />` : html`<p class="no-data soft">Reading…</p>`;
}

/** A state as a coloured word; the colour only repeats what the word says. */
export function Tag({ of, tones = TONES }) {
  const text = word(of ?? "", 40);
  return text && html`<span class="tag ${Object.hasOwn(tones, text) ? tones[text] : "quiet"}">${text.replaceAll("_", " ")}</span>`;
}

/** A text as a sentence: it begins with a capital letter and ends with a full stop. */
export function sentence(text) {
  if (text === "") return "";
  const begun = text[0].toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
}
