/** Reads from the log what happened to each Job: status writes, user's actions, Events, refusals, restarts. */

import { FOREGROUND_FINALIZER, ORPHAN_FINALIZER } from "../api/constants.ts";
import type { ObjectMeta, Pod } from "../api/types.ts";
import type { JobCommit, LogEntry, PodCommit, RequestEntry } from "../apiserver/log.ts";
import type { JobRef, Propagation } from "../simulation/plan.ts";
import type { Simulation } from "../simulation/simulation.ts";
import { changeOf, type FieldChange, fieldChanges } from "./field-changes.ts";
import { conditionChanges, statusChanges } from "./status-changes.ts";
import type { Transition } from "./transition.ts";

/** Parts of a spec that shape the course of a Job, in the order in which people want to read them. */
const COURSE_FIELDS = [
  "completionMode",
  "completions",
  "parallelism",
  "backoffLimit",
  "backoffLimitPerIndex",
  "maxFailedIndexes",
  "activeDeadlineSeconds",
  "podReplacementPolicy",
  "suspend",
  "ttlSecondsAfterFinished",
  "managedBy",
] as const;

/**
 * Lists what happened to the Jobs of a run, in order.
 *
 * @param simulation a run, ended or stopped; without its pods' commits (recording `transitions`) the list lacks what
 *   users did to pods
 * @example
 * for (const { atMs, kind } of transitions(simulate(plan))) console.log(atMs, kind);
 */
export function transitions(simulation: Simulation): Transition[] {
  const reader = new TransitionReader(simulation);
  for (const entry of simulation.log.entries) reader.read(entry);
  return reader.found;
}

/** Turns log entries into transitions, one after the other; for readers that follow a run as it goes. */
export class TransitionReader {
  readonly found: Transition[] = [];
  readonly #labelOf: (uid: string) => string;

  constructor({ identities }: Pick<Simulation, "identities">) {
    this.#labelOf = (uid) => identities.label(uid);
  }

  read(entry: LogEntry): void {
    const { timeMs: atMs } = entry;
    switch (entry.kind) {
      case "commit":
        if (entry.resource === "jobs") this.#readJob(entry);
        else if (entry.resource === "pods" && entry.verb === "delete" && entry.actor === "user") {
          this.#readPodDeletion(entry);
        }
        return;
      case "request":
        this.#readRequest(entry);
        return;
      case "event": {
        const { regarding, type, reason, message, count } = entry;
        if (regarding.kind !== "Job") return;
        const { namespace, name } = regarding;
        this.found.push({ kind: "event", atMs, job: { namespace, name }, type, reason, message, count });
        return;
      }
      case "process":
        this.found.push({ kind: "controllers", atMs, change: entry.change });
    }
  }

  #readJob(commit: JobCommit): void {
    const { timeMs: atMs, object, previous, actor: by, type } = commit;
    const { namespace, name } = object.metadata;
    const job: JobRef = { namespace, name };
    if (previous === undefined) {
      const spec = COURSE_FIELDS.flatMap((field) => changeOf(field, undefined, object.spec[field]));
      this.found.push({ kind: "created", atMs, job, spec });
      return;
    }
    if (commit.verb === "delete") {
      this.found.push({ kind: "deletion", atMs, job, by, propagation: propagationOf(object.metadata) });
    } else if (commit.verb === "updateStatus") {
      const changes = statusChanges(previous.status, object.status, this.#labelOf);
      this.found.push({
        kind: "status",
        atMs,
        job,
        by,
        changes,
        conditions: conditionChanges(previous.status, object.status),
      });
    } else if (commit.verb === "patch") {
      this.found.push({ kind: "patched", atMs, job, by, changes: patchChanges(commit) });
    }
    if (type === "DELETED") this.found.push({ kind: "gone", atMs, job });
  }

  #readPodDeletion({ timeMs: atMs, object, previous }: PodCommit): void {
    const owner = object.metadata.ownerReferences?.find(({ controller }) => controller === true);
    if (owner === undefined) return;
    const { namespace, uid, deletionGracePeriodSeconds = 0 } = object.metadata;
    const disruption = previous?.status.conditions?.find(({ type }) => type === "DisruptionTarget");
    this.found.push({
      kind: "podRemoved",
      atMs,
      job: { namespace, name: owner.name },
      pod: this.#labelOf(uid),
      ...(disruption?.status === "True" ? { disruption: disruption.reason ?? "" } : {}),
      force: deletionGracePeriodSeconds === 0 && hasContainersToStop(previous),
    });
  }

  #readRequest(entry: RequestEntry): void {
    const { timeMs: atMs, resource, namespace, name, verb, actor: by, error, injected = false } = entry;
    if (error === undefined) {
      if (verb === "patch" && by === "user" && resource === "jobs") {
        this.found.push({ kind: "patched", atMs, job: { namespace, name }, by, changes: [] });
      }
      return;
    }
    // A pod that is gone already is what a controller wanted: it takes that for success.
    if (by !== "user" && resource === "pods" && error.reason === "NotFound") return;
    const { reason, message } = error;
    this.found.push({ kind: "refused", atMs, resource, namespace, name, verb, by, reason, message, injected });
  }
}

function hasContainersToStop(pod: Pod | undefined): boolean {
  return pod?.spec.nodeName !== undefined && pod.status.phase !== "Succeeded" && pod.status.phase !== "Failed";
}

function propagationOf({ finalizers = [] }: ObjectMeta): Propagation {
  if (finalizers.includes(FOREGROUND_FINALIZER)) return "Foreground";
  return finalizers.includes(ORPHAN_FINALIZER) ? "Orphan" : "Background";
}

/** What a user's patch changed; the server's own bookkeeping is left out. */
function patchChanges({ object, previous }: JobCommit): readonly FieldChange[] {
  return [
    ...fieldChanges("spec", previous?.spec, object.spec),
    ...fieldChanges("metadata.labels", previous?.metadata.labels ?? {}, object.metadata.labels ?? {}),
    ...fieldChanges("metadata.annotations", previous?.metadata.annotations ?? {}, object.metadata.annotations ?? {}),
  ];
}
