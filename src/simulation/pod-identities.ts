/** Which of a Job's pods a pod is: by completion index and attempt, and by order of creation. */

import { COMPLETION_INDEX_ANNOTATION } from "../api/constants.ts";
import type { Pod } from "../api/types.ts";
import type { PodIdentity } from "../kubelet/script.ts";
import type { PodRef } from "./plan.ts";

/** A pod that the Job controller created, or that a user created under an id. */
export type KnownPod = PodIdentity & {
  readonly uid: string;
  readonly name: string;
  /** How many Jobs of that name there were before the pod's own. */
  readonly generation: number;
};

interface UserPod {
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

interface Counters {
  jobUid: string;
  generation: number;
  ordinals: number;
  readonly attempts: Map<number, number>;
}

export class PodIdentities {
  readonly #byUid = new Map<string, KnownPod>();
  readonly #counters = new Map<string, Counters>();
  readonly #byRef = new Map<string, KnownPod>();
  readonly #userPods = new Map<string, UserPod>();
  readonly #userPodsByUid = new Map<string, UserPod>();

  /** Numbers a pod that the controller has just created. */
  identify(pod: Pod): KnownPod {
    const { namespace, name, uid } = pod.metadata;
    const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller === true);
    const jobName = owner?.name ?? "";
    const counters = this.#countersOf(namespace, jobName, owner?.uid ?? "");
    const text = pod.metadata.annotations?.[COMPLETION_INDEX_ANNOTATION];
    const index = text === undefined ? undefined : Number(text);
    const attempt = index === undefined ? 0 : (counters.attempts.get(index) ?? 0);
    if (index !== undefined) counters.attempts.set(index, attempt + 1);
    const ordinal = counters.ordinals++;
    const { generation } = counters;
    const known = { namespace, jobName, attempt, ordinal, uid, name, generation };
    const identity: KnownPod = index === undefined ? known : { ...known, index };
    this.#byUid.set(uid, identity);
    const job = `${namespace}/${jobName}`;
    this.#byRef.set(`${job}#${ordinal}`, identity);
    if (index !== undefined) this.#byRef.set(`${job}/${index}/${attempt}`, identity);
    return identity;
  }

  /** Remembers a pod that a user created. */
  nameUserPod(id: string, pod: Pod): void {
    const { namespace, name, uid } = pod.metadata;
    const known = { id, namespace, name, uid };
    this.#userPods.set(id, known);
    this.#userPodsByUid.set(uid, known);
  }

  /** UID of the pod that a reference names, if there was one. */
  resolve(ref: PodRef): string | undefined {
    if ("id" in ref) return this.#userPods.get(ref.id)?.uid;
    const job = `${ref.job.namespace}/${ref.job.name}`;
    const key = "ordinal" in ref ? `${job}#${ref.ordinal}` : `${job}/${ref.index}/${ref.attempt}`;
    return this.#byRef.get(key)?.uid;
  }

  get(uid: string): KnownPod | undefined {
    return this.#byUid.get(uid);
  }

  /** Namespace and name under which a pod is, or was, stored. */
  nameOf(uid: string): { readonly namespace: string; readonly name: string } | undefined {
    return this.#byUid.get(uid) ?? this.#userPodsByUid.get(uid);
  }

  /** `index/attempt` or `#ordinal`, with `@n` for pods of the n-th Job created again under the name; or the user's id. */
  label(uid: string): string {
    const known = this.#byUid.get(uid);
    if (known === undefined) return this.#userPodsByUid.get(uid)?.id ?? uid;
    const base = known.index === undefined ? `#${known.ordinal}` : `${known.index}/${known.attempt}`;
    return known.generation === 0 ? base : `${base}@${known.generation}`;
  }

  #countersOf(namespace: string, jobName: string, jobUid: string): Counters {
    const key = `${namespace}/${jobName}`;
    const counters = this.#counters.get(key);
    if (counters === undefined) {
      const fresh: Counters = { jobUid, generation: 0, ordinals: 0, attempts: new Map() };
      this.#counters.set(key, fresh);
      return fresh;
    }
    if (counters.jobUid !== jobUid) {
      counters.jobUid = jobUid;
      counters.generation++;
      counters.attempts.clear();
    }
    return counters;
  }
}
