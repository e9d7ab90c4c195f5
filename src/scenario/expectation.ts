/** What a scenario expects of its run, ready to be checked. */

import type { JobRef } from "../simulation/plan.ts";
import type { NumberRange } from "./number-range.ts";
import type { SourcePosition } from "./problem.ts";

/** Counts of a run that can be expected. */
export const MEASURES = [
  "pods",
  "succeeded",
  "failed",
  "ignored",
  "retries",
  "podSeconds",
  "wastedPodSeconds",
] as const;
/** A quantity that expectations can bound. */
export type Measure = (typeof MEASURES)[number];

/** Counts of what happened at the scheduled times of a CronJob. */
export const RUN_COUNTS = ["runs", "completeRuns", "failedRuns", "skipped", "missed", "replaced", "overlaps"] as const;
/** A count of runs that can be expected. */
export type RunCount = (typeof RUN_COUNTS)[number];

/** What can be expected never to happen to the runs of a CronJob. */
export const RUN_HAPPENINGS = ["overlap", "skipped", "missed", "replaced", "failed"] as const;
/** Something that can be expected never to happen to the runs of a CronJob. */
export type RunHappening = (typeof RUN_HAPPENINGS)[number];

/** Counters of a status. */
export const COUNTERS = ["active", "ready", "terminating", "succeeded", "failed"] as const;
/** A counter of a Job's status. */
export type Counter = (typeof COUNTERS)[number];

/** Kinds of transitions that are named by one word. */
export const HAPPENINGS = ["created", "patched", "deletion", "gone", "podRemoved", "refused", "controllers"] as const;
/** A kind of transition with a name. */
export type Happening = (typeof HAPPENINGS)[number];

/** A transition fits if it has everything that is given. */
export interface TransitionMatch {
  readonly condition?: { readonly type: string; readonly status: string };
  readonly reason?: string;
  /** Reason of a Kubernetes Event. */
  readonly event?: string;
  /** Part of the message of a condition, an Event or a refusal. */
  readonly message?: string;
  readonly happens?: Happening;
  /** Counters that a status write changes to a number in the range. */
  readonly counters: readonly { readonly counter: Counter; readonly range: NumberRange }[];
  /** The text in the file, for messages. */
  readonly text: string;
}

/** An expectation about a Job or a run. */
export type Check =
  | {
      readonly kind: "condition";
      readonly type: string;
      readonly reason?: string;
      /** Counted from the creation of the Job. */
      readonly withinMs?: number;
      readonly notBeforeMs?: number;
    }
  | { readonly kind: "outcome"; readonly outcome: string }
  /** The Job is never created; `text` is in the message of the refusal. */
  | { readonly kind: "refused"; readonly text: string }
  | { readonly kind: "measure"; readonly measure: Measure; readonly range: NumberRange }
  | { readonly kind: "indexes"; readonly field: "completedIndexes" | "failedIndexes"; readonly text: string }
  | { readonly kind: "order"; readonly steps: readonly TransitionMatch[] }
  | { readonly kind: "never"; readonly match: TransitionMatch }
  | CronCheck;

/** What is checked of a CronJob. */
export type CronCheck =
  | { readonly kind: "runs"; readonly count: RunCount; readonly range: NumberRange }
  /** The longest time from a scheduled time to the creation of its Job. */
  | { readonly kind: "lateBy"; readonly mostMs: number }
  | { readonly kind: "neverRun"; readonly what: RunHappening };

/** One thing that is expected of one Job or CronJob. */
export interface Expectation {
  readonly job: JobRef;
  readonly check: Check;
  /** Its place in the file. */
  readonly place: SourcePosition;
}
