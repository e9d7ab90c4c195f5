/** Which pods a scale-down takes first, and which of two with one index stays (semantics 03, sections 6 and 8). */

import { isFinished } from "../../api/finished-job.ts";
import { parseTimestamp } from "../../api/timestamp.ts";
import type { ContainerStatus, Job, Pod } from "../../api/types.ts";
import type { Invariant, Report } from "./invariant.ts";
import { isIndexed, isOutOfRange, isSuspended, trueCondition } from "./job-reading.ts";
import type { JobRecord, PodRecord } from "./ledger.ts";
import { isMarked } from "./pod-reading.ts";
import { isUndisturbed } from "./undisturbed.ts";

/** A round of deletions: what the controller of a Job takes within one instant. */
interface Round {
  readonly job: JobRecord;
  /** The Job as it was when the last of them was taken: it may be changed before the round is judged. */
  acted: Job;
  readonly atMs: number;
  /** Pods that nobody had marked, and what they looked like when the first was. */
  readonly there: Map<PodRecord, Pod>;
  readonly taken: Set<PodRecord>;
}

/** All pods of these Jobs go, in no observable order. */
function goesWhole({ job }: JobRecord): boolean {
  const isEnding = trueCondition(job, "FailureTarget") ?? trueCondition(job, "SuccessCriteriaMet");
  return isFinished(job) || isSuspended(job) || isEnding !== undefined || job.metadata.deletionTimestamp !== undefined;
}

/** What its spec was at the beginning of the instant may have been another one, with other rules. */
function hasChanged({ job, atMs }: Round): boolean {
  return job.gone || goesWhole(job) || job.specs.filter(({ sinceMs }) => sinceMs === atMs).length > 1;
}

function judge(round: Round, report: Report): void {
  const { job, acted, there, taken } = round;
  if (hasChanged(round)) return;
  const left = [...there.keys()].filter(({ markedMs, gone }) => markedMs === undefined && !gone);
  if (left.length > 0) report.armed();
  const indexed = isIndexed(acted);
  for (const pod of taken) {
    if (indexed && isOutOfRange(acted, pod.index)) continue;
    const twin = indexed ? left.find(({ index }) => index === pod.index) : undefined;
    // Of two that were both taken one had no place of its own.
    if (twin === undefined && indexed && hasBetterTwin(round, pod)) continue;
    const spared = (twin === undefined ? left : [twin]).find((other) => goesBefore(round, other, pod));
    if (spared === undefined) continue;
    const [name, other] = [pod, spared].map((record) => record.pod.metadata.name);
    const whose = twin === undefined ? "" : ` of the same index ${pod.index}`;
    report({ job, message: `pod ${name} is deleted, and ${other}${whose}, which has come less far, stays` });
    return;
  }
}

function hasBetterTwin({ there, taken }: Round, pod: PodRecord): boolean {
  const shown = there.get(pod);
  return [...taken].some((other) => {
    const twin = there.get(other);
    return (
      other !== pod && other.index === pod.index && shown !== undefined && twin !== undefined && !isBehind(twin, shown)
    );
  });
}

function goesBefore({ acted, there }: Round, other: PodRecord, pod: PodRecord): boolean {
  const [first, second] = [there.get(other), there.get(pod)];
  if (first === undefined || second === undefined) return false;
  return isOutOfRange(acted, other.index) || isBehind(first, second);
}

/** Judged while nothing goes wrong: then the controller sees all pods as they are. */
export const deletionOrder: Invariant = {
  id: "deletion-order",
  sentence:
    "A scale-down deletes pods without an index of their own first, then those that have come least far; of two pods of one index the one that has come further stays.",
  source: "docs/semantics/03-sync-loop.md, sections 6 and 8",
  watch(ledger) {
    let round: Round | undefined;
    const end = (report: Report) => {
      // A process that died in the same instant may have sent only some of its deletions.
      if (round !== undefined && isUndisturbed(ledger)) judge(round, report);
      round = undefined;
    };
    return {
      pod({ actor, type, previous, object, timeMs }, record, report) {
        const { job } = record;
        if (job === undefined || previous === undefined || isMarked(previous)) return;
        if (type !== "DELETED" && !isMarked(object)) return;
        if (!job.writers.has(actor) || goesWhole(job)) return;
        if (!isUndisturbed(ledger)) return report.excused();
        if (round !== undefined && (round.atMs !== timeMs || round.job !== job)) end(report);
        round ??= {
          job,
          acted: job.job,
          atMs: timeMs,
          there: new Map(standing(job, record, timeMs)),
          taken: new Set(),
        };
        round.acted = job.job;
        if (!round.there.has(record)) round.there.set(record, previous);
        round.taken.add(record);
      },
      entry(entry, report) {
        if (round !== undefined && entry.timeMs !== round.atMs) end(report);
      },
      end,
    };
  },
};

/** The other pods of a Job that the controller could take as well. */
function* standing(job: JobRecord, taken: PodRecord, timeMs: number): Generator<[PodRecord, Pod]> {
  for (const other of job.living) {
    if (other !== taken && other.markedMs === undefined && other.createdMs < timeMs) yield [other, other.pod];
  }
}

const PHASES: readonly string[] = ["Pending", "Unknown", "Running"];

/** Since when the pod is ready, in milliseconds since 1970; `undefined` while it is not. */
function readySince({ status }: Pod): number | undefined {
  const ready = status.conditions?.find(({ type }) => type === "Ready");
  if (ready?.status !== "True") return undefined;
  // One that does not say since when goes before all others.
  return ready.lastTransitionTime === undefined ? Number.POSITIVE_INFINITY : parseTimestamp(ready.lastTransitionTime);
}

function mostRestarts(statuses: readonly ContainerStatus[] = []): number {
  return Math.max(0, ...statuses.map(({ restartCount }) => restartCount ?? 0));
}

/**
 * How far a pod has come, written apart from the controller: the first number that differs decides, and the smaller
 * goes first.
 */
function placeOf(pod: Pod): readonly number[] {
  const { metadata, spec, status } = pod;
  const sinceMs = readySince(pod);
  return [
    (spec.nodeName ?? "") === "" ? 0 : 1,
    PHASES.indexOf(status.phase ?? "Pending"),
    sinceMs === undefined ? 0 : 1,
    sinceMs === undefined ? 0 : -sinceMs,
    -mostRestarts(status.containerStatuses),
    -mostRestarts(status.initContainerStatuses),
    -parseTimestamp(metadata.creationTimestamp),
  ];
}

/** Whether a pod has come less far than another: a scale-down takes it first. False if nothing distinguishes them. */
function isBehind(pod: Pod, other: Pod): boolean {
  const [a, b] = [placeOf(pod), placeOf(other)];
  const at = a.findIndex((value, i) => value !== b[i]);
  return at !== -1 && (a[at] ?? 0) < (b[at] ?? 0);
}
