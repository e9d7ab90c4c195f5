/** The environment of request handlers. */

import type { Pod } from "../api/types.ts";
import type { ApiServer } from "../apiserver/api-server.ts";
import type { Actor } from "../apiserver/log.ts";
import type { PodRef } from "../simulation/plan.ts";
import type { Release } from "../simulation/releases/releases.ts";
import type { ManagedFields } from "./apply/managed-fields.ts";
import type { UserAction } from "./live/recorder.ts";
import type { AnswerForm } from "./negotiation.ts";
import type { Asked } from "./reply.ts";
import type { RequestInfo } from "./request-info.ts";
import type { RestResource } from "./resources/resource.ts";
import type { UserInfo } from "./user-info.ts";
import type { AdmissionPass } from "./webhooks/pass.ts";

/** The cluster that is served, with or without controllers and a running clock. */
export interface World {
  readonly server: ApiServer;
  /** The release to simulate; the newest if absent. */
  readonly kubernetes?: Release;
  /** The actor of requests in the log; a user if absent. */
  readonly actor?: Actor;
  /** The version of the stale cache that answers reads, if any: reads that allow it see the past. */
  readonly cacheVersion?: number | undefined;
  /** Aborted when the world ends, which ends watches. */
  readonly ended?: AbortSignal;
  /** Discovery also lists API versions that have been removed from Kubernetes but are served anyway. */
  readonly listsOldApis?: boolean;
  /** Signs the tokens of service accounts; a fixed key if absent, which is only good where no socket is. */
  readonly tokenKey?: Uint8Array | undefined;
  /** The virtual time, milliseconds since 1970. */
  nowMs(): number;
  /** When the kubelet of a node last renewed its lease, milliseconds since 1970; absent without kubelets. */
  leaseRenewedMs?(node: string): number | undefined;
  /** Whether the clock goes on as soon as no request is under way; it does not if absent. */
  isIdle?(): boolean;
  /** A client began to watch (1), or stopped (-1); nobody wants to know if absent. */
  watched?(change: 1 | -1): void;
  /** Calls back so much virtual time from now; absent if nothing is ever shown late. */
  after?(delayMs: number, action: () => void): void;
  /** Runs a write at an instant of virtual time of its own. */
  write<T>(action: () => T): T;
  /** Records a write, while it is executed, for a replay. */
  record(action: UserAction): void;
  /** Records a write to a pod, which a replay finds by its number among the pods of its Job. */
  recordOnPod(pod: Pod, action: (pod: PodRef) => UserAction): void;
}

/** A request for a resource. */
export interface ApiRequest {
  /** Admission webhooks to call before the write, if any. */
  readonly admission?: AdmissionPass | undefined;
  readonly world: World;
  readonly request: Asked;
  readonly query: URLSearchParams;
  readonly info: RequestInfo;
  readonly resource: RestResource;
  readonly form: AnswerForm;
  readonly caller: UserInfo;
  readonly managedFields: ManagedFields;
  /** Texts for Warning headers; they are sent with errors as well. */
  readonly warnings: string[];
}
