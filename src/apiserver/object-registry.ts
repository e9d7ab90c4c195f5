/**
 * Objects of any kind in the API server: Kubernetes' generic registry store, for every kind without a dedicated
 * registry. A strategy has what is specific to the kind.
 */

import { DEFAULT_NAMESPACE } from "../api/constants.ts";
import { copyWith } from "../api/copy-with.ts";
import type { DecodeProblem } from "../api/decode.ts";
import { equalJson, isJsonObject } from "../api/json.ts";
import type { AnyKind, Kind } from "../api/kinds/kind.ts";
import { readObject } from "../api/kinds/read-object.ts";
import type { ApiSwitches } from "../api/switches.ts";
import { formatTimestamp } from "../api/timestamp.ts";
import type { KubeObject, ObjectMeta } from "../api/types.ts";
import { invalid as invalidValue } from "../api/validation/errors.ts";
import { requireStandardFinalizers, validateObjectMeta, validateObjectMetaUpdate } from "../api/validation/metadata.ts";
import { checkDnsSubdomain } from "../api/validation/names.ts";
import type { Admission } from "./admission/admission.ts";
import { Collection } from "./collection.ts";
import { accepted, alreadyExists, badRequest, invalid, notFound, type Result, refused } from "./errors.ts";
import type { Actor, CommitType, ObjectCommit, Verb } from "./log.ts";
import { NAME_ATTEMPTS } from "./names.ts";
import { effectivePropagation, markDeleted } from "./object-deletion.ts";
import { atNextGeneration, metadataForCreate, metadataForUpdate } from "./object-metadata.ts";
import { isGone } from "./pod-deletion.ts";
import { checkIdentity, checkPreconditions } from "./preconditions.ts";
import type { Mutation, Registry, Written } from "./registry.ts";
import type { Storage } from "./storage.ts";
import type { DeleteOptions, UpdateOptions, WriteOptions } from "./write-options.ts";

/** The UID of an object in a dry run. */
const UNSTORED_UID = "00000000-0000-4000-b000-000000000000";

/** Called for each stored change. */
export type ObjectChanged = (of: AnyKind, commit: ObjectCommit) => void;

export class ObjectRegistry<T extends KubeObject> implements Registry<T> {
  readonly of: Kind<T>;
  readonly #objects = new Collection<T>();
  readonly #storage: Storage;
  readonly #switches: ApiSwitches;
  readonly #changed: ObjectChanged;
  readonly #admission: Admission;
  readonly #nextVersion: () => number;

  /** @param nextVersion gives the version of each change; the next of all objects together if absent */
  constructor(
    of: Kind<T>,
    storage: Storage,
    switches: ApiSwitches,
    admission: Admission,
    changed: ObjectChanged,
    nextVersion = () => storage.nextResourceVersion(),
  ) {
    this.#admission = admission;
    this.of = of;
    this.#storage = storage;
    this.#switches = switches;
    this.#changed = changed;
    this.#nextVersion = nextVersion;
  }

  get(namespace: string, name: string): T | undefined {
    return this.#objects.get(this.of.isNamespaced ? namespace : "", name);
  }

  list(namespace?: string): Iterable<T> {
    return namespace === undefined || !this.of.isNamespaced ? this.#objects : this.#objects.inNamespace(namespace);
  }

  create(namespace: string, manifest: unknown, { actor, dryRun = false }: WriteOptions): Result<Written<T>> {
    const { of } = this;
    const { object: given, problems } = readObject(of, manifest);
    const wrong = firstWrong(problems);
    if (wrong !== undefined) return refused(badRequest(wrong));
    const place = of.isNamespaced ? namespace || given.metadata.namespace || DEFAULT_NAMESPACE : "";
    if (given.metadata.namespace !== "" && given.metadata.namespace !== place && of.isNamespaced) {
      return refused(
        badRequest("the namespace of the provided object does not match the namespace sent on the request"),
      );
    }
    const name = this.#nameOf(given, place);
    if (name === undefined) return refused(alreadyExists(of, given.metadata.generateName ?? ""));
    const prepared = this.#prepareForCreate(given, place, name);
    const errors = this.#validateCreate(prepared);
    if (errors.length > 0) return refused(invalid(of, name, errors));
    if (this.get(place, name) !== undefined) return refused(alreadyExists(of, name));
    const refusal = this.#admission.refuse(of, place, name);
    if (refusal !== undefined) return refused(refusal);
    const warnings = of.strategy.warningsOnCreate?.(prepared, this.#switches) ?? [];
    if (dryRun) return accepted({ object: prepared, changed: false, warnings });
    // Only stored objects use up a UID, so that a replay, which has no dry runs, gets the same ones.
    const admitted: T = { ...prepared, metadata: copyWith(prepared.metadata, { uid: this.#storage.names.uid() }) };
    const object = this.#commit("ADDED", "create", actor, admitted, undefined);
    return accepted({ object, changed: true, warnings });
  }

  update(namespace: string, name: string, change: Mutation<T>, options: UpdateOptions): Result<Written<T>> {
    const { of } = this;
    const stored = this.get(namespace, name);
    if (stored === undefined) return refused(notFound(of, name));
    const wanted = change(stored);
    if (!wanted.ok) return wanted;
    const { object: given, problems } = readObject(of, wanted.object, stored);
    const wrong = firstWrong(problems);
    if (wrong !== undefined) return refused(badRequest(wrong));
    const { isReplacement = false, actor, dryRun = false } = options;
    const subresource = options.subresource === "status" ? options.subresource : undefined;
    const path = `/registry/${of.resource}/${of.isNamespaced ? `${stored.metadata.namespace}/` : ""}${name}`;
    const stale = checkIdentity(of, given.metadata, stored.metadata, { checkUid: isReplacement, path });
    if (stale !== undefined) return refused(stale);
    const isBlind = isReplacement && given.metadata.resourceVersion === "";
    if (isBlind && of.strategy.allowUnconditionalUpdate === false) return refused(this.#versionMissing(name));
    const next = this.#prepareForUpdate(given, stored, subresource);
    const errors = this.#validateUpdate(next, stored, subresource);
    if (errors.length > 0) return refused(invalid(of, name, errors));
    const warnings =
      subresource === "status" ? [] : (of.strategy.warningsOnUpdate?.(next, stored, this.#switches) ?? []);
    if (equalJson(next, stored) && !this.#storage.commitsUnchanged) {
      return accepted({ object: stored, changed: false, warnings });
    }
    if (dryRun) return accepted({ object: next, changed: false, warnings });
    // The log records each write of a user as the equivalent patch, which is what a replay sends.
    const replaces = isReplacement && actor !== "user";
    const verb = subresource === "status" ? "updateStatus" : replaces ? "update" : "patch";
    const type = this.#typeOf(next);
    return accepted({ object: this.#commit(type, verb, actor, next, stored), changed: true, warnings });
  }

  delete(namespace: string, name: string, options: DeleteOptions): Result<Written<T>> {
    const { of } = this;
    const stored = this.get(namespace, name);
    if (stored === undefined) return refused(notFound(of, name));
    const stale = checkPreconditions(of, stored.metadata, options.preconditions);
    if (stale !== undefined) return refused(stale);
    const propagation = effectivePropagation(stored.metadata, options.propagation, of.propagation);
    const metadata = markDeleted(stored.metadata, propagation, this.#storage.instantMs);
    if (metadata === stored.metadata) return accepted({ object: stored, changed: false, warnings: [] });
    const marked = of.strategy.prepareForDelete?.({ ...stored, metadata }) ?? { ...stored, metadata };
    if (options.dryRun === true) return accepted({ object: marked, changed: false, warnings: [] });
    const type = this.#typeOf(marked);
    return accepted({
      object: this.#commit(type, "delete", options.actor, marked, stored),
      changed: true,
      warnings: [],
    });
  }

  replaceMetadata(stored: T, metadata: ObjectMeta, verb: Verb, actor: Actor): T {
    const next = { ...stored, metadata };
    return this.#commit(this.#typeOf(next), verb, actor, next, stored);
  }

  /** The type of the commit that stores an object: one that is being deleted and not blocked is removed. */
  #typeOf(next: T): CommitType {
    return isGone(next.metadata) && this.of.strategy.isHeld?.(next) !== true ? "DELETED" : "MODIFIED";
  }

  /** Stores an object without a request or a log entry, replacing one of the same name. */
  keep(object: T): void {
    this.#objects.set(object);
  }

  /** Removes an object without a request or a log entry. */
  drop(namespace: string, name: string): void {
    this.#objects.delete(namespace, name);
  }

  #nameOf({ metadata }: T, namespace: string): string | undefined {
    const { name, generateName = "" } = metadata;
    if (name !== "" || generateName === "") return name;
    for (let attempt = 0; attempt < (this.#switches.generateNameRetries ? NAME_ATTEMPTS : 1); attempt++) {
      const generated = this.#storage.names.generate(generateName);
      if (this.get(namespace, generated) === undefined) return generated;
    }
    return undefined;
  }

  #prepareForCreate(given: T, namespace: string, name: string): T {
    const { strategy, hasStatus } = this.of;
    const identity = {
      name,
      namespace,
      uid: UNSTORED_UID,
      creationTimestamp: formatTimestamp(this.#storage.instantMs),
    };
    const metadata = metadataForCreate(given.metadata, identity, strategy.generationFields !== undefined);
    const bare = hasStatus && strategy.keepsStatusOnCreate !== true ? withoutStatus(given) : given;
    const named: T = { ...bare, metadata };
    const defaulted = strategy.setDefaults?.(named, this.#switches) ?? named;
    return strategy.prepareForCreate?.(defaulted, this.#switches) ?? defaulted;
  }

  #validateCreate(object: T) {
    const { strategy, isNamespaced } = this.of;
    const checkName = (name: string) => strategy.validateName?.(name) ?? checkDnsSubdomain(name);
    return [
      ...validateObjectMeta(object.metadata, { isNamespaced, checkName }),
      ...(strategy.validate?.(object, this.#switches) ?? []),
    ];
  }

  #prepareForUpdate(given: T, stored: T, subresource: "status" | undefined): T {
    const { strategy, hasStatus } = this.of;
    const metadata = metadataForUpdate(given.metadata, stored.metadata);
    if (subresource === "status") return { ...withStatusOf(given, stored), metadata };
    const defaulted = strategy.setDefaults?.(given, this.#switches) ?? given;
    const kept: T = { ...(hasStatus ? withStatusOf(stored, defaulted) : defaulted), metadata };
    const next = strategy.prepareForUpdate?.(kept, stored, this.#switches) ?? kept;
    const isNewGeneration = strategy.generationFields?.some((field) => !sameField(next, stored, field)) === true;
    return isNewGeneration ? { ...next, metadata: atNextGeneration(next.metadata) } : next;
  }

  #validateUpdate(next: T, stored: T, subresource: "status" | undefined) {
    const { strategy } = this.of;
    const own =
      subresource === "status"
        ? strategy.validateStatusUpdate?.(next, stored, this.#switches)
        : strategy.validateUpdate?.(next, stored, this.#switches);
    const { finalizers } = next.metadata;
    return [
      ...(next.metadata === stored.metadata ? [] : validateObjectMetaUpdate(next.metadata, stored.metadata)),
      ...(equalJson(finalizers, stored.metadata.finalizers) ? [] : requireStandardFinalizers(finalizers)),
      ...(own ?? []),
    ];
  }

  #versionMissing(name: string) {
    const path = ["metadata", "resourceVersion"];
    return invalid(this.of, name, [invalidValue(path, 0, "must be specified for an update")]);
  }

  #commit(type: CommitType, verb: Verb, actor: Actor, next: T, previous: T | undefined): T {
    const resourceVersion = this.#nextVersion();
    const object: T = { ...next, metadata: copyWith(next.metadata, { resourceVersion: String(resourceVersion) }) };
    const { namespace, name } = object.metadata;
    if (type === "DELETED") this.#objects.delete(namespace, name);
    else this.#objects.set(object);
    const { timeMs } = this.#storage;
    const commit: ObjectCommit = {
      kind: "commit",
      timeMs,
      resourceVersion,
      type,
      resource: "objects",
      of: this.of.resource,
      verb,
      actor,
      object,
      previous,
    };
    this.#storage.log.append(commit);
    this.#changed(this.of, commit);
    return object;
  }
}

function firstWrong(problems: readonly DecodeProblem[]): string | undefined {
  return problems.find(({ kind }) => kind !== "unknownField")?.message;
}

function fieldOf(object: KubeObject, field: string): unknown {
  return isJsonObject(object) ? object[field] : undefined;
}

function sameField(a: KubeObject, b: KubeObject, field: string): boolean {
  return equalJson(fieldOf(a, field), fieldOf(b, field));
}

function withoutStatus<T extends KubeObject>(object: T): T {
  const copy = { ...object, status: undefined };
  Reflect.deleteProperty(copy, "status");
  return copy;
}

/** The second object with the status of the first. */
function withStatusOf<T extends KubeObject>(first: T, second: T): T {
  const status = fieldOf(first, "status");
  return status === undefined ? withoutStatus(second) : { ...second, status };
}
