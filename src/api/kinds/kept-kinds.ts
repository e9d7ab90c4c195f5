/**
 * Kinds that are stored for the sake of clients: operators create them, and `kubectl apply --prune` lists them. Their
 * controllers are not simulated; a warning says so when one is created.
 */

import type { KubeObject } from "../types.ts";
import { type Kind, type KindDeclaration, kind } from "./kind.ts";

type Declaration = Pick<KindDeclaration<KubeObject>, "apiVersion" | "kind" | "plural"> &
  Partial<Pick<KindDeclaration<KubeObject>, "shortNames" | "scope" | "hasStatus" | "strategy">>;

function kept(declaration: Declaration): Kind {
  const warning = `jobsim: a ${declaration.kind} is kept as it is, and nothing acts on it`;
  const strategy = { ...declaration.strategy, warningsOnCreate: () => [warning] };
  return kind<KubeObject>({ ...declaration, strategy });
}

const APPS = "apps/v1";
/** Changes of the spec increase the generation. */
const strategy = { generationFields: ["spec"] } as const;

/** Kinds that are stored without a controller. */
export const KEPT_KINDS: readonly Kind[] = [
  kept({ apiVersion: "v1", kind: "Endpoints", plural: "endpoints", shortNames: ["ep"], hasStatus: false }),
  kept({
    apiVersion: "v1",
    kind: "PersistentVolume",
    plural: "persistentvolumes",
    shortNames: ["pv"],
    scope: "Cluster",
  }),
  kept({
    apiVersion: "v1",
    kind: "ReplicationController",
    plural: "replicationcontrollers",
    shortNames: ["rc"],
    strategy,
  }),
  kept({ apiVersion: APPS, kind: "DaemonSet", plural: "daemonsets", shortNames: ["ds"], strategy }),
  kept({ apiVersion: APPS, kind: "Deployment", plural: "deployments", shortNames: ["deploy"], strategy }),
  kept({ apiVersion: APPS, kind: "ReplicaSet", plural: "replicasets", shortNames: ["rs"], strategy }),
  kept({ apiVersion: APPS, kind: "StatefulSet", plural: "statefulsets", shortNames: ["sts"], strategy }),
  kept({
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    plural: "ingresses",
    shortNames: ["ing"],
    strategy,
  }),
];
