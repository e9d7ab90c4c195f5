/** Rules about the pod template of a Job (core validation, `ValidatePodTemplateSpec` and `ValidatePodSpec`). */
import type { FieldError, FieldPath } from "../../field-path.ts";
import { oncePerObject } from "../../once-per-object.ts";
import type { PodFieldSet } from "../../pod-fields.ts";
import { type HoldsPodRule, podRulesOf } from "../../pod-rules.ts";
import type { PodSpec, PodTemplateSpec } from "../../types.ts";
import { forbidden, invalid, invalidEach, required, unsupported } from "../errors.ts";
import { validateAnnotations, validateLabels } from "../metadata.ts";
import { checkDnsLabel, checkDnsSubdomain, checkQualifiedName } from "../names.ts";
import { flagOf, listOf, numberOf, textMapOf, textOf } from "../parts.ts";
import { validateAffinity } from "./affinity.ts";
import { validateContainers } from "./containers.ts";
import { validateDnsConfig, validateHostAliases } from "./dns.ts";
import { validateHostNetworkPorts } from "./ports.ts";
import { validatePodAnnotations, validateProfileAnnotations } from "./profiles.ts";
import { validateResourceClaims } from "./resource-claims.ts";
import { validateOverhead, validatePodResources } from "./resources.ts";
import { validateHostUsers, validatePodSecurityContext } from "./security-context.ts";
import { validateSchedulingGates, validateTolerations } from "./tolerations.ts";
import { validateTopologySpread } from "./topology-spread.ts";
import { rangeDetail } from "./value-forms.ts";
import { validateVolumes } from "./volumes.ts";
import { validateHostProcess, validateOs } from "./windows.ts";

const RESTART_POLICIES = ["Always", "OnFailure", "Never"];
const DNS_POLICIES = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];
const PREEMPTION_POLICIES = ["PreemptLowerPriority", "Never"];
const MAX_DEADLINE_SECONDS = 2 ** 31 - 1;
const MAX_HOST_NAME = 64;

/** Fields with names that are checked after the scheduling constraints, in the order of the checks. */
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

/** Errors about labels and annotations have paths without `metadata`, as in Kubernetes. */
const LABELS: FieldPath = ["spec", "template", "labels"];
const ANNOTATIONS: FieldPath = ["spec", "template", "annotations"];
const SPEC: FieldPath = ["spec", "template", "spec"];

/**
 * Validates the pod template of a Job.
 *
 * @param template with its defaults
 * @param podFields the release's set of pod fields, which also decides the rules
 */
export function validatePodTemplate(template: PodTemplateSpec, podFields: PodFieldSet): FieldError[] {
  const { metadata, spec } = template;
  const errors = [
    ...validateLabels(metadata?.labels, LABELS),
    ...validateAnnotations(metadata?.annotations, ANNOTATIONS),
    ...validatePodAnnotations(template, ANNOTATIONS),
    ...templateSpecErrors(podFields)(spec),
    ...validateProfileAnnotations(template, SPEC),
  ];
  if (listOf(spec, "ephemeralContainers").length > 0) {
    const detail = "ephemeral containers not allowed in pod template";
    errors.push(forbidden([...SPEC, "ephemeralContainers"], detail));
  }
  return errors;
}

type CheckSpec = (spec: PodSpec) => readonly FieldError[];

/** By release; cached, since Jobs from one template, and versions of one Job, share their spec. */
const checks = new Map<PodFieldSet, CheckSpec>();

function templateSpecErrors(podFields: PodFieldSet): CheckSpec {
  let check = checks.get(podFields);
  if (check === undefined) {
    const holds = podRulesOf(podFields);
    check = oncePerObject((spec: PodSpec) => validatePodSpec(spec, SPEC, holds));
    checks.set(podFields, check);
  }
  return check;
}

/**
 * Validates the spec of a pod by the rules of templates.
 *
 * @param spec with its defaults
 */
export function validatePodSpec(spec: PodSpec, path: FieldPath, holds: HoldsPodRule): FieldError[] {
  const volumes = validateVolumes(spec, [...path, "volumes"]);
  return [
    ...volumes.errors,
    ...validateResourceClaims(spec, [...path, "resourceClaims"]),
    ...validateContainers(spec, volumes.sources, path, holds),
    ...(holds("podResources") ? validatePodResources(spec, [...path, "resources"]) : []),
    ...(flagOf(spec, "hostNetwork") === true
      ? validateHostNetworkPorts(spec.containers, path, holds("hostPortsOfTemplates"))
      : []),
    ...checkChoice(spec, "restartPolicy", RESTART_POLICIES, path),
    ...checkChoice(spec, "dnsPolicy", DNS_POLICIES, path),
    ...validateLabels(textMapOf(spec, "nodeSelector"), [...path, "nodeSelector"]),
    ...validatePodSecurityContext(spec, [...path, "securityContext"]),
    ...validateAffinity(spec, [...path, "affinity"]),
    ...validateDnsConfig(spec, [...path, "dnsConfig"], holds("relaxedSearchDomains")),
    ...validateReadinessGates(spec, [...path, "readinessGates"]),
    ...validateSchedulingGates(spec, [...path, "schedulingGates"]),
    ...validateTopologySpread(spec, [...path, "topologySpreadConstraints"]),
    ...validateHostProcess(spec, path),
    ...validateHostUsers(spec, path),
    ...checkNames(spec, NAME_FIELDS, path),
    ...validateDeadline(spec, path),
    ...checkNames(spec, LATER_NAME_FIELDS, path),
    ...validateHostnameOverride(spec, [...path, "hostnameOverride"]),
    ...validateTolerations(spec, [...path, "tolerations"]),
    ...validateHostAliases(spec, [...path, "hostAliases"]),
    ...checkNames(spec, CLASS_NAME_FIELDS, path),
    ...validatePreemption(spec, [...path, "preemptionPolicy"]),
    ...validateOverhead(spec, [...path, "overhead"]),
    ...validateOs(spec, path),
  ];
}

/** One of a set of values; an absent one has a default. */
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

function validateReadinessGates(spec: PodSpec, path: FieldPath): FieldError[] {
  return listOf(spec, "readinessGates").flatMap((gate, i) => {
    const type = textOf(gate, "conditionType");
    return invalidEach([...path, i, "conditionType"], type, checkQualifiedName(type));
  });
}

function validateDeadline(spec: PodSpec, path: FieldPath): FieldError[] {
  const seconds = numberOf(spec, "activeDeadlineSeconds");
  if (seconds === undefined || (seconds >= 1 && seconds <= MAX_DEADLINE_SECONDS)) return [];
  return [invalid([...path, "activeDeadlineSeconds"], seconds, rangeDetail(1, MAX_DEADLINE_SECONDS))];
}

/** A custom host name, which conflicts with the host's network and with an FQDN as host name. */
function validateHostnameOverride(spec: PodSpec, path: FieldPath): FieldError[] {
  const name = textOf(spec, "hostnameOverride");
  if (name === "") return [];
  const errors = invalidEach(path, name, checkDnsSubdomain(name));
  if (name.length > MAX_HOST_NAME) errors.push(invalid(path, name, `must be no more than ${MAX_HOST_NAME} characters`));
  if (flagOf(spec, "hostNetwork") === true) errors.push(forbidden(path, "may not be set when hostNetwork is true"));
  if (flagOf(spec, "setHostnameAsFQDN") === true) {
    errors.push(forbidden(path, "may not be set when setHostnameAsFQDN is true"));
  }
  return errors;
}

function validatePreemption({ preemptionPolicy }: PodSpec, path: FieldPath): FieldError[] {
  if (typeof preemptionPolicy !== "string") return [];
  if (preemptionPolicy === "") return [required(path)];
  if (PREEMPTION_POLICIES.includes(preemptionPolicy)) return [];
  return [unsupported(path, preemptionPolicy, PREEMPTION_POLICIES)];
}
