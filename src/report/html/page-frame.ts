/** What all report pages have: the head, the time bar, the parts of a run, and the script. */

import { escapeHtml, escapeJson } from "./escape.ts";
import { STYLE } from "./style.ts";

export interface PageParts {
  readonly title: string;
  /** HTML. */
  readonly body: string;
  /** Extra rules. */
  readonly style?: string;
  readonly data: unknown;
  readonly script: string;
}

/** Puts a page together: one file, and nothing is loaded from anywhere. */
export function framedPage({ title, body, style = "", data, script }: PageParts): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} · jobsim report</title>
<style>${STYLE}${style}</style>
</head>
<body>
${body}
<script type="application/json" id="data">${escapeJson(data)}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** The bar that chooses the moment. */
export const TIME_BAR = `<section id="time" aria-label="Moment">
<div class="buttons">
<button type="button" id="previous" aria-label="Previous transition" title="Previous transition (p)">◀</button>
<button type="button" id="next" aria-label="Next transition" title="Next transition (n)">▶</button>
</div>
<div id="track"><input type="range" id="slider" min="0" step="1" value="0" aria-label="Moment of the run"><div id="marks" aria-hidden="true"></div></div>
<output id="moment" for="slider"></output>
<label id="job-choice">Job <select id="job"></select></label>
</section>`;

/** @param side what the ids of the parts end in; `of` says whose they are, for screen readers */
export function chartParts(side: string, of: string): { readonly gantt: string; readonly counters: string } {
  const label = escapeHtml(of);
  return {
    gantt: `<div id="gantt${side}" class="gantt scroll" tabindex="0" role="img" aria-label="Gantt chart of the pods${label}">\
<div id="gantt-height${side}" class="gantt-height"><canvas id="gantt-canvas${side}"></canvas></div></div>`,
    counters: `<div id="counters${side}" class="counters" role="img" aria-label="Status counters over time${label}"><canvas id="counters-canvas${side}"></canvas></div>`,
  };
}

/**
 * What kubectl would print about the Job and its pods.
 *
 * @param counted what the counts of pods are counts of, if not of all
 */
export function nowParts(side: string, of: string, counted = ""): string {
  return `<h2>kubectl get job</h2>
<pre id="job-table${side}" class="job-table" tabindex="0" role="group" aria-label="kubectl get job${escapeHtml(of)}"></pre>
<h2>kubectl get pods ${counted === "" ? "" : `<span class="hint">${escapeHtml(counted)}</span>`}<span class="hint" id="pod-counts${side}"></span></h2>
<pre id="pod-head${side}" class="pod-head"></pre>
<div id="pods${side}" class="pods scroll" tabindex="0" role="group" aria-label="Pods${escapeHtml(of)}"></div>`;
}

/** The list of transitions. */
export function transitionParts(side: string, of: string): string {
  return `<div id="transitions${side}" class="transitions scroll" tabindex="0" role="listbox" aria-label="Transitions${escapeHtml(of)}"></div>`;
}

export const EVENTS_CHOICE = '<label class="hint"><input type="checkbox" id="events"> with Kubernetes Events</label>';

export const FOOTER = `<footer>Keys: ← → or p n previous and next transition, shift+← → one second, Home and End. Written by jobsim; nothing on this page is loaded from elsewhere.</footer>`;
