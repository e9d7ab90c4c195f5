/**
 * Kinds that are stored for the sake of clients: operators create them, and `kubectl apply --prune` lists them. Their
 * controllers are not simulated; a warning says so when one is created.
 */

import { copyWith } from "../copy-with.ts";
import { isJsonObject, type JsonObject } from "../json.ts";
import type { KubeObject } from "../types.ts";
import { checkPathSegment } from "../validation/names.ts";
import { type Kind, type KindDeclaration, kind } from "./kind.ts";

type Declaration = Pick<KindDeclaration<KubeObject>, "apiVersion" | "kind" | "plural"> &
  Partial<Pick<KindDeclaration<KubeObject>, "shortNames" | "scope" | "hasStatus" | "scale" | "strategy">>;

function kept(declaration: Declaration): Kind {
  const warning = `jobsim: a ${declaration.kind} is kept as it is, and nothing acts on it`;
  const strategy = { ...declaration.strategy, warningsOnCreate: () => [warning] };
  return kind<KubeObject>({ ...declaration, strategy });
}

/** A workload with a number of replicas, which `/scale` reads and writes. */
function scalable(declaration: Declaration, newStatus: JsonObject): Kind {
  const setDefaults = (object: KubeObject): KubeObject => {
    const given: JsonObject = { ...object };
    const { spec, status = newStatus } = given;
    if (!isJsonObject(spec)) return copyWith(object, { status });
    return copyWith(object, { spec: copyWith(spec, { replicas: spec.replicas ?? 1 }), status });
  };
  return kept({ ...declaration, scale: SCALE, strategy: { ...strategy, setDefaults } });
}

const SCALE = {
  ...{ specReplicasPath: ".spec.replicas", statusReplicasPath: ".status.replicas" },
  selectorPath: ".spec.selector",
};

const APPS = "apps/v1";
const NETWORKING = "networking.k8s.io/v1";
const RBAC = "rbac.authorization.k8s.io/v1";
/** Changes of the spec increase the generation. */
const strategy = { generationFields: ["spec"] } as const;
const ofRoles = { hasStatus: false, strategy: { validateName: checkPathSegment } } as const;

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
  scalable(
    { apiVersion: "v1", kind: "ReplicationController", plural: "replicationcontrollers", shortNames: ["rc"] },
    { replicas: 0 },
  ),
  kept({ apiVersion: APPS, kind: "DaemonSet", plural: "daemonsets", shortNames: ["ds"], strategy }),
  scalable({ apiVersion: APPS, kind: "Deployment", plural: "deployments", shortNames: ["deploy"] }, {}),
  scalable({ apiVersion: APPS, kind: "ReplicaSet", plural: "replicasets", shortNames: ["rs"] }, { replicas: 0 }),
  scalable(
    { apiVersion: APPS, kind: "StatefulSet", plural: "statefulsets", shortNames: ["sts"] },
    { replicas: 0, availableReplicas: 0 },
  ),
  kept({ apiVersion: NETWORKING, kind: "Ingress", plural: "ingresses", shortNames: ["ing"], strategy }),
  kept({
    ...{ apiVersion: NETWORKING, kind: "NetworkPolicy", plural: "networkpolicies", shortNames: ["netpol"] },
    ...{ hasStatus: false, strategy },
  }),
  kept({ apiVersion: RBAC, kind: "Role", plural: "roles", ...ofRoles }),
  kept({ apiVersion: RBAC, kind: "RoleBinding", plural: "rolebindings", ...ofRoles }),
  kept({ apiVersion: RBAC, kind: "ClusterRole", plural: "clusterroles", scope: "Cluster", ...ofRoles }),
  kept({
    ...{ apiVersion: RBAC, kind: "ClusterRoleBinding", plural: "clusterrolebindings" },
    ...{ scope: "Cluster", ...ofRoles },
  }),
];
