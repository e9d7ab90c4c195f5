/** The figures of runs that are compared, and how two runs differ in them. */

import type { ComparedRun } from "../analysis/compare/compare.ts";
import { type NumberName, shownNumbers } from "../analysis/measures.ts";
import { formatCount } from "./numbers.ts";
import { formatNumber } from "./sweep-text.ts";

export const FIGURE_TITLES: { readonly [N in NumberName]: string } = {
  makespanMs: "makespan",
  retries: "retries",
  pods: "pods",
  podSeconds: "pod-seconds",
  wastedPodSeconds: "wasted pod-seconds",
  cost: "cost of nodes",
  scheduledRuns: "scheduled runs",
  failedRuns: "failed runs",
  skippedRuns: "runs skipped by Forbid",
  missedRuns: "missed runs",
  replacedRuns: "replaced runs",
  lateByMs: "latest by",
};

/** One figure of all runs. */
export interface Figure {
  readonly title: string;
  /** One for each run. */
  readonly cells: readonly string[];
  /** The second run less the first, if both have the number and they differ. */
  readonly difference?: string;
}

/** Lists the outcome and the numbers of runs. */
export function comparedFigures(runs: readonly ComparedRun[]): readonly Figure[] {
  return [
    { title: "outcome", cells: runs.map(outcomeOf) },
    ...shownNumbers((name) => runs.some(({ measures }) => measures[name] !== undefined)).map((name) => {
      const values = runs.map(({ measures }) => measures[name]);
      return figure(FIGURE_TITLES[name], values, (value) => formatNumber(name, value));
    }),
    ...(["failed", "ignored"] as const).map((kind) => {
      const values = runs.map(({ summary }) => summary.totals.pods[kind]);
      return figure(`${kind} pods`, values, formatCount);
    }),
  ];
}

function figure(title: string, values: readonly (number | undefined)[], show: (value: number) => string): Figure {
  const cells = values.map((value) => (value === undefined ? "-" : show(value)));
  const [first, second] = values;
  if (first === undefined || second === undefined || first === second) return { title, cells };
  const sign = second < first ? "-" : "+";
  return { title, cells, difference: `${sign}${show(Math.abs(second - first))}` };
}

function outcomeOf({ summary }: ComparedRun): string {
  const { jobs, totals } = summary;
  const [only] = jobs;
  if (jobs.length === 1 && only !== undefined) {
    return only.reason === undefined ? only.outcome : `${only.outcome} (${only.reason})`;
  }
  return `${totals.complete} of ${totals.jobs} complete`;
}
