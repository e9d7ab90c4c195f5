/** Charts of a sweep as SVG: the same input gives the same bytes. */

import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

/** One line of a chart: a value with its bounds. */
export interface ChartRow {
  readonly label: string;
  readonly value: number;
  /** Bounds of the confidence interval. */
  readonly low: number;
  readonly high: number;
  /** Where most of the runs lie, for a number that varies between runs. */
  readonly from?: number;
  readonly to?: number;
}

export interface ChartOptions {
  readonly rows: readonly ChartRow[];
  readonly axis: string;
  /** Ends of the axis; from the rows if absent. */
  readonly domain?: readonly [number, number];
  readonly width: number;
}

const ROW_HEIGHT = 26;
const CHARACTER_WIDTH = 6.6;
/** Labels take at most this share of the width. */
const MOST_LABEL = 0.42;
const ACCENT = "#2f6fb0";

/** Draws a dot with its interval for each row; the line behind it shows where most of the runs lie. */
export function intervalChart({ rows, axis, domain, width }: ChartOptions): string {
  const longest = Math.max(...rows.map(({ label }) => label.length));
  const marginLeft = Math.ceil(Math.min(longest * CHARACTER_WIDTH + 16, width * MOST_LABEL));
  const room = Math.floor((marginLeft - 16) / CHARACTER_WIDTH);
  const shown = rows.map((row, i) => ({ ...row, place: `${i}` }));
  const labels = new Map(shown.map(({ place, label }) => [place, shorten(label, room)]));
  const ranges = shown.flatMap(({ place, from, to }) =>
    from === undefined || to === undefined ? [] : [{ place, from, to }],
  );
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const chart = Plot.plot({
    document,
    width,
    height: rows.length * ROW_HEIGHT + 60,
    marginLeft,
    marginRight: 24,
    marginBottom: 40,
    x: { label: axis, grid: true, nice: true, ...(domain === undefined ? {} : { domain: [...domain] }) },
    y: {
      label: null,
      type: "point",
      domain: shown.map(({ place }) => place),
      tickFormat: (place: string) => labels.get(place) ?? "",
    },
    marks: [
      Plot.ruleY(ranges, {
        y: "place",
        x1: "from",
        x2: "to",
        stroke: "currentColor",
        strokeOpacity: 0.25,
        strokeWidth: 8,
      }),
      Plot.ruleY(shown, { y: "place", x1: "low", x2: "high", stroke: ACCENT, strokeWidth: 2.5 }),
      Plot.dot(shown, { y: "place", x: "value", fill: ACCENT, r: 4.5 }),
    ],
  });
  return String(chart.outerHTML);
}

function shorten(text: string, room: number): string {
  // Cut at the start: the values that differ are at the end.
  return text.length <= room ? text : `…${text.slice(1 - Math.max(2, room))}`;
}
