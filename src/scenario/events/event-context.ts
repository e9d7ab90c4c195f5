/** What compiling an event needs: its place in the file, the names of Jobs, and where problems go. */

import type { FieldPath } from "../../api/field-path.ts";
import type { AnyKind } from "../../api/kinds/kind.ts";
import { KINDS } from "../../api/kinds/table.ts";
import type { NumberSpan } from "../../kubelet/behaviour/rules.ts";
import type { JobRef, PodRef } from "../../simulation/plan.ts";
import { isFault } from "../checked.ts";
import { compileDuration } from "../compile-time.ts";
import { checkResource } from "../declared-kinds.ts";
import { parseIndexList } from "../index-list.ts";
import type { JobNames } from "../job-names.ts";
import type { Reporter } from "../report.ts";
import type { DurationInput } from "../schema-time.ts";
import type { PodNameInput } from "./parts.ts";

/** Maximum number of pods that one event may name. */
const MAX_PODS = 100_000;

const NO_JOB: JobRef = { namespace: "", name: "" };

const NO_NODES: ReadonlySet<string> = new Set();

/** What a run has in addition to Jobs. */
export interface RunSurroundings {
  readonly nodes?: ReadonlySet<string>;
  readonly kinds?: readonly AnyKind[];
}

export class EventContext {
  readonly nodes: ReadonlySet<string>;
  readonly kinds: readonly AnyKind[];
  readonly #path: FieldPath;
  readonly #jobs: JobNames;
  readonly #reporter: Reporter;

  /** @param surroundings names of the nodes of the cluster, none if there is no cluster; and kinds of objects */
  constructor(path: FieldPath, jobs: JobNames, reporter: Reporter, surroundings: RunSurroundings = {}) {
    this.nodes = surroundings.nodes ?? NO_NODES;
    this.kinds = surroundings.kinds ?? KINDS;
    this.#path = path;
    this.#jobs = jobs;
    this.#reporter = reporter;
  }

  /** Milliseconds of a duration under a key of the event; 0 if it is absent. */
  durationMs(key: string, value: DurationInput | undefined): number {
    return compileDuration(value ?? 0, [...this.#path, key], this.#reporter);
  }

  /** A resource that the run has, under a key of the event. */
  resource(key: string, name: string): string {
    return checkResource(name, this.kinds, [...this.#path, key], this.#reporter);
  }

  problem(key: string, message: string): void {
    this.#reporter.problem([...this.#path, key], message);
  }

  /** The Job that an event names, or the only one. */
  job(name: string | undefined): JobRef {
    return this.#job(name, this.#path);
  }

  /** The Job or CronJob that an event names; without a name the only Job, or the only CronJob if there is no Job. */
  jobOrCronJob(name: string | undefined): { readonly kind: "Job" | "CronJob"; readonly ref: JobRef } {
    const cronJob = name === undefined ? this.#onlyCronJob() : this.#jobs.findCronJob(name);
    return cronJob === undefined ? { kind: "Job", ref: this.job(name) } : { kind: "CronJob", ref: cronJob };
  }

  /** The CronJob that an event names, or the only one. */
  cronJob(name: string | undefined): JobRef {
    const all = this.#jobs.allCronJobs();
    const [first, ...others] = all;
    const found = name === undefined && others.length === 0 ? first : this.#jobs.findCronJob(name ?? "");
    if (found !== undefined) return found;
    const known = all.length === 0 ? "there is none here" : `one of ${all.map((ref) => ref.name).join(", ")}`;
    this.problem("cronJob", name === undefined ? `needs a CronJob: ${known}` : `there is no such CronJob: ${known}`);
    return NO_JOB;
  }

  #onlyCronJob(): JobRef | undefined {
    const [first, ...others] = this.#jobs.allCronJobs();
    return this.#jobs.all().length === 0 && others.length === 0 ? first : undefined;
  }

  /** The pods that an event names: several if it gives several numbers. */
  pods({ job: jobName, index, attempt, ordinal, recreation, name }: PodNameInput): PodRef[] {
    const path = [...this.#path, "pod"];
    if (name !== undefined) {
      if ((index ?? ordinal ?? attempt ?? recreation) === undefined) return [{ id: name }];
      this.#reporter.problem(path, "needs either name, or index (Indexed Jobs) or ordinal");
      return [];
    }
    const job = this.#job(jobName, path);
    const again = recreation === undefined || recreation === 0 ? {} : { recreation };
    if ((index === undefined) === (ordinal === undefined)) {
      this.#reporter.problem(path, "needs exactly one of index (Indexed Jobs) and ordinal");
      return [];
    }
    if (index === undefined) {
      if (attempt !== undefined) this.#reporter.problem([...path, "attempt"], "goes with index; an ordinal is one pod");
      return this.#numbers(ordinal, [...path, "ordinal"]).map((number) => ({ job, ordinal: number, ...again }));
    }
    if (job !== NO_JOB && !this.#jobs.someIndexed([job])) {
      this.#reporter.warning([...path, "index"], `names no pod: Job ${job.name} is not Indexed; use ordinal`);
    }
    return this.#numbers(index, [...path, "index"]).map((number) => ({
      job,
      index: number,
      attempt: attempt ?? 0,
      ...again,
    }));
  }

  #job(name: string | undefined, path: FieldPath): JobRef {
    const job = this.#jobs.find(name);
    if (!isFault(job)) return job.value;
    this.#reporter.problem([...path, "job"], job.problem);
    return NO_JOB;
  }

  #numbers(input: PodNameInput["index"], path: FieldPath): number[] {
    const list = parseIndexList(input ?? 0);
    const count = isFault(list) ? 0 : list.value.reduce((sum, span) => sum + sizeOf(span), 0);
    if (isFault(list)) this.#reporter.problem(path, list);
    else if (count === Number.POSITIVE_INFINITY) this.#reporter.problem(path, "an event needs a range with an end");
    else if (count > MAX_PODS) this.#reporter.problem(path, `names ${count} pods; an event may name ${MAX_PODS}`);
    else return [...new Set(list.value.flatMap(numbersOf))];
    return [];
  }
}

function sizeOf({ first, last }: NumberSpan): number {
  return last === undefined ? Number.POSITIVE_INFINITY : last - first + 1;
}

function numbersOf(span: NumberSpan): number[] {
  return Array.from({ length: sizeOf(span) }, (_, i) => span.first + i);
}
