/** The makespans of a sweep as bars, drawn again with each report. */

import { wilsonInterval } from "../../src/analysis/statistics.ts";
import { formatShortSpan } from "../../src/analysis/times.ts";
import type { SweepAnswer } from "./protocol.ts";

const BARS = 40;
const WIDTH = 640;
const HEIGHT = 220;
const FOOT = 24;

/** One sentence on what was found so far. */
export function sweepSentence({ done, of, complete, makespansMs }: SweepAnswer): string {
  const { low, high } = wilsonInterval(complete, done);
  const share = (value: number) => `${(100 * value).toFixed(1)} %`;
  const sorted = makespansMs.toSorted((a, b) => a - b);
  const at = (part: number) =>
    formatShortSpan(sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0);
  const spans = sorted.length === 0 ? "" : ` Makespan: half within ${at(0.5)}, 95 % within ${at(0.95)}.`;
  return `${done} of ${of} runs: ${share(complete / done)} complete (95 % interval ${share(low)} to ${share(high)}).${spans}`;
}

/** The bars as the inside of an SVG of {@link VIEW_BOX}. */
export function histogram({ makespansMs }: SweepAnswer): string {
  if (makespansMs.length === 0) return "";
  const least = Math.min(...makespansMs);
  const span = Math.max(...makespansMs) - least || 1;
  const counts = Array.from({ length: BARS }, () => 0);
  for (const ms of makespansMs) {
    const bar = Math.min(BARS - 1, Math.floor((BARS * (ms - least)) / span));
    counts[bar] = (counts[bar] ?? 0) + 1;
  }
  const most = Math.max(...counts);
  const width = WIDTH / BARS;
  const bars = counts.map((count, i) => {
    const height = ((HEIGHT - FOOT) * count) / most;
    const title = `<title>${count} runs from ${formatShortSpan(least + (i * span) / BARS)}</title>`;
    return `<rect x="${i * width}" y="${HEIGHT - FOOT - height}" width="${width - 1}" height="${height}">${title}</rect>`;
  });
  const label = (x: number, anchor: string, ms: number) =>
    `<text x="${x}" y="${HEIGHT - 6}" text-anchor="${anchor}">${formatShortSpan(ms)}</text>`;
  return `${bars.join("")}${label(0, "start", least)}${label(WIDTH, "end", least + span)}`;
}

export const VIEW_BOX = `0 0 ${WIDTH} ${HEIGHT}`;
