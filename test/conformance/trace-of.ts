/** Reads from the log of a run what a recording holds of a real one (vectors/README: trace, cluster, events). */

import {
  INDEX_FAILURE_COUNT_ANNOTATION,
  INDEX_IGNORED_FAILURE_COUNT_ANNOTATION,
  JOB_TRACKING_FINALIZER,
} from "../../src/api/constants.ts";
import type { Job, JobStatus, Pod } from "../../src/api/types.ts";
import type { EventEntry, JobCommit, LogEntry, PodCommit, RequestEntry } from "../../src/apiserver/log.ts";
import { apiVerbOf } from "../../src/simulation/faults/api-faults.ts";
import type { Simulation } from "../../src/simulation/simulation.ts";
import type { TraceExpectation, TraceRecord } from "./trace-vector.ts";

/** Events that recordings leave out: one for each pod. */
const POD_EVENTS: ReadonlySet<string> = new Set([
  "SuccessfulCreate",
  "SuccessfulDelete",
  "FailedCreate",
  "FailedDelete",
]);
const API_ERRORS = {
  InternalError: "internal",
  Conflict: "conflict",
  NotFound: "notfound",
  Forbidden: "forbidden",
} as const;

/** Everything that is compared of a run. */
export function traceOf(simulation: Simulation): Omit<TraceExpectation, "epoch"> {
  const reader = new TraceReader(simulation);
  for (const entry of simulation.log.entries) reader.read(entry);
  return reader.result();
}

class TraceReader {
  readonly #simulation: Simulation;
  readonly #trace: TraceRecord[] = [];
  readonly #cluster: TraceRecord[] = [];
  readonly #events: TraceRecord[] = [];
  readonly #namesByPod = new Map<string, string>();
  #job: Job | undefined;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  read(entry: LogEntry): void {
    const t = entry.timeMs;
    switch (entry.kind) {
      case "commit":
        if (entry.resource === "jobs") this.#readJob(entry, t);
        else if (entry.resource === "pods") this.#readPod(entry, t);
        break;
      case "request":
        this.#readRequest(entry, t);
        break;
      case "event":
        this.#readEvent(entry, t);
        break;
      case "process":
        this.#trace.push({ k: entry.change === "stopped" ? "controllerStop" : "controllerStart", t });
    }
  }

  result(): Omit<TraceExpectation, "epoch"> {
    const podsLeft = [...this.#simulation.server.pods.pods].map((pod) => this.#describePod(pod)).sort();
    return {
      trace: this.#trace,
      cluster: this.#cluster,
      events: this.#events,
      finalStatus: this.#job === undefined ? null : this.#statusOf(this.#job.status),
      podsLeft,
    };
  }

  #readJob({ type, verb, actor, object }: JobCommit, t: number): void {
    this.#job = type === "DELETED" ? undefined : object;
    if (verb === "create") this.#trace.push({ k: "jobCreate", t });
    else if (verb === "patch") this.#trace.push({ k: "jobPatch", t, generation: object.metadata.generation });
    else if (verb === "updateStatus" && actor === "user") this.#trace.push({ k: "statusByUser", t });
    else if (verb === "updateStatus") this.#trace.push({ k: "status", t, status: this.#statusOf(object.status) });
    if (verb === "delete") this.#cluster.push({ k: "jobDelete", t, by: actor === "user" ? "user" : "ttl" });
    if (type === "DELETED") this.#cluster.push({ k: "jobGone", t });
  }

  #readPod({ type, verb, actor, object, previous }: PodCommit, t: number): void {
    const pod = this.#label(object);
    const byController = actor === "job-controller";
    if (type === "ADDED") {
      this.#trace.push(
        byController ? { k: "podCreate", t, pod, ...failureCounts(object) } : { k: "podCreateByUser", t, pod },
      );
    } else if (verb === "adopt") this.#trace.push({ k: "podAdopted", t, pod });
    else if (verb === "release") this.#readRelease(object, previous, t);
    else if (verb === "removeFinalizer" && byController) this.#trace.push({ k: "finalizerRemoved", t, pod });
    else if (verb === "patch" && actor === "user" && !this.#isDisruption(object, t)) {
      this.#trace.push({ k: "podPatchByUser", t, pod });
    } else if (verb === "delete" && byController) this.#trace.push({ k: "podDelete", t, pod, by: "controller" });
    else if (verb === "delete" && actor !== "kubelet" && previous?.metadata.deletionTimestamp === undefined) {
      this.#cluster.push({ k: "podDelete", t, pod, by: actor === "user" ? "user" : "gc" });
    }
    if (type === "DELETED") this.#cluster.push({ k: "podGone", t, pod });
  }

  /** Giving a pod away takes its finalizer with the owner reference. */
  #readRelease(object: Pod, previous: Pod | undefined, t: number): void {
    const pod = this.#label(object);
    if (previous?.metadata.finalizers?.includes(JOB_TRACKING_FINALIZER) === true) {
      this.#trace.push({ k: "finalizerRemoved", t, pod });
    }
    this.#trace.push({ k: "podReleased", t, pod });
  }

  /** The patch that precedes an eviction is part of it. */
  #isDisruption(pod: Pod, t: number): boolean {
    const { plan, identities } = this.#simulation;
    return plan.actions.some(
      (action) =>
        action.op === "disruptPod" && action.atMs === t && identities.resolve(action.pod) === pod.metadata.uid,
    );
  }

  #readRequest({ verb, actor, resource, error, injected }: RequestEntry, t: number): void {
    if (injected === true && error !== undefined) {
      const kind = API_ERRORS[error.reason as keyof typeof API_ERRORS];
      const record = { k: "apiError", t, verb: apiVerbOf(verb), resource, error: kind };
      if (JSON.stringify(this.#trace.at(-1)) !== JSON.stringify(record)) this.#trace.push(record);
    } else if (verb === "updateStatus" && error?.reason === "Invalid") {
      this.#trace.push({ k: "statusInvalid", t, message: causesOf(error.message) });
    } else if (verb === "updateStatus" && error?.reason === "Conflict" && actor === "job-controller") {
      this.#trace.push({ k: "conflict", t });
    } else if (verb === "patch" && resource === "jobs" && error?.reason === "Invalid") {
      this.#trace.push({ k: "patchRejected", t, message: causesOf(error.message) });
    } else if (verb === "patch" && resource === "jobs" && error === undefined) {
      this.#trace.push({ k: "jobPatch", t, generation: this.#job?.metadata.generation });
    }
  }

  /** Events that say the same are one object with a count, which recordings show once. */
  #readEvent({ type, reason, message, count }: EventEntry, t: number): void {
    if (POD_EVENTS.has(reason) || count > 1) return;
    this.#events.push({ k: "event", t, type, reason, message: this.#anonymous(message) });
  }

  #statusOf(status: JobStatus): unknown {
    const { uncountedTerminatedPods: uncounted = {}, conditions = [] } = status;
    const names = (uids: readonly string[] = []) => uids.map((uid) => this.#simulation.identities.label(uid)).sort();
    return {
      active: status.active ?? 0,
      succeeded: status.succeeded ?? 0,
      failed: status.failed ?? 0,
      completedIndexes: status.completedIndexes ?? "",
      ...(status.ready === undefined ? {} : { ready: status.ready }),
      ...(status.terminating === undefined ? {} : { terminating: status.terminating }),
      ...(status.failedIndexes === undefined ? {} : { failedIndexes: status.failedIndexes }),
      ...(status.startTime === undefined ? {} : { startTime: status.startTime }),
      ...(status.completionTime === undefined ? {} : { completionTime: status.completionTime }),
      // Recordings show empty texts that the API leaves out.
      conditions: conditions.map(({ lastProbeTime: _probe, reason = "", message = "", ...condition }) => ({
        ...condition,
        reason,
        message: this.#anonymous(message),
      })),
      uncounted: { succeeded: names(uncounted.succeeded), failed: names(uncounted.failed) },
    };
  }

  #label(pod: Pod): string {
    const label = this.#simulation.identities.label(pod.metadata.uid);
    this.#namesByPod.set(pod.metadata.name, label);
    return label;
  }

  #describePod(pod: Pod): string {
    const held = pod.metadata.finalizers?.includes(JOB_TRACKING_FINALIZER) === true ? "+finalizer" : "";
    const deleting = pod.metadata.deletionTimestamp === undefined ? "" : "+deleting";
    return `${this.#label(pod)}:${pod.status.phase}${held}${deleting}`;
  }

  /** Object names of pods are random: recordings show the pod's place instead. */
  #anonymous(message: string): string {
    return message.replace(/\/([a-z0-9-]+)/g, (whole, name: string) => {
      const label = this.#namesByPod.get(name);
      return label === undefined ? whole : `/<${label}>`;
    });
  }
}

function failureCounts(pod: Pod): { readonly indexFailureCount?: string; readonly indexIgnoredFailureCount?: string } {
  const counted = pod.metadata.annotations?.[INDEX_FAILURE_COUNT_ANNOTATION];
  const ignored = pod.metadata.annotations?.[INDEX_IGNORED_FAILURE_COUNT_ANNOTATION];
  return {
    ...(counted === undefined ? {} : { indexFailureCount: counted }),
    ...(ignored === undefined ? {} : { indexIgnoredFailureCount: ignored }),
  };
}

/** The causes alone, without the object they are about. */
function causesOf(message: string): string {
  return message.replace(/^Job\.batch "[^"]*" is invalid: /, "");
}
