/**
 * From observed pods to rules of a scenario: each pod as it was, and distributions for those that were not observed.
 */

import type { JsonObject } from "../../api/json.ts";
import { formatDuration } from "../../scenario/duration.ts";
import type { PodObservation } from "./observe-pod.ts";

/** A rule for exactly one recorded pod. */
export function exactRule(job: string, seen: PodObservation, containers: ReadonlyMap<string, string>): JsonObject {
  const { pod, createdMs, scheduledMs, startedMs, runMs, exitCode, readyAfterMs, container, deletedMs, endedMs } = seen;
  const match = pod.index === undefined ? { ordinal: pod.ordinal } : { index: pod.index, attempt: pod.attempt };
  return {
    match: { job, ...match },
    schedule:
      scheduledMs === undefined && startedMs === undefined ? "never" : span((scheduledMs ?? createdMs) - createdMs),
    start: startedMs === undefined ? "never" : span(startedMs - (scheduledMs ?? createdMs)),
    ...(readyAfterMs === undefined ? {} : { ready: span(readyAfterMs) }),
    run: runMs === undefined || isStopped(seen) ? "forever" : span(runMs),
    ...(exitCode === undefined ? {} : { exit: exitCode }),
    ...(container === undefined ? {} : { container: containers.get(container) ?? container }),
    ...conditionsOf(seen),
    ...restartsOf(seen),
    ...(deletedMs === undefined || endedMs === undefined || endedMs < deletedMs
      ? {}
      : { termination: { time: span(endedMs - deletedMs), ...(exitCode === undefined ? {} : { exit: exitCode }) } }),
  };
}

/** A pod that was deleted while running would have continued. */
function isStopped({ deletedMs, endedMs }: PodObservation): boolean {
  return deletedMs !== undefined && (endedMs === undefined || endedMs >= deletedMs);
}

/** A disruption without a delete is the kubelet's own: it comes with the end. */
function conditionsOf({ disruption, deletedMs }: PodObservation): JsonObject {
  if (disruption === undefined || deletedMs !== undefined) return {};
  const { type, status, reason, message } = disruption;
  const condition = {
    type,
    status,
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
  };
  return { conditions: [condition] };
}

function restartsOf({ restarts, failedRun }: PodObservation): JsonObject {
  if (restarts === 0) return {};
  // Only the times of the last failed run are recorded; earlier runs are assumed to be the same.
  const { runMs = 0, exitCode = 1 } = failedRun ?? {};
  return { restarts: [{ count: restarts, run: span(runMs), exit: exitCode === 0 ? 1 : exitCode }] };
}

/** What pods of one kind did, as empirical distributions; nothing if none was seen to the end. */
export function distributions(seen: readonly PodObservation[]): JsonObject {
  const gaps = (from: (one: PodObservation) => number | undefined, to: (one: PodObservation) => number | undefined) =>
    seen.flatMap((one) => {
      const [fromMs, toMs] = [from(one), to(one)];
      return fromMs === undefined || toMs === undefined ? [] : [Math.max(0, toMs - fromMs)];
    });
  const runs = seen.filter((one) => !isStopped(one)).flatMap(({ runMs }) => runMs ?? []);
  const codes = seen.filter((one) => !isStopped(one)).flatMap(({ exitCode }) => exitCode ?? []);
  return {
    ...field(
      "schedule",
      gaps(
        ({ createdMs }) => createdMs,
        ({ scheduledMs }) => scheduledMs,
      ),
    ),
    ...field(
      "start",
      gaps(
        ({ scheduledMs }) => scheduledMs,
        ({ startedMs }) => startedMs,
      ),
    ),
    ...field("run", runs),
    ...exitField(codes),
  };
}

/** More values than this are given as quantiles. */
const MAX_VALUES = 50;
const QUANTILES = [0, 5, 10, 25, 50, 75, 90, 95, 99, 100];

function field(name: string, spansMs: readonly number[]): JsonObject {
  const sorted = spansMs.toSorted((a, b) => a - b);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return {};
  if (first === last) return { [name]: span(first) };
  if (sorted.length <= MAX_VALUES) return { [name]: { empirical: { values: sorted.map(span) } } };
  const at = (percent: number) => sorted[Math.round(((sorted.length - 1) * percent) / 100)] ?? last;
  const quantiles = Object.fromEntries(QUANTILES.map((percent) => [`p${percent}`, span(at(percent))]));
  return { [name]: { empirical: { quantiles } } };
}

function exitField(codes: readonly number[]): JsonObject {
  const counts = new Map<number, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  const [only] = counts.keys();
  if (only === undefined) return {};
  return { exit: counts.size === 1 ? only : Object.fromEntries(counts) };
}

function span(ms: number): string {
  return formatDuration(Math.max(0, ms));
}
