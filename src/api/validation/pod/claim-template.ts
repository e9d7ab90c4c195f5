/**
 * Rules about ephemeral volumes, whose claim is created with the pod (core validation,
 * `validateEphemeralVolumeSource`).
 */
import type { FieldError, FieldPath } from "../../field-path.ts";
import type { JsonObject } from "../../json.ts";
import { parseQuantity } from "../../quantity.ts";
import { forbidden, invalid, invalidEach, required, unsupported } from "../errors.ts";
import { validateAnnotations, validateLabels } from "../metadata.ts";
import { checkDnsLabel, checkDnsSubdomain } from "../names.ts";
import { objectOf, textMapOf, textOf, textsOf } from "../parts.ts";
import { validateLabelSelector } from "../selector.ts";
import { selectorOf } from "./selectors.ts";

const ACCESS_MODES = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];
const VOLUME_MODES = ["Block", "Filesystem"];

/** Validates the claim template of an ephemeral volume. */
export function validateClaimTemplate(source: JsonObject, path: FieldPath): FieldError[] {
  const template = objectOf(source, "volumeClaimTemplate");
  const templatePath = [...path, "volumeClaimTemplate"];
  if (template === undefined) return [required(templatePath)];
  return [
    ...validateTemplateMetadata(objectOf(template, "metadata") ?? {}, [...templatePath, "metadata"]),
    ...validateClaimSpec(objectOf(template, "spec") ?? {}, [...templatePath, "spec"]),
  ];
}

/** Claims get their names from the pod, so the metadata of their template can only have labels and annotations. */
function validateTemplateMetadata(metadata: JsonObject, path: FieldPath): FieldError[] {
  const others = Object.keys(metadata).filter((field) => field !== "annotations" && field !== "labels");
  return [
    ...validateAnnotations(textMapOf(metadata, "annotations"), [...path, "annotations"]),
    ...validateLabels(textMapOf(metadata, "labels"), [...path, "labels"]),
    ...others
      .filter((field) => metadata[field] !== "" && metadata[field] !== null)
      .map((field) => forbidden([...path, field], "cannot be set")),
  ];
}

/** `ValidatePersistentVolumeClaimSpec`. */
function validateClaimSpec(spec: JsonObject, path: FieldPath): FieldError[] {
  const modesPath = [...path, "accessModes"];
  const modes = textsOf(spec, "accessModes");
  const selector = selectorOf(spec, "selector");
  const errors = modes.length === 0 ? [required(modesPath, "at least 1 access mode is required")] : [];
  if (selector !== undefined) errors.push(...validateLabelSelector(selector, [...path, "selector"]));
  errors.push(
    ...modes.filter((mode) => !ACCESS_MODES.includes(mode)).map((mode) => unsupported(modesPath, mode, ACCESS_MODES)),
  );
  const others = modes.some((mode) => mode !== "ReadWriteOncePod" && ACCESS_MODES.includes(mode));
  if (modes.includes("ReadWriteOncePod") && others) {
    errors.push(forbidden(modesPath, "may not use ReadWriteOncePod with other access modes"));
  }
  return [
    ...errors,
    ...validateStorage(spec, [...path, "resources", { key: "storage" }]),
    ...validateName(spec, "storageClassName", path),
    ...validateVolumeMode(spec, [...path, "volumeMode"]),
    ...validateDataSources(spec, path),
    ...validateName(spec, "volumeAttributesClassName", path),
  ];
}

function validateStorage(spec: JsonObject, path: FieldPath): FieldError[] {
  const requests = textMapOf(objectOf(spec, "resources") ?? {}, "requests");
  const storage = requests.storage;
  if (storage === undefined) return [required(path)];
  const isPositive = (parseQuantity(storage)?.billionths ?? 0n) > 0n;
  return isPositive ? [] : [invalid(path, storage, "must be greater than zero")];
}

function validateName(spec: JsonObject, field: string, path: FieldPath): FieldError[] {
  const name = textOf(spec, field);
  return name === "" ? [] : invalidEach([...path, field], name, checkDnsSubdomain(name));
}

function validateVolumeMode({ volumeMode }: JsonObject, path: FieldPath): FieldError[] {
  if (typeof volumeMode !== "string" || VOLUME_MODES.includes(volumeMode)) return [];
  return [unsupported(path, volumeMode, VOLUME_MODES)];
}

function validateDataSources(spec: JsonObject, path: FieldPath): FieldError[] {
  const [source, reference] = [objectOf(spec, "dataSource"), objectOf(spec, "dataSourceRef")];
  const errors: FieldError[] = [];
  if (source !== undefined) errors.push(...validateDataSource(source, [...path, "dataSource"]));
  if (reference === undefined) return errors;
  errors.push(...validateDataSource(reference, [...path, "dataSourceRef"]));
  const namespace = textOf(reference, "namespace");
  if (namespace !== "") {
    errors.push(...invalidEach([...path, "dataSourceRef", "namespace"], namespace, checkDnsLabel(namespace)));
  }
  if (source === undefined) return errors;
  const shown = "dataSource";
  if (namespace !== "") {
    errors.push(invalid(path, shown, "may not be specified when dataSourceRef.namespace is specified"));
  } else if (["apiGroup", "kind", "name"].some((field) => source[field] !== reference[field])) {
    errors.push(invalid(path, shown, "must match dataSourceRef"));
  }
  return errors;
}

function validateDataSource(source: JsonObject, path: FieldPath): FieldError[] {
  const [kind, group] = [textOf(source, "kind"), textOf(source, "apiGroup")];
  const errors = textOf(source, "name") === "" ? [required([...path, "name"])] : [];
  if (kind === "") errors.push(required([...path, "kind"]));
  if (group !== "") return [...errors, ...invalidEach([...path, "apiGroup"], group, checkDnsSubdomain(group))];
  if (kind === "PersistentVolumeClaim") return errors;
  const detail = "must be 'PersistentVolumeClaim' when referencing the default apiGroup";
  return [...errors, invalid(path, kind, detail)];
}
