/** Rules about object metadata (apimachinery and core validation, `ValidateObjectMeta`, `ValidateObjectMetaUpdate`). */
import { FOREGROUND_FINALIZER, ORPHAN_FINALIZER } from "../constants.ts";
import type { FieldError, FieldPath } from "../field-path.ts";
import { oncePerObject } from "../once-per-object.ts";
import type { ObjectMeta, OwnerReference, StringMap } from "../types.ts";
import { semanticallyEqual } from "./equality.ts";
import { checkNonNegative, forbidden, IMMUTABLE, invalid, invalidEach, required, tooLong } from "./errors.ts";
import {
  byteLength,
  checkDnsLabel,
  checkDnsSubdomain,
  checkLabelValue,
  checkNamePrefix,
  checkQualifiedName,
} from "./names.ts";
import { quote } from "./values.ts";

const MAX_ANNOTATION_BYTES = 256 * 1024;
const STANDARD_FINALIZERS: readonly string[] = ["kubernetes", ORPHAN_FINALIZER, FOREGROUND_FINALIZER];
const METADATA: FieldPath = ["metadata"];
/** Created once, because every write of a Job is validated. */
const PATHS = {
  generateName: [...METADATA, "generateName"],
  name: [...METADATA, "name"],
  namespace: [...METADATA, "namespace"],
  generation: [...METADATA, "generation"],
  labels: [...METADATA, "labels"],
  annotations: [...METADATA, "annotations"],
  ownerReferences: [...METADATA, "ownerReferences"],
  finalizers: [...METADATA, "finalizers"],
} as const satisfies Readonly<Record<string, FieldPath>>;

/** The metadata rules of a kind. */
export interface MetadataRules {
  readonly isNamespaced: boolean;
  readonly checkName: (name: string) => readonly string[];
}

const USUAL_RULES: MetadataRules = { isNamespaced: true, checkName: checkDnsSubdomain };

/**
 * Validates the metadata of an object.
 *
 * @param meta after name generation
 * @param rules by default, those of a namespaced kind whose names are DNS subdomains
 */
export function validateObjectMeta(meta: ObjectMeta, rules: MetadataRules = USUAL_RULES): FieldError[] {
  const { name, generateName = "", namespace, finalizers = [] } = meta;
  const errors = invalidEach(
    PATHS.generateName,
    generateName,
    generateName === "" ? [] : checkNamePrefix(generateName, rules.checkName),
  );
  if (name === "") errors.push(required(PATHS.name, "name or generateName is required"));
  else errors.push(...invalidEach(PATHS.name, name, rules.checkName(name)));
  if (!rules.isNamespaced) {
    if (namespace !== "") errors.push(forbidden(PATHS.namespace, "not allowed on this type"));
  } else if (namespace === "") errors.push(required(PATHS.namespace));
  else errors.push(...invalidEach(PATHS.namespace, namespace, checkDnsLabel(namespace)));
  errors.push(...checkNonNegative(meta.generation, PATHS.generation));
  errors.push(...validateLabels(meta.labels, PATHS.labels));
  errors.push(...validateAnnotations(meta.annotations, PATHS.annotations));
  errors.push(...validateOwners(meta.ownerReferences, PATHS.ownerReferences));
  errors.push(...validateFinalizers(finalizers, PATHS.finalizers));
  return [...errors, ...requireStandardFinalizers(finalizers)];
}

/**
 * Validates labels: keys are qualified names, and values are label values.
 *
 * @param path of the map; errors do not include the key
 */
export function validateLabels(labels: StringMap | undefined, path: FieldPath): FieldError[] {
  if (labels === undefined) return [];
  return wrongKeys(labels).flatMap((key) => {
    const value = labels[key] ?? "";
    return [...invalidEach(path, key, checkQualifiedName(key)), ...invalidEach(path, value, checkLabelValue(value))];
  });
}

/** Cached, since a Job shares labels with its template and most updates do not change them. */
const wrongKeys = oncePerObject((labels: StringMap): readonly string[] => {
  return Object.keys(labels)
    .filter((key) => !isLabel(key, labels[key] ?? ""))
    .sort();
});

/** Keys that are known to be valid: there are few, and every object has the same. */
const rightKeys = new Set<string>();
const MOST_RIGHT_KEYS = 1024;

function isLabel(key: string, value: string): boolean {
  return isLabelKey(key) && checkLabelValue(value).length === 0;
}

function isLabelKey(key: string): boolean {
  if (rightKeys.has(key)) return true;
  if (checkQualifiedName(key).length > 0) return false;
  if (rightKeys.size >= MOST_RIGHT_KEYS) rightKeys.clear();
  rightKeys.add(key);
  return true;
}

/**
 * Validates annotations: keys are qualified names in any case, values are any text, and the total size is limited.
 *
 * @param path of the map; errors do not include the key
 */
export function validateAnnotations(annotations: StringMap | undefined, path: FieldPath): FieldError[] {
  const keys = Object.keys(annotations ?? {}).sort();
  const errors = keys.flatMap((key) => invalidEach(path, key, checkQualifiedName(key.toLowerCase())));
  const bytes = keys.reduce((sum, key) => sum + byteLength(key) + byteLength(annotations?.[key] ?? ""), 0);
  if (bytes > MAX_ANNOTATION_BYTES) errors.push(tooLong(path, MAX_ANNOTATION_BYTES));
  return errors;
}

function validateOwners(owners: readonly OwnerReference[] = [], path: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  let controller = "";
  for (const owner of owners) {
    errors.push(...validateOwner(owner, path));
    if (owner.controller !== true) continue;
    const current = `${owner.kind}/${owner.name}`;
    if (controller === "") controller = current;
    else {
      const detail = `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${current}`;
      errors.push(invalid(path, owners, detail));
    }
  }
  return errors;
}

function validateOwner(owner: OwnerReference, path: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  const version = owner.apiVersion.slice(owner.apiVersion.indexOf("/") + 1);
  if (version === "") errors.push(invalid([...path, "apiVersion"], owner.apiVersion, "version must not be empty"));
  for (const field of ["kind", "name", "uid"] as const) {
    if (owner[field] === "") errors.push(invalid([...path, field], "", "must not be empty"));
  }
  if (owner.apiVersion === "v1" && owner.kind === "Event") {
    errors.push(invalid(path, owner, "/v1, Kind=Event is disallowed from being an owner"));
  }
  return errors;
}

function validateFinalizers(finalizers: readonly string[], path: FieldPath): FieldError[] {
  const errors = finalizers.flatMap((finalizer) => invalidEach(path, finalizer, checkQualifiedName(finalizer)));
  if (finalizers.includes(ORPHAN_FINALIZER) && finalizers.includes(FOREGROUND_FINALIZER)) {
    const detail = `finalizer ${ORPHAN_FINALIZER} and ${FOREGROUND_FINALIZER} cannot be both set`;
    errors.push(invalid(path, finalizers, detail));
  }
  return errors;
}

/** Only Kubernetes' own finalizers have no domain (core validation). */
export function requireStandardFinalizers(finalizers: readonly string[] = []): FieldError[] {
  const detail = "name is neither a standard finalizer name nor is it fully qualified";
  return finalizers.flatMap((finalizer, i) =>
    finalizer.includes("/") || STANDARD_FINALIZERS.includes(finalizer)
      ? []
      : [invalid([...PATHS.finalizers, i], finalizer, detail)],
  );
}

const IMMUTABLE_FIELDS = [
  "name",
  "namespace",
  "uid",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
] as const;

/**
 * Validates an update of metadata. Maps and lists that are the stored objects are not checked again.
 *
 * @param next the new metadata, with the final resource version
 * @param stored the stored metadata
 */
export function validateObjectMetaUpdate(next: ObjectMeta, stored: ObjectMeta): FieldError[] {
  if (next === stored) return [];
  const errors: FieldError[] = [];
  if (stored.deletionTimestamp !== undefined) errors.push(...forbidNewFinalizers(next, stored));
  if ((next.generation ?? 0) < (stored.generation ?? 0)) {
    errors.push(invalid(PATHS.generation, next.generation ?? 0, "must not be decremented"));
  }
  for (const field of IMMUTABLE_FIELDS) {
    if (next[field] !== stored[field]) errors.push(invalid([...METADATA, field], next[field], IMMUTABLE));
  }
  if (next.labels !== stored.labels) errors.push(...validateLabels(next.labels, PATHS.labels));
  if (next.annotations !== stored.annotations) {
    errors.push(...validateAnnotations(next.annotations, PATHS.annotations));
  }
  if (!semanticallyEqual(next.ownerReferences, stored.ownerReferences)) {
    errors.push(...validateOwners(next.ownerReferences, PATHS.ownerReferences));
  }
  return errors;
}

function forbidNewFinalizers(next: ObjectMeta, stored: ObjectMeta): FieldError[] {
  const old = new Set(stored.finalizers);
  const added = [...new Set(next.finalizers)].filter((finalizer) => !old.has(finalizer)).sort();
  if (added.length === 0) return [];
  const detail = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map(quote).join(", ")}}`;
  return [forbidden(PATHS.finalizers, detail)];
}

/**
 * The checks that every update runs twice, once for all kinds and once for its own: the second time with the rule about
 * short finalizer names.
 *
 * @param next the new metadata
 * @param stored the stored metadata
 */
export function checkMetadataOfUpdate(next: ObjectMeta, stored: ObjectMeta): FieldError[] {
  if (next === stored) return [];
  const errors = validateObjectMetaUpdate(next, stored);
  const finalizers = next.finalizers === stored.finalizers ? [] : (next.finalizers ?? []);
  return [...errors, ...errors, ...requireStandardFinalizers(finalizers)];
}
