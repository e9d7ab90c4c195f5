/** The entries of the log: commits, requests that changed nothing, Events, and starts and stops of processes. */

import type { Kind } from "../api/kinds/kind.ts";
import type { Job, KubeObject, Pod } from "../api/types.ts";
import type { ControllerName } from "./controller-reference.ts";
import type { ApiError, Resource } from "./errors.ts";

/** The actors of every cluster. */
export type BuiltInActor = "user" | "job-controller" | "ttl-controller" | "garbage-collector" | "kubelet";

/** Who made a change: a component of every cluster, or any other controller by its name. */
export type Actor = BuiltInActor | (string & Record<never, never>);

/** The verb of a request. Finalizer removal, adoption and release are patches that readers want to distinguish. */
export type Verb =
  | "get"
  | "list"
  | "create"
  | "update"
  | "updateStatus"
  | "patch"
  | "removeFinalizer"
  | "adopt"
  | "release"
  | "bind"
  | "evict"
  | "delete";

/** The kind of change that a commit makes, as in watch events. */
export type CommitType = "ADDED" | "MODIFIED" | "DELETED";

/** A stored change of one object. */
export interface ResourceCommit<R extends Resource | "objects", T> {
  readonly kind: "commit";
  readonly timeMs: number;
  readonly resourceVersion: number;
  readonly type: CommitType;
  readonly resource: R;
  readonly verb: Verb;
  readonly actor: Actor;
  readonly object: T;
  /** The object before the change; `undefined` if it was added. */
  readonly previous: T | undefined;
}

/** A commit of a Job. */
export type JobCommit = ResourceCommit<"jobs", Job>;
/** A commit of a pod. */
export type PodCommit = ResourceCommit<"pods", Pod> & {
  /** Where the API server keeps, or kept, the pod: a number that is never reused. */
  readonly slot: number;
};
/** A commit of any other kind. */
export type ObjectCommit = ResourceCommit<"objects", KubeObject> & {
  /** The resource name of its kind: `nodes`, `widgets.example.com`. */
  readonly of: string;
};
/** A stored change of an object of any kind. */
export type Commit = JobCommit | PodCommit | ObjectCommit;

/** The resource name of the kind of a commit. */
export function resourceOf(commit: Commit): string {
  return commit.resource === "objects" ? commit.of : commit.resource;
}

/** A commit with the type of one kind. */
export interface KindCommit<T extends KubeObject> {
  readonly timeMs: number;
  readonly resourceVersion: number;
  readonly type: CommitType;
  readonly verb: Verb;
  readonly actor: Actor;
  readonly object: T;
  readonly previous: T | undefined;
}

/**
 * Whether a log entry is a commit of a kind.
 *
 * @example
 * const nodes = simulate(plan).log.entries.filter((entry) => isCommitOf(NODE, entry));
 * console.log(nodes.map(({ type, object }) => `${type} ${object.metadata.name}`));
 */
export function isCommitOf<T extends KubeObject>(of: Kind<T>, entry: LogEntry): entry is Commit & KindCommit<T> {
  return entry.kind === "commit" && resourceOf(entry) === of.resource;
}

/** A request that changed nothing: the object was already as requested (no `error`), or it was refused. */
export interface RequestEntry {
  readonly kind: "request";
  readonly timeMs: number;
  /** `jobs`, `pods`, or the resource name of another kind. */
  readonly resource: string;
  readonly verb: Verb;
  readonly actor: Actor;
  readonly namespace: string;
  readonly name: string;
  readonly error?: ApiError;
  /** The controller of the object that the request targeted or would have created. */
  readonly owner?: ControllerName;
  /** The error was injected rather than returned by the API server. */
  readonly injected?: boolean;
}

/** The object that an Event is about. */
export interface InvolvedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** The field of the object, such as `spec.containers{main}`. */
  readonly fieldPath?: string;
}

/** A Kubernetes Event. */
export interface EventEntry {
  readonly kind: "event";
  readonly timeMs: number;
  readonly actor: Actor;
  /** The node of the actor, if it runs on one. */
  readonly host?: string;
  /** The involved object. */
  readonly regarding: InvolvedObject;
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  /** How often the Event was observed so far; 1 for a new Event. */
  readonly count: number;
  /** The probe because of which the container is killed, if the Event says that. */
  readonly probe?: KillingProbe;
  /** Recorded only because such Events were requested; the run is the same without it. */
  readonly onDemand?: true;
}

/**
 * What happened to the process of the controllers: it stopped or started; or a second one joined before the first
 * noticed that its lease was lost, and the older of the two left.
 */
export type ProcessChange = "started" | "stopped" | "joined" | "left";

/** A start or stop of a controller process. */
export interface ProcessEntry {
  readonly kind: "process";
  readonly timeMs: number;
  readonly change: ProcessChange;
}

/** A start or stop of a process of its own, next to the controller manager: one replica of a controller. */
export interface ReplicaEntry {
  readonly kind: "replica";
  readonly timeMs: number;
  /** Name of the replica. */
  readonly name: string;
  readonly change: ProcessChange;
}

/** A line printed by a program that takes part in the run, or its exit. */
export interface ProgramEntry {
  readonly kind: "program";
  readonly timeMs: number;
  readonly actor: Actor;
  /** The line; for an exit, the lines that it printed to standard error at that instant. */
  readonly text: string;
  /** Absent unless this is the exit. */
  readonly exitCode?: number;
}

/** The probes because of which a kubelet kills containers. */
export type KillingProbe = "liveness" | "startup";

/** A kubelet begins to stop a container because a probe has failed, which no status of a pod says. */
export interface ProbeKillEntry {
  readonly kind: "probeKill";
  readonly timeMs: number;
  /** Where the API server keeps, or kept, the pod. */
  readonly slot: number;
  /** UID of the pod. */
  readonly uid: string;
  readonly container: string;
  /** Its `restartCount`: which of its runs is ended. */
  readonly restarts: number;
  readonly probe: KillingProbe;
}

/** Any entry of the log. */
export type LogEntry = Commit | RequestEntry | EventEntry | ProcessEntry | ReplicaEntry | ProgramEntry | ProbeKillEntry;
