/**
 * Fields that the admission plugins of a cluster add to a pod: ServiceAccount, DefaultTolerationSeconds, Priority.
 *
 * The simulation has the same values without storing them, because pods of a Job share one spec.
 */

import { FadingMap } from "../../api/fading-map.ts";
import { isJsonList, isJsonObject, type JsonObject, ownValue } from "../../api/json.ts";
import type { Toleration } from "../../api/scheduling-types.ts";
import type { Container, Pod, PodSpec } from "../../api/types.ts";
import { endingOf } from "./identities.ts";

/** How long a pod stays on an unreachable node by default. */
const DEFAULT_TOLERATION_SECONDS = 300;
const OUT_OF_REACH = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];
const TOKEN_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";
/** Kubernetes requests tokens for an hour and seven seconds, so that these requests can be recognized. */
const TOKEN_SECONDS = 3607;
const READABLE = 0o644;

/** Fields that differ between pods of a template. */
const OF_THE_POD = ["nodeName", "hostname"] as const;

const known = new FadingMap<readonly Container[], { readonly given: PodSpec; readonly admitted: PodSpec }>();

/** The spec of a pod as a cluster stores it. Pods of a template share their containers, so the result is cached. */
export function admittedSpec(pod: Pod): PodSpec {
  const { spec } = pod;
  const found = known.get(spec.containers);
  if (found !== undefined && isOfOneTemplate(found.given, spec)) {
    const own = OF_THE_POD.filter((name) => spec[name] !== undefined).map((name) => [name, spec[name]]);
    return { ...found.admitted, ...Object.fromEntries(own) };
  }
  const admitted = admit(pod);
  known.set(spec.containers, { given: spec, admitted });
  return admitted;
}

function isOfOneTemplate(a: PodSpec, b: PodSpec): boolean {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every(
    (name) => a[name] === b[name] || (OF_THE_POD.some((own) => own === name) && b[name] !== undefined),
  );
}

function admit(pod: Pod): PodSpec {
  const { spec } = pod;
  const account = textOf(spec.serviceAccountName) ?? textOf(spec.serviceAccount) ?? "default";
  const admitted: PodSpec = {
    ...spec,
    serviceAccountName: account,
    serviceAccount: account,
    enableServiceLinks: spec.enableServiceLinks ?? true,
    priority: spec.priority ?? 0,
    preemptionPolicy: spec.preemptionPolicy ?? "PreemptLowerPriority",
    tolerations: withDefaultTolerations(spec.tolerations),
  };
  return spec.automountServiceAccountToken === false ? admitted : withToken(admitted, endingOf(pod));
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A pod that already tolerates such a taint keeps its own toleration. */
function withDefaultTolerations(given: unknown): readonly Toleration[] {
  const tolerations: readonly JsonObject[] = isJsonList(given) ? given.filter(isJsonObject) : [];
  const added = OUT_OF_REACH.filter((key) => !tolerations.some((toleration) => tolerates(toleration, key)));
  const [effect, operator] = ["NoExecute", "Exists"];
  return [
    ...tolerations,
    ...added.map((key) => ({ effect, key, operator, tolerationSeconds: DEFAULT_TOLERATION_SECONDS })),
  ];
}

function tolerates({ key = "", effect = "" }: JsonObject, taint: string): boolean {
  return (key === taint || key === "") && (effect === "NoExecute" || effect === "");
}

/** Mounts the service account token into each container that has no mount at its path. */
function withToken(spec: PodSpec, ending: string): PodSpec {
  const name = `kube-api-access-${ending}`;
  const mount = { mountPath: TOKEN_PATH, name, readOnly: true };
  const mounted = (container: Container): Container => {
    const mounts = ownValue(container, "volumeMounts");
    const given: readonly unknown[] = isJsonList(mounts) ? mounts : [];
    const isTaken = given.some((other) => isJsonObject(other) && other.mountPath === TOKEN_PATH);
    return isTaken ? container : { ...container, volumeMounts: [...given, mount] };
  };
  return {
    ...spec,
    containers: spec.containers.map(mounted),
    ...(spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(mounted) }),
    volumes: [...(isJsonList(spec.volumes) ? spec.volumes : []), { name, projected: tokenSources() }],
  };
}

function tokenSources(): JsonObject {
  return {
    defaultMode: READABLE,
    sources: [
      { serviceAccountToken: { expirationSeconds: TOKEN_SECONDS, path: "token" } },
      { configMap: { items: [{ key: "ca.crt", path: "ca.crt" }], name: "kube-root-ca.crt" } },
      {
        downwardAPI: {
          items: [{ fieldRef: { apiVersion: "v1", fieldPath: "metadata.namespace" }, path: "namespace" }],
        },
      },
    ],
  };
}
