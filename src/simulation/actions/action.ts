/** The interface of the kinds of actions in the table. */

import type { JsonObject } from "../../api/json.ts";
import type { ApiServer } from "../../apiserver/api-server.ts";
import type { Kubelet } from "../../kubelet/kubelet.ts";
import type { Nodes } from "../nodes/nodes.ts";
import type { PodIdentities } from "../pod-identities.ts";
import type { BatchReviews } from "../reviews/reviews.ts";

/** How a process restarts. */
export interface Restart {
  readonly downMs: number;
  /** Whether running syncs are aborted instead of finished. */
  readonly crash: boolean;
}

/** What actions work on. */
export interface ActionTargets {
  readonly server: ApiServer;
  readonly identities: PodIdentities;
  readonly kubelet: Kubelet;
  /** Absent in a run without nodes. */
  readonly nodes: Nodes | undefined;
  /** Whether a new Job replaces an existing one of the same name. */
  readonly createsOver: boolean;
  /** Manifests of created Jobs by `namespace/name`, for recreating them. */
  readonly manifests: Map<string, JsonObject>;
  /** Absent in a run without webhooks. */
  readonly reviews: BatchReviews | undefined;
  /** Restarts a replica, or the controller manager. */
  readonly restartControllers: (how: Restart, replica: string | undefined) => void;
  /** Runs `create`; no kubelet plays the pods that it creates, only events of the plan change them. */
  readonly leftToEvents: <T>(create: () => T) => T;
  readonly later: (delayMs: number, action: () => void) => void;
}

/** An action of one kind; `atMs` is milliseconds since the run began. */
export type Timed<Op, Fields> = { readonly atMs: number; readonly op: Op } & Fields;

/** How one kind of action is performed. */
export interface ActionKind<Action> {
  /** Rejections by the API server are in the log; a missing pod is not an error. */
  readonly perform: (targets: ActionTargets, action: Action) => void;
  /** How long the action lasts; 0 by default. */
  readonly lastsMs?: (action: Action) => number;
}

/** Kinds of actions by name, with the fields of each. */
export type ActionKinds<Fields> = {
  readonly [Op in keyof Fields]: ActionKind<Timed<Op, Fields[Op]>>;
};
