/** Rules about what is inside a container: ports, environment, mounts (core validation, `validateContainerCommon`). */
import type { FieldError, FieldPath } from "../field-path.ts";
import type { JsonObject } from "../json.ts";
import { duplicate, invalid, invalidEach, notFound, required, unsupported } from "./errors.ts";
import { listOf, numberOf, objectOf, textOf } from "./parts.ts";

const MAX_PORT_NAME_CHARACTERS = 15;
const MAX_PORT = 65_535;
const PROTOCOLS = ["SCTP", "TCP", "UDP"];

/** Ports are numbers of two bytes, and their names short and unique in the container. */
export function validatePorts(container: JsonObject, path: FieldPath): FieldError[] {
  const names = new Set<string>();
  return listOf(container, "ports").flatMap((port, i) => {
    const portPath = [...path, "ports", i];
    const errors: FieldError[] = [];
    const name = textOf(port, "name");
    const problems = name === "" ? [] : checkPortName(name);
    errors.push(...invalidEach([...portPath, "name"], name, problems));
    if (name !== "" && problems.length === 0) {
      if (names.has(name)) errors.push(duplicate([...portPath, "name"], name));
      names.add(name);
    }
    const containerPort = numberOf(port, "containerPort") ?? 0;
    if (containerPort === 0) errors.push(required([...portPath, "containerPort"]));
    else errors.push(...checkPortNumber(containerPort, [...portPath, "containerPort"]));
    const hostPort = numberOf(port, "hostPort") ?? 0;
    if (hostPort !== 0) errors.push(...checkPortNumber(hostPort, [...portPath, "hostPort"]));
    const protocol = textOf(port, "protocol");
    if (protocol !== "" && !PROTOCOLS.includes(protocol)) {
      errors.push(unsupported([...portPath, "protocol"], protocol, PROTOCOLS));
    }
    return errors;
  });
}

function checkPortNumber(port: number, path: FieldPath): FieldError[] {
  return port < 1 || port > MAX_PORT ? [invalid(path, port, `must be between 1 and ${MAX_PORT}, inclusive`)] : [];
}

function checkPortName(name: string): string[] {
  const details: string[] = [];
  if (name.length > MAX_PORT_NAME_CHARACTERS) {
    details.push(`must be no more than ${MAX_PORT_NAME_CHARACTERS} characters`);
  }
  if (!/^[-a-z0-9]+$/.test(name)) {
    details.push("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
  }
  if (!/[a-z]/.test(name)) details.push("must contain at least one letter (a-z)");
  if (name.includes("--")) details.push("must not contain consecutive hyphens");
  if (name.startsWith("-") || name.endsWith("-")) details.push("must not begin or end with a hyphen");
  return details;
}

/** Environment variables have printable names, and a value from one place. */
export function validateEnv(container: JsonObject, path: FieldPath): FieldError[] {
  return listOf(container, "env").flatMap((variable, i) => {
    const variablePath = [...path, "env", i];
    const name = textOf(variable, "name");
    const detail = "a valid environment variable name must consist only of printable ASCII characters other than '='";
    const errors: FieldError[] = [];
    if (name === "") errors.push(required([...variablePath, "name"]));
    else if (!/^[ -<>-~]+$/.test(name)) errors.push(invalid([...variablePath, "name"], name, detail));
    return [...errors, ...validateValueSource(variable, [...variablePath, "valueFrom"])];
  });
}

function validateValueSource(variable: JsonObject, path: FieldPath): FieldError[] {
  const source = objectOf(variable, "valueFrom");
  if (source === undefined) return [];
  const errors: FieldError[] = [];
  for (const [kind, field] of [
    ["fieldRef", "fieldPath"],
    ["resourceFieldRef", "resource"],
    ["configMapKeyRef", "key"],
    ["secretKeyRef", "key"],
  ] as const) {
    const reference = objectOf(source, kind);
    if (reference !== undefined && textOf(reference, field) === "") errors.push(required([...path, kind, field]));
  }
  const sources = Object.keys(source).length;
  if (sources > 0 && textOf(variable, "value") !== "") {
    errors.push(invalid(path, "", "may not be specified when `value` is not empty"));
  } else if (sources > 1) {
    errors.push(invalid(path, "", "may not have more than one field specified at a time"));
  }
  return errors;
}

/**
 * Mounts refer to volumes of the pod, each at a path of its own.
 *
 * @param volumes names of the pod's valid volumes
 */
export function validateVolumeMounts(
  container: JsonObject,
  volumes: ReadonlySet<string>,
  path: FieldPath,
): FieldError[] {
  const taken = new Set<string>();
  return listOf(container, "volumeMounts").flatMap((mount, i) => {
    const mountPath = [...path, "volumeMounts", i];
    const errors: FieldError[] = [];
    const name = textOf(mount, "name");
    const place = textOf(mount, "mountPath");
    if (name === "") errors.push(required([...mountPath, "name"]));
    if (!volumes.has(name)) errors.push(notFound([...mountPath, "name"], name));
    if (place === "") errors.push(required([...mountPath, "mountPath"]));
    if (taken.has(place)) errors.push(invalid([...mountPath, "mountPath"], place, "must be unique"));
    taken.add(place);
    return errors;
  });
}
