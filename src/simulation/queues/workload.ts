/** A Job in a queue (Kueue's Workload with one pod set). */

import { podRequests } from "../../api/pod-resources.ts";
import { withRequests } from "../../api/template-requests.ts";
import { parseTimestamp } from "../../api/timestamp.ts";
import type { Job, StringMap } from "../../api/types.ts";
import type { PriorityClasses } from "../../apiserver/admission/priority.ts";
import { PRIORITY_LABEL } from "./queue.ts";

export interface QueuedJob {
  readonly uid: string;
  readonly job: Job;
  readonly priority: number;
  /** Its order among Jobs of the same priority. */
  readonly sinceMs: number;
  /** Number of pods that run at the same time. */
  readonly pods: number;
  readonly nodeSelector: StringMap;
  /** Requests of all its pods, in billionths. */
  readonly asked: ReadonlyMap<string, bigint>;
}

/** @param sinceMs when it was evicted, if that decides its order; its creation by default */
export function queuedJob(job: Job, classes: PriorityClasses, sinceMs?: number): QueuedJob {
  const { metadata, spec } = job;
  const pods = podsOf(job);
  const one = [...podRequests({ spec: withRequests(spec.template.spec) })];
  const asked = new Map(one.map(([name, { billionths }]) => [name, billionths * BigInt(pods)] as const));
  asked.set("pods", BigInt(pods) * 1_000_000_000n);
  const className = metadata.labels?.[PRIORITY_LABEL] ?? spec.template.spec.priorityClassName;
  return {
    uid: metadata.uid,
    job,
    priority: className === undefined ? (spec.template.spec.priority ?? 0) : priorityOfClass(classes, className),
    sinceMs: sinceMs ?? parseTimestamp(metadata.creationTimestamp ?? "1970-01-01T00:00:00Z"),
    pods,
    nodeSelector: spec.template.spec.nodeSelector ?? {},
    asked,
  };
}

function priorityOfClass(classes: PriorityClasses, name: string): number {
  const found = classes[name];
  return typeof found === "number" ? found : (found?.value ?? 0);
}

/** The number of pods that run at the same time: at most as many as are still to succeed (reclaimable pods). */
export function podsOf({ spec, status }: Job): number {
  const { parallelism = 1, completions } = spec;
  if (completions === undefined) return parallelism;
  return Math.max(0, Math.min(parallelism, completions - (status.succeeded ?? 0)));
}

/** Highest priority first, then oldest, then by name. */
export function byTurn(a: QueuedJob, b: QueuedJob): number {
  if (a.priority !== b.priority) return b.priority - a.priority;
  if (a.sinceMs !== b.sinceMs) return a.sinceMs - b.sinceMs;
  return a.job.metadata.name < b.job.metadata.name ? -1 : 1;
}
