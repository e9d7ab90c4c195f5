/** One pass over the log of a run: what became of each Job and of each of its pods. */

import type { Commit, JobCommit, LogEntry, PodCommit } from "../apiserver/log.ts";
import type { PodIdentities } from "../simulation/pod-identities.ts";
import type { Simulation } from "../simulation/simulation.ts";
import { type JobLife, JobLifeBuilder } from "./job-life.ts";
import type { PodLifeBuilder } from "./pod-life.ts";

export interface RunAccount {
  /** The end of the run in virtual milliseconds; see `endOf`. */
  readonly endMs: number;
  /** In the order of their creation; a Job that was created again under its name is another one. */
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
export function readEntries(entries: readonly LogEntry[], identities: PodIdentities, endMs: number): RunAccount {
  const reader = new RunReader(identities);
  for (const entry of entries) reader.read(entry);
  return { endMs, jobs: reader.jobs };
}

/**
 * Reads the log of a run while it is written, so that none of it must be kept.
 *
 * @param simulation that has not begun to run
 * @returns gives the account once the run has ended
 */
export function followRun(simulation: Simulation): () => RunAccount {
  const reader = new RunReader(simulation.identities);
  simulation.log.follow((entry) => reader.read(entry));
  return () => ({ endMs: endOf(simulation), jobs: reader.jobs });
}

/**
 * The end of a run in virtual milliseconds: where the plan, or whoever ran it, stopped the clock; for a run that ended
 * by itself the last thing that happened, as timers that find nothing to do may come long after it.
 */
export function endOf({ plan, loop, log }: Simulation): number {
  if (plan.untilMs === undefined && loop.pending === 0) return log.lastMs;
  return loop.nowMs;
}

interface OwnedPod {
  readonly job: JobLifeBuilder;
  readonly pod: PodLifeBuilder;
}

class RunReader {
  readonly jobs: JobLifeBuilder[] = [];
  readonly #identities: PodIdentities;
  readonly #jobsByUid = new Map<string, JobLifeBuilder>();
  /** By the slots of the API server, which no two pods share. */
  readonly #pods: (OwnedPod | undefined)[] = [];

  constructor(identities: PodIdentities) {
    this.#identities = identities;
  }

  read(entry: LogEntry): void {
    if (entry.kind === "commit") this.#readCommit(entry);
  }

  #readCommit(commit: Commit): void {
    if (commit.resource === "jobs") this.#readJob(commit);
    else if (commit.resource === "pods") this.#readPod(commit);
  }

  #readJob(commit: JobCommit): void {
    const { uid } = commit.object.metadata;
    const known = this.#jobsByUid.get(uid);
    const job = known ?? new JobLifeBuilder(commit);
    if (known === undefined) {
      this.#jobsByUid.set(uid, job);
      this.jobs.push(job);
    }
    job.follow(commit);
  }

  #readPod(commit: PodCommit): void {
    const owned = this.#pods[commit.slot];
    if (owned !== undefined) {
      owned.job.followPod(owned.pod, commit);
      return;
    }
    const owner = commit.object.metadata.ownerReferences?.find(({ controller }) => controller === true);
    const job = owner === undefined ? undefined : this.#jobsByUid.get(owner.uid);
    if (job === undefined) return;
    const pod = job.add(commit, this.#identities);
    this.#pods[commit.slot] = { job, pod };
    job.followPod(pod, commit);
  }
}
