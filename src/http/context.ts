/** What handlers of requests work with. */

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
import type { AdmissionPass } from "./webhooks/pass.ts";

/** The cluster behind the server, with or without controllers and a running clock. */
export interface World {
  readonly server: ApiServer;
  /** The release that it is; the newest if absent. */
  readonly kubernetes?: Release;
  /** Who asks, as the log has it; a user if absent. */
  readonly actor?: Actor;
  /** The version of the cache that answers whoever asks, where it is behind: reads that allow it are of the past. */
  readonly cacheVersion?: number | undefined;
  /** Aborted when the world is over: open watches end. */
  readonly ended?: AbortSignal;
  /** Discovery also lists versions that no release has any more, and that are served nevertheless. */
  readonly listsOldApis?: boolean;
  /** The virtual instant, milliseconds since 1970. */
  nowMs(): number;
  /** Calls back so much virtual time from now; absent where nothing is ever shown late. */
  after?(delayMs: number, action: () => void): void;
  /** Runs a write at an instant of virtual time of its own. */
  write<T>(action: () => T): T;
  /** Takes note of what a write did, in the course of it, for whoever wants to do it again. */
  record(action: UserAction): void;
  /** The same for what is done to a pod, which a replay finds by its place among the pods of its Job. */
  recordOnPod(pod: Pod, action: (pod: PodRef) => UserAction): void;
}

/** One request for a resource. */
export interface ApiRequest {
  /** What stands before its write, if webhooks are to be asked. */
  readonly admission?: AdmissionPass | undefined;
  readonly world: World;
  readonly request: Asked;
  readonly query: URLSearchParams;
  readonly info: RequestInfo;
  readonly resource: RestResource;
  readonly form: AnswerForm;
  readonly managedFields: ManagedFields;
  /** Texts for Warning headers; they are sent with errors, too. */
  readonly warnings: string[];
}
