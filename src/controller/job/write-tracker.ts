/**
 * Read-your-writes consistency: a sync must not act on caches that lack this process's own writes for the Job.
 *
 * Rule: kubernetes/kubernetes pull request 137210 (gate StaleControllerConsistencyJob, on since 1.36).
 */

import type { ApiError } from "../../apiserver/errors.ts";

interface LastWrites {
  jobs: number;
  pods: number;
}

/** Remembers the newest resource version written for each Job. */
export class WriteTracker {
  readonly #byKey = new Map<string, LastWrites>();
  readonly #seen: () => { readonly jobs: number; readonly pods: number };

  /** @param seen the latest versions that the caches have seen */
  constructor(seen: () => { readonly jobs: number; readonly pods: number }) {
    this.#seen = seen;
  }

  wrote(key: string, resource: "jobs" | "pods", resourceVersion: string): void {
    let last = this.#byKey.get(key);
    if (last === undefined) {
      last = { jobs: 0, pods: 0 };
      this.#byKey.set(key, last);
    }
    last[resource] = Math.max(last[resource], Number(resourceVersion));
  }

  staleness(key: string): ApiError | undefined {
    const last = this.#byKey.get(key);
    if (last === undefined) return undefined;
    const seen = this.#seen();
    if (seen.jobs >= last.jobs && seen.pods >= last.pods) {
      // Once seen, the versions are forgotten: a later list from the past is not noticed (issue 59848).
      last.jobs = 0;
      last.pods = 0;
      return undefined;
    }
    return { reason: "InternalError", message: `the caches lack this controller's own writes for ${key}` };
  }

  forget(key: string): void {
    this.#byKey.delete(key);
  }
}
