/**
 * The leases of nodes, in kube-node-lease: made when they are read, since a lease that is renewed every ten seconds
 * would be an event of the run. A watch shows them as they are when it starts.
 */

import { isJsonObject } from "../../api/json.ts";
import { LEASE, type Lease } from "../../api/kinds/lease.ts";
import { NODE, type Node } from "../../api/kinds/node.ts";
import { formatMicroTime } from "../../api/timestamp.ts";
import { alreadyExists, forbidden } from "../../apiserver/errors.ts";
import type { World } from "../context.ts";
import { fromApiError } from "../status.ts";
import { representationOf } from "./object-form.ts";
import type { RestResource, Target, WritableResource } from "./resource.ts";
import { type View, Views } from "./view.ts";

const NAMESPACE = "kube-node-lease";
/** `nodeLeaseDurationSeconds` of a kubelet. */
const DURATION_SECONDS = 40;

/** Leases with those that kubelets renew, which clients cannot change. A lease of a client has precedence. */
export function withNodeLeases(leases: WritableResource, world: World): RestResource {
  const views = new Views<Lease>(representationOf(LEASE, LEASE.columns, () => ({})));
  const leaseOf = (node: Node): View | undefined => {
    const { name } = node.metadata;
    const renewedMs = world.leaseRenewedMs?.(name);
    const isStored = leases.get(NAMESPACE, name) !== undefined;
    return renewedMs === undefined || isStored ? undefined : views.of(madeLease(node, renewedMs));
  };
  const get = ({ namespace, name }: Target): View | undefined => {
    const node = namespace === NAMESPACE ? world.server.objects.get(NODE, "", name) : undefined;
    return node && leaseOf(node);
  };
  const checkChange = (target: Target): void => {
    if (get(target) === undefined) return;
    const why = "jobsim: leases of simulated nodes are computed when they are read, and cannot be changed";
    throw fromApiError(forbidden(LEASE, target.name, why));
  };
  return {
    ...leases,
    computesObjects: true,
    get: (namespace, name) => leases.get(namespace, name) ?? get({ namespace, name }),
    list: (namespace) => {
      const stored = leases.list(namespace);
      if (namespace !== undefined && namespace !== NAMESPACE) return stored;
      const nodes = [...world.server.objects.list(NODE)];
      return [...stored, ...nodes.map(leaseOf).filter((view) => view !== undefined)];
    },
    create: (namespace, body, options, caller) => {
      const metadata = isJsonObject(body.value) ? body.value.metadata : undefined;
      const name = isJsonObject(metadata) ? String(metadata.name ?? "") : "";
      if (get({ namespace, name }) !== undefined) throw fromApiError(alreadyExists(LEASE, name));
      return leases.create(namespace, body, options, caller);
    },
    update: (request) => {
      checkChange(request);
      return leases.update(request);
    },
    delete: (target, options) => {
      checkChange(target);
      return leases.delete(target, options);
    },
  };
}

function madeLease({ metadata: { name, uid, resourceVersion, creationTimestamp } }: Node, renewedMs: number): Lease {
  const owner = { apiVersion: NODE.apiVersion, kind: NODE.kind, name, uid };
  const renewTime = formatMicroTime(renewedMs);
  return {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: {
      ...{ name, namespace: NAMESPACE, resourceVersion, creationTimestamp },
      // Apart from all others, and the same in each read.
      uid: uid.replace(/^.{8}/, "1ea5e000"),
      ownerReferences: [owner],
    },
    spec: { holderIdentity: name, leaseDurationSeconds: DURATION_SECONDS, renewTime },
  };
}
