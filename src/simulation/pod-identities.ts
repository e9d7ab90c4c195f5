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

/** The pods of all Jobs of one name. */
interface Family {
  jobUid: string;
  generation: number;
  /** By order of creation. */
  readonly ordinals: KnownPod[];
  /** Of the present Job, by index and attempt. */
  attempts: KnownPod[][];
}

export class PodIdentities {
  readonly #byUid = new Map<string, KnownPod>();
  readonly #families = new Map<string, Family>();
  #lastFamily: Family | undefined;
  readonly #userPods = new Map<string, UserPod>();
  readonly #userPodsByUid = new Map<string, UserPod>();

  /** Numbers a pod that the controller has just created. */
  identify(pod: Pod): KnownPod {
    const { namespace, name, uid } = pod.metadata;
    const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller === true);
    const jobName = owner?.name ?? "";
    const family = this.#familyOf(namespace, jobName, owner?.uid ?? "");
    const { generation } = family;
    const ordinal = family.ordinals.length;
    const text = pod.metadata.annotations?.[COMPLETION_INDEX_ANNOTATION];
    let identity: KnownPod;
    if (text === undefined) identity = { namespace, jobName, attempt: 0, ordinal, uid, name, generation };
    else {
      const index = Number(text);
      const attempts = family.attempts[index];
      const attempt = attempts?.length ?? 0;
      identity = { namespace, jobName, index, attempt, ordinal, uid, name, generation };
      if (attempts === undefined) family.attempts[index] = [identity];
      else attempts.push(identity);
    }
    family.ordinals.push(identity);
    this.#byUid.set(uid, identity);
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
    const family = this.#families.get(`${ref.job.namespace}/${ref.job.name}`);
    return "ordinal" in ref ? family?.ordinals[ref.ordinal]?.uid : family?.attempts[ref.index]?.[ref.attempt]?.uid;
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

  #familyOf(namespace: string, jobName: string, jobUid: string): Family {
    // Pods come in runs of one Job.
    if (this.#lastFamily?.jobUid === jobUid) return this.#lastFamily;
    const key = `${namespace}/${jobName}`;
    let family = this.#families.get(key);
    if (family === undefined) {
      family = { jobUid, generation: 0, ordinals: [], attempts: [] };
      this.#families.set(key, family);
    } else if (family.jobUid !== jobUid) {
      family.jobUid = jobUid;
      family.generation++;
      family.attempts = [];
    }
    this.#lastFamily = family;
    return family;
  }
}
