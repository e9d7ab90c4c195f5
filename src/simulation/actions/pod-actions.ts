/** Actions of users and the cluster on pods. */

import { copyWith } from "../../api/copy-with.ts";
import { decodePod } from "../../api/decode.ts";
import { defaultPod } from "../../api/defaults.ts";
import type { JsonObject } from "../../api/json.ts";
import { strategicMerge } from "../../api/strategic-merge.ts";
import { formatTimestamp } from "../../api/timestamp.ts";
import type { ObjectMeta, Pod, PodCondition } from "../../api/types.ts";
import { bindPod } from "../../apiserver/binding.ts";
import { controllerReference } from "../../controller/job/pod-template.ts";
import { EVICTION_GRACE_SECONDS, type EvictionCause, evictionOf } from "../../kubelet/kubelet-end.ts";
import { withConditions } from "../../kubelet/pod-status.ts";
import type { JobRef, PodRef } from "../refs.ts";
import type { ActionKinds, ActionTargets, Timed } from "./action.ts";

/** Actions on pods, by name. */
export interface PodActions {
  readonly deletePod: { readonly pod: PodRef; readonly force?: boolean };
  /** Adds a condition to the pod and deletes it. */
  readonly disruptPod: { readonly pod: PodRef; readonly condition: PodCondition; readonly force?: boolean };
  readonly createPod: {
    readonly id: string;
    readonly job: JobRef;
    /** Whether the Job is its controller. */
    readonly owned: boolean;
    readonly manifest: JsonObject;
  };
  /** The kubelet of the pod's node evicts it. */
  readonly evictByKubelet: { readonly pod: PodRef; readonly cause: EvictionCause; readonly message?: string };
  readonly patchPod: { readonly pod: PodRef; readonly patch: JsonObject };
  /** Another scheduler binds the pod. */
  readonly bindPod: { readonly pod: PodRef; readonly node: string };
}

export const POD_ACTIONS: ActionKinds<PodActions> = {
  deletePod: {
    perform: (targets, { pod, force }) => onPod(targets, pod, (found) => deletePod(targets, found, force)),
  },
  disruptPod: {
    perform: (targets, { pod, condition, force }) =>
      onPod(targets, pod, (found) => {
        disrupt(targets, found, condition);
        deletePod(targets, found, force);
      }),
  },
  evictByKubelet: {
    perform: (targets, { pod, cause, message }) =>
      onPod(targets, pod, (found) => {
        const usual = evictionOf(found, cause);
        const end = message === undefined ? usual : { ...usual, message };
        targets.kubelet.end(found, end, EVICTION_GRACE_SECONDS);
      }),
  },
  createPod: { perform: createPod },
  patchPod: {
    perform: (targets, { pod, patch }) => onPod(targets, pod, (found) => patchPod(targets, found, patch)),
  },
  bindPod: {
    perform: (targets, { pod, node }) => onPod(targets, pod, (found) => bind(targets, found, node)),
  },
};

function bind({ server }: ActionTargets, { metadata: { namespace, name } }: Pod, nodeName: string): void {
  bindPod(server.pods, server.storage, { namespace, name, nodeName }, "user");
}

function onPod(targets: ActionTargets, ref: PodRef, act: (pod: Pod) => void): void {
  const pod = findPod(targets, ref);
  if (pod !== undefined) act(pod);
}

function deletePod({ server }: ActionTargets, { metadata }: Pod, force: boolean | undefined): void {
  server.pods.delete(metadata.namespace, metadata.name, force === true ? 0 : undefined, "user");
}

function disrupt({ server }: ActionTargets, pod: Pod, condition: PodCondition): void {
  const dated = { lastTransitionTime: formatTimestamp(server.storage.instantMs), ...condition };
  const conditions = withConditions(pod.status.conditions, [dated]);
  server.pods.replace({ ...pod, status: { ...pod.status, conditions } }, pod, "patch", "user");
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

/** A pod that a user creates gets the labels of the Job's selector and, with `owned`, the Job as its controller. */
function createPod(targets: ActionTargets, action: Timed<"createPod", PodActions["createPod"]>): void {
  const { server, identities } = targets;
  const { namespace } = action.job;
  const last = identities.lastJob(action.job);
  if (last === undefined) return;
  const job = server.jobs.jobs.get(namespace, action.job.name);
  const isOwned = action.owned && job?.metadata.uid === last.uid;
  const submitted = defaultPod(decodePod(action.manifest).object);
  const metadata: ObjectMeta = copyWith(submitted.metadata, {
    name: submitted.metadata.name === "" ? action.id : submitted.metadata.name,
    namespace,
    labels: copyWith(submitted.metadata.labels ?? {}, last.matchLabels),
    ...(isOwned ? { ownerReferences: [controllerReference(job)] } : {}),
  });
  const created = targets.leftToEvents(() => server.pods.createNamed({ ...submitted, metadata }, "user"));
  if (created.ok) identities.nameUserPod(action.id, created.object);
}
