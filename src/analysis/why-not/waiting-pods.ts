/** The pods of a Job that are waiting for something: similar ones together. */

import { secondsToDurationMs } from "../../api/go-duration.ts";
import type { Node } from "../../api/kinds/node.ts";
import { parseTimestamp } from "../../api/timestamp.ts";
import { formatSpan } from "../times.ts";
import { heldByFinalizers } from "./held-finalizers.ts";
import type { FoundHindrance, PodCause } from "./hindrance.ts";
import type { JobAtMoment, Moment, PodHistory } from "./moment.ts";
import { classesWithout } from "./node-classes.ts";
import { isStopped, type PodWait, waitOf } from "./pod-wait.ts";

type PodHindrance = FoundHindrance & { readonly cause: PodCause };

/** What the pods of a Job wait for, in the order in which they were created. */
export function waitingPods(job: JobAtMoment, moment: Moment): FoundHindrance[] {
  const groups = new Map<string, PodHindrance>();
  for (const pod of job.pods) {
    for (const found of [...asList(hindranceOf(pod, moment)), ...keptBy(pod)]) {
      const key = `${found.cause} ${found.text}`;
      const known = groups.get(key);
      groups.set(key, joined(known, known === undefined ? withClasses(found, pod, moment) : found));
    }
  }
  return [...groups.values()].map((found) =>
    NOT_BY_THEMSELVES.has(found.cause) ? withDeadline(found, job, moment) : found,
  );
}

function asList<T>(item: T | undefined): readonly T[] {
  return item === undefined ? [] : [item];
}

/** The finalizers that keep a pod whose containers have stopped. */
function keptBy(pod: PodHistory): PodHindrance[] {
  if (!isStopped(pod.now.object.metadata)) return [];
  return heldByFinalizers(pod).map((found) => ({ ...found, cause: "finalizer", pods: [pod.label] }));
}

/** What may last forever, unless the Job has a deadline. */
const NOT_BY_THEMSELVES: ReadonlySet<PodCause> = new Set([
  "gated",
  "otherScheduler",
  "unscheduled",
  "image",
  "configuration",
  "starting",
  "besideEnded",
]);

/** Of pods that wait for the same thing, one represents all. */
function withClasses(found: PodHindrance, { now }: PodHistory, moment: Moment): PodHindrance {
  if (found.cause !== "unscheduled") return found;
  const { namespace, name } = now.object.metadata;
  const says = moment.says.get(`${namespace}/${name}`);
  const autoscaler = says === undefined ? [] : [`the autoscaler says: ${says}`];
  const details = [...classesWithout(now.object, moment), ...autoscaler];
  return details.length === 0 ? found : { ...found, details };
}

function withDeadline(found: PodHindrance, { now }: JobAtMoment, { plan }: Moment): FoundHindrance {
  const { spec, status } = now.object;
  const { activeDeadlineSeconds: seconds } = spec;
  if (seconds === undefined) return withDetail(found, "the Job has no activeDeadlineSeconds, so it can wait forever");
  if (status.startTime === undefined) return found;
  const deadlineMs = parseTimestamp(status.startTime) + secondsToDurationMs(seconds) - plan.epochMs;
  return withDetail(found, `activeDeadlineSeconds ends the Job at +${formatSpan(deadlineMs)}`);
}

function withDetail(found: PodHindrance, detail: string): FoundHindrance {
  return { ...found, details: [...(found.details ?? []), detail] };
}

function hindranceOf(pod: PodHistory, moment: Moment): PodHindrance | undefined {
  const { commits, at, now, label } = pod;
  const wait = waitOf(now.object);
  if (wait === undefined) return undefined;
  const isSame = (other: PodWait | undefined) => other?.cause === wait.cause && other.text === wait.text;
  let first = at;
  while (first > 0 && isSame(waitAt(pod, first - 1))) first--;
  const end = commits.slice(at + 1).find(({ object, type }) => type === "DELETED" || !isSame(waitOf(object)));
  const found: PodHindrance = {
    ...wait,
    sinceMs: commits[first]?.timeMs ?? now.timeMs,
    pods: [label],
    ...(end === undefined ? {} : { endsMs: end.timeMs }),
  };
  return onLostNode(found, now.object.spec.nodeName, moment) ?? found;
}

function waitAt({ commits }: PodHistory, at: number): PodWait | undefined {
  const commit = commits[at];
  return commit === undefined ? undefined : waitOf(commit.object);
}

/** Nothing happens on a silent node, whatever the pod says. */
function onLostNode(found: PodHindrance, node: string | undefined, moment: Moment): PodHindrance | undefined {
  const lostMs = node === undefined ? undefined : lostSinceMs(node, moment);
  if (lostMs === undefined) return undefined;
  const isGoing = found.cause === "terminating";
  const what = isGoing ? "being deleted, and nothing there confirms the end" : "running, as far as is known";
  return {
    ...found,
    cause: "nodeLost",
    holder: "node",
    sinceMs: lostMs,
    text: `${what}; ${node} does not answer`,
    ends: isGoing
      ? "when the node is back, its Node object is deleted, or it is tainted node.kubernetes.io/out-of-service"
      : "when the node is back, or the pod is evicted after its toleration of node.kubernetes.io/unreachable",
  };
}

/** Since when a node has been silent; nothing if it answers, or if nodes have no objects. */
function lostSinceMs(name: string, { nodes }: Moment): number | undefined {
  const history = nodes.get(name);
  if (history === undefined || answers(history.now.object)) return undefined;
  const { commits, at } = history;
  let first = at;
  for (let before = commits[first - 1]; before !== undefined && !answers(before.object); before = commits[first - 1]) {
    first--;
  }
  return commits[first]?.timeMs;
}

function answers({ status }: Node): boolean {
  return status?.conditions?.some(({ type, status: is }) => type === "Ready" && is !== "True") !== true;
}

function joined(known: PodHindrance | undefined, found: PodHindrance): PodHindrance {
  if (known === undefined) return found;
  const { endsMs: _, ...rest } = known;
  const endsMs =
    known.endsMs === undefined || found.endsMs === undefined ? undefined : Math.max(known.endsMs, found.endsMs);
  return {
    ...rest,
    sinceMs: Math.min(known.sinceMs, found.sinceMs),
    pods: [...(known.pods ?? []), ...(found.pods ?? [])],
    ...(endsMs === undefined ? {} : { endsMs }),
  };
}
