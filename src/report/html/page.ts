/** The report of a run as one HTML file: nothing is loaded from anywhere. */

import { PAGE_SCRIPT } from "#generated/page-script.js";
import { CALENDAR_STYLE, calendarSection } from "./calendar-picture.ts";
import { CLUSTER_STYLE, clusterSection } from "./cluster-picture.ts";
import { escapeHtml } from "./escape.ts";
import { chartParts, EVENTS_CHOICE, FOOTER, framedPage, nowParts, TIME_BAR, transitionParts } from "./page-frame.ts";
import type { ReportData } from "./report-data.ts";

/**
 * Writes the page of a run; the same run gives the same bytes.
 *
 * @example
 * writeFileSync("run.html", reportPage(collectReport(simulation, { title: "train" })));
 */
export function reportPage(data: ReportData): string {
  const { cluster, calendars = [], sample, ...shown } = data;
  const style = `${cluster === undefined ? "" : CLUSTER_STYLE}${calendars.length === 0 ? "" : CALENDAR_STYLE}`;
  const body = runBody(calendarSection(calendars), cluster === undefined ? "" : clusterSection(cluster), sample);
  return framedPage({ title: data.title, data: shown, script: PAGE_SCRIPT, body, ...(style === "" ? {} : { style }) });
}

/**
 * @param head a section between the head of the page and its time bar, as HTML
 * @param foot a section after everything else
 * @param sample which pods are shown, if these are not all
 */
export function runBody(head = "", foot = "", sample?: string): string {
  const { gantt, counters } = chartParts("", "");
  return `<header>
<h1 id="title"></h1>
<p id="description"></p>
<p id="outcome"></p>
<dl id="facts"></dl>
</header>
${head}${TIME_BAR}
<main>
<section id="charts" class="charts" aria-label="Charts">
<h2>Pods over time <span class="hint" id="rows-hint"></span></h2>
${sampleHint(sample)}<ul class="legend" id="legend"></ul>
${gantt}
<h2>Status counters</h2>
<ul class="legend" id="counter-legend"></ul>
${counters}
</section>
<section id="now" aria-label="At this moment">
${nowParts("", "", sample === undefined ? "" : OF_THE_SAMPLE)}
<h2>Status as YAML</h2>
<pre id="status" class="scroll" tabindex="0" role="group" aria-label="Status"></pre>
</section>
<section id="history" aria-label="Transitions">
<h2>Transitions <span class="hint">arrow keys or a click travel to one</span> ${EVENTS_CHOICE}</h2>
<div class="split">
${transitionParts("", "")}
<pre id="difference" class="difference scroll" tabindex="0" role="group" aria-label="What the write changed"></pre>
</div>
</section>
</main>
${foot}${FOOTER}`;
}

/** What counts of pods are counts of; the Job's own counters are whole. */
const OF_THE_SAMPLE = "of the pods shown: ";

function sampleHint(sample: string | undefined): string {
  return sample === undefined ? "" : `<p class="hint" id="sample">Pods shown: ${escapeHtml(sample)}.</p>\n`;
}
