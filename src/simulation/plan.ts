/**
 * Everything a run depends on: the same plan gives the same log, to the byte.
 *
 * A plan is pure data: it can be cloned, sent to a worker, written as JSON and read back, and stays the same run.
 */

import type { JsonObject } from "../api/json.ts";
import type { PlainKind } from "../api/kinds/kind.ts";
import type { PlannedLimitRange } from "../apiserver/admission/limit-range/limit-ranges.ts";
import type { PriorityClasses } from "../apiserver/admission/priority.ts";
import type { HardQuota } from "../apiserver/admission/quota/quota-ledger.ts";
import type { PolicyRefusal } from "../apiserver/admission/refusals.ts";
import type { Propagation } from "../apiserver/requests.ts";
import type { Chance } from "../controller/job/chance.ts";
import type { RateLimit } from "../controller/token-bucket.ts";
import type { PodRules } from "../kubelet/behaviour/rules.ts";
import type { ClusterSpec } from "../kubelet/cluster.ts";
import type { KubeletSettings } from "../kubelet/settings.ts";
import type { TimedAction } from "./actions/table.ts";
import type { Expander, PlannedPool } from "./autoscaler/pool.ts";
import type { RunSchedule } from "./choices/oracle.ts";
import type { ClientFault } from "./faults/client-fault.ts";
import type { Disturbance } from "./faults/disturbance.ts";
import type { PodQuota } from "./faults/quotas.ts";
import type { NodeOutage } from "./nodes/node-outage.ts";
import type { PlannedQueue } from "./queues/queue.ts";
import type { JobRef, PodRef } from "./refs.ts";
import type { Release } from "./releases/releases.ts";
import type { Switches } from "./switches.ts";

export type { JobRef, JsonObject, PodRef, Propagation, TimedAction };

/** The instant that virtual time 0 stands for, if nothing else is said: 2000-01-01T00:00:00Z. */
export const EPOCH_MS = 946_684_800_000;

export type ApiVerb = "get" | "list" | "create" | "update" | "patch" | "delete";
export type ApiErrorKind = "internal" | "conflict" | "notfound" | "forbidden" | "timeout";

/** In `fromMs <= t < toMs` each such call by the Job controller fails, without effect. */
export interface ApiFault {
  readonly fromMs: number;
  readonly toMs: number;
  readonly verb: ApiVerb;
  /** `jobs`, `pods`, or another resource as its kind names it. */
  readonly resource: string;
  readonly error: ApiErrorKind;
  /** What the API server answers, word for word, as a webhook would say it; what Kubernetes says if absent. */
  readonly message?: string;
}

/** Settings of the process that holds the controllers, as flags of kube-controller-manager. */
export interface ControllerManagerSettings {
  /** `--concurrent-job-syncs`; 5 if absent. */
  readonly concurrentJobSyncs?: number;
  /** `--concurrent-cron-job-syncs`; 5 if absent. */
  readonly concurrentCronJobSyncs?: number;
  /** `--kube-api-qps` and `--kube-api-burst` (20 and 30 in Kubernetes): each controller's client waits for its turn. */
  readonly kubeApi?: RateLimit;
  /**
   * `--terminated-pod-gc-threshold` (12,500 in Kubernetes): above it the oldest of the pods that have ended are
   * deleted. Where it is absent, the pod garbage collector does not run at all.
   */
  readonly terminatedPodThreshold?: number;
}

/** A user who deletes a Job that has failed, and creates it again under its name. */
export interface UserRetry {
  readonly job: JobRef;
  /** How often at most. */
  readonly times: number;
  /** From the failure to the new Job. */
  readonly afterMs: number;
}

export interface SimulationPlan {
  /** The instant that virtual time 0 stands for; a whole second. */
  readonly epochMs: number;
  readonly seed: string;
  /** Virtual instant at which the run stops; without it, the run ends when nothing is left to happen. */
  readonly untilMs?: number;
  /** What users and the cluster do. */
  readonly actions: readonly TimedAction[];
  readonly retries?: readonly UserRetry[];
  /** How pods behave; as `DEFAULT_TRAITS` says if it is absent. */
  readonly pods?: PodRules;
  /** The release of Kubernetes that is played; the newest if absent. */
  readonly kubernetes?: Release;
  /** Single switches that differ from the release. */
  readonly switches?: Partial<Switches>;
  /** What a real cluster would leave to chance; the likeliest if absent. */
  readonly chance?: Partial<Chance>;
  readonly kubelet?: Partial<KubeletSettings>;
  /** Nodes with room for so many pods, and what happens to them; without it every pod has room. */
  readonly cluster?: ClusterSpec & {
    readonly outages: readonly NodeOutage[];
    /** nodes are objects even if nothing happens to them: for clients that ask for them. */
    readonly nodeObjects?: boolean;
    /** Pools of nodes, which the Cluster Autoscaler makes larger and smaller. */
    readonly pools?: readonly PlannedPool[];
    /** How it chooses among pools (`--expander`); `least-waste` if absent. */
    readonly expander?: Expander;
  };
  /** The controllers see every committed change of the resource this much later. */
  readonly watchLagMs?: { readonly pods?: number; readonly jobs?: number };
  /** Each write by the Job controller takes effect, and returns, this long after it was sent. */
  readonly apiLatencyMs?: number;
  readonly faults?: readonly ApiFault[];
  readonly quotas?: readonly PodQuota[];
  /** ResourceQuotas: what is created above them is refused, whoever creates it. */
  readonly resourceQuotas?: readonly HardQuota[];
  /** LimitRanges: what containers get that say too little, and bounds of what they may say. */
  readonly limitRanges?: readonly PlannedLimitRange[];
  /** Queues that admit Jobs with their label, as Kueue does. */
  readonly queues?: readonly PlannedQueue[];
  /** What policies refuse to create, in their own words. */
  readonly refusals?: readonly PolicyRefusal[];
  /** Each PriorityClass, by its name. Without classes and nodes, priorities are what pods say themselves. */
  readonly priorityClasses?: PriorityClasses;
  /** What goes wrong between the clients of a server and its API; a run without clients has none of it. */
  readonly clientFaults?: readonly ClientFault[];
  /** What else goes wrong between the controllers and the API server. */
  readonly disturbances?: readonly Disturbance[];
  /** What differs from the usual where a real cluster leaves it to chance; one without choices changes nothing. */
  readonly schedule?: RunSchedule;
  /** Without it, syncs are five at a time, and no request waits. */
  readonly controllerManager?: ControllerManagerSettings;
  /** Gives a write that changes nothing a new resource version; a real API server does not, some stand-ins do. */
  readonly commitsUnchanged?: boolean;
  /** Kinds of objects besides those of Kubernetes; one with a strategy is an option of the run. */
  readonly kinds?: readonly PlainKind[];
  /** Leaves alone the pods that are made when their Job is gone already; a real garbage collector does not. */
  readonly keepsUnowned?: boolean;
  /** Lets a Job that is created under a taken name take the place of the other; a real server refuses it. */
  readonly createsOver?: boolean;
}
