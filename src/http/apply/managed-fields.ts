/**
 * Tracks who manages which fields of each object, from the log and from what clients send. Jobs are tracked from their
 * creation, other objects once a client has written them.
 */

import type { JsonObject } from "../../api/json.ts";
import { formatTimestamp } from "../../api/timestamp.ts";
import type { KubeObject, Timestamp } from "../../api/types.ts";
import type { Actor, BuiltInActor, Commit, CommitLog } from "../../apiserver/log.ts";
import { compareFields, type FieldSet, type FieldSteps, KnownFieldSets } from "./field-set.ts";
import type { Fields } from "./field-shape.ts";
import { toFieldsV1 } from "./field-text.ts";
import { PastVersions } from "./past-versions.ts";

/** Fields of the server, which have no manager. */
const UNMANAGED = new Set([
  "f:apiVersion",
  "f:kind",
  ...["name", "namespace", "generateName", "uid", "resourceVersion", "generation", "creationTimestamp"].map(inMetadata),
  ...["deletionTimestamp", "deletionGracePeriodSeconds", "managedFields", "selfLink"].map(inMetadata),
]);

function inMetadata(name: string): string {
  return `f:metadata\nf:${name}`;
}

/** The author and the form of a write. */
export interface Manager {
  readonly name: string;
  readonly operation: "Apply" | "Update";
  /** `""` for the object itself. */
  readonly subresource: string;
  readonly apiVersion: string;
}

/** The fields of one manager. */
export interface ManagedEntry extends Manager {
  readonly time: Timestamp;
  readonly fields: FieldSet;
}

/** The current write; an apply also has its fields, and an update may state all managers. */
type Writer = Manager & { readonly applied?: FieldSet; readonly restated?: readonly ManagedEntry[] };

const COMPONENTS: { readonly [A in BuiltInActor]: string } & { readonly [controller: string]: string } = {
  user: "jobsim",
  "job-controller": "kube-controller-manager",
  "ttl-controller": "kube-controller-manager",
  "garbage-collector": "kube-controller-manager",
  kubelet: "kubelet",
};

/** Tracks the managed fields of all objects. */
export class ManagedFields {
  readonly #epochMs: number;
  readonly #shapeOf: (commit: Commit) => Fields;
  readonly #past: PastVersions<readonly ManagedEntry[]>;
  readonly #byUid = new Map<string, readonly ManagedEntry[]>();
  /** The stored version of each object, by UID. */
  readonly #stored = new Map<string, KubeObject>();
  readonly #sets = new KnownFieldSets();
  #writer: Writer | undefined;

  /**
   * @param epochMs the instant of virtual time 0, milliseconds since 1970
   * @param shapeOf returns the shape of a commit's object
   */
  constructor(log: CommitLog, epochMs: number, shapeOf: (commit: Commit) => Fields) {
    this.#epochMs = epochMs;
    this.#shapeOf = shapeOf;
    this.#past = new PastVersions(log);
    log.follow((entry) => {
      if (entry.kind === "commit") this.#follow(entry);
    });
  }

  /** Runs a write of a client, and attributes its changes to the manager. */
  during<T>(manager: Manager, write: () => T): T {
    this.#writer = manager;
    try {
      return write();
    } finally {
      this.#writer = undefined;
    }
  }

  /** Sets, during a write, which fields the writer manages from now on, whatever it changes. */
  claim(applied: FieldSet): void {
    if (this.#writer !== undefined) this.#writer = { ...this.#writer, applied };
  }

  /** Sets, during a write, who managed which fields before it. */
  restate(entries: readonly ManagedEntry[]): void {
    if (this.#writer !== undefined) this.#writer = { ...this.#writer, restated: entries };
  }

  /** Adds a manager of fields to a stored object whose apply changed nothing. */
  share(uid: string, manager: Manager, applied: FieldSet, instantMs: number): void {
    const entries = this.of(uid);
    const mine = entries.find((entry) => isSameManager(entry, manager));
    if (mine !== undefined && sameFields(mine.fields, applied)) return;
    const others = entries.filter((entry) => entry !== mine);
    this.replace(uid, [...others, { ...manager, time: formatTimestamp(instantMs), fields: applied }]);
  }

  /** Replaces the managers of a stored object. */
  replace(uid: string, entries: readonly ManagedEntry[]): void {
    this.#byUid.set(uid, entries);
  }

  /** The managers of the stored object with a UID. */
  of(uid: string): readonly ManagedEntry[] {
    return this.#byUid.get(uid) ?? [];
  }

  /** The managers of one version of an object, as its metadata show them. */
  metadataOf(object: KubeObject): JsonObject {
    const { uid } = object.metadata;
    const known = this.#stored.get(uid) === object ? this.of(uid) : (this.#past.get(object) ?? []);
    const entries = [...known].sort(byOperation);
    return entries.length === 0 ? {} : { managedFields: entries.map(entryJson) };
  }

  #follow(commit: Commit): void {
    const { object, previous, type, resource } = commit;
    const { uid } = object.metadata;
    if (resource !== "jobs" && this.#writer === undefined && !this.#byUid.has(uid)) return;
    if (previous !== undefined && this.#stored.get(uid) === previous) this.#past.add(previous, this.of(uid));
    if (type === "DELETED") {
      this.#byUid.delete(uid);
      this.#stored.delete(uid);
      return;
    }
    const writer = this.#writer ?? byActor(commit);
    const time = formatTimestamp(this.#epochMs + commit.timeMs);
    const known = writer.restated ?? this.#byUid.get(uid) ?? [];
    const changed = attribute(known, writer, changesOf(this.#shapeOf(commit), previous, object), time);
    const entries = changed.map((entry) => ({ ...entry, fields: this.#sets.known(entry.fields) }));
    this.#byUid.set(uid, entries);
    this.#stored.set(uid, object);
  }
}

/** Sorts appliers first. */
function byOperation(a: ManagedEntry, b: ManagedEntry): number {
  return a.operation === b.operation ? 0 : a.operation === "Apply" ? -1 : 1;
}

function byActor({ actor, verb, object: { apiVersion } }: Commit): Writer {
  const subresource = verb === "updateStatus" ? "status" : "";
  return { name: nameOf(actor), operation: "Update", subresource, apiVersion };
}

function nameOf(actor: Actor): string {
  return COMPONENTS[actor] ?? actor;
}

function changesOf(shape: Fields, previous: KubeObject | undefined, next: KubeObject) {
  const { set, removed } = compareFields(shape, previous === undefined ? undefined : { ...previous }, { ...next });
  return { set: managedIn(set), removed };
}

/** The fields of a set that can be managed. */
export function managedIn(set: FieldSet): FieldSet {
  return new Map([...set].filter(([, path]) => !isUnmanaged(path)));
}

function isUnmanaged([first = "", second = ""]: FieldSteps): boolean {
  return UNMANAGED.has(first) || UNMANAGED.has(`${first}\n${second}`);
}

/** Assigns changed fields to the writer, and removes them from all other managers. */
function attribute(
  entries: readonly ManagedEntry[],
  writer: Writer,
  changes: { readonly set: FieldSet; readonly removed: FieldSet },
  time: Timestamp,
): readonly ManagedEntry[] {
  const others = entries.filter((entry) => !isSameManager(entry, writer));
  const mine = entries.find((entry) => isSameManager(entry, writer));
  const { applied } = writer;
  // Fields outside an apply keep their managers, even if the server changed them meanwhile.
  const taken = [...changes.set.keys()].filter((key) => applied === undefined || applied.has(key));
  const lost = new Set([...taken, ...changes.removed.keys()]);
  const kept = others
    .map((entry) => ({ ...entry, fields: without(entry.fields, lost) }))
    .filter(({ fields }) => fields.size > 0);
  const fields = applied ?? withAll(without(mine?.fields ?? new Map(), changes.removed), changes.set);
  if (fields.size === 0) return kept;
  const { name, operation, subresource, apiVersion } = writer;
  const isAsBefore = mine !== undefined && changes.set.size === 0 && applied === undefined;
  return [...kept, { name, operation, subresource, apiVersion, time: isAsBefore ? mine.time : time, fields }];
}

export function isSameManager(a: Manager, b: Manager): boolean {
  return a.name === b.name && a.operation === b.operation && a.subresource === b.subresource;
}

function sameFields(a: FieldSet, b: FieldSet): boolean {
  return a.size === b.size && [...a.keys()].every((key) => b.has(key));
}

/** What a write leaves as it was stays the same set: each version of an object has its own, and the log keeps many. */
function without(fields: FieldSet, lost: ReadonlyMap<string, unknown> | ReadonlySet<string>): FieldSet {
  let isTouched = false;
  for (const key of lost.keys()) isTouched ||= fields.has(key);
  return isTouched ? new Map([...fields].filter(([key]) => !lost.has(key))) : fields;
}

function withAll(fields: FieldSet, more: FieldSet): FieldSet {
  let isWhole = true;
  for (const key of more.keys()) isWhole &&= fields.has(key);
  return isWhole ? fields : new Map([...fields, ...more]);
}

function entryJson({ name, operation, subresource, apiVersion, time, fields }: ManagedEntry): JsonObject {
  return {
    manager: name,
    operation,
    apiVersion,
    time,
    fieldsType: "FieldsV1",
    fieldsV1: toFieldsV1(fields),
    ...(subresource === "" ? {} : { subresource }),
  };
}
