/** Nodes and quotas over time as a picture of the page: a lane for each, drawn when the page is written. */

import type { ClusterLanes, Lane, Waiting } from "../../analysis/cluster/lanes.ts";
import { formatShortSpan } from "../../analysis/times.ts";
import { humanDuration } from "../../api/human-duration.ts";
import { escapeHtml } from "./escape.ts";

const WIDTH = 1000;
const LABEL = 190;
const PEAK = 100;
const LANE = 22;
const GAP = 4;
const AXIS = 18;
/** Maximum number of ticks on the axis, and how far apart they may be, seconds. */
const TICKS = 8;
const STEPS_S = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400];
const DAY_MS = 86_400_000;

const COLOURS: Readonly<Record<Lane["kind"], string>> = { nodes: "running", waiting: "waiting", quota: "terminating" };

/** A section of the page. */
export function clusterSection({ endMs, lanes, waiting }: ClusterLanes): string {
  const height = AXIS + lanes.length * (LANE + GAP);
  const parts = lanes.map((lane, at) => laneSvg(lane, AXIS + at * (LANE + GAP)));
  return `<section id="cluster" aria-label="Nodes over time">
<h2>Nodes over time <span class="hint">how full they are by the resource that is used most</span></h2>
<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${lanes.length} lanes of nodes, waiting pods and quotas">
${axisSvg(endMs, height)}
${parts.join("\n")}
</svg>
${waitingTable(waiting)}
</section>
`;
}

function xOf(share: number): string {
  return (LABEL + share * (WIDTH - LABEL - PEAK)).toFixed(1);
}

function axisSvg(endMs: number, height: number): string {
  const days = Math.ceil(endMs / DAY_MS / TICKS) * DAY_MS;
  const stepMs = STEPS_S.map((step) => step * 1000).find((step) => endMs / step <= TICKS) ?? days;
  return Array.from({ length: Math.floor(endMs / stepMs) + 1 }, (_none, at) => {
    const x = xOf((at * stepMs) / endMs);
    const anchor = at === 0 ? "start" : "middle";
    const text = humanDuration(at * stepMs);
    return `<path class="tick" d="M${x} ${AXIS}V${height}"/><text class="quiet" x="${x}" y="12" text-anchor="${anchor}">${text}</text>`;
  }).join("\n");
}

function laneSvg({ kind, name, top, shares, peak }: Lane, y: number): string {
  const bottom = y + LANE;
  const steps = shares.map((share, at) => {
    const level = (bottom - share * LANE).toFixed(1);
    return `${at === 0 ? "" : `H${xOf(at / shares.length)}`}V${level}`;
  });
  const middle = y + LANE / 2 + 4;
  return [
    `<g><title>${escapeHtml(`${name}: ${peak} of ${top}`)}</title>`,
    `<rect class="lane" x="${LABEL}" y="${y}" width="${WIDTH - LABEL - PEAK}" height="${LANE}"/>`,
    `<path fill="var(--${COLOURS[kind]})" d="M${LABEL} ${bottom}${steps.join("")}H${xOf(1)}V${bottom}Z"/>`,
    `<text x="${LABEL - 8}" y="${middle}" text-anchor="end">${escapeHtml(shortened(name))}</text>`,
    `<text class="quiet" x="${WIDTH - PEAK + 8}" y="${middle}">${escapeHtml(peak)}</text></g>`,
  ].join("\n");
}

const LONGEST_NAME = 28;

function shortened(name: string): string {
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 1)}…`;
}

function waitingTable(waiting: readonly Waiting[]): string {
  if (waiting.length === 0) return "";
  const rows = waiting.map(({ owner, pods, fromMs, toMs, message }) => {
    const span = `${formatShortSpan(fromMs)} – ${formatShortSpan(toMs)}`;
    const cells = [owner, String(pods), span, message].map((text) => `<td>${escapeHtml(text)}</td>`);
    return `<tr>${cells.join("")}</tr>`;
  });
  return `<div class="scroll waits" tabindex="0" role="group" aria-label="What waited, and why"><table>
<tr><th>Job</th><th>pods</th><th>waited</th><th>first reason</th></tr>
${rows.join("\n")}
</table></div>`;
}

export const CLUSTER_STYLE = `
#cluster { padding: 0 18px; }
#cluster svg { display: block; width: 100%; height: auto; font: 11px ui-monospace, Menlo, Consolas, monospace; }
#cluster text { fill: var(--text); } #cluster .quiet { fill: var(--quiet); }
#cluster .lane { fill: var(--panel); stroke: var(--line); } #cluster .tick { stroke: var(--line); }
#cluster .waits { margin-top: 6px; max-height: 230px; }
#cluster table { border-collapse: collapse; font-size: 12px; }
#cluster th, #cluster td { text-align: left; padding: 3px 10px; vertical-align: top; }
#cluster th { color: var(--quiet); font-weight: 400; }
`;
