/** Actions of users on Jobs: each is one or two requests to the API server. */

import { decode } from "../../api/decode.ts";
import type { JsonObject } from "../../api/json.ts";
import type { JobStatus } from "../../api/types.ts";
import type { Propagation } from "../../apiserver/requests.ts";
import type { JobRef } from "../refs.ts";
import type { ActionKinds, ActionTargets, Timed } from "./action.ts";

/** Actions on Jobs, by name. */
export interface JobActions {
  readonly createJob: { readonly manifest: JsonObject };
  readonly patchJob: { readonly job: JobRef; readonly patch: JsonObject };
  readonly deleteJob: { readonly job: JobRef; readonly propagation: Propagation };
  readonly putJobStatus: { readonly job: JobRef; readonly status: JsonObject };
  /** Deletes the Job and creates it again after `downMs`. */
  readonly recreateJob: { readonly job: JobRef; readonly downMs: number };
}

export const JOB_ACTIONS: ActionKinds<JobActions> = {
  createJob: { perform: (targets, { manifest }) => createJob(targets, manifest) },
  patchJob: {
    perform: ({ server }, { job, patch }) => {
      server.jobs.patch(job.namespace, job.name, patch, "user");
    },
  },
  deleteJob: {
    perform: ({ server }, { job, propagation }) => {
      server.jobs.delete(job.namespace, job.name, propagation, "user");
    },
  },
  putJobStatus: {
    perform: ({ server }, { job, status }) => {
      server.jobs.replaceStatus(job.namespace, job.name, decodeStatus(status), "user");
    },
  },
  recreateJob: { perform: recreateJob, lastsMs: ({ downMs }) => downMs },
};

function createJob({ server, manifests }: ActionTargets, manifest: JsonObject): void {
  const created = server.jobs.create(manifest, "user");
  if (!created.ok) return;
  const { namespace, name } = created.object.metadata;
  manifests.set(`${namespace}/${name}`, manifest);
}

function recreateJob(targets: ActionTargets, { job, downMs }: Timed<"recreateJob", JobActions["recreateJob"]>): void {
  const manifest = targets.manifests.get(`${job.namespace}/${job.name}`);
  if (targets.createsOver) targets.identities.announceRecreation(job);
  targets.server.jobs.delete(job.namespace, job.name, "Background", "user");
  if (manifest !== undefined) targets.later(downMs, () => createJob(targets, manifest));
}

function decodeStatus(status: JsonObject): JobStatus {
  return decode("JobStatus", status).object;
}
