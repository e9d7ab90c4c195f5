/** What stands in the log: commits, requests that changed nothing, Events, and what happened to processes. */

import type { Kind } from "../api/kinds/kind.ts";
import type { Job, KubeObject, Pod } from "../api/types.ts";
import type { ControllerName } from "./controller-reference.ts";
import type { ApiError, Resource } from "./errors.ts";

/** Who acts in every cluster. */
export type BuiltInActor = "user" | "job-controller" | "ttl-controller" | "garbage-collector" | "kubelet";

/** Who did something: a part of every cluster, or any other controller by its name. */
export type Actor = BuiltInActor | (string & Record<never, never>);

/** What was asked for. Finalizer removal, adoption and release are patches that readers want to tell apart. */
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

export type CommitType = "ADDED" | "MODIFIED" | "DELETED";

export interface ResourceCommit<R extends Resource | "objects", T> {
  readonly kind: "commit";
  readonly timeMs: number;
  readonly resourceVersion: number;
  readonly type: CommitType;
  readonly resource: R;
  readonly verb: Verb;
  readonly actor: Actor;
  readonly object: T;
  /** The object before the change; `undefined` when it was added. */
  readonly previous: T | undefined;
}

export type JobCommit = ResourceCommit<"jobs", Job>;
export type PodCommit = ResourceCommit<"pods", Pod> & {
  /** Where the API server keeps, or kept, the pod: a number that no other pod ever has. */
  readonly slot: number;
};
/** A commit of any other kind. */
export type ObjectCommit = ResourceCommit<"objects", KubeObject> & {
  /** The resource as its kind names it: `nodes`, `widgets.example.com`. */
  readonly of: string;
};
export type Commit = JobCommit | PodCommit | ObjectCommit;

/** The resource of a commit, as its kind names it. */
export function resourceOf(commit: Commit): string {
  return commit.resource === "objects" ? commit.of : commit.resource;
}

/** A commit of one kind, whatever it is. */
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
 * Whether an entry of the log is a commit of a kind.
 *
 * @example
 * const nodes = simulate(plan).log.entries.filter((entry) => isCommitOf(NODE, entry));
 * console.log(nodes.map(({ type, object }) => `${type} ${object.metadata.name}`));
 */
export function isCommitOf<T extends KubeObject>(of: Kind<T>, entry: LogEntry): entry is Commit & KindCommit<T> {
  return entry.kind === "commit" && resourceOf(entry) === of.resource;
}

/** A request that changed nothing: it asked for what was already so (no `error`), or was refused. */
export interface RequestEntry {
  readonly kind: "request";
  readonly timeMs: number;
  /** `jobs`, `pods`, or another resource as its kind names it. */
  readonly resource: string;
  readonly verb: Verb;
  readonly actor: Actor;
  readonly namespace: string;
  readonly name: string;
  readonly error?: ApiError;
  /** The controller of the object that it was about, or that it would have created. */
  readonly owner?: ControllerName;
  /** The error was injected, and not the API server's own. */
  readonly injected?: boolean;
}

/** What an Event is about. */
export interface InvolvedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** The part of the object that it is about, such as `spec.containers{main}`. */
  readonly fieldPath?: string;
}

/** A Kubernetes Event. */
export interface EventEntry {
  readonly kind: "event";
  readonly timeMs: number;
  readonly actor: Actor;
  /** The node on which the actor is, where it is on one. */
  readonly host?: string;
  /** The object that the Event is about. */
  readonly regarding: InvolvedObject;
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  /** How often the Event was observed so far; 1 when it is new. */
  readonly count: number;
  /** It was recorded because somebody asked for such Events: the run is the same without it. */
  readonly onDemand?: true;
}

/**
 * What happened to the process that holds the controllers: it stopped, or started; or a second one joined while it had
 * not noticed yet that its lease was lost, and the older of the two left.
 */
export type ProcessChange = "started" | "stopped" | "joined" | "left";

export interface ProcessEntry {
  readonly kind: "process";
  readonly timeMs: number;
  readonly change: ProcessChange;
}

/** What a program that takes part in the run printed, line by line, and that it exited. */
export interface ProgramEntry {
  readonly kind: "program";
  readonly timeMs: number;
  readonly actor: Actor;
  /** A line; of an exit, the lines that it printed to its standard error at that instant. */
  readonly text: string;
  /** Absent if it has not exited. */
  readonly exitCode?: number;
}

export type LogEntry = Commit | RequestEntry | EventEntry | ProcessEntry | ProgramEntry;
