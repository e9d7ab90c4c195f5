/** Rules about the spec of a Job (batch validation, `ValidateJobSpec`). */
import type { FieldError, FieldPath } from "../field-path.ts";
import { type ApiSwitches, CURRENT_API } from "../switches.ts";
import type { JobSpec } from "../types.ts";
import { checkNonNegative, invalid, invalidEach, required, tooLong, unsupported } from "./errors.ts";
import { anchored, byteLength, checkDnsSubdomain, patternDetail } from "./names.ts";
import { validatePodTemplate } from "./pod/pod-template.ts";
import { validatePodFailurePolicy } from "./pod-failure-policy.ts";
import { missesLabels, validateLabelSelector } from "./selector.ts";
import { validateSuccessPolicy } from "./success-policy.ts";
import { sortedMap } from "./values.ts";

/** Up to this many, the text of `completedIndexes` is guaranteed to fit into an object. */
const MAX_TRACKED_INDEXES = 100_000;
/** Limits that keep the index lists short if there are more indexes. */
const MAX_SCATTERED_INDEXES = 10_000;

/** Limits of `managedBy`, the name of a controller. */
const MAX_MANAGER_BYTES = 63;
const URL_PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
const URL_PATH_PATTERN = anchored(URL_PATH);

const COUNTS = [
  "parallelism",
  "completions",
  "activeDeadlineSeconds",
  "backoffLimit",
  "ttlSecondsAfterFinished",
  "backoffLimitPerIndex",
  "maxFailedIndexes",
] as const;

const SPEC: FieldPath = ["spec"];
const COUNT_PATHS = COUNTS.map((field) => ({ field, path: [...SPEC, field] }));
const PARALLELISM: FieldPath = ["spec", "parallelism"];
const MAX_FAILED_INDEXES: FieldPath = ["spec", "maxFailedIndexes"];
const LIMIT_PER_INDEX: FieldPath = ["spec", "backoffLimitPerIndex"];

/**
 * Validates the spec of a Job with its defaults, generated labels and selector.
 *
 * @param switches what the release checks
 */
export function validateJobSpec(spec: JobSpec, switches: ApiSwitches = CURRENT_API): FieldError[] {
  return [...validateSpecWithoutSelector(spec, switches), ...validateSelector(spec)];
}

/**
 * Validates the spec of a Job without a selector, as in a Job template (batch validation, `validateJobSpec`).
 *
 * @param switches what the release checks
 */
export function validateSpecWithoutSelector(spec: JobSpec, switches: ApiSwitches): FieldError[] {
  const errors = COUNT_PATHS.flatMap(({ field, path }) => checkNonNegative(spec[field], path));
  if (spec.maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined) {
    errors.push(required(LIMIT_PER_INDEX, "when maxFailedIndexes is specified"));
  }
  errors.push(...validateManagedBy(spec));
  errors.push(...validateCompletionMode(spec));
  errors.push(
    ...validatePodFailurePolicy(spec, [...SPEC, "podFailurePolicy"], switches.backoffLimitPerIndex !== "unknown"),
  );
  errors.push(...validateSuccessPolicy(spec, [...SPEC, "successPolicy"]));
  errors.push(...validateReplacementPolicy(spec));
  errors.push(...validatePodTemplate(spec.template, switches.podFields));
  errors.push(...validateRestartPolicy(spec));
  return errors;
}

/** The name of the controller that manages a Job is a short domain-prefixed path (core validation). */
function validateManagedBy({ managedBy }: JobSpec): FieldError[] {
  if (managedBy === undefined) return [];
  const path = [...SPEC, "managedBy"];
  const errors = checkDomainPrefixedPath(managedBy, path);
  if (byteLength(managedBy) > MAX_MANAGER_BYTES) errors.push(tooLong(path, MAX_MANAGER_BYTES));
  return errors;
}

function checkDomainPrefixedPath(value: string, path: FieldPath): FieldError[] {
  if (value === "") return [required(path)];
  const slash = value.indexOf("/");
  const domain = value.slice(0, Math.max(slash, 0));
  const urlPath = value.slice(slash + 1);
  if (domain === "" || urlPath === "") {
    return [invalid(path, value, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  }
  const errors = invalidEach(path, domain, checkDnsSubdomain(domain));
  if (!URL_PATH_PATTERN.test(urlPath)) errors.push(invalid(path, urlPath, patternDetail("Invalid path", URL_PATH)));
  return errors;
}

function validateCompletionMode(spec: JobSpec): FieldError[] {
  const { completionMode } = spec;
  if (completionMode === "Indexed") return validateIndexed(spec);
  const path = [...SPEC, "completionMode"];
  if (completionMode !== undefined && completionMode !== "NonIndexed") {
    return [unsupported(path, completionMode, ["NonIndexed", "Indexed"])];
  }
  const errors: FieldError[] = [];
  for (const field of ["backoffLimitPerIndex", "maxFailedIndexes"] as const) {
    if (spec[field] !== undefined)
      errors.push(invalid([...SPEC, field], spec[field], "requires indexed completion mode"));
  }
  return errors;
}

function validateIndexed(spec: JobSpec): FieldError[] {
  const { completions, parallelism = 0, maxFailedIndexes = 0 } = spec;
  const errors: FieldError[] = [];
  if (completions === undefined) {
    errors.push(required([...SPEC, "completions"], "when completion mode is Indexed"));
  }
  if (parallelism > MAX_TRACKED_INDEXES) {
    const detail = `must be less than or equal to ${MAX_TRACKED_INDEXES} when completion mode is Indexed`;
    errors.push(invalid(PARALLELISM, parallelism, detail));
  }
  if (completions !== undefined && maxFailedIndexes > completions) {
    errors.push(invalid(MAX_FAILED_INDEXES, maxFailedIndexes, "must be less than or equal to completions"));
  }
  if (maxFailedIndexes > MAX_TRACKED_INDEXES) {
    const detail = `must be less than or equal to ${MAX_TRACKED_INDEXES}`;
    errors.push(invalid(MAX_FAILED_INDEXES, maxFailedIndexes, detail));
  }
  if ((completions ?? 0) > MAX_TRACKED_INDEXES && spec.backoffLimitPerIndex !== undefined) {
    errors.push(...validateManyLimitedIndexes(spec));
  }
  return errors;
}

function validateManyLimitedIndexes({ parallelism = 0, maxFailedIndexes }: JobSpec): FieldError[] {
  const detail = `must be less than or equal to ${MAX_SCATTERED_INDEXES} when completions are above ${MAX_TRACKED_INDEXES} and used with backoff limit per index`;
  const errors: FieldError[] = [];
  if (maxFailedIndexes === undefined) {
    const needed = `must be specified when completions is above ${MAX_TRACKED_INDEXES}`;
    errors.push(required(MAX_FAILED_INDEXES, needed));
  }
  if (parallelism > MAX_SCATTERED_INDEXES) errors.push(invalid(PARALLELISM, parallelism, detail));
  if (maxFailedIndexes !== undefined && maxFailedIndexes > MAX_SCATTERED_INDEXES) {
    errors.push(invalid(MAX_FAILED_INDEXES, maxFailedIndexes, detail));
  }
  return errors;
}

function validateReplacementPolicy({ podReplacementPolicy, podFailurePolicy }: JobSpec): FieldError[] {
  if (podReplacementPolicy === undefined) return [];
  const supported = podFailurePolicy === undefined ? ["Failed", "TerminatingOrFailed"] : ["Failed"];
  if (supported.includes(podReplacementPolicy)) return [];
  return [unsupported([...SPEC, "podReplacementPolicy"], podReplacementPolicy, supported)];
}

/** Pods of a Job must end, so the restart policy `Always` is not allowed. */
function validateRestartPolicy({ template, podFailurePolicy }: JobSpec): FieldError[] {
  const { restartPolicy = "" } = template.spec;
  const path = [...SPEC, "template", "spec", "restartPolicy"];
  if (restartPolicy === "" || restartPolicy === "Always") {
    return [required(path, 'valid values: "OnFailure", "Never"')];
  }
  if (restartPolicy !== "OnFailure" && restartPolicy !== "Never") {
    return [unsupported(path, restartPolicy, ["OnFailure", "Never"])];
  }
  if (restartPolicy !== "OnFailure" || podFailurePolicy === undefined) return [];
  return [invalid(path, restartPolicy, 'only "Never" is supported when podFailurePolicy is specified')];
}

function validateSelector({ selector, template }: JobSpec): FieldError[] {
  const path = [...SPEC, "selector"];
  const errors = selector === undefined ? [required(path)] : validateLabelSelector(selector, path);
  const labels = template.metadata?.labels;
  if (missesLabels(selector, labels)) {
    const detail = "`selector` does not match template `labels`";
    errors.push(invalid([...SPEC, "template", "metadata", "labels"], sortedMap(labels), detail));
  }
  return errors;
}
