/** The kinds of things that happen to Jobs in a run, as people and machines read them. */

import type { JobCondition } from "../../api/types.ts";
import type { Actor, CommitType, KillingProbe, ProcessChange, Verb } from "../../apiserver/log.ts";
import type { JobRef, Propagation } from "../../simulation/plan.ts";
import type { FieldChange } from "./field-changes.ts";
import type { StatusOperation } from "./status-patch.ts";

/** The Job that a transition belongs to, and its time. */
export interface OfJob {
  /** Virtual milliseconds since the run began. */
  readonly atMs: number;
  readonly job: JobRef;
}

/** A user created the Job; `spec` holds what shapes its course. */
export interface JobCreated extends OfJob {
  readonly kind: "created";
  readonly spec: readonly FieldChange[];
}

/** A condition that was added, or that changed. */
export interface ConditionChange extends Pick<JobCondition, "type" | "status" | "reason" | "message"> {
  /** The status before; absent for a new condition. */
  readonly before?: string;
}

/** The status was written: everything that a watch of the Job shows of it. */
export interface StatusChanged extends OfJob {
  readonly kind: "status";
  readonly by: Actor;
  /** Counters, index lists and times. Uncounted pods are listed by their labels. */
  readonly changes: readonly FieldChange[];
  readonly conditions: readonly ConditionChange[];
  /** The write as a JSON patch of the Job; only in reports for machines. */
  readonly patch?: readonly StatusOperation[];
}

/** A user changed the spec or the metadata; without changes, the patch asked for what was already there. */
export interface JobPatched extends OfJob {
  readonly kind: "patched";
  readonly by: Actor;
  readonly changes: readonly FieldChange[];
}

/** Somebody asked for the deletion of the Job. */
export interface JobDeletion extends OfJob {
  readonly kind: "deletion";
  readonly by: Actor;
  readonly propagation: Propagation;
}

/** The Job is gone. */
export interface JobGone extends OfJob {
  readonly kind: "gone";
}

/** A user, or the cluster on behalf of one, deleted or evicted a pod of the Job. */
export interface PodRemoved extends OfJob {
  readonly kind: "podRemoved";
  readonly pod: string;
  /** Reason of the condition `DisruptionTarget`, for an eviction. */
  readonly disruption?: string;
  /** Without a grace period. */
  readonly force: boolean;
}

/** A Kubernetes Event about the Job, or about a pod of it. */
export interface EventRaised extends OfJob {
  readonly kind: "event";
  readonly pod?: string;
  /** The container of the pod that it is about. */
  readonly container?: string;
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  /** How often it has been observed so far. */
  readonly count: number;
  /** The probe because of which the container is killed, if the Event says that. */
  readonly probe?: KillingProbe;
}

/** The API server refused a request, or a fault made it fail. */
export interface RequestRefused {
  readonly kind: "refused";
  readonly atMs: number;
  /** `jobs`, `pods`, or another resource as its kind names it. */
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly verb: Verb;
  readonly by: Actor;
  readonly reason: string;
  readonly message: string;
  /** A fault or quota of the scenario refused it, not the API server by itself. */
  readonly injected: boolean;
  /** The Job whose pod it was about. */
  readonly job?: JobRef;
}

/** The Job that a refused request was about: it itself, or the one whose pod it was. */
export function jobOfRefused({
  job,
  resource,
  namespace,
  name,
}: Pick<RequestRefused, "job" | "resource" | "namespace" | "name">): JobRef | undefined {
  return job ?? (resource === "jobs" ? { namespace, name } : undefined);
}

/** The message of a refusal without the name: each attempt to create a pod makes up another one. */
export function refusalWords({ message, name }: Pick<RequestRefused, "message" | "name">): string {
  return message.replaceAll(`"${name}"`, "");
}

/** The controllers' process, or a replica of a controller, stopped or started. */
export interface ControllersChanged {
  readonly kind: "controllers";
  readonly atMs: number;
  /** Name of the replica, if it is one. */
  readonly replica?: string;
  readonly change: ProcessChange;
}

/** A program that takes part in the run printed a line, or exited. */
export interface ProgramTold {
  readonly kind: "program";
  readonly atMs: number;
  readonly by: Actor;
  readonly text: string;
  readonly exitCode?: number;
}

/** An object of another kind was created, changed or deleted. */
export interface OtherObjectChanged {
  readonly kind: "object";
  readonly atMs: number;
  readonly by: Actor;
  readonly type: CommitType;
  readonly verb: Verb;
  /** Its kind. */
  readonly of: string;
  readonly namespace: string;
  readonly name: string;
  readonly changes: readonly FieldChange[];
}

/** A rule of the controller, named at the decision; only in runs that are explained. */
export interface Explained extends OfJob {
  readonly kind: "because";
  readonly rule: string;
  readonly text: string;
}

/** A pod was created, changed or deleted: what a watch of pods shows, as far as it matters to a Job. */
export interface PodChanged {
  readonly kind: "pod";
  readonly atMs: number;
  /** The Job that controls the pod, if one does. */
  readonly job?: JobRef;
  readonly by: Actor;
  readonly pod: string;
  readonly type: CommitType;
  /** What was requested: all there is to report if nothing changed that matters. */
  readonly verb: Verb;
  /** Node, phase, deletion and the tracking finalizer. */
  readonly changes: readonly FieldChange[];
  /** Whether it is ready, and disrupted. */
  readonly conditions: readonly ConditionChange[];
}

/** What happened to Jobs, and to pods by users. */
export type Transition =
  | JobCreated
  | StatusChanged
  | JobPatched
  | JobDeletion
  | JobGone
  | PodRemoved
  | EventRaised
  | RequestRefused
  | ControllersChanged
  | ProgramTold
  | Explained;

/** Everything that is shown of a run: transitions, and what pods did. */
export type Change = Transition | PodChanged;
