/** Finds the Job or CronJob that a rule or an event names. */

import { inMap } from "../api/in-map.ts";
import { nearest } from "../api/nearest.ts";
import { quote } from "../api/quote.ts";
import type { JobRef } from "../simulation/plan.ts";
import type { Checked } from "./checked.ts";
import type { LoadedJob } from "./loaded-job.ts";

/** Names in a message; of more than one above that, some are counted only. */
const MOST_LISTED = 10;

export class JobNames {
  readonly #refs = new Map<string, JobRef>();
  readonly #cronJobs = new Map<string, JobRef>();
  /** Recorded clusters have thousands of Jobs, and a rule for each of their pods: no name is looked for in a list. */
  readonly #refsByName: ReadonlyMap<string, readonly JobRef[]>;
  readonly #cronJobsByName: ReadonlyMap<string, readonly JobRef[]>;
  readonly #indexed = new Set<string>();
  #someUnnamedIndexed = false;

  constructor(jobs: readonly LoadedJob[]) {
    for (const { kind, ref, indexed } of jobs) {
      if (ref !== undefined) (kind === "Job" ? this.#refs : this.#cronJobs).set(keyOf(ref), ref);
      if (indexed && ref !== undefined) this.#indexed.add(keyOf(ref));
      if (indexed && ref === undefined) this.#someUnnamedIndexed = true;
    }
    this.#refsByName = byName(this.#refs.values());
    this.#cronJobsByName = byName(this.#cronJobs.values());
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
    const [first] = this.#refs.values();
    if (first === undefined) return { problem: "no Job here has a metadata.name to refer to" };
    if (name === undefined) {
      return this.#refs.size === 1 ? { value: first } : { problem: `needs job, one of ${this.#listed()}`, key: "job" };
    }
    const exact = this.#refs.get(name);
    if (exact !== undefined) return { value: exact };
    const [only, ...others] = this.#refsByName.get(name) ?? [];
    if (only !== undefined && others.length === 0) return { value: only };
    if (only !== undefined) {
      return { problem: `${quote(name)} could be ${[only, ...others].map(keyOf).join(" or ")}; write one of them` };
    }
    const meant = nearest(name, new Set([...this.#refsByName.keys(), ...this.#refs.keys()]));
    const advice = meant === undefined ? `there is ${this.#listed()}` : `did you mean "${meant}"?`;
    return { problem: `there is no Job ${quote(name)}; ${advice}` };
  }

  /** The CronJob with a name (`name` or `namespace/name`), if there is one and no other of that name. */
  findCronJob(name: string): JobRef | undefined {
    const exact = this.#cronJobs.get(name);
    if (exact !== undefined) return exact;
    const [only, ...others] = this.#cronJobsByName.get(name) ?? [];
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

  /** The names to choose from, as far as somebody reads on. */
  #listed(): string {
    const isEachOnce = this.#refsByName.size === this.#refs.size;
    const names = [...(isEachOnce ? this.#refsByName : this.#refs).keys()];
    const more = names.length - MOST_LISTED;
    return more > 1 ? `${names.slice(0, MOST_LISTED).join(", ")} and ${more} more` : names.join(", ");
  }
}

function keyOf({ namespace, name }: JobRef): string {
  return `${namespace}/${name}`;
}

function byName(refs: Iterable<JobRef>): ReadonlyMap<string, readonly JobRef[]> {
  const found = new Map<string, JobRef[]>();
  for (const ref of refs) inMap(found, ref.name, () => []).push(ref);
  return found;
}
