/** What holds a Job back at one moment of a run, and who. */

import type { RuleId, RuleNumbers } from "../../controller/job/decisions.ts";
import type { JobRef } from "../../simulation/plan.ts";

/** Who holds something back. */
export type Holder =
  | "API server"
  | "Job controller"
  | "controller manager"
  | "garbage collector"
  | "other controller"
  | "queue"
  | "user"
  | "scheduler"
  | "kubelet"
  | "node"
  | "pods";

/** What kind of thing blocks a Job. */
export type HindranceCause =
  | "quota"
  | "refused"
  | "answerLost"
  | "rule"
  | "notSynced"
  | "controllersDown"
  | "suspended"
  | "managedElsewhere"
  | "deletion"
  | PodCause;

/** What a pod waits for, or what it is doing. */
export type PodCause =
  | "gated"
  | "otherScheduler"
  | "unscheduled"
  | "image"
  | "configuration"
  | "initContainer"
  | "starting"
  | "crashLoop"
  | "nodeLost"
  | "terminating"
  | "besideEnded"
  | "running"
  | "notCounted"
  | "finalizer";

/** One thing that a Job waits for; instants are virtual milliseconds since the run began. */
export interface Hindrance {
  readonly job: JobRef;
  readonly holder: Holder;
  readonly cause: HindranceCause;
  readonly sinceMs: number;
  /** What holds the Job back, in the words of its source. */
  readonly text: string;
  /** Details, one line each. */
  readonly details?: readonly string[];
  /** The pods that it is about, by their labels. */
  readonly pods?: readonly string[];
  /** The rule of the controller, if one decides. */
  readonly rule?: RuleId;
  readonly numbers?: RuleNumbers;
  /** What ends it. */
  readonly ends: string;
  /** When it is tried again, if the run shows that. */
  readonly nextMs?: number;
  /** When it ends in this run; absent if it does not. */
  readonly endsMs?: number;
}

/** What is found out about a Job; the Job itself is implied. */
export type FoundHindrance = Omit<Hindrance, "job">;

/** Causes that every Job in progress has: its pods are running. */
export function isProgress({ cause }: Pick<Hindrance, "cause">): boolean {
  return cause === "running";
}
