/** Rules about the containers of a pod (core validation, `validateContainers`, `validateInitContainers`, …). */
import type { FieldError, FieldPath } from "../../field-path.ts";
import { isJsonObject, type JsonObject } from "../../json.ts";
import type { HoldsPodRule } from "../../pod-rules.ts";
import type { Container, PodSpec } from "../../types.ts";
import { duplicate, forbidden, invalid, invalidEach, notFound, required, unsupported } from "../errors.ts";
import { checkDnsLabel } from "../names.ts";
import { flagOf, listOf, numberOf, textOf } from "../parts.ts";
import { validateRestartPolicyOfContainer } from "./container-restarts.ts";
import { validateEnv, validateEnvFrom } from "./env.ts";
import { type HandlerContext, validateLifecycle, validateProbes } from "./handlers.ts";
import { validateVolumeDevices, validateVolumeMounts } from "./mounts.ts";
import { checkHostPortConflicts, validatePorts } from "./ports.ts";
import { validateResizePolicy } from "./resize-policy.ts";
import { validateContainerResources } from "./resources.ts";
import { validateSecurityContext } from "./security-context.ts";
import type { VolumeSources } from "./volumes.ts";

const PULL_POLICIES = ["Always", "IfNotPresent", "Never"];
const MESSAGE_POLICIES = ["File", "FallbackToLogsOnError"];
const FIELDS_OF_LASTING_CONTAINERS = ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"];

/** Fields that ephemeral containers cannot have, in the order of Go's struct. */
const NEVER_EPHEMERAL = [
  "ports",
  "resources",
  "resizePolicy",
  "restartPolicy",
  "restartPolicyRules",
  "livenessProbe",
  "readinessProbe",
  "startupProbe",
  "lifecycle",
];

/** The parts of a pod that rules about its containers need. */
interface PodAround {
  readonly volumes: VolumeSources;
  /** Names of the pod's resource claims. */
  readonly claims: ReadonlySet<string>;
  readonly restartPolicy: string;
  readonly hostUsers: boolean;
  readonly handlers: HandlerContext;
  readonly holds: HoldsPodRule;
}

/**
 * Validates the containers of a pod, then its init containers, then its ephemeral containers.
 *
 * @param spec of the pod, with its defaults
 * @param volumes the pod's valid volumes
 * @param path of the pod spec
 * @param holds which rules the release has
 */
export function validateContainers(
  spec: PodSpec,
  volumes: VolumeSources,
  path: FieldPath,
  holds: HoldsPodRule,
): FieldError[] {
  const claims = listOf(spec, "resourceClaims").map((claim) => textOf(claim, "name"));
  const pod: PodAround = {
    volumes,
    claims: new Set(claims.filter((name) => name !== "")),
    restartPolicy: spec.restartPolicy ?? "",
    hostUsers: flagOf(spec, "hostUsers") !== false,
    handlers: {
      gracePeriodSeconds: numberOf(spec, "terminationGracePeriodSeconds"),
      zeroSleep: holds("zeroSleep"),
    },
    holds,
  };
  const names = new Set<string>();
  return [
    ...validateRegularContainers(spec.containers, names, pod, [...path, "containers"]),
    ...validateInitContainers(spec.initContainers ?? [], names, pod, [...path, "initContainers"]),
    ...validateEphemeralContainers(spec, names, pod, [...path, "ephemeralContainers"]),
  ];
}

function validateRegularContainers(
  containers: readonly Container[],
  names: Set<string>,
  pod: PodAround,
  path: FieldPath,
): FieldError[] {
  if (containers.length === 0) return [required(path)];
  const errors = containers.flatMap((container, i) => {
    const containerPath = [...path, i];
    const found = validateContainer(container, pod, containerPath);
    if (names.has(container.name)) found.push(duplicate([...containerPath, "name"], container.name));
    names.add(container.name);
    found.push(...validateLifecycle(container, containerPath, pod.handlers));
    found.push(...validateProbes(container, containerPath, pod.handlers));
    return [...found, ...validateRestartPolicyOfContainer(container, "regular", containerPath, pod.holds)];
  });
  return [...errors, ...checkHostPortConflicts(containers, path)];
}

function validateInitContainers(
  containers: readonly Container[],
  names: Set<string>,
  pod: PodAround,
  path: FieldPath,
): FieldError[] {
  return containers.flatMap((container, i) => {
    const containerPath = [...path, i];
    const errors = validateContainer(container, pod, containerPath);
    errors.push(...validateRestartPolicyOfContainer(container, "init", containerPath, pod.holds));
    if (names.has(container.name)) errors.push(duplicate([...containerPath, "name"], container.name));
    if (container.name !== "") names.add(container.name);
    errors.push(...checkHostPortConflicts([container], path));
    if (container.restartPolicy === "Always") {
      errors.push(...validateLifecycle(container, containerPath, pod.handlers));
      errors.push(...validateProbes(container, containerPath, pod.handlers));
    } else errors.push(...forbidLastingFields(container, containerPath));
    if (!pod.holds("resizableInitContainers") && listOf(container, "resizePolicy").length > 0) {
      const detail = "must not be set for init containers";
      errors.push(invalid([...containerPath, "resizePolicy"], container.resizePolicy, detail));
    }
    return errors;
  });
}

/** The rules of all kinds of containers (`validateContainerCommon`). */
function validateContainer(container: Container, pod: PodAround, path: FieldPath): FieldError[] {
  const { name, image = "" } = container;
  const namePath = [...path, "name"];
  const errors = name === "" ? [required(namePath)] : invalidEach(namePath, name, checkDnsLabel(name));
  if (image === "") errors.push(required([...path, "image"]));
  return [
    ...errors,
    ...checkPolicy(container, "terminationMessagePolicy", MESSAGE_POLICIES, path),
    ...validatePorts(container, path),
    ...validateEnv(container, pod.volumes, path, pod.holds),
    ...validateEnvFrom(container, path, pod.holds),
    ...validateVolumeMounts(container, pod.volumes, path),
    ...validateVolumeDevices(container, pod.volumes, path),
    ...checkPolicy(container, "imagePullPolicy", PULL_POLICIES, path),
    ...validateContainerResources(container, pod.claims, [...path, "resources"]),
    ...validateResizePolicy(container, pod.restartPolicy, [...path, "resizePolicy"]),
    ...validateSecurityContext(container, pod.hostUsers, [...path, "securityContext"]),
  ];
}

/** One of a set of values; an absent one has a default. */
function checkPolicy(container: Container, field: string, policies: readonly string[], path: FieldPath): FieldError[] {
  const policy = textOf(container, field);
  return policy === "" || policies.includes(policy) ? [] : [unsupported([...path, field], policy, policies)];
}

function forbidLastingFields(container: Container, path: FieldPath): FieldError[] {
  const detail = "may not be set for init containers without restartPolicy=Always";
  return FIELDS_OF_LASTING_CONTAINERS.filter((field) => container[field] !== undefined).map((field) =>
    forbidden([...path, field], detail),
  );
}

/** Ephemeral containers are added to a running pod; a template cannot have any, but they are validated there too. */
function validateEphemeralContainers(
  spec: PodSpec,
  others: ReadonlySet<string>,
  pod: PodAround,
  path: FieldPath,
): FieldError[] {
  const names = new Set(others);
  return listOf(spec, "ephemeralContainers").flatMap((container, i) => {
    const containerPath = [...path, i];
    const name = textOf(container, "name");
    const errors = validateContainer({ ...container, name }, pod, containerPath);
    if (names.has(name)) errors.push(duplicate([...containerPath, "name"], name));
    names.add(name);
    const target = textOf(container, "targetContainerName");
    if (target !== "" && !others.has(target)) errors.push(notFound([...containerPath, "targetContainerName"], target));
    return [...errors, ...forbidInEphemeral(container, containerPath)];
  });
}

function forbidInEphemeral(container: JsonObject, path: FieldPath): FieldError[] {
  const detail = "cannot be set for an Ephemeral Container";
  const errors = NEVER_EPHEMERAL.filter((field) => isSet(container[field])).map((field) =>
    forbidden([...path, field], detail),
  );
  for (const [i, mount] of listOf(container, "volumeMounts").entries()) {
    for (const field of ["subPath", "subPathExpr"]) {
      if (textOf(mount, field) !== "") errors.push(forbidden([...path, "volumeMounts", i, field], detail));
    }
  }
  return errors;
}

/** Whether a value differs from Go's zero value; the resources of a container are always present, mostly empty. */
function isSet(value: unknown): boolean {
  return isJsonObject(value) ? Object.keys(value).length > 0 : value !== undefined;
}
