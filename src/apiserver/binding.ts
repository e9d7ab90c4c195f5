/**
 * Binds pods to nodes: the subresource `pods/binding`, with the messages of `assignPod`
 * (pkg/registry/core/pod/storage).
 */

import { copyWith } from "../api/copy-with.ts";
import { formatTimestamp } from "../api/timestamp.ts";
import type { Pod, PodCondition, PodStatus } from "../api/types.ts";
import { accepted, conflict, notFound, type Result, refused } from "./errors.ts";
import type { Actor } from "./log.ts";
import type { PodRegistry } from "./pod-registry.ts";
import type { Storage } from "./storage.ts";

interface Binding {
  readonly namespace: string;
  readonly name: string;
  readonly nodeName: string;
}

const BINDING = { group: "", plural: "pods/binding", kind: "Binding", qualifiedResource: "pods/binding" };

/** Binds a pod and marks it as scheduled. */
export function bindPod(
  pods: PodRegistry,
  storage: Storage,
  { namespace, name, nodeName }: Binding,
  actor: Actor,
): Result<Pod> {
  const stored = pods.pods.get(namespace, name);
  if (stored === undefined) return refused(notFound("pods", name));
  if (stored.metadata.deletionTimestamp !== undefined) {
    return refused(conflict(BINDING, name, `pod ${name} is being deleted, cannot be assigned to a host`));
  }
  const given = stored.spec.nodeName ?? "";
  if (given !== "") return refused(conflict(BINDING, name, `pod ${name} is already assigned to node "${given}"`));
  const status = scheduled(stored.status, formatTimestamp(storage.instantMs));
  const next: Pod = { ...stored, spec: copyWith(stored.spec, { nodeName }), status };
  return accepted(pods.replace(next, stored, "bind", actor));
}

function scheduled(status: PodStatus, at: string): PodStatus {
  const { conditions = [] } = status;
  const condition: PodCondition = { type: "PodScheduled", status: "True", lastTransitionTime: at };
  const others = conditions.filter(({ type }) => type !== "PodScheduled");
  return copyWith(status, { conditions: [...others, condition] });
}
