/** What users and the cluster do at their instants: each action is one or two requests to the API server. */

import { copyWith } from "../api/copy-with.ts";
import { decode, decodePod } from "../api/decode.ts";
import { defaultPod } from "../api/defaults.ts";
import { strategicMerge } from "../api/strategic-merge.ts";
import { formatTimestamp } from "../api/timestamp.ts";
import type { Job, JobStatus, ObjectMeta, Pod } from "../api/types.ts";
import type { ApiServer } from "../apiserver/api-server.ts";
import { controllerReference } from "../controller/job/pod-template.ts";
import { withConditions } from "../kubelet/pod-status.ts";
import type { JsonObject, PodRef, TimedAction } from "./plan.ts";
import type { PodIdentities } from "./pod-identities.ts";

/** What actions need beyond the API server. */
export interface ActionTargets {
  readonly server: ApiServer;
  readonly identities: PodIdentities;
  /** Whether a Job takes the place of another that has its name. */
  readonly createsOver: boolean;
  /** Manifests as created, by `namespace/name`, for a Job that is created again. */
  readonly manifests: Map<string, JsonObject>;
  readonly restartControllers: (downMs: number, crash: boolean) => void;
  readonly later: (delayMs: number, action: () => void) => void;
}

/** Performs one action now. What the API server refuses is in the log; a pod that does not exist is no error. */
export function performAction(targets: ActionTargets, action: TimedAction): void {
  const { server } = targets;
  switch (action.op) {
    case "createJob":
      createJob(targets, action.manifest);
      return;
    case "patchJob":
      server.jobs.patch(action.job.namespace, action.job.name, action.patch, "user");
      return;
    case "deleteJob":
      server.jobs.delete(action.job.namespace, action.job.name, action.propagation, "user");
      return;
    case "putJobStatus":
      server.jobs.replaceStatus(action.job.namespace, action.job.name, decodeStatus(action.status), "user");
      return;
    case "recreateJob":
      recreateJob(targets, action);
      return;
    case "restartController":
      targets.restartControllers(action.downMs, action.crash === true);
      return;
    case "createPod":
      createPod(targets, action);
      return;
    default:
      actOnPod(targets, action);
  }
}

function createJob({ server, manifests }: ActionTargets, manifest: JsonObject): void {
  const created = server.jobs.create(manifest, "user");
  if (!created.ok) return;
  const { namespace, name } = created.object.metadata;
  manifests.set(`${namespace}/${name}`, manifest);
}

function recreateJob(targets: ActionTargets, { job, downMs }: Extract<TimedAction, { op: "recreateJob" }>): void {
  const manifest = targets.manifests.get(`${job.namespace}/${job.name}`);
  if (targets.createsOver) targets.identities.announceRecreation(job);
  targets.server.jobs.delete(job.namespace, job.name, "Background", "user");
  if (manifest !== undefined) targets.later(downMs, () => createJob(targets, manifest));
}

type PodAction = Extract<TimedAction, { op: "deletePod" | "disruptPod" | "patchPod" }>;

function actOnPod(targets: ActionTargets, action: PodAction): void {
  const pod = findPod(targets, action.pod);
  if (pod === undefined) return;
  const { namespace, name } = pod.metadata;
  const { pods, storage } = targets.server;
  switch (action.op) {
    case "deletePod":
      pods.delete(namespace, name, requestedGraceSeconds(action), "user");
      return;
    case "disruptPod": {
      const condition = { lastTransitionTime: formatTimestamp(storage.instantMs), ...action.condition };
      const conditions = withConditions(pod.status.conditions, [condition]);
      pods.replace({ ...pod, status: { ...pod.status, conditions } }, pod, "patch", "user");
      pods.delete(namespace, name, requestedGraceSeconds(action), "user");
      return;
    }
    case "patchPod":
      patchPod(targets, pod, action.patch);
  }
}

function requestedGraceSeconds({ force }: { readonly force?: boolean }): number | undefined {
  return force === true ? 0 : undefined;
}

function patchPod({ server }: ActionTargets, pod: Pod, patch: JsonObject): void {
  const patched = strategicMerge("Pod", pod, patch);
  if ("problem" in patched) return;
  server.pods.replace(decodePod(patched.object).object, pod, "patch", "user");
}

function findPod({ server, identities }: ActionTargets, ref: PodRef): Pod | undefined {
  const uid = identities.resolve(ref);
  if (uid === undefined) return undefined;
  const name = identities.nameOf(uid);
  if (name === undefined) return undefined;
  const pod = server.pods.pods.get(name.namespace, name.name);
  return pod?.metadata.uid === uid ? pod : undefined;
}

/** A pod that a user makes by hand gets the labels of the Job's selector and, if wanted, the Job as its controller. */
function createPod(targets: ActionTargets, action: Extract<TimedAction, { op: "createPod" }>): void {
  const { server, identities } = targets;
  const { namespace } = action.job;
  const job = identities.lastJob(action.job);
  if (job === undefined) return;
  const submitted = defaultPod(decodePod(action.manifest).object);
  const metadata: ObjectMeta = copyWith(submitted.metadata, {
    name: submitted.metadata.name === "" ? action.id : submitted.metadata.name,
    namespace,
    labels: copyWith(submitted.metadata.labels ?? {}, job.spec.selector?.matchLabels ?? {}),
    ...(action.owned && isStored(server, job) ? { ownerReferences: [controllerReference(job)] } : {}),
  });
  const created = server.pods.createNamed({ ...submitted, metadata }, "user");
  if (created.ok) identities.nameUserPod(action.id, created.object);
}

function isStored(server: ApiServer, { metadata: { namespace, name, uid } }: Job): boolean {
  return server.jobs.jobs.get(namespace, name)?.metadata.uid === uid;
}

function decodeStatus(status: JsonObject): JobStatus {
  return decode("JobStatus", status).object;
}
