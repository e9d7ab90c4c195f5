/** Finds the first place where a run and a recording differ. */

import type { Simulation } from "../../src/simulation/simulation.ts";
import type { Expectation, TraceRecord } from "./trace-vector.ts";
import { isRecord } from "./vectors.ts";

/** Parallel events of one instant have no order: such runs are sorted before they are compared. */
const PARALLEL: readonly ReadonlySet<string>[] = [
  new Set(["podCreate"]),
  new Set(["finalizerRemoved", "podDelete", "podAdopted", "podReleased"]),
];

/** Describes the first difference, or returns `undefined` if there is none. */
export function firstDifference(expected: Expectation, actual: Expectation): string | undefined {
  return (
    compareRecords("trace", sortParallel(expected.trace), sortParallel(actual.trace)) ??
    compareRecords("cluster", sortAll(expected.cluster), sortAll(actual.cluster)) ??
    compareRecords("events", sortEvents(expected.events), sortEvents(actual.events)) ??
    compareValues("finalStatus", expected.finalStatus, actual.finalStatus) ??
    compareValues("podsLeft", [...expected.podsLeft].sort(), actual.podsLeft)
  );
}

/** Compares the API server's answer to a manifest that it refuses, with or without the name of the object. */
export function compareRefusal(expected: string, { log }: Simulation): string | undefined {
  const refusal = log.entries.find((entry) => entry.kind === "request" && entry.verb === "create");
  const message = refusal?.kind === "request" ? refusal.error?.message : undefined;
  if (message === expected || message?.replace(/^Job\.batch "[^"]*" is invalid: /, "") === expected) return undefined;
  return `createError\n  recorded:  ${expected}\n  simulated: ${message ?? "(accepted)"}`;
}

function compareRecords(
  part: string,
  expected: readonly TraceRecord[],
  actual: readonly TraceRecord[],
): string | undefined {
  for (let at = 0; at < Math.max(expected.length, actual.length); at++) {
    const [want, got] = [canonical(expected[at]), canonical(actual[at])];
    if (want !== got) return `${part}[${at}]\n  recorded:  ${want ?? "(nothing)"}\n  simulated: ${got ?? "(nothing)"}`;
  }
  return undefined;
}

function compareValues(part: string, expected: unknown, actual: unknown): string | undefined {
  const [want, got] = [canonical(expected), canonical(actual)];
  return want === got ? undefined : `${part}\n  recorded:  ${want}\n  simulated: ${got}`;
}

/** JSON with sorted keys. */
function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, part: unknown) =>
    isRecord(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}

function sortParallel(records: readonly TraceRecord[]): TraceRecord[] {
  const sorted: TraceRecord[] = [];
  for (let start = 0; start < records.length; ) {
    const first = records[start];
    const group = PARALLEL.find((kinds) => first !== undefined && kinds.has(first.k));
    let end = start + 1;
    while (group !== undefined && records[end]?.t === first?.t && group.has(records[end]?.k ?? "")) end++;
    sorted.push(...records.slice(start, end).sort(byKindAndPod));
    start = end;
  }
  return sorted;
}

/** The order of Events of one instant is not recorded. */
function sortEvents(events: readonly TraceRecord[]): TraceRecord[] {
  return [...events].sort((a, b) => a.t - b.t || (String(a.reason) < String(b.reason) ? -1 : 1));
}

function sortAll(records: readonly TraceRecord[]): TraceRecord[] {
  return [...records].sort((a, b) => a.t - b.t || byKindAndPod(a, b));
}

function byKindAndPod(a: TraceRecord, b: TraceRecord): number {
  const left = `${a.k} ${String(a.pod)}`;
  const right = `${b.k} ${String(b.pod)}`;
  return left < right ? -1 : Number(left > right);
}
