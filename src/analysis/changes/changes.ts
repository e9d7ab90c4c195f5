/** Reads the log: what an entry says, for timelines, explanations, stories, tests and pages alike. */

import {
  COMPLETION_INDEX_ANNOTATION,
  FOREGROUND_FINALIZER,
  JOB_TRACKING_FINALIZER,
  ORPHAN_FINALIZER,
} from "../../api/constants.ts";
import type { ObjectMeta, Pod } from "../../api/types.ts";
import type { JobCommit, LogEntry, PodCommit, RequestEntry } from "../../apiserver/log.ts";
import type { JobRef, Propagation } from "../../simulation/plan.ts";
import { changeOf, type FieldChange, fieldChanges } from "./field-changes.ts";
import { conditionChanges, statusChanges } from "./status-changes.ts";
import type { Change, PodChanged } from "./transition.ts";

/** How a pod is named, by its UID: `index/attempt` or `#ordinal`. */
export type LabelOf = (uid: string) => string;

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

const NOTHING: readonly Change[] = [];

/** What an entry of the log says; nothing if it does not concern a Job. */
export function changesOf(entry: LogEntry, labelOf: LabelOf): readonly Change[] {
  const { timeMs: atMs } = entry;
  switch (entry.kind) {
    case "commit":
      if (entry.resource === "jobs") return jobChanges(entry, labelOf);
      return entry.resource === "pods" ? podChanges(entry, labelOf) : NOTHING;
    case "request":
      return requestChanges(entry);
    case "event": {
      const { regarding, type, reason, message, count } = entry;
      if (regarding.kind !== "Job") return NOTHING;
      const { namespace, name } = regarding;
      return [{ kind: "event", atMs, job: { namespace, name }, type, reason, message, count }];
    }
    case "probeKill":
      return NOTHING;
    case "process":
      return [{ kind: "controllers", atMs, change: entry.change }];
    case "replica":
      return [{ kind: "controllers", atMs, replica: entry.name, change: entry.change }];
    case "program": {
      const { actor: by, text, exitCode } = entry;
      return [{ kind: "program", atMs, by, text, ...(exitCode === undefined ? {} : { exitCode }) }];
    }
  }
}

function jobChanges(commit: JobCommit, labelOf: LabelOf): readonly Change[] {
  const { timeMs: atMs, object, previous, type } = commit;
  const { namespace, name } = object.metadata;
  const job: JobRef = { namespace, name };
  if (previous === undefined) {
    const spec = COURSE_FIELDS.flatMap((field) => changeOf(field, undefined, object.spec[field]));
    return [{ kind: "created", atMs, job, spec }];
  }
  const written = jobWrite(commit, job, labelOf);
  return [
    ...(written === undefined ? [] : [written]),
    ...(type === "DELETED" ? [{ kind: "gone", atMs, job } as const] : []),
  ];
}

function jobWrite(commit: JobCommit, job: JobRef, labelOf: LabelOf): Change | undefined {
  const { timeMs: atMs, object, previous, actor: by, verb } = commit;
  if (previous === undefined) return undefined;
  switch (verb) {
    case "delete":
      return { kind: "deletion", atMs, job, by, propagation: propagationOf(object.metadata) };
    case "updateStatus": {
      const changes = statusChanges(previous.status, object.status, labelOf);
      return { kind: "status", atMs, job, by, changes, conditions: conditionChanges(previous.status, object.status) };
    }
    case "patch":
      return { kind: "patched", atMs, job, by, changes: patchChanges(commit) };
    default:
      return undefined;
  }
}

/** Whether a commit is what a user did to a pod of a Job. */
export function isPodRemoval({ verb, actor, object }: PodCommit): boolean {
  return verb === "delete" && actor === "user" && ownerOf(object) !== undefined;
}

function podChanges(commit: PodCommit, labelOf: LabelOf): readonly Change[] {
  const { timeMs: atMs, type, object, previous, verb, actor: by } = commit;
  const { namespace, uid } = object.metadata;
  const owner = ownerOf(object);
  const pod = labelOf(uid);
  if (isPodRemoval(commit)) return [podRemoval(commit, { namespace, name: owner?.name ?? "" }, pod)];
  const job = owner?.kind === "Job" ? { job: { namespace, name: owner.name } } : {};
  const conditions = conditionChanges(previous?.status ?? {}, object.status).filter(({ type }) => TOLD.has(type));
  return [{ kind: "pod", atMs, ...job, by, pod, type, verb, changes: podFields(previous, object), conditions }];
}

/** Conditions of pods that matter to a Job. */
const TOLD: ReadonlySet<string> = new Set(["Ready", "DisruptionTarget"]);

function podFields(before: Pod | undefined, after: Pod): PodChanged["changes"] {
  const indexOf = (pod: Pod | undefined) => pod?.metadata.annotations?.[COMPLETION_INDEX_ANNOTATION];
  return [
    ...changeOf("index", indexOf(before), indexOf(after)),
    ...changeOf("nodeName", before?.spec.nodeName, after.spec.nodeName),
    ...changeOf("phase", before?.status.phase, after.status.phase),
    ...changeOf("deletionTimestamp", before?.metadata.deletionTimestamp, after.metadata.deletionTimestamp),
    ...changeOf("finalizer", isHeld(before), isHeld(after)),
  ];
}

function isHeld(pod: Pod | undefined): boolean {
  return pod?.metadata.finalizers?.includes(JOB_TRACKING_FINALIZER) === true;
}

function podRemoval({ timeMs: atMs, object, previous }: PodCommit, job: JobRef, pod: string): Change {
  const { deletionGracePeriodSeconds = 0 } = object.metadata;
  const disruption = previous?.status.conditions?.find(({ type }) => type === "DisruptionTarget");
  return {
    kind: "podRemoved",
    atMs,
    job,
    pod,
    ...(disruption?.status === "True" ? { disruption: disruption.reason ?? "" } : {}),
    force: deletionGracePeriodSeconds === 0 && hasContainersToStop(previous),
  };
}

function ownerOf({ metadata }: Pod) {
  return metadata.ownerReferences?.find(({ controller }) => controller === true);
}

function requestChanges(entry: RequestEntry): readonly Change[] {
  const { timeMs: atMs, resource, namespace, name, verb, actor: by, error, injected = false, owner } = entry;
  if (error === undefined) {
    const isEmptyPatch = verb === "patch" && by === "user" && resource === "jobs";
    return isEmptyPatch ? [{ kind: "patched", atMs, job: { namespace, name }, by, changes: [] }] : NOTHING;
  }
  // A pod that is already gone is what a controller wanted: it counts that as success.
  if (by !== "user" && resource === "pods" && error.reason === "NotFound") return NOTHING;
  const { reason, message } = error;
  const refusal = { kind: "refused", atMs, resource, namespace, name, verb, by, reason, message, injected } as const;
  return [owner?.kind === "Job" ? { ...refusal, job: { namespace, name: owner.name } } : refusal];
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
