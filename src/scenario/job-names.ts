/** Finds the Job or CronJob that a rule or an event names. */

import { nearest } from "../api/nearest.ts";
import type { JobRef } from "../simulation/plan.ts";
import type { Checked } from "./checked.ts";
import type { LoadedJob } from "./loaded-job.ts";
import { quote } from "./quote.ts";

export class JobNames {
  readonly #refs = new Map<string, JobRef>();
  readonly #cronJobs = new Map<string, JobRef>();
  readonly #indexed = new Set<string>();
  #someUnnamedIndexed = false;

  constructor(jobs: readonly LoadedJob[]) {
    for (const { kind, ref, indexed } of jobs) {
      if (ref !== undefined) (kind === "Job" ? this.#refs : this.#cronJobs).set(keyOf(ref), ref);
      if (indexed && ref !== undefined) this.#indexed.add(keyOf(ref));
      if (indexed && ref === undefined) this.#someUnnamedIndexed = true;
    }
  }

  /**
   * The Job with a name.
   *
   * @param name `name` or `namespace/name`; without one, the only Job there is
   * @example
   * names.find("sweep"); // { value: { namespace: "default", name: "sweep" } }
   */
  find(name: string | undefined): Checked<JobRef> {
    const cronJob = name === undefined ? undefined : this.findCronJob(name);
    if (cronJob !== undefined && !this.#refs.has(name ?? "")) {
      return {
        problem: `${quote(name ?? "")} is a CronJob, and this needs a Job; its Jobs are ${cronJob.name}-MINUTES`,
      };
    }
    const refs = [...this.#refs.values()];
    const [first] = refs;
    if (first === undefined) return { problem: "no Job here has a metadata.name to refer to" };
    if (name === undefined) {
      return refs.length === 1 ? { value: first } : { problem: `needs job, one of ${this.#listed()}`, key: "job" };
    }
    const exact = this.#refs.get(name);
    if (exact !== undefined) return { value: exact };
    const named = refs.filter((ref) => ref.name === name);
    const [only] = named;
    if (named.length > 1)
      return { problem: `${quote(name)} could be ${named.map(keyOf).join(" or ")}; write one of them` };
    if (only !== undefined) return { value: only };
    const meant = nearest(name, new Set([...refs.map((ref) => ref.name), ...this.#refs.keys()]));
    const advice = meant === undefined ? `there is ${this.#listed()}` : `did you mean "${meant}"?`;
    return { problem: `there is no Job ${quote(name)}; ${advice}` };
  }

  /** The CronJob with a name (`name` or `namespace/name`), if there is one and no other of that name. */
  findCronJob(name: string): JobRef | undefined {
    const exact = this.#cronJobs.get(name);
    if (exact !== undefined) return exact;
    const [only, ...others] = [...this.#cronJobs.values()].filter((ref) => ref.name === name);
    return others.length === 0 ? only : undefined;
  }

  /** All CronJobs that have a name. */
  allCronJobs(): readonly JobRef[] {
    return [...this.#cronJobs.values()];
  }

  /** All Jobs that have a name. */
  all(): readonly JobRef[] {
    return [...this.#refs.values()];
  }

  /** Whether one of the Jobs (of all, if none is given) has completion indexes. */
  someIndexed(refs: readonly JobRef[]): boolean {
    if (refs.length === 0) return this.#someUnnamedIndexed || this.#indexed.size > 0;
    return refs.some((ref) => this.#indexed.has(keyOf(ref)));
  }

  #listed(): string {
    const names = [...this.#refs.values()].map((ref) => ref.name);
    return (new Set(names).size === names.length ? names : [...this.#refs.keys()]).join(", ");
  }
}

function keyOf({ namespace, name }: JobRef): string {
  return `${namespace}/${name}`;
}
