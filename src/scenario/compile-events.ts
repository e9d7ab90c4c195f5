/** From `events` of a scenario file to the timed actions of a plan. */

import type { FieldPath } from "../api/field-path.ts";
import type { NumberSpan } from "../kubelet/behaviour/rules.ts";
import type { JobRef, PodRef, TimedAction } from "../simulation/plan.ts";
import { isFault } from "./checked.ts";
import { isDisturbanceEvent } from "./compile-disturbances.ts";
import { compileDuration } from "./compile-time.ts";
import { parseIndexList } from "./index-list.ts";
import type { JobNames } from "./job-names.ts";
import type { Reporter } from "./report.ts";
import type { DisturbanceEvent } from "./schema-disturbances.ts";
import { EVICTION_MESSAGES, type EventInput, type PodNameInput } from "./schema-events.ts";

/** Most pods that one event may name. */
const MAX_PODS = 100_000;

const NO_JOB: JobRef = { namespace: "", name: "" };

/**
 * Compiles what users and the cluster do, in the order of the file; the rest is left to `compileDisturbances`.
 *
 * @param events as the schema found them
 * @param jobs the Jobs that events may name
 * @param reporter takes what is wrong
 */
export function compileEvents(events: readonly EventInput[], jobs: JobNames, reporter: Reporter): TimedAction[] {
  return events.flatMap((event, i) =>
    isDisturbanceEvent(event) ? [] : new EventCompiler(["events", i], jobs, reporter).compile(event),
  );
}

class EventCompiler {
  readonly #path: FieldPath;
  readonly #jobs: JobNames;
  readonly #reporter: Reporter;

  constructor(path: FieldPath, jobs: JobNames, reporter: Reporter) {
    this.#path = path;
    this.#jobs = jobs;
    this.#reporter = reporter;
  }

  compile(event: Exclude<EventInput, DisturbanceEvent>): TimedAction[] {
    const atMs = compileDuration(event.at, [...this.#path, "at"], this.#reporter);
    switch (event.action) {
      case "patch":
        return [{ atMs, op: "patchJob", job: this.#job(event.job, this.#path), patch: event.patch }];
      case "suspend":
      case "resume": {
        const patch = { spec: { suspend: event.action === "suspend" } };
        return [{ atMs, op: "patchJob", job: this.#job(event.job, this.#path), patch }];
      }
      case "delete": {
        const job = this.#job(event.job, this.#path);
        return [{ atMs, op: "deleteJob", job, propagation: event.propagation ?? "Background" }];
      }
      case "evict": {
        const reason = event.reason ?? "EvictionByEvictionAPI";
        const message = EVICTION_MESSAGES[reason];
        const condition = { type: "DisruptionTarget", status: "True", reason, message } as const;
        return this.#pods(event.pod).map((pod) => ({ atMs, op: "disruptPod", pod, condition }));
      }
      case "deletePod": {
        const force = event.force === true ? { force: true } : {};
        return this.#pods(event.pod).map((pod) => ({ atMs, op: "deletePod", pod, ...force }));
      }
      case "patchPod":
        return this.#pods(event.pod).map((pod) => ({ atMs, op: "patchPod", pod, patch: event.patch }));
      case "createPod": {
        const { name: id, owned = false, manifest } = event;
        return [{ atMs, op: "createPod", id, job: this.#job(event.job, this.#path), owned, manifest }];
      }
      case "putStatus":
        return [{ atMs, op: "putJobStatus", job: this.#job(event.job, this.#path), status: event.status }];
      case "restartController": {
        const downMs = compileDuration(event.down ?? 0, [...this.#path, "down"], this.#reporter);
        return [{ atMs, op: "restartController", downMs, ...(event.crash === true ? { crash: true } : {}) }];
      }
    }
  }

  #job(name: string | undefined, path: FieldPath): JobRef {
    const job = this.#jobs.find(name);
    if (!isFault(job)) return job.value;
    this.#reporter.problem([...path, "job"], job.problem);
    return NO_JOB;
  }

  #pods({ job: jobName, index, attempt, ordinal, name }: PodNameInput): PodRef[] {
    const path = [...this.#path, "pod"];
    if (name !== undefined) {
      if ((index ?? ordinal ?? attempt) === undefined) return [{ id: name }];
      this.#reporter.problem(path, "needs either name, or index (Indexed Jobs) or ordinal");
      return [];
    }
    const job = this.#job(jobName, path);
    if ((index === undefined) === (ordinal === undefined)) {
      this.#reporter.problem(path, "needs exactly one of index (Indexed Jobs) and ordinal");
      return [];
    }
    if (index === undefined) {
      if (attempt !== undefined) this.#reporter.problem([...path, "attempt"], "goes with index; an ordinal is one pod");
      return this.#numbers(ordinal, [...path, "ordinal"]).map((number) => ({ job, ordinal: number }));
    }
    if (job !== NO_JOB && !this.#jobs.someIndexed([job])) {
      this.#reporter.warning([...path, "index"], `names no pod: Job ${job.name} is not Indexed; use ordinal`);
    }
    return this.#numbers(index, [...path, "index"]).map((number) => ({ job, index: number, attempt: attempt ?? 0 }));
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
