/** What the API server would say to a manifest that is applied over the Job of an older one. */

import { ApiServer } from "../apiserver/api-server.ts";
import { CommitLog } from "../apiserver/log.ts";
import { NameSource } from "../apiserver/names.ts";
import { Storage } from "../apiserver/storage.ts";
import type { LoadedScenario } from "../scenario/load.ts";
import type { LoadedJob } from "../scenario/loaded-job.ts";
import { switchesOfPlan } from "../simulation/releases/releases.ts";

/** A change that is refused. */
export interface RefusedChange {
  readonly job: LoadedJob;
  /** Kubernetes' own words, without the values, which are long. */
  readonly message: string;
  /** The fields that may not change. */
  readonly fields: readonly string[];
}

/**
 * Creates the Jobs of the old manifests, and applies the new ones of the same names over them.
 *
 * @param old what is in the cluster, each Job as it was created
 * @param next the manifests that replace it
 * @returns the changes that the API server would refuse
 * @example
 * const refused = refusedChanges(loadScenario(old), loadScenario(next));
 */
export function refusedChanges(old: LoadedScenario, next: LoadedScenario): readonly RefusedChange[] {
  const { plan } = next;
  const storage = new Storage(new CommitLog("none"), new NameSource(plan.seed), () => 0, plan.epochMs);
  const { jobs } = new ApiServer(storage, { switches: switchesOfPlan(plan) });
  for (const { manifest } of old.jobs) jobs.create(manifest, "user");
  return next.jobs.flatMap((job) => {
    const { ref, manifest } = job;
    if (ref === undefined || jobs.jobs.get(ref.namespace, ref.name) === undefined) return [];
    const { apiVersion: _version, kind: _kind, status: _status, ...patch } = manifest;
    const answer = jobs.patch(ref.namespace, ref.name, patch, "user");
    if (answer.ok) return [];
    const causes = answer.error.causes ?? [];
    const texts = causes.map(({ path, body }) => `${path.join(".")}: ${body.slice(body.lastIndexOf(": ") + 2)}`);
    const fields = [...new Set(causes.map(({ path }) => path.join(".")))];
    const message = texts.length === 0 ? answer.error.message : [...new Set(texts)].join(", ");
    return [{ job, message, fields }];
  });
}
