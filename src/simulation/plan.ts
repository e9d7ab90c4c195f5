/**
 * Everything that a run depends on: the same plan gives exactly the same log.
 *
 * A plan is pure data: it can be cloned, sent to a worker, written as JSON and read back, and still gives the same run.
 */

import type { JsonObject } from "../api/json.ts";
import type { PlainKind } from "../api/kinds/kind.ts";
import type { PlannedLimitRange } from "../apiserver/admission/limit-range/limit-ranges.ts";
import type { PriorityClasses } from "../apiserver/admission/priority.ts";
import type { HardQuota } from "../apiserver/admission/quota/quota-ledger.ts";
import type { PolicyRefusal } from "../apiserver/admission/refusals.ts";
import type { Actor } from "../apiserver/log.ts";
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

/** The default for the instant of virtual time 0: 2000-01-01T00:00:00Z. */
export const EPOCH_MS = 946_684_800_000;

export type ApiVerb = "get" | "list" | "create" | "update" | "patch" | "delete";
export type ApiErrorKind = "internal" | "conflict" | "notfound" | "forbidden" | "timeout";

/** For `fromMs <= t < toMs`, every matching call by a controller fails without effect. */
export interface ApiFault {
  readonly fromMs: number;
  readonly toMs: number;
  readonly verb: ApiVerb;
  /** `jobs`, `pods`, or the resource name of another kind. */
  readonly resource: string;
  readonly error: ApiErrorKind;
  /** The exact message of the API server, for example that of a webhook; by default that of Kubernetes. */
  readonly message?: string;
}

/** Settings of the controller process: flags of kube-controller-manager. */
export interface ControllerManagerSettings {
  /** `--concurrent-job-syncs`; 5 by default. */
  readonly concurrentJobSyncs?: number;
  /** `--concurrent-cron-job-syncs`; 5 by default. */
  readonly concurrentCronJobSyncs?: number;
  /** `--kube-api-qps` and `--kube-api-burst` (20 and 30 in Kubernetes): the rate limit of each controller's client. */
  readonly kubeApi?: RateLimit;
  /**
   * `--terminated-pod-gc-threshold` (12,500 in Kubernetes): the oldest ended pods above it are deleted. Without it, the
   * pod garbage collector only runs if nodes are objects.
   */
  readonly terminatedPodThreshold?: number;
  /** `--controllers`: `none` for a control plane without any, as envtest has it. All run by default. */
  readonly controllers?: "none";
}

/** A user who deletes a failed Job and creates it again under the same name. */
export interface UserRetry {
  readonly job: JobRef;
  /** Maximum number of retries. */
  readonly times: number;
  /** From the failure to the new Job. */
  readonly afterMs: number;
}

export interface SimulationPlan {
  /** The instant of virtual time 0, in milliseconds since 1970; a whole second. */
  readonly epochMs: number;
  readonly seed: string;
  /** Virtual instant at which the run stops; without it, the run ends when nothing is left to happen. */
  readonly untilMs?: number;
  /** What users and the cluster do. */
  readonly actions: readonly TimedAction[];
  readonly retries?: readonly UserRetry[];
  /** How pods behave; `DEFAULT_TRAITS` by default. */
  readonly pods?: PodRules;
  /** The release of Kubernetes to simulate; the newest by default. */
  readonly kubernetes?: Release;
  /** Single switches that differ from the release. */
  readonly switches?: Partial<Switches>;
  /** Choices that are random in a real cluster; the most likely ones by default. */
  readonly chance?: Partial<Chance>;
  readonly kubelet?: Partial<KubeletSettings>;
  /** The nodes and what happens to them; without it every pod can be scheduled. */
  readonly cluster?: ClusterSpec & {
    readonly outages: readonly NodeOutage[];
    /** Whether nodes are objects even if nothing happens to them, for clients that read them. */
    readonly nodeObjects?: boolean;
    /** Node pools, which the Cluster Autoscaler scales. */
    readonly pools?: readonly PlannedPool[];
    /** How it chooses between pools (`--expander`); `least-waste` by default. */
    readonly expander?: Expander;
  };
  /** How late the controllers see each change of the resource. */
  readonly watchLagMs?: { readonly pods?: number; readonly jobs?: number };
  /** Time from sending a write of a controller to its effect and answer. */
  readonly apiLatencyMs?: number;
  readonly faults?: readonly ApiFault[];
  readonly quotas?: readonly PodQuota[];
  /** ResourceQuotas: creations above them are rejected, for all clients. */
  readonly resourceQuotas?: readonly HardQuota[];
  /** LimitRanges: defaults and bounds for the resources of containers. */
  readonly limitRanges?: readonly PlannedLimitRange[];
  /** Queues that admit Jobs with their label, as Kueue does. */
  readonly queues?: readonly PlannedQueue[];
  /** Creations that policies reject, with their messages. */
  readonly refusals?: readonly PolicyRefusal[];
  /** PriorityClasses by name. Without classes and nodes, the priority in the spec of a pod is used. */
  readonly priorityClasses?: PriorityClasses;
  /** Faults between the clients of a server and its API. */
  readonly clientFaults?: readonly ClientFault[];
  /** Other faults between the controllers and the API server. */
  readonly disturbances?: readonly Disturbance[];
  /** Unusual choices where a real cluster is random; a schedule without choices changes nothing. */
  readonly schedule?: RunSchedule;
  /** By default five syncs run in parallel, and there is no rate limit. */
  readonly controllerManager?: ControllerManagerSettings;
  /** Controllers whose calls have neither latency nor faults: some fakes disturb a single connection. */
  readonly undisturbed?: readonly Actor[];
  /** Whether a write without changes gets a new resource version; not in a real API server, but in some fakes. */
  readonly commitsUnchanged?: boolean;
  /** Additional kinds of objects; kinds with a strategy are options of the run instead. */
  readonly kinds?: readonly PlainKind[];
  /** Whether pods that are created after their Job is gone are kept; a real garbage collector deletes them. */
  readonly keepsUnowned?: boolean;
  /** Whether a new Job replaces an existing one of the same name; a real API server rejects it. */
  readonly createsOver?: boolean;
}
