/**
 * Defects that Kubernetes itself has, and that the simulation plays faithfully: what they cause is reported as known.
 */

import type { StatusRule } from "../../api/field-path.ts";
import type { ApiError } from "../../apiserver/errors.ts";
import { isIndexed, isSuspended } from "./job-reading.ts";
import type { JobRecord, Ledger, PodRecord } from "./ledger.ts";
import { mayMissAnswers } from "./leeway.ts";

/**
 * Why the API refuses a status forever, if Kubernetes has no way out.
 *
 * `startless-verdict`: a verdict on a suspended Job that has no startTime cannot become final (semantics 07, section
 * 6.6). `scale-down-lost`: an Indexed Job was scaled down, and its parallelism changed again before its controller
 * wrote the lower count; the API lets `succeeded` fall only while both numbers are equal. `ready-of-gone-pods`: pods
 * that were gone before the controller could delete them, by a call whose answer was lost or by another process, are
 * taken off active, not off ready. `index-ended-twice`: two pods of one index at once, of which one succeeds and one
 * fails for good; or one that is counted as failed while it terminates, and then succeeds before it has lost its
 * finalizer (semantics 06, section 3: a success with finalizer adds its index whatever the lists say); or one that
 * failed with a try left, and gets a condition that fails its index while the next try succeeds.
 */
export function refusalDefect(
  ledger: Ledger,
  { job, specs, pods }: JobRecord,
  { causes = [] }: ApiError,
): string | undefined {
  const violates = (rule: StatusRule) => causes.some((cause) => cause.rule === rule);
  const goneUnseen = mayMissAnswers(ledger) || viewDefect(ledger) === "unfenced-leader";
  if (goneUnseen && violates("readyWithinActive")) return "ready-of-gone-pods";
  if (violates("startedBeforeFinished") && specs.some((point) => isSuspended(point.job))) {
    return "startless-verdict";
  }
  if (violates("indexListsDisjoint") && endedTwice(ledger, pods)) {
    return "index-ended-twice";
  }
  if (violates("succeededKept") && isIndexed(job)) {
    const { completions = 0 } = job.spec;
    if (specs.some((point) => (point.job.spec.completions ?? 0) > completions)) return "scale-down-lost";
  }
  return undefined;
}

/**
 * Whether an index succeeded and failed although every pod was made and counted by someone who could not know better.
 */
function endedTwice(ledger: Ledger, pods: JobRecord["pods"]): boolean {
  const all = [...pods.values()].filter(({ index }) => index >= 0);
  return all.some(
    (good) =>
      good.pod.status.phase === "Succeeded" &&
      (good.listedAs === "failed" ||
        all.some(
          (bad) =>
            bad !== good &&
            bad.index === good.index &&
            // One that succeeds while it is being deleted was a failure before.
            (bad.pod.status.phase !== "Succeeded" || bad.markedMs !== undefined) &&
            (bad.amendedMs !== undefined || overlap(ledger, good, bad)),
        )),
  );
}

/** Whether two pods existed at once, as far as the maker of the later one could know. */
function overlap(ledger: Ledger, a: PodRecord, b: PodRecord): boolean {
  const madeBesides = ({ createdMs, stray }: PodRecord, { terminalMs }: PodRecord) =>
    terminalMs === undefined ||
    createdMs <= terminalMs ||
    stray ||
    ledger.looksBackAt(createdMs) ||
    !ledger.isKnown(terminalMs, createdMs);
  return madeBesides(a, b) && madeBesides(b, a);
}

/**
 * Why a controller may act against what it should have known.
 *
 * `unfenced-leader`: leader election does not fence (package leaderelection of client-go says so); a process that has
 * lost its lease acts until it notices, and neither of the two sees at once what the other does. `59848`: a list from a
 * cache that is behind takes a controller back to a state that is over (kubernetes/kubernetes issue 59848).
 */
export function viewDefect(ledger: Ledger): string | undefined {
  if (ledger.rivals > 0 || ledger.nowMs <= ledger.rivalUntilMs) return "unfenced-leader";
  return ledger.looksBackAt(ledger.nowMs) ? "59848" : undefined;
}

/**
 * Why a pod may be created that its controller should have known to be one too many.
 *
 * `unfenced-writes`: a call that is answered with a timeout may have taken effect, or may do so later, also when its
 * process is dead; the controller takes it for failed and, until its watch shows the pod, creates another one. Pods
 * have generated names, which are no lock.
 */
export function creationDefect(ledger: Ledger): string | undefined {
  return viewDefect(ledger) ?? (ledger.strays ? "unfenced-writes" : undefined);
}

/** Why a Job without pods stands still. */
export function standstillDefect(ledger: Ledger, record: JobRecord): string | undefined {
  const { stuckBy, successor, job } = record;
  if (stuckBy !== undefined) return stuckBy;
  // A Job that is created again under its name inherits what was expected of the old one, and nothing ends its wait
  // (kubernetes/kubernetes issues 131917 and 142142, open).
  if (successor && (job.status.active ?? 0) === 0) return "131917";
  // A pod that a fresh list shows for the first time, being deleted already or not at all any more, was expected to be
  // seen created, and is not counted as that: the same wait without end.
  return createdUnseen(ledger, record) ? "creation-missed" : undefined;
}

/** Whether a pod of the Job came while a watch was broken, or so shortly before that it had not been delivered. */
function createdUnseen({ circumstances, knownAfterMs }: Ledger, { pods }: JobRecord): boolean {
  return circumstances.relists.some(({ fromMs, toMs }) =>
    [...pods.values()].some(({ createdMs }) => fromMs - knownAfterMs <= createdMs && createdMs <= toMs),
  );
}
