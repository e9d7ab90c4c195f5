/** The report of a run as one HTML file: nothing is loaded from anywhere. */

import { CLIENT_SCRIPT } from "./client-script.ts";
import type { ReportData } from "./report-data.ts";
import { STYLE } from "./style.ts";

/**
 * Writes the page of a run; the same run gives the same bytes.
 *
 * @example
 * writeFileSync("run.html", reportPage(collectReport(simulation, { title: "train" })));
 */
export function reportPage(data: ReportData): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeText(data.title)} · jobsim report</title>
<style>${STYLE}</style>
</head>
<body>
${BODY}
<script type="application/json" id="data">${escapeJson(data)}</script>
<script>${CLIENT_SCRIPT}</script>
</body>
</html>
`;
}

const BODY = `<header>
<h1 id="title"></h1>
<p id="description"></p>
<p id="outcome"></p>
<dl id="facts"></dl>
</header>
<section id="time" aria-label="Moment">
<div class="buttons">
<button type="button" id="previous" aria-label="Previous transition" title="Previous transition (p)">◀</button>
<button type="button" id="next" aria-label="Next transition" title="Next transition (n)">▶</button>
</div>
<input type="range" id="slider" min="0" step="1" value="0" aria-label="Moment of the run">
<output id="moment" for="slider"></output>
<label id="job-choice">Job <select id="job"></select></label>
</section>
<main>
<section id="charts" aria-label="Charts">
<h2>Pods over time <span class="hint" id="rows-hint"></span></h2>
<ul class="legend" id="legend"></ul>
<div id="gantt" class="scroll" tabindex="0" role="img" aria-label="Gantt chart of the pods"><div id="gantt-height"><canvas id="gantt-canvas"></canvas></div></div>
<h2>Status counters</h2>
<ul class="legend" id="counter-legend"></ul>
<div id="counters" role="img" aria-label="Status counters over time"><canvas id="counters-canvas"></canvas></div>
</section>
<section id="now" aria-label="At this moment">
<h2>kubectl get job</h2>
<pre id="job-table" aria-live="off"></pre>
<h2>kubectl get pods <span class="hint" id="pod-counts"></span></h2>
<pre id="pod-head"></pre>
<div id="pods" class="scroll" tabindex="0" aria-label="Pods"></div>
<h2>Status as YAML</h2>
<pre id="status" class="scroll" tabindex="0" aria-label="Status"></pre>
</section>
<section id="history" aria-label="Transitions">
<h2>Transitions <span class="hint">arrow keys or a click travel to one</span> <label class="hint"><input type="checkbox" id="events"> with Kubernetes Events</label></h2>
<div class="split">
<div id="transitions" class="scroll" tabindex="0" role="listbox" aria-label="Transitions"></div>
<pre id="difference" class="scroll" tabindex="0" aria-label="What the write changed"></pre>
</div>
</section>
</main>
<footer>Keys: ← → or p n previous and next transition, shift+← → one second, Home and End. Written by jobsim; nothing on this page is loaded from elsewhere.</footer>`;

/** JSON that cannot end its script element. */
function escapeJson(data: ReportData): string {
  return JSON.stringify(data)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
