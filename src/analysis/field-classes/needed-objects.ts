/** Objects that a pod cannot start without, and that a run assumes to exist. */

import { isJsonList, isJsonObject, type JsonObject } from "../../api/json.ts";
import type { Container, PodSpec } from "../../api/types.ts";

export interface NeededObject {
  readonly kind: "ConfigMap" | "Secret" | "ServiceAccount";
  readonly name: string;
}

/** Every namespace has it. */
const DEFAULT_ACCOUNT = "default";

/** What a template names and does not mark optional, in its order; the same object can occur twice. */
export function neededObjects(pod: PodSpec): readonly NeededObject[] {
  const { containers, initContainers = [], serviceAccountName } = pod;
  const account =
    typeof serviceAccountName === "string" && serviceAccountName !== "" && serviceAccountName !== DEFAULT_ACCOUNT
      ? [{ kind: "ServiceAccount", name: serviceAccountName } as const]
      : [];
  return [
    ...account,
    ...listOf(pod.volumes).flatMap(ofVolume),
    ...[...initContainers, ...containers].flatMap(ofEnvironment),
  ];
}

/** Secrets without which a kubelet still tries to pull the images; the same one can occur twice. */
export function pullSecrets({ imagePullSecrets }: PodSpec): readonly string[] {
  return listOf(imagePullSecrets).flatMap(({ name }) => (typeof name === "string" && name !== "" ? [name] : []));
}

function ofVolume({ configMap, secret, projected }: JsonObject): readonly NeededObject[] {
  const sources = isJsonObject(projected) ? listOf(projected.sources) : [];
  return [
    ...named("ConfigMap", configMap, "name"),
    ...named("Secret", secret, "secretName"),
    ...sources.flatMap((source) => [
      ...named("ConfigMap", source.configMap, "name"),
      ...named("Secret", source.secret, "name"),
    ]),
  ];
}

function ofEnvironment({ env, envFrom }: Container): readonly NeededObject[] {
  const values = listOf(env).flatMap(({ valueFrom }) => (isJsonObject(valueFrom) ? [valueFrom] : []));
  return [
    ...values.flatMap(({ configMapKeyRef, secretKeyRef }) => [
      ...named("ConfigMap", configMapKeyRef, "name"),
      ...named("Secret", secretKeyRef, "name"),
    ]),
    ...listOf(envFrom).flatMap(({ configMapRef, secretRef }) => [
      ...named("ConfigMap", configMapRef, "name"),
      ...named("Secret", secretRef, "name"),
    ]),
  ];
}

function named(kind: NeededObject["kind"], reference: unknown, field: string): readonly NeededObject[] {
  if (!isJsonObject(reference) || reference.optional === true) return [];
  const name = reference[field];
  return typeof name === "string" && name !== "" ? [{ kind, name }] : [];
}

function listOf(value: unknown): readonly JsonObject[] {
  return isJsonList(value) ? value.filter(isJsonObject) : [];
}
