/** One pass over the log of a run: what happened to each Job and each of its pods. */

import type { Commit, JobCommit, LogEntry, PodCommit } from "../apiserver/log.ts";
import { controllerOf } from "../controller/job/pod-facts.ts";
import type { PodIdentities } from "../simulation/pod-identities.ts";
import type { Simulation } from "../simulation/simulation.ts";
import { type JobLife, JobLifeBuilder } from "./job-life.ts";
import type { PodLifeBuilder } from "./pod-life.ts";

/** A run, read from its log. */
export interface RunAccount {
  /** The end of the run in virtual milliseconds; see `endOf`. */
  readonly endMs: number;
  /** In the order of their creation; a Job that was recreated under its name is another one. */
  readonly jobs: readonly JobLife[];
}

/**
 * Reads the log of a run. It must have been recorded in full (the default).
 *
 * @example
 * for (const { name, pods } of readRun(simulate(plan)).jobs) console.log(name, pods.length);
 */
export function readRun(simulation: Simulation): RunAccount {
  return readEntries(simulation.log.entries, simulation.identities, endOf(simulation));
}

/** Reads a log of whatever origin; `endMs` is the end of its run in virtual milliseconds. */
function readEntries(entries: readonly LogEntry[], identities: PodIdentities, endMs: number): RunAccount {
  const reader = new RunReader(identities);
  for (const entry of entries) reader.read(entry);
  return { endMs, jobs: reader.jobs };
}

/**
 * Reads the log of a run while it is written, so that none of it need be kept.
 *
 * @param simulation that has not begun to run
 * @param settle receives the Jobs of CronJobs once they and their pods are gone; the account is without them. A
 * schedule makes Jobs for as long as it is played, and keeping what is known about them would fill the memory
 * @returns gives the account once the run has ended
 */
export function followRun(simulation: Simulation, settle?: (life: JobLife) => void): () => RunAccount {
  const reader = new RunReader(simulation.identities, settle);
  simulation.log.showTo((entry) => reader.read(entry));
  return () => ({ endMs: endOf(simulation), jobs: reader.jobs });
}

/**
 * The end of a run in virtual milliseconds: where the plan, or its player, stopped the clock; for a run that ended by
 * itself the last thing that happened, because timers that find nothing to do may come long after it.
 */
export function endOf({ plan, loop, log }: Simulation): number {
  if (plan.untilMs === undefined && loop.pending === 0) return log.lastMs;
  return loop.nowMs;
}

type Settle = (life: JobLife) => void;

/** Reads the lives of Jobs and pods, one entry of the log after the other. */
export class RunReader {
  readonly #identities: PodIdentities;
  readonly #settle: Settle | undefined;
  /** By UID, in the order of their creation. */
  readonly #jobs = new Map<string, JobLifeBuilder>();
  /** By the slots of the API server, which no two pods share. */
  readonly #pods: (PodLifeBuilder | undefined)[] = [];
  /** Whose pod is in each slot. */
  readonly #owners: (JobLifeBuilder | undefined)[] = [];

  constructor(identities: PodIdentities, settle?: Settle) {
    this.#identities = identities;
    this.#settle = settle;
  }

  get jobs(): readonly JobLifeBuilder[] {
    return [...this.#jobs.values()];
  }

  read(entry: LogEntry): void {
    if (entry.kind === "commit") this.#readCommit(entry);
    else if (entry.kind === "probeKill") this.#pods[entry.slot]?.followKill(entry);
  }

  #readCommit(commit: Commit): void {
    if (commit.resource === "jobs") this.#readJob(commit);
    else if (commit.resource === "pods") this.#readPod(commit);
  }

  #readJob(commit: JobCommit): void {
    const { uid } = commit.object.metadata;
    const known = this.#jobs.get(uid);
    const job = known ?? new JobLifeBuilder(commit);
    if (known === undefined) this.#jobs.set(uid, job);
    job.follow(commit);
    if (commit.type === "DELETED") this.#settleGone(job);
  }

  #settleGone(job: JobLifeBuilder): void {
    if (this.#settle === undefined || job.goneMs === undefined) return;
    if (controllerOf(job.last)?.kind !== "CronJob" || job.pods.some(({ goneMs }) => goneMs === undefined)) return;
    this.#jobs.delete(job.uid);
    this.#settle(job);
  }

  #readPod(commit: PodCommit): void {
    const { slot } = commit;
    const known = this.#pods[slot];
    const knownJob = this.#owners[slot];
    if (known !== undefined && knownJob !== undefined) {
      knownJob.followPod(known, commit);
      if (commit.type === "DELETED" && this.#settle !== undefined) {
        this.#pods[slot] = undefined;
        this.#owners[slot] = undefined;
        this.#settleGone(knownJob);
      }
      return;
    }
    const owner = commit.object.metadata.ownerReferences?.find(({ controller }) => controller === true);
    const job = owner === undefined ? undefined : this.#jobs.get(owner.uid);
    if (job === undefined) return;
    const pod = job.add(commit, this.#identities);
    this.#pods[slot] = pod;
    this.#owners[slot] = job;
    job.followPod(pod, commit);
  }
}
