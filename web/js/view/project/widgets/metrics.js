// All figures, each with how it went; each opens to its definition and the events that made it.

import { figureText } from "../../../figures.js";
import { concerns } from "../../../state/concerns.js";
import { word } from "../../../text.js";
import { html } from "../../html.js";
import { sentence, shown } from "../../parts.js";
import { figureName } from "../explained.js";

export function Widget({ library, path, place, explain }) {
  return shown(library.want(`${path}/figures?timeframe=30d`, concerns.state(place.project)), ({ figures }) => html`
    <dl class="metrics" tabindex="0" aria-label="All figures">${figures.map(({ name, value, unit, reason }) => html`<div key=${name}>
      <dt>${figureName(name)}</dt>
      <dd><button class="figure ${value === null ? "none" : ""}" title=${value === null ? sentence(word(reason ?? "", 200)) : undefined}
        onClick=${() => explain(name)}>${figureText(value, unit) ?? "no data"}</button></dd>
    </div>`)}</dl>`);
}
