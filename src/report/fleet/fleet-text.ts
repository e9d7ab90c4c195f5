/** A fleet for people: totals, spreads, the worst, failures by cause and the load over time, within 80 columns. */

import type { FailureGroup } from "../../analysis/fleet/failure-groups.ts";
import { FLEET_PERCENTILES, type Fleet, type FleetJob, type Spread } from "../../analysis/fleet/fleet.ts";
import type { LoadInterval } from "../../analysis/fleet/load-over-time.ts";
import { formatShortSpan } from "../../analysis/times.ts";
import { formatCount } from "../numbers.ts";
import { PLAIN, type Style } from "../style.ts";
import { type TextColumn, textTable } from "../text-table.ts";

/** Names longer than this are cut, so that tables fit a screen. */
const LONGEST_NAME = 28;
/** How many causes are shown. */
const MOST_CAUSES = 12;
const SECOND_MS = 1_000;
const BAR = 20;

/**
 * Prints a fleet.
 *
 * @returns lines of at most 80 columns, without line breaks
 * @example
 * console.log(fleetText(fleetOf(simulation, readRun(simulation))).join("\n"));
 */
export function fleetText(fleet: Fleet, style: Style = PLAIN): string[] {
  return [
    ...spreadsText(fleet, style),
    "",
    ...worstText(fleet.worst, style),
    "",
    ...loadText(fleet, style),
    ...failuresText(fleet.failures, style),
  ];
}

/** The totals of a fleet in one line: what `-q` prints. */
export function fleetLine({ totals, spreads }: Pick<Fleet, "totals" | "spreads">): string {
  const { jobs, complete, failed, unfinished } = totals;
  const [median, , p95] = spreads.makespan.ms;
  const took = median === undefined || p95 === undefined ? "" : `; makespan p50 ${span(median)}, p95 ${span(p95)}`;
  return `${formatCount(jobs)} Jobs: ${formatCount(complete)} complete, ${formatCount(failed)} failed, ${formatCount(unfinished)} unfinished${took}`;
}

function spreadsText({ spreads, totals }: Fleet, style: Style): string[] {
  const { jobs, complete, failed, unfinished } = totals;
  const head = `${style.bold("FLEET")}   ${formatCount(jobs)} Jobs: ${formatCount(complete)} complete, ${formatCount(failed)} failed, ${formatCount(unfinished)} unfinished`;
  const rows: readonly (readonly [string, Spread])[] = [
    ["waiting", spreads.waiting],
    ["running", spreads.running],
    ["makespan", spreads.makespan],
  ];
  const columns: readonly TextColumn<readonly [string, Spread]>[] = [
    { title: "", cell: ([name]) => name },
    { title: "JOBS", cell: ([, { jobs: count }]) => formatCount(count), align: "right" },
    ...FLEET_PERCENTILES.map((percent, i): TextColumn<readonly [string, Spread]> => {
      const title = percent === 100 ? "MAX" : `P${percent}`;
      return { title, cell: ([, { ms }]) => (ms[i] === undefined ? "-" : span(ms[i])), align: "right" };
    }),
  ];
  return [head, ...textTable(rows, columns, style.dim)];
}

function worstText(worst: readonly FleetJob[], style: Style): string[] {
  const columns: readonly TextColumn<FleetJob>[] = [
    { title: "JOB", cell: ({ summary: { name } }) => cut(name), paint: (_row, text) => style.name(text) },
    {
      title: "OUTCOME",
      cell: ({ summary: { outcome } }) => outcome,
      paint: ({ summary: { outcome } }, text) => (outcome === "Failed" ? style.bad(text) : text),
    },
    { title: "WAITED", cell: ({ waitingMs }) => (waitingMs === undefined ? "-" : span(waitingMs)), align: "right" },
    { title: "RAN", cell: ({ runningMs }) => (runningMs === undefined ? "-" : span(runningMs)), align: "right" },
    { title: "PODS", cell: ({ summary: { pods } }) => formatCount(pods.created), align: "right" },
  ];
  const title = `${style.bold("WORST")}   ${style.dim("--job NAME shows one in full")}`;
  return [title, ...textTable(worst, columns, style.dim)];
}

function failuresText(failures: readonly FailureGroup[], style: Style): string[] {
  if (failures.length === 0) return [];
  const columns: readonly TextColumn<FailureGroup>[] = [
    { title: "WHAT", cell: ({ of }) => of },
    { title: "COUNT", cell: ({ count }) => formatCount(count), align: "right" },
    { title: "CAUSE", cell: ({ cause }) => cut(cause) },
    { title: "FOR EXAMPLE", cell: ({ example }) => cut(example) },
  ];
  const more = failures.length - MOST_CAUSES;
  const rest = more > 0 ? [style.dim(`… and ${more} more causes`)] : [];
  return ["", style.bold("FAILURES"), ...textTable(failures.slice(0, MOST_CAUSES), columns, style.dim), ...rest];
}

/** Pods against their quota, and requests against their budget, for as long as there was something to do. */
function loadText({ load, limits }: Fleet, style: Style): string[] {
  const most = Math.max(1, ...load.map(({ mostPods }) => mostPods));
  const perSecond = ({ requests, fromMs, toMs }: LoadInterval) => (requests * SECOND_MS) / (toMs - fromMs);
  const columns: readonly TextColumn<LoadInterval>[] = [
    { title: "FROM", cell: ({ fromMs }) => `+${span(fromMs)}`, align: "right" },
    { title: "CREATED", cell: ({ created }) => formatCount(created), align: "right" },
    { title: "DONE", cell: ({ finished }) => formatCount(finished), align: "right" },
    { title: "PODS", cell: ({ mostPods }) => formatCount(mostPods), align: "right" },
    { title: "", cell: ({ mostPods }) => "▇".repeat(Math.round((BAR * mostPods) / most)) },
    { title: "REQ/S", cell: (interval) => perSecond(interval).toFixed(1), align: "right" },
    { title: "REFUSED", cell: ({ refused }) => formatCount(refused), align: "right" },
  ];
  const quotas = (limits.quotas ?? []).map(
    ({ pods, namespace }) => `quota ${formatCount(pods)} pods${namespace === undefined ? "" : ` in ${cut(namespace)}`}`,
  );
  const qps = limits.controllerManager?.kubeApi?.qps;
  const known = [...quotas, ...(qps === undefined ? [] : [`${qps} requests a second`])].join(", ");
  const title = `${style.bold("OVER TIME")}${known === "" ? "" : `   ${style.dim(known)}`}`;
  return [title, ...textTable(load, columns, style.dim)];
}

/** From ten seconds on, to the second: nobody compares fleets by milliseconds. */
function span(ms: number): string {
  return formatShortSpan(ms < 10 * SECOND_MS ? ms : Math.round(ms / SECOND_MS) * SECOND_MS);
}

function cut(text: string): string {
  return text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME - 1)}…` : text;
}
