/** Rules about the ports of containers (core validation, `validateContainerPorts` and `checkHostPortConflicts`). */
import type { FieldError, FieldPath } from "../../field-path.ts";
import type { JsonObject } from "../../json.ts";
import { duplicate, invalid, invalidEach, required, unsupported } from "../errors.ts";
import { listOf, numberOf, textOf } from "../parts.ts";
import { checkPortName, checkPortNumber } from "./value-forms.ts";

const PROTOCOLS = ["SCTP", "TCP", "UDP"];

/** Ports are 16-bit numbers; their names are short, and unique in the container. */
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
    else errors.push(...invalidEach([...portPath, "containerPort"], containerPort, checkPortNumber(containerPort)));
    const hostPort = numberOf(port, "hostPort") ?? 0;
    if (hostPort !== 0) errors.push(...invalidEach([...portPath, "hostPort"], hostPort, checkPortNumber(hostPort)));
    const protocol = textOf(port, "protocol");
    if (protocol !== "" && !PROTOCOLS.includes(protocol)) {
      errors.push(unsupported([...portPath, "protocol"], protocol, PROTOCOLS));
    }
    return errors;
  });
}

/**
 * Validates that containers that run at the same time use each host port once.
 *
 * @param path of the list of containers; an init container is checked by itself, and then counts as the first
 */
export function checkHostPortConflicts(containers: readonly JsonObject[], path: FieldPath): FieldError[] {
  const taken = new Set<string>();
  return containers.flatMap((container, i) =>
    listOf(container, "ports").flatMap((port, j) => {
      const hostPort = numberOf(port, "hostPort") ?? 0;
      if (hostPort === 0) return [];
      const place = `${textOf(port, "protocol") || "TCP"}/${textOf(port, "hostIP")}/${hostPort}`;
      if (taken.has(place)) return [duplicate([...path, i, "ports", j, "hostPort"], place)];
      taken.add(place);
      return [];
    }),
  );
}

/**
 * On the host's network, container ports must equal host ports (`validatePodHostNetworkDeps`).
 *
 * @param path of the pod spec
 * @param namesHostPort whether the error has the path of the host port or, in older releases, of the container port
 */
export function validateHostNetworkPorts(
  containers: readonly JsonObject[],
  path: FieldPath,
  namesHostPort: boolean,
): FieldError[] {
  const [field, other] = namesHostPort ? ["hostPort", "containerPort"] : ["containerPort", "hostPort"];
  return containers.flatMap((container, i) =>
    listOf(container, "ports").flatMap((port, j) => {
      const hostPort = numberOf(port, "hostPort") ?? 0;
      if (hostPort === 0 || hostPort === numberOf(port, "containerPort")) return [];
      const detail = `must match \`${other}\` when \`hostNetwork\` is true`;
      return [invalid([...path, "containers", i, "ports", j, field], numberOf(port, field), detail)];
    }),
  );
}
