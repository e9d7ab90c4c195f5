/** What an API server itself creates when it starts: its own Service, `kubernetes` in `default`. */

import { SERVICE } from "../api/kinds/simple-kinds.ts";
import { formatTimestamp } from "../api/timestamp.ts";
import type { KubeObject } from "../api/types.ts";
import type { ObjectRegistry } from "./object-registry.ts";
import type { Storage } from "./storage.ts";

const PORT = 443;
const TARGET_PORT = 6443;
/** The first address of the range of Services, as kube-apiserver has it by default. */
const CLUSTER_IP = "10.0.0.1";

/** The registry with what is there before the run, without entries in the log. */
export function withInitialObjects(registry: ObjectRegistry<KubeObject>, storage: Storage): ObjectRegistry<KubeObject> {
  if (registry.of.resource === SERVICE.resource) {
    registry.keep(kubernetesService(formatTimestamp(storage.instantMs - storage.timeMs)));
  }
  return registry;
}

function kubernetesService(creationTimestamp: string): KubeObject {
  const labels = { component: "apiserver", provider: "kubernetes" };
  const spec = {
    ports: [{ name: "https", protocol: "TCP", port: PORT, targetPort: TARGET_PORT }],
    ...{ clusterIP: CLUSTER_IP, clusterIPs: [CLUSTER_IP], type: "ClusterIP", sessionAffinity: "None" },
    ...{ ipFamilies: ["IPv4"], ipFamilyPolicy: "SingleStack", internalTrafficPolicy: "Cluster" },
  };
  const service = {
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      ...{ name: "kubernetes", namespace: "default", uid: "00000000-0000-4000-9000-000000000443" },
      ...{ resourceVersion: "1", creationTimestamp, labels },
    },
    spec,
    status: { loadBalancer: {} },
  };
  return service;
}
