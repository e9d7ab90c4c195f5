/** Validation of a Job on create and update (batch validation, `ValidateJob` and `ValidateJobUpdate`). */
import {
  CONTROLLER_UID_LABEL,
  JOB_NAME_LABEL,
  JOB_TRACKING_FINALIZER,
  LEGACY_CONTROLLER_UID_LABEL,
  LEGACY_JOB_NAME_LABEL,
} from "../constants.ts";
import type { FieldError, FieldPath } from "../field-path.ts";
import { type ApiSwitches, CURRENT_API } from "../switches.ts";
import type { Job, ObjectMeta } from "../types.ts";
import { semanticallyEqual } from "./equality.ts";
import { forbidden, IMMUTABLE, invalid } from "./errors.ts";
import { validateGeneratedSelector } from "./generated-selector.ts";
import { podFailurePolicyValue, successPolicyValue } from "./go-structs.ts";
import { validateJobSpec } from "./job-spec.ts";
import { requireStandardFinalizers, validateObjectMeta, validateObjectMetaUpdate } from "./metadata.ts";
import { checkDnsLabel } from "./names.ts";
import { inWordsOf } from "./release-texts.ts";
import { validateTemplateUpdate } from "./template-update.ts";
import { selectorValue } from "./values.ts";

const GENERATED_LABELS: ReadonlySet<string> = new Set([
  JOB_NAME_LABEL,
  LEGACY_JOB_NAME_LABEL,
  CONTROLLER_UID_LABEL,
  LEGACY_CONTROLLER_UID_LABEL,
]);

/**
 * Validates a new Job.
 *
 * @param job decoded and defaulted, with its name, UID, generated selector and labels
 * @param switches what the release checks
 * @returns all violated rules in the API server's order; empty if the Job is valid
 */
export function validateJobCreate(job: Job, switches: ApiSwitches = CURRENT_API): FieldError[] {
  const spec = validateJobSpec(job.spec, switches);
  return inWordsOf(switches, validateJob(withoutInheritedLabels(job), switches.prefixedLabels, spec));
}

/**
 * A Job without labels shows those of its template. If all of these are generated, it only gets them after validation,
 * so a name that is too long for a label is reported for the template alone.
 */
function withoutInheritedLabels(job: Job): Job {
  const { labels, ...metadata } = job.metadata;
  if (labels === undefined || labels !== job.spec.template.metadata?.labels) return job;
  return Object.keys(labels).every((key) => GENERATED_LABELS.has(key)) ? { ...job, metadata } : job;
}

/**
 * Validates an update of a Job's spec or metadata. The rules about the new object run twice, as in Kubernetes, so the
 * list can have an error twice; messages show it once.
 *
 * @param next the new Job, decoded and defaulted, with the stored status
 * @param stored the stored Job
 * @param switches what the release checks
 * @returns all violated rules in the API server's order; empty if the update is valid
 */
export function validateJobUpdate(next: Job, stored: Job, switches: ApiSwitches = CURRENT_API): FieldError[] {
  const metadata = validateObjectMetaUpdate(next.metadata, stored.metadata);
  const spec = validateJobSpec(next.spec, switches);
  return inWordsOf(switches, [
    ...metadata,
    ...validateJob(next, switches.prefixedLabels && hasPrefixedLabels(stored), spec),
    ...metadata,
    ...requireStandardFinalizers(next.metadata.finalizers),
    ...spec,
    ...validateSpecUpdate(next, stored, switches),
    ...(switches.trackingAnnotation === "none" ? [] : checkTrackingAnnotation(next.metadata, stored.metadata)),
  ]);
}

/** @param spec errors of the spec */
function validateJob(job: Job, prefixedLabels: boolean, spec: readonly FieldError[]): FieldError[] {
  return [
    ...validateObjectMeta(job.metadata),
    ...validateGeneratedSelector(job, prefixedLabels),
    ...spec,
    ...validateIndexedPodNames(job),
  ];
}

/** Pods of an Indexed Job have the host names `NAME-INDEX`, so the longest one must be valid. */
function validateIndexedPodNames({ metadata, spec }: Job): FieldError[] {
  if (spec.completionMode !== "Indexed" || spec.completions === undefined || spec.completions <= 0) return [];
  const podName = `${metadata.name}-${spec.completions - 1}`;
  if (checkDnsLabel(podName).length === 0) return [];
  const detail = `will not able to create pod with invalid DNS label: ${podName}`;
  return [invalid(["metadata", "name"], metadata.name, detail)];
}

/** Jobs from before the prefixed labels stay valid. */
function hasPrefixedLabels({ spec }: Job): boolean {
  const labels = spec.template.metadata?.labels;
  return labels?.[JOB_NAME_LABEL] !== undefined && labels[CONTROLLER_UID_LABEL] !== undefined;
}

function validateSpecUpdate(next: Job, stored: Job, switches: ApiSwitches): FieldError[] {
  const { spec } = next;
  const old = stored.spec;
  return [
    ...validateCompletionsUpdate(next, stored, switches.elasticIndexed),
    ...requireSame(["spec", "selector"], spec.selector, old.selector, selectorValue),
    ...validateTemplateUpdate(next, stored, switches.mutableTemplate),
    ...requireSame(["spec", "completionMode"], spec.completionMode, old.completionMode),
    ...requireSame(["spec", "podFailurePolicy"], spec.podFailurePolicy, old.podFailurePolicy, podFailurePolicyValue),
    ...requireSame(["spec", "backoffLimitPerIndex"], spec.backoffLimitPerIndex, old.backoffLimitPerIndex),
    ...requireSame(["spec", "managedBy"], spec.managedBy, old.managedBy),
    ...requireSame(["spec", "successPolicy"], spec.successPolicy, old.successPolicy, successPolicyValue),
  ];
}

/** Indexed Jobs scale by completions and parallelism together; for others, completions are immutable. */
function validateCompletionsUpdate({ spec }: Job, stored: Job, elastic: boolean): FieldError[] {
  const path = ["spec", "completions"];
  const { completions, parallelism, completionMode } = spec;
  if (!elastic || completionMode !== "Indexed") return requireSame(path, completions, stored.spec.completions);
  if (completions === undefined || completions === stored.spec.completions || completions === parallelism) return [];
  return [invalid(path, completions, "can only be modified in tandem with spec.parallelism")];
}

/** The error for a changed field; `printed` formats the new value as messages show it. */
function requireSame<T>(
  path: FieldPath,
  next: T,
  old: T,
  printed: (value: T) => unknown = (value) => value,
): FieldError[] {
  return semanticallyEqual(next, old) ? [] : [invalid(path, printed(next), IMMUTABLE)];
}

/** Up to 1.27 the annotation marked Jobs whose pods are tracked with finalizers; only the server adds it. */
function checkTrackingAnnotation(next: ObjectMeta, stored: ObjectMeta): FieldError[] {
  const isAdded = (meta: ObjectMeta) => meta.annotations?.[JOB_TRACKING_FINALIZER] !== undefined;
  if (!isAdded(next) || isAdded(stored)) return [];
  return [forbidden(["metadata", "annotations", { key: JOB_TRACKING_FINALIZER }], "cannot add this annotation")];
}
