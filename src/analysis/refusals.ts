/** Finds the Jobs and CronJobs that the API server would refuse to create, before a run begins. */

import { formatPath } from "../api/field-path.ts";
import { CRON_JOB } from "../api/kinds/cron-job.ts";
import { ApiServer } from "../apiserver/api-server.ts";
import type { ApiError } from "../apiserver/errors.ts";
import { CommitLog } from "../apiserver/log.ts";
import { NameSource } from "../apiserver/names.ts";
import { Storage } from "../apiserver/storage.ts";
import type { LoadedJob } from "../scenario/loaded-job.ts";
import type { Problem } from "../scenario/problem.ts";
import type { SimulationPlan } from "../simulation/plan.ts";
import { switchesOfPlan } from "../simulation/releases/releases.ts";

/**
 * Creates the Jobs and CronJobs on a separate API server and reports what it refuses, in Kubernetes' words and with the
 * line of each violated rule.
 *
 * Jobs of one instant are created together, so that two with the same name are found; a name that is reused later in
 * the run is not, because the first Job may be gone by then: that refusal is part of the run.
 *
 * @returns nothing if all Jobs are accepted
 * @example
 * const problems = refusals(loaded.workloads, loaded.plan);
 */
export function refusals(jobs: readonly LoadedJob[], plan: SimulationPlan): Problem[] {
  return refusedJobs(jobs, plan).flatMap(({ problems }) => problems);
}

/** A Job or CronJob that the API server refuses. */
export interface RefusedJob {
  readonly job: LoadedJob;
  readonly problems: readonly Problem[];
}

/** The Jobs and CronJobs that the API server would refuse to create, each with its message. */
export function refusedJobs(jobs: readonly LoadedJob[], plan: SimulationPlan): RefusedJob[] {
  const servers = new Map<number, ApiServer>();
  return jobs.flatMap((job) => {
    const server = servers.get(job.atMs) ?? scratchServer(plan, job.atMs);
    servers.set(job.atMs, server);
    const { manifest } = job;
    const created =
      job.kind === "Job"
        ? server.jobs.create(manifest, "user")
        : server.objects.of(CRON_JOB).create("", manifest, { actor: "user" });
    return created.ok ? [] : [{ job, problems: problemsOf(created.error, job) }];
  });
}

function scratchServer(plan: SimulationPlan, atMs: number): ApiServer {
  const storage = new Storage(new CommitLog("none"), new NameSource(plan.seed), () => atMs, plan.epochMs);
  return new ApiServer(storage, { switches: switchesOfPlan(plan) });
}

/** Kubernetes' message at the Job's name, and each cause at its field. */
function problemsOf({ message, causes = [] }: ApiError, { place }: LoadedJob): Problem[] {
  const [only] = causes;
  const whole = { ...place(only !== undefined && causes.length === 1 ? only.path : ["metadata", "name"]), message };
  if (causes.length <= 1) return [whole];
  return [whole, ...causes.map(({ path, body }) => ({ ...place(path), path: formatPath(path), message: body }))];
}
