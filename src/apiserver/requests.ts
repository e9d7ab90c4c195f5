/** What a client can ask of the API server. A controller yields these; see `controller/process.ts`. */

import type { JsonObject } from "../api/json.ts";
import type { Job, OwnerReference, Pod, PodSpec, StringMap } from "../api/types.ts";
import type { Result } from "./errors.ts";

export type Propagation = "Foreground" | "Background" | "Orphan";

/** A pod as a controller submits it: the server adds name, UID, times and status. */
export interface NewPod {
  readonly namespace: string;
  readonly generateName: string;
  readonly labels: StringMap;
  readonly annotations?: StringMap;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly OwnerReference[];
  readonly spec: PodSpec;
}

interface Target {
  readonly namespace: string;
  readonly name: string;
}

/** Makes a pod without controller the controller's own, with the finalizer that goes with it. */
export interface AdoptRequest extends Target {
  readonly resource: "pods";
  readonly verb: "adopt";
  readonly uid: string;
  readonly owner: OwnerReference;
  readonly finalizer: string;
}

/** Gives a pod away that no longer matches the selector. */
export interface ReleaseRequest extends Target {
  readonly resource: "pods";
  readonly verb: "release";
  readonly uid: string;
  readonly ownerUid: string;
  readonly finalizer: string;
}

export type PodRequest =
  | { readonly resource: "pods"; readonly verb: "create"; readonly pod: NewPod }
  | ({ readonly resource: "pods"; readonly verb: "removeFinalizer"; readonly finalizer: string } & Target)
  | AdoptRequest
  | ReleaseRequest
  | ({ readonly resource: "pods"; readonly verb: "delete"; readonly gracePeriodSeconds?: number } & Target);

export type JobRequest =
  | { readonly resource: "jobs"; readonly verb: "create"; readonly manifest: JsonObject }
  | ({ readonly resource: "jobs"; readonly verb: "patch"; readonly patch: JsonObject } & Target)
  | ({ readonly resource: "jobs"; readonly verb: "get" } & Target)
  | ({ readonly resource: "jobs"; readonly verb: "updateStatus"; readonly job: Job } & Target)
  | ({
      readonly resource: "jobs";
      readonly verb: "delete";
      readonly propagation: Propagation;
      readonly uid?: string;
    } & Target);

export type Request = PodRequest | JobRequest;

/** The answer to a request, with the object as it stands afterwards (or stood, where it is gone). */
export type Answer = Result<Job | Pod>;
