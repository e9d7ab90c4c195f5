/** Which row of the Gantt chart a pod gets: its index, its position, or the first free one. */

import type { ReportPod } from "../report-data.ts";

export interface Rows {
  /** Row of each pod. */
  readonly rowOf: readonly number[];
  readonly count: number;
  readonly labels: (row: number) => string;
  readonly hint: string;
}

/** With more pods than this, pods share rows. */
const MAX_OWN_ROWS = 60;

export function rowsOf(pods: readonly ReportPod[]): Rows {
  const highest = pods.reduce((most, { index = -1 }) => Math.max(most, index), -1);
  if (highest >= 0) {
    return {
      rowOf: pods.map(({ index = highest + 1 }) => index),
      count: highest + 1 + Number(pods.some(({ index }) => index === undefined)),
      labels: (row) => (row > highest ? "no index" : String(row)),
      hint: "a row for each completion index, attempts one after the other",
    };
  }
  if (pods.length <= MAX_OWN_ROWS) {
    return { rowOf: pods.map((_, i) => i), count: pods.length, labels: (row) => `#${row}`, hint: "a row for each pod" };
  }
  return inLanes(pods);
}

function inLanes(pods: readonly ReportPod[]): Rows {
  const freeAt: number[] = [];
  const rowOf = pods.map(({ createdMs, endedMs = Number.POSITIVE_INFINITY }) => {
    const found = freeAt.findIndex((ms) => ms <= createdMs);
    const row = found === -1 ? freeAt.length : found;
    freeAt[row] = endedMs;
    return row;
  });
  return { rowOf, count: freeAt.length, labels: () => "", hint: "pods that do not overlap share a row" };
}
