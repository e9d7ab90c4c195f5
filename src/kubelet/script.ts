/** What a pod does from its creation to its end: the script that the fake pod runtime plays. */

import type { PodCondition } from "../api/types.ts";
import type { WorkTraits } from "./behaviour/work.ts";
import type { RejectionScript } from "./rejection.ts";

/** Which pod a script is asked for. `attempt` and `ordinal` count the pods that the Job controller created before. */
export interface PodIdentity {
  readonly namespace: string;
  readonly jobName: string;
  /** The CronJob that made the Job, and how many Jobs it had made, or others for it, before. */
  readonly cronJob?: { readonly name: string; readonly run: number };
  /** Completion index of an Indexed Job's pod. */
  readonly index?: number;
  /** How many pods were created before it for the same completion index (0 for a Job without indexes). */
  readonly attempt: number;
  /** How many pods were created before it for the Job. */
  readonly ordinal: number;
}

/** A container run that ends with an error and is followed by a restart (`restartPolicy: OnFailure`). */
export interface FailedRun {
  readonly runMs: number;
  readonly exitCode: number;
}

/** What a named container does; what is left out is as for containers of its kind. */
export interface ContainerScript {
  /** Attempts in order, the last one for all after it. */
  readonly runs?: readonly ScriptedRun[];
  readonly laterRun?: LaterRun;
  readonly onTerm?: "ignore" | { readonly afterMs: number; readonly exitCode: number };
  readonly startMs?: number;
  /** From its start on; `"never"` if it never comes to that. */
  readonly startupMs?: number | "never";
  readonly readyMs?: number | "never";
  readonly livenessFailsMs?: number | "never";
  readonly image?: "missing" | { readonly pullMs: number; readonly failsForMs: number };
  readonly configMissingMs?: number | "forever";
}

export interface ScriptedRun {
  /** Without it the container runs until it is stopped. */
  readonly runMs?: number;
  readonly exitCode: number;
  readonly reason?: "OOMKilled";
}

/**
 * What chance decides of an attempt after those that are listed, which are numbered from 0; the last of those again if
 * there is nothing to draw.
 */
export type LaterRun = (attempt: number) => ScriptedRun;

/** Delays are whole virtual milliseconds, 0 or more; `"never"` means that the step does not come. */
export interface PodScript {
  /** From creation to being bound to a node. */
  readonly scheduleMs: number | "never";
  /** From creation to phase `Running`; from being bound, if that is left to others. */
  readonly startMs: number | "never";
  /** From `Running` to the condition `Ready`; 0 if absent. */
  readonly readyMs?: number | "never";
  /** From `Running` (or the last restart) to the end; a pod without it runs until it is stopped. */
  readonly runMs?: number;
  readonly exitCode: number;
  /** Container whose end is reported; the template's first if absent. */
  readonly container?: string;
  /** Conditions that the pod gets at its end, for example `DisruptionTarget`. */
  readonly conditions?: readonly PodCondition[];
  /** Containers that behave in a way of their own, by name. */
  readonly containers?: Readonly<Record<string, ContainerScript>>;
  /** The kubelet does not take the pod, and why. */
  readonly rejected?: RejectionScript;
  /** Failing runs before the final one; each is followed by a crash-loop back-off. */
  readonly restarts?: readonly FailedRun[];
  readonly laterRun?: LaterRun;
  /** When it is done, the container whose end is reported ends with 0; `runMs` may cut it short. */
  readonly work?: WorkTraits;
  /** From the delete request to the end of the containers, for a pod that is deleted with a grace period. */
  readonly terminationMs: number;
  /** Containers that are told to stop go on with their run, and end by themselves if that comes first. */
  readonly worksOnWhenStopped?: true;
  /** Exit code of a container that is stopped by a delete. */
  readonly terminationExitCode: number;
}
