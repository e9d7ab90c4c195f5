/**
 * Rules about the pod template (core validation, `ValidatePodTemplateSpec`): those that manifests of Jobs commonly
 * break. Probes, security contexts, affinity and the insides of volumes are taken as they are.
 */
import type { FieldError, FieldPath } from "../field-path.ts";
import { oncePerObject } from "../once-per-object.ts";
import type { PodSpec, PodTemplateSpec } from "../types.ts";
import { validateContainers } from "./containers.ts";
import { forbidden, invalid, invalidEach, unsupported } from "./errors.ts";
import { validateAnnotations, validateLabels } from "./metadata.ts";
import { checkDnsLabel, checkDnsSubdomain } from "./names.ts";
import { listOf, numberOf, textMapOf, textOf } from "./parts.ts";
import { validateSchedulingGates, validateTolerations } from "./scheduling.ts";
import { validateVolumes } from "./volumes.ts";

const RESTART_POLICIES = ["Always", "OnFailure", "Never"];
const DNS_POLICIES = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];
const MAX_DEADLINE_SECONDS = 2 ** 31 - 1;

/** Fields that hold names, behind the scheduling constraints, in the order of their checks. */
const NAME_FIELDS: readonly (readonly [field: string, check: (name: string) => string[]])[] = [
  ["serviceAccountName", checkDnsSubdomain],
  ["nodeName", checkDnsSubdomain],
];
const LATER_NAME_FIELDS: typeof NAME_FIELDS = [
  ["hostname", checkDnsLabel],
  ["subdomain", checkDnsLabel],
];
const CLASS_NAME_FIELDS: typeof NAME_FIELDS = [
  ["priorityClassName", checkDnsSubdomain],
  ["runtimeClassName", checkDnsSubdomain],
];

/** Labels and annotations are reported without their `metadata`, as Kubernetes does. */
const LABELS: FieldPath = ["spec", "template", "labels"];
const ANNOTATIONS: FieldPath = ["spec", "template", "annotations"];
const SPEC: FieldPath = ["spec", "template", "spec"];

/**
 * Checks the pod template of a Job.
 *
 * @param template with its defaults
 */
export function validatePodTemplate({ metadata, spec }: PodTemplateSpec): FieldError[] {
  return [
    ...validateLabels(metadata?.labels, LABELS),
    ...validateAnnotations(metadata?.annotations, ANNOTATIONS),
    ...templateSpecErrors(spec),
  ];
}

const templateSpecErrors = oncePerObject(validateTemplateSpec);

function validateTemplateSpec(spec: PodSpec): FieldError[] {
  const path = SPEC;
  const volumes = validateVolumes(spec, [...path, "volumes"]);
  const errors = [
    ...volumes.errors,
    ...validateContainers(spec, volumes.names, path),
    ...checkChoice(spec, "restartPolicy", RESTART_POLICIES, path),
    ...checkChoice(spec, "dnsPolicy", DNS_POLICIES, path),
    ...validateLabels(textMapOf(spec, "nodeSelector"), [...path, "nodeSelector"]),
    ...validateSchedulingGates(spec, [...path, "schedulingGates"]),
    ...checkNames(spec, NAME_FIELDS, path),
    ...validateDeadline(spec, path),
    ...checkNames(spec, LATER_NAME_FIELDS, path),
    ...validateTolerations(spec, [...path, "tolerations"]),
    ...checkNames(spec, CLASS_NAME_FIELDS, path),
  ];
  if (listOf(spec, "ephemeralContainers").length > 0) {
    const detail = "ephemeral containers not allowed in pod template";
    errors.push(forbidden([...path, "ephemeralContainers"], detail));
  }
  return errors;
}

/** A word out of a few; an absent one has a default. */
function checkChoice(spec: PodSpec, field: string, choices: readonly string[], path: FieldPath): FieldError[] {
  const choice = textOf(spec, field);
  return choice === "" || choices.includes(choice) ? [] : [unsupported([...path, field], choice, choices)];
}

function checkNames(spec: PodSpec, fields: typeof NAME_FIELDS, path: FieldPath): FieldError[] {
  return fields.flatMap(([field, check]) => {
    const name = textOf(spec, field);
    return name === "" ? [] : invalidEach([...path, field], name, check(name));
  });
}

function validateDeadline(spec: PodSpec, path: FieldPath): FieldError[] {
  const seconds = numberOf(spec, "activeDeadlineSeconds");
  if (seconds === undefined || (seconds >= 1 && seconds <= MAX_DEADLINE_SECONDS)) return [];
  const detail = `must be between 1 and ${MAX_DEADLINE_SECONDS}, inclusive`;
  return [invalid([...path, "activeDeadlineSeconds"], seconds, detail)];
}
