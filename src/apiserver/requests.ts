/** The requests of the API server. Controllers yield them; see `controller/process.ts`. */

import type { JsonObject } from "../api/json.ts";
import type { AnyKind, Kind } from "../api/kinds/kind.ts";
import type { Patch } from "../api/patch.ts";
import type { Job, KubeObject, LabelSelector, OwnerReference, Pod, PodSpec, StringMap } from "../api/types.ts";
import type { Result } from "./errors.ts";
import type { Preconditions, Propagation } from "./write-options.ts";

export type { Propagation };

/** A pod as a controller creates it: the server adds name, UID, times and status. */
export interface NewPod {
  readonly namespace: string;
  readonly generateName: string;
  readonly labels: StringMap;
  readonly annotations?: StringMap;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly OwnerReference[];
  readonly spec: PodSpec;
}

/** The object that a request is about. */
export interface RequestTarget {
  readonly namespace: string;
  readonly name: string;
}

/** Adds the controller to a pod that has none, with its finalizer. */
export interface AdoptRequest extends RequestTarget {
  readonly resource: "pods";
  readonly verb: "adopt";
  readonly uid: string;
  readonly owner: OwnerReference;
  readonly finalizer: string;
}

/** Removes the controller from a pod that no longer matches its selector. */
export interface ReleaseRequest extends RequestTarget {
  readonly resource: "pods";
  readonly verb: "release";
  readonly uid: string;
  readonly ownerUid: string;
  readonly finalizer: string;
}

/** A request of the built-in controllers about a pod. */
export type PodRequest =
  | { readonly resource: "pods"; readonly verb: "create"; readonly pod: NewPod }
  | ({ readonly resource: "pods"; readonly verb: "removeFinalizer"; readonly finalizer: string } & RequestTarget)
  | AdoptRequest
  | ReleaseRequest
  | ({ readonly resource: "pods"; readonly verb: "delete"; readonly gracePeriodSeconds?: number } & RequestTarget);

/** A request of the built-in controllers about a Job. */
export type JobRequest =
  | { readonly resource: "jobs"; readonly verb: "create"; readonly manifest: JsonObject }
  | ({ readonly resource: "jobs"; readonly verb: "patch"; readonly patch: JsonObject } & RequestTarget)
  | ({ readonly resource: "jobs"; readonly verb: "get" } & RequestTarget)
  | ({ readonly resource: "jobs"; readonly verb: "updateStatus"; readonly job: Job } & RequestTarget)
  | ({
      readonly resource: "jobs";
      readonly verb: "delete";
      readonly propagation: Propagation;
      readonly uid?: string;
    } & RequestTarget);

/** A request about an object of any kind, including Jobs and pods. */
export type ObjectRequest = PodSubresourceRequest | StoredRequest;

/** The subresources of pods: binding one to a node, and evicting one if its disruption budget allows it. */
export type PodSubresourceRequest = { readonly resource: "objects"; readonly of: Kind<Pod> } & (
  | ({ readonly verb: "bind"; readonly nodeName: string } & RequestTarget)
  | ({
      readonly verb: "evict";
      readonly gracePeriodSeconds?: number;
      readonly preconditions?: Preconditions;
    } & RequestTarget)
);

/** A request that every kind supports. */
export type StoredRequest = { readonly resource: "objects"; readonly of: AnyKind } & (
  | ({ readonly verb: "get" } & RequestTarget)
  | {
      readonly verb: "list";
      /** All namespaces if absent. */
      readonly namespace?: string;
      /** All objects if absent. */
      readonly labelSelector?: LabelSelector;
      /** The text of each selectable field: `{ "spec.nodeName": "a" }`. */
      readonly fieldSelector?: StringMap;
    }
  | { readonly verb: "create"; readonly namespace: string; readonly manifest: object }
  | ({ readonly verb: "update" | "updateStatus"; readonly object: object } & RequestTarget)
  | ({ readonly verb: "patch"; readonly patch: Patch; readonly subresource?: "status" } & RequestTarget)
  | ({
      readonly verb: "delete";
      readonly propagation?: Propagation;
      readonly preconditions?: Preconditions;
      readonly gracePeriodSeconds?: number;
    } & RequestTarget)
);

/** Any request to the API server. */
export type Request = PodRequest | JobRequest | ObjectRequest;

/** The answer to a list. */
export interface ObjectList<T extends KubeObject = KubeObject> extends KubeObject {
  readonly items: readonly T[];
}

/** The answer to a request: the object after it (or before it, if it was removed), or a list. */
export type Answer = Result<KubeObject>;

/** The resource name of the kind that a request is about. */
export function requestedResource(request: Request): string {
  return request.resource === "objects" ? request.of.resource : request.resource;
}

/** Whether a request can only read. */
export function isRead({ verb }: Request): boolean {
  return verb === "get" || verb === "list";
}
