/** The page of a fleet: totals, spreads and load, and all Jobs in a table, each of which opens with a click. */

import { PAGE_SCRIPT } from "#generated/page-script.js";
import type { Fleet } from "../../analysis/fleet/fleet.ts";
import { fleetText } from "../fleet/fleet-text.ts";
import { CALENDAR_STYLE, calendarSection } from "./calendar-picture.ts";
import { escapeHtml } from "./escape.ts";
import { packFleet } from "./fleet-data.ts";
import { runBody } from "./page.ts";
import { framedPage } from "./page-frame.ts";
import type { ReportData } from "./report-data.ts";

const STYLE = `
body:not(.one-job) > :not(#fleet):not(script) { display: none; }
body.one-job > #fleet > :not(#fleet-back) { display: none; }
body:not(.one-job) #fleet-back { display: none; }
#fleet { padding: 14px 18px; }
#fleet table { border-collapse: collapse; }
#fleet th, #fleet td { padding: 2px 12px 2px 0; text-align: right; font-variant-numeric: tabular-nums; }
#fleet th:first-child, #fleet td:first-child, #fleet th:nth-child(2), #fleet td:nth-child(2) { text-align: left; }
#fleet pre { overflow-x: auto; }
#fleet .scroll { max-height: 70vh; overflow: auto; }
#fleet a { color: var(--accent); }
`;

/**
 * Writes the page of a fleet; the same run gives the same bytes with the same Node.
 *
 * @param fleet as `fleetOf` gives it
 * @param data as `collectReport` gives it
 * @example
 * const fleet = fleetOf(simulation, readRun(simulation));
 * writeFileSync("fleet.html", fleetPage(fleet, collectReport(simulation, { title: "f" })));
 */
export function fleetPage(fleet: Fleet, { calendars = [], sample, ...data }: ReportData): string {
  const head = `<section id="fleet" aria-label="All Jobs">
<p id="fleet-back"><a href="#">All ${fleet.jobs.length} Jobs</a></p>
<h1>${escapeHtml(data.title)}</h1>
<p>${escapeHtml(data.description)}</p>
${calendarSection(calendars)}<pre id="fleet-figures" tabindex="0" role="group" aria-label="Figures">${escapeHtml(fleetText(fleet).join("\n"))}</pre>
<h2>Jobs <span class="hint">a click opens one</span></h2>
<label>Only names with <input type="search" id="fleet-search"></label>
<div class="scroll" tabindex="0" role="group" aria-label="Jobs"><table><thead><tr>\
<th scope="col">Job</th><th scope="col">Outcome</th><th scope="col">Waited</th><th scope="col">Ran</th><th scope="col">Makespan</th>\
</tr></thead><tbody id="fleet-jobs"></tbody></table></div>
</section>
`;
  const body = `${head}${runBody("", "", sample)}`;
  return framedPage({
    title: data.title,
    body,
    style: `${STYLE}${calendars.length === 0 ? "" : CALENDAR_STYLE}`,
    data: packFleet(fleet, data),
    script: PAGE_SCRIPT,
  });
}
