// Quality: what tools reported last, by which run.

import { shareText } from "../../../figures.js";
import { concerns } from "../../../state/concerns.js";
import { count, plural } from "../../../text.js";
import { html } from "../../html.js";
import { Bar, NoData, shown } from "../../parts.js";

export function Widget({ library, place }) {
  const path = `/dashboard/overview?project_id=${encodeURIComponent(place.project)}`;
  return shown(library.want(path, concerns.state(place.project)), ({ quality_metrics: quality, reasons }) => {
    if (!quality) return html`<${NoData} reason=${reasons?.quality_metrics ?? "nobody has reported any quality"} />`;
    const { coverage, tests, findings } = quality;
    return html`<dl class="qualities">
      ${coverage && typeof coverage.line_coverage === "number" && html`<div><dt>Lines covered</dt><dd><b>${shareText(coverage.line_coverage)}</b>
        <${Bar} percent=${100 * coverage.line_coverage} label="Lines covered" /></dd></div>`}
      ${coverage && typeof coverage.branch_coverage === "number" && html`<div><dt>Branches covered</dt><dd><b>${shareText(coverage.branch_coverage)}</b>
        <${Bar} percent=${100 * coverage.branch_coverage} label="Branches covered" /></dd></div>`}
      ${tests && html`<div><dt>Tests</dt><dd><b class=${tests.failed > 0 ? "bad" : ""}>${tests.failed > 0 ? `${count(tests.failed)} failed` : "All passed"}</b>${" "}
        <span class="soft">${count(tests.passed ?? 0)} passed, ${count(tests.skipped ?? 0)} skipped</span></dd></div>`}
      ${findings && html`<div><dt>Findings</dt><dd><b class=${findings.errors > 0 ? "bad" : ""}>${plural(findings.errors ?? 0, "error")}</b>${" "}
        <span class="soft">${plural(findings.warnings ?? 0, "warning")}, ${plural(findings.notes ?? 0, "note")}</span></dd></div>`}
    </dl>`;
  });
}
