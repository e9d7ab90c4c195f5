/** Rules about the containers of a pod (core validation, `validateContainers` and `validateInitContainers`). */
import type { FieldError, FieldPath } from "../field-path.ts";
import type { Container, PodSpec } from "../types.ts";
import { validateEnv, validatePorts, validateVolumeMounts } from "./container-fields.ts";
import { duplicate, forbidden, invalidEach, required, unsupported } from "./errors.ts";
import { checkDnsLabel } from "./names.ts";
import { textOf } from "./parts.ts";
import { validateResources } from "./resources.ts";

const PULL_POLICIES = ["Always", "IfNotPresent", "Never"];
const MESSAGE_POLICIES = ["File", "FallbackToLogsOnError"];
const FIELDS_OF_LASTING_CONTAINERS = ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"];

/**
 * Checks the containers of a pod, then its init containers.
 *
 * @param spec of the pod
 * @param volumes names of the pod's valid volumes
 * @param path of the pod spec
 */
export function validateContainers(spec: PodSpec, volumes: ReadonlySet<string>, path: FieldPath): FieldError[] {
  const { containers, initContainers = [] } = spec;
  const names = new Set<string>();
  const errors: FieldError[] = containers.length === 0 ? [required([...path, "containers"])] : [];
  for (const [i, container] of containers.entries()) {
    const containerPath = [...path, "containers", i];
    errors.push(...validateContainer(container, volumes, containerPath));
    if (names.has(container.name)) errors.push(duplicate([...containerPath, "name"], container.name));
    names.add(container.name);
  }
  for (const [i, container] of initContainers.entries()) {
    const containerPath = [...path, "initContainers", i];
    errors.push(...validateContainer(container, volumes, containerPath));
    errors.push(...validateInitRestartPolicy(container, containerPath));
    if (names.has(container.name)) errors.push(duplicate([...containerPath, "name"], container.name));
    if (container.name !== "") names.add(container.name);
    errors.push(...forbidLastingFields(container, containerPath));
  }
  return errors;
}

function validateContainer(container: Container, volumes: ReadonlySet<string>, path: FieldPath): FieldError[] {
  const { name, image = "" } = container;
  const namePath = [...path, "name"];
  const errors = name === "" ? [required(namePath)] : invalidEach(namePath, name, checkDnsLabel(name));
  if (image === "") errors.push(required([...path, "image"]));
  errors.push(...checkPolicy(container, "terminationMessagePolicy", MESSAGE_POLICIES, path));
  errors.push(...validatePorts(container, path), ...validateEnv(container, path));
  errors.push(...validateVolumeMounts(container, volumes, path));
  errors.push(...checkPolicy(container, "imagePullPolicy", PULL_POLICIES, path));
  return [...errors, ...validateResources(container, [...path, "resources"])];
}

/** A word out of a few; an absent one has a default. */
function checkPolicy(container: Container, field: string, policies: readonly string[], path: FieldPath): FieldError[] {
  const policy = textOf(container, field);
  return policy === "" || policies.includes(policy) ? [] : [unsupported([...path, field], policy, policies)];
}

/** An init container runs once, or beside the others for as long as the pod does. */
function validateInitRestartPolicy({ restartPolicy }: Container, path: FieldPath): FieldError[] {
  if (restartPolicy === undefined || ["Always", "OnFailure", "Never"].includes(restartPolicy)) return [];
  return [unsupported([...path, "restartPolicy"], restartPolicy, ["Always", "OnFailure", "Never"])];
}

function forbidLastingFields(container: Container, path: FieldPath): FieldError[] {
  if (container.restartPolicy === "Always") return [];
  const detail = "may not be set for init containers without restartPolicy=Always";
  return FIELDS_OF_LASTING_CONTAINERS.filter((field) => container[field] !== undefined).map((field) =>
    forbidden([...path, field], detail),
  );
}
