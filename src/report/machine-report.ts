/** A run for machines. The same plan gives the same bytes: nothing in it depends on how fast the machine was. */

import type { EventRaised, Transition } from "../analysis/changes/transition.ts";
import { type ClusterFigures, clusterFigures } from "../analysis/cluster/cluster-figures.ts";
import type { CronJobLife } from "../analysis/cron-jobs/cron-run.ts";
import type { JobLife } from "../analysis/job-life.ts";
import type { PodLife } from "../analysis/pod-life.ts";
import { type RunReading, readForReports } from "../analysis/run-reading.ts";
import { type RunSummary, summarizeAccount } from "../analysis/summary.ts";
import { type UseFigures, useFigures } from "../analysis/work-figures.ts";
import type { JobStatus } from "../api/types.ts";
import type { JobRef } from "../simulation/plan.ts";
import type { Simulation } from "../simulation/simulation.ts";

/** A pod's life with the Job it belongs to; fields of what did not happen are absent. */
export interface PodReport extends Partial<PodLife> {
  readonly job: JobRef;
}

/** The status of a Job at the end of a run. */
export interface FinalStatus {
  readonly job: JobRef;
  readonly status: JobStatus;
}

/** Everything about a run: what `-o json` prints. */
export interface RunReport extends UseFigures {
  readonly summary: RunSummary;
  readonly transitions: readonly Exclude<Transition, EventRaised>[];
  readonly events: readonly EventRaised[];
  readonly pods: readonly PodReport[];
  readonly finalStatus: readonly FinalStatus[];
  /** What happened at the scheduled times of each CronJob; absent if there are none. */
  readonly cronJobs?: readonly CronJobLife[];
  /** What the nodes did and cost; absent if the run has none. */
  readonly cluster?: ClusterFigures;
  readonly digest: string;
  /** What the run does not simulate, and why it ended as it did; absent if there is nothing to say. */
  readonly notes?: readonly string[];
}

/**
 * Reports a run, ended or stopped, whose log was recorded in full.
 *
 * @param notes what is to be said about the run
 * @example
 * const { summary, digest } = machineReport(simulate(plan));
 */
export function machineReport(simulation: Simulation, notes: readonly string[] = []): RunReport {
  return readMachineReport(simulation, readForReports(simulation, { patches: true }), notes);
}

/** Reports a run for machines that was read already. */
export function readMachineReport(simulation: Simulation, reading: RunReading, notes: readonly string[]): RunReport {
  const { transitions, cronJobs, cluster, jobs, digest } = reading;
  return {
    summary: summarizeAccount(reading, simulation.plan.seed),
    transitions: transitions.filter((transition) => transition.kind !== "event"),
    events: transitions.filter((transition) => transition.kind === "event"),
    pods: jobs.flatMap(podReports),
    finalStatus: jobs.map(({ namespace, name, last }) => ({ job: { namespace, name }, status: last.status })),
    ...(cronJobs.length === 0 ? {} : { cronJobs }),
    ...(cluster === undefined ? {} : { cluster: clusterFigures(cluster) }),
    ...useFigures(simulation, reading, reading.stays),
    digest,
    ...(notes.length === 0 ? {} : { notes }),
  };
}

function podReports({ namespace, name, pods }: JobLife): PodReport[] {
  return pods.map((pod) => {
    const { label, uid, index, createdMs, boundMs, runningMs, endedMs, goneMs, phase, exitCode, failedIn } = pod;
    const { restarts, reason, killedBy, disruption, deletedBy, countedAs, isRetry, isOwn } = pod;
    const optional = {
      index,
      boundMs,
      runningMs,
      endedMs,
      goneMs,
      exitCode,
      failedIn,
      reason,
      killedBy,
      disruption,
      deletedBy,
      countedAs,
    };
    return {
      job: { namespace, name },
      label,
      name: pod.name,
      uid,
      phase,
      createdMs,
      ...withoutAbsent(optional),
      restarts,
      isRetry,
      isOwn,
      ...(pod.probeKills.length === 0
        ? {}
        : { probeKills: pod.probeKills.map(({ atMs, container, probe }) => ({ atMs, container, probe })) }),
    };
  });
}

function withoutAbsent<T extends object>(values: T): Partial<{ [K in keyof T]: Exclude<T[K], undefined> }> {
  const copy: Partial<{ [K in keyof T]: Exclude<T[K], undefined> }> = {};
  Object.assign(copy, Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)));
  return copy;
}
