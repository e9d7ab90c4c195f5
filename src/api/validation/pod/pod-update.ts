/** Rules about updates of a pod (core validation, `ValidatePodUpdate`, `ValidatePodEphemeralContainersUpdate`). */
import { copyWith } from "../../copy-with.ts";
import { type FieldError, type FieldPath, formatPath } from "../../field-path.ts";
import { isJsonList, isJsonObject, type JsonObject } from "../../json.ts";
import type { Container, Pod, PodSpec } from "../../types.ts";
import { semanticallyEqual } from "../equality.ts";
import { forbidden, invalid, required } from "../errors.ts";
import { listOf, numberOf, textMapOf, textOf } from "../parts.ts";
import { rangeDetail } from "./value-forms.ts";

const SPEC: FieldPath = ["spec"];
const MAX_DEADLINE_SECONDS = 2 ** 31 - 1;

/** With Kubernetes' descriptions (`updatablePodSpecFieldsNoResources`). */
const UPDATABLE = [
  "`spec.containers[*].image`",
  "`spec.initContainers[*].image`",
  "`spec.activeDeadlineSeconds`",
  "`spec.tolerations` (only additions to existing tolerations)",
  "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
];

/**
 * Validates an update of a pod's spec.
 *
 * The message lists the paths of fields that must not change; Kubernetes prints a diff of two Go structs instead.
 */
export function validatePodUpdate({ spec: next }: Pod, { spec: stored }: Pod): FieldError[] {
  const errors: FieldError[] = [];
  for (const field of ["containers", "initContainers"] as const) {
    const found = validateImages(next[field] ?? [], stored[field] ?? [], [...SPEC, field]);
    errors.push(...found.errors);
    if (found.stops) return errors;
  }
  const deadline = validateDeadline(next, stored);
  errors.push(...deadline.errors);
  if (deadline.stops) return errors;
  errors.push(...validateTolerations(next, stored), ...validateGates(next, stored));
  const changed = lastingChanges(withUpdatable(next, stored), stored);
  if (changed.length === 0) return errors;
  const fields = changed.map((path) => `\`${formatPath([...SPEC, ...path])}\``).join(",");
  const detail = `pod updates may not change fields other than ${UPDATABLE.join(",")}\nthis one changes ${fields}\n`;
  return [...errors, forbidden(SPEC, detail)];
}

/** Validates a write to `pods/ephemeralcontainers`: existing containers must not change. */
export function validateEphemeralContainersUpdate({ spec: next }: Pod, { spec: stored }: Pod): FieldError[] {
  const path = [...SPEC, "ephemeralContainers"];
  const byName = new Map(
    listOf(next, "ephemeralContainers").map((container) => [textOf(container, "name"), container]),
  );
  return listOf(stored, "ephemeralContainers").flatMap((container) => {
    const name = textOf(container, "name");
    const found = byName.get(name);
    if (found === undefined) return [forbidden(path, `existing ephemeral containers "${name}" may not be removed\n`)];
    if (semanticallyEqual(found, container)) return [];
    return [forbidden(path, `existing ephemeral containers "${name}" may not be changed\n`)];
  });
}

interface Found {
  readonly errors: readonly FieldError[];
  /** Whether no further rules are checked. */
  readonly stops: boolean;
}

const NOTHING: Found = { errors: [], stops: false };

/** `ValidateContainerUpdates`. */
function validateImages(next: readonly Container[], stored: readonly Container[], path: FieldPath): Found {
  if (next.length !== stored.length) {
    return { errors: [forbidden(path, "pod updates may not add or remove containers")], stops: true };
  }
  const errors = next.flatMap(({ image = "" }, i) => {
    const imagePath = [...path, i, "image"];
    if (image === "") return [required(imagePath)];
    if (image.trim() === image) return [];
    return [invalid(imagePath, image, "must not have leading or trailing whitespace")];
  });
  return { errors, stops: false };
}

/** Can be set if absent, and lowered if present. */
function validateDeadline(next: PodSpec, stored: PodSpec): Found {
  const path = [...SPEC, "activeDeadlineSeconds"];
  const seconds = numberOf(next, "activeDeadlineSeconds");
  const before = numberOf(stored, "activeDeadlineSeconds");
  if (seconds === undefined) {
    if (before === undefined) return NOTHING;
    return { errors: [invalid(path, null, "must not update from a positive integer to nil value")], stops: false };
  }
  if (seconds < 0 || seconds > MAX_DEADLINE_SECONDS) {
    return { errors: [invalid(path, seconds, rangeDetail(0, MAX_DEADLINE_SECONDS))], stops: true };
  }
  if (before === undefined || seconds <= before) return NOTHING;
  return { errors: [invalid(path, seconds, "must be less than or equal to previous value")], stops: true };
}

/** `validateOnlyAddedTolerations`: existing ones can only change `tolerationSeconds`. */
function validateTolerations(next: PodSpec, stored: PodSpec): FieldError[] {
  const now = listOf(next, "tolerations").map(withoutSeconds);
  const isKept = (held: JsonObject) => now.some((toleration) => semanticallyEqual(toleration, withoutSeconds(held)));
  if (listOf(stored, "tolerations").every(isKept)) return [];
  const detail = "existing toleration can not be modified except its tolerationSeconds";
  return [forbidden([...SPEC, "tolerations"], detail)];
}

function withoutSeconds({ tolerationSeconds: _seconds, ...toleration }: JsonObject): JsonObject {
  return toleration;
}

/** `validateOnlyDeletedSchedulingGates`. */
function validateGates(next: PodSpec, stored: PodSpec): FieldError[] {
  const before = new Set(gatesOf(stored));
  return gatesOf(next).flatMap((name) => {
    if (before.has(name)) return [];
    const detail = `only deletion is allowed, but found new scheduling gate '${name}'`;
    return [forbidden([...SPEC, "schedulingGates"], detail)];
  });
}

function gatesOf(spec: PodSpec): readonly string[] {
  return listOf(spec, "schedulingGates").map((gate) => textOf(gate, "name"));
}

/** The new spec with the stored values of fields that may change, so any remaining difference is an error. */
function withUpdatable(next: PodSpec, stored: PodSpec): JsonObject {
  const { activeDeadlineSeconds: _deadline, tolerations: _tolerations, schedulingGates: _gates, ...kept } = next;
  const { activeDeadlineSeconds, tolerations, schedulingGates } = stored;
  const isMended = (stored.terminationGracePeriodSeconds ?? 0) < 0 && next.terminationGracePeriodSeconds === 1;
  return copyWith(kept, {
    containers: withImages(next.containers, stored.containers),
    ...(next.initContainers === undefined
      ? {}
      : { initContainers: withImages(next.initContainers, stored.initContainers ?? []) }),
    ...(activeDeadlineSeconds === undefined ? {} : { activeDeadlineSeconds }),
    ...(tolerations === undefined ? {} : { tolerations }),
    ...(schedulingGates === undefined ? {} : { schedulingGates }),
    ...(isMended ? { terminationGracePeriodSeconds: stored.terminationGracePeriodSeconds } : {}),
    ...(narrowsSelector(next, stored) ? { nodeSelector: stored.nodeSelector } : {}),
  });
}

/** Node selectors can be narrowed as long as the pod has scheduling gates. */
function narrowsSelector(next: PodSpec, stored: PodSpec): boolean {
  if (gatesOf(stored).length === 0) return false;
  const selector = textMapOf(next, "nodeSelector") ?? {};
  return Object.entries(textMapOf(stored, "nodeSelector") ?? {}).every(([key, value]) => selector[key] === value);
}

function withImages(next: readonly Container[], stored: readonly Container[]): readonly Container[] {
  return next.map((container, i) => {
    const { image } = stored[i] ?? {};
    return image === undefined ? container : copyWith(container, { image });
  });
}

/** Paths of differences, descending into objects and lists of equal length. */
function lastingChanges(next: unknown, stored: unknown): FieldPath[] {
  if (semanticallyEqual(next, stored)) return [];
  if (isJsonList(next) && isJsonList(stored) && next.length === stored.length) {
    return next.flatMap((item, i) => lastingChanges(item, stored[i]).map((path) => [i, ...path]));
  }
  if (!isJsonObject(next) || !isJsonObject(stored)) return [[]];
  const keys = new Set([...Object.keys(stored), ...Object.keys(next)]);
  return [...keys].flatMap((key) => lastingChanges(next[key], stored[key]).map((path) => [key, ...path]));
}
