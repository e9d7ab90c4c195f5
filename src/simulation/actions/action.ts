/** What the table of actions holds of each kind of action. */

import type { JsonObject } from "../../api/json.ts";
import type { ApiServer } from "../../apiserver/api-server.ts";
import type { Kubelet } from "../../kubelet/kubelet.ts";
import type { Nodes } from "../nodes/nodes.ts";
import type { PodIdentities } from "../pod-identities.ts";

/** What actions need beyond the API server. */
export interface ActionTargets {
  readonly server: ApiServer;
  readonly identities: PodIdentities;
  readonly kubelet: Kubelet;
  /** Absent in a run without nodes. */
  readonly nodes: Nodes | undefined;
  /** Whether a Job takes the place of another that has its name. */
  readonly createsOver: boolean;
  /** Manifests as created, by `namespace/name`, for a Job that is created again. */
  readonly manifests: Map<string, JsonObject>;
  readonly restartControllers: (downMs: number, crash: boolean) => void;
  /** A pod that is made in the course of it is left to events: no kubelet plays it. */
  readonly leftToEvents: <T>(create: () => T) => T;
  readonly later: (delayMs: number, action: () => void) => void;
}

/** An action of one kind, at an instant: milliseconds since the run began. */
export type Timed<Op, Fields> = { readonly atMs: number; readonly op: Op } & Fields;

/** How one kind of action is performed. */
export interface ActionKind<Action> {
  /** What the API server refuses is in the log; a pod that does not exist is no error. */
  readonly perform: (targets: ActionTargets, action: Action) => void;
  /** How long it goes on after its instant; 0 if absent. */
  readonly lastsMs?: (action: Action) => number;
}

/** Kinds of actions by their names, with the fields that each has. */
export type ActionKinds<Fields> = {
  readonly [Op in keyof Fields]: ActionKind<Timed<Op, Fields[Op]>>;
};
