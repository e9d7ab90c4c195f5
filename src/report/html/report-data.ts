/** What a report page holds: a run, small enough to fit in a page, complete enough to step through its time. */

import type { Line } from "../../analysis/changes/describe.ts";
import type { ClusterLanes } from "../../analysis/cluster/lanes.ts";
import type { CronCalendar } from "../../analysis/cron-jobs/calendar.ts";
import type { JobSpec, JobStatus } from "../../api/types.ts";

/** Instants are virtual milliseconds since the run began. */
export interface ReportData {
  readonly title: string;
  readonly description: string;
  /** Names and values for the head of the page. */
  readonly facts: readonly (readonly [string, string])[];
  readonly epochMs: number;
  readonly endMs: number;
  readonly jobs: readonly ReportJob[];
  /** Every look that pods have in the run; pods refer to these by number. */
  readonly looks: readonly PodLook[];
  readonly transitions: readonly ReportTransition[];
  readonly marks: readonly ReportMark[];
  /** Nodes and quotas over time, if the run has any. */
  readonly cluster?: ClusterLanes;
  /** The runs of CronJobs; absent if there are none. */
  readonly calendars?: readonly CronCalendar[];
  /** How many of the pods are shown, and which; absent if all are. */
  readonly sample?: string;
}

/** Something on the axis of time that is not a transition: a fault, what it broke, or where two runs diverge. */
export interface ReportMark {
  readonly kind: "fault" | "violation" | "parting";
  readonly atMs: number;
  /** When it is over, if it lasts. */
  readonly untilMs?: number;
  readonly text: string;
}

/** A Job of a report. */
export interface ReportJob {
  readonly namespace: string;
  readonly name: string;
  readonly creationTimestamp: string;
  readonly goneMs?: number;
  readonly outcome: string;
  /** In the order of their instants, the first being the creation. */
  readonly versions: readonly JobVersion[];
  readonly pods: readonly ReportPod[];
}

/** What one write changed. */
export interface JobVersion {
  readonly atMs: number;
  /** The whole spec, if it changed. */
  readonly spec?: JobSpec;
  /** Fields of the status with their new values; `null` for one that is gone. */
  readonly status?: { readonly [K in keyof JobStatus]: JobStatus[K] | null };
  readonly deleted?: true;
}

/** What kubectl shows of a pod, besides its name and age. */
export interface PodLook {
  readonly ready: string;
  readonly status: string;
  readonly restarts: number;
  readonly kind: PodKind;
}

/** The state of a pod in a chart. */
export type PodKind = "pending" | "running" | "waiting" | "succeeded" | "failed" | "terminating";

/** A pod of a report. */
export interface ReportPod {
  readonly name: string;
  /** `index/attempt`, or `#ordinal`. */
  readonly label: string;
  readonly uid: string;
  readonly index?: number;
  readonly createdMs: number;
  readonly runningMs?: number;
  readonly endedMs?: number;
  readonly goneMs?: number;
  readonly exitCode?: number;
  /** How the Job counted it: succeeded, failed, ignored, notCounted; empty while undecided. */
  readonly counted: string;
  /** Which of its containers were killed because a probe failed. */
  readonly kills?: readonly { readonly atMs: number; readonly text: string }[];
  /** Pairs of milliseconds since its creation and the look from then on. */
  readonly steps: readonly number[];
}

/** One line of the list, and what the Job looked like before and after it. */
export interface ReportTransition extends Omit<Line, "what"> {
  readonly what: Line["what"] | ReportMark["kind"];
  readonly atMs: number;
  /** Number of the Job; absent if it concerns no Job. */
  readonly job?: number;
  /** Number of the version that it led to. */
  readonly version?: number;
  /** It is highlighted in the list: two runs diverge here, or the violation is here. */
  readonly stands?: true;
}
