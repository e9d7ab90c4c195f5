/** A cache of Jobs by the CronJob that controls them. */

import type { Job } from "../../api/types.ts";
import { controllerOf } from "../job/pod-facts.ts";

const NONE: ReadonlyMap<string, Job> = new Map();

/** Compares only the name of the controller, as Kubernetes does, not its kind and UID. */
export class OwnedJobs {
  /** By `namespace/name` of the controller, then by the name of the Job. */
  readonly #byOwner = new Map<string, Map<string, Job>>();

  of(namespace: string, ownerName: string): Iterable<Job> {
    return (this.#byOwner.get(`${namespace}/${ownerName}`) ?? NONE).values();
  }

  set(job: Job, previous: Job | undefined): void {
    const key = ownerKey(job);
    const before = previous === undefined ? undefined : ownerKey(previous);
    if (before !== undefined && before !== key) this.#drop(before, job.metadata.name);
    if (key === undefined) return;
    const jobs = this.#byOwner.get(key);
    if (jobs === undefined) this.#byOwner.set(key, new Map([[job.metadata.name, job]]));
    else jobs.set(job.metadata.name, job);
  }

  delete(job: Job): void {
    const key = ownerKey(job);
    if (key !== undefined) this.#drop(key, job.metadata.name);
  }

  #drop(key: string, name: string): void {
    const jobs = this.#byOwner.get(key);
    jobs?.delete(name);
    if (jobs?.size === 0) this.#byOwner.delete(key);
  }
}

function ownerKey(job: Job): string | undefined {
  const owner = controllerOf(job);
  return owner === undefined ? undefined : `${job.metadata.namespace}/${owner.name}`;
}
