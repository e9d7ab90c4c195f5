/** The script of a pod, from its creation to its end, which the fake pod runtime plays. */

import type { PodCondition } from "../api/types.ts";
import type { LeaderTrait } from "./behaviour/rules.ts";
import type { WorkTraits } from "./behaviour/work.ts";
import type { RejectionScript } from "./rejection.ts";

/** The identity of a pod for its script. `attempt` and `ordinal` count the pods that were created before it. */
export interface PodIdentity {
  readonly namespace: string;
  readonly jobName: string;
  /** The CronJob of the Job, and the number of its earlier Jobs, including manual ones. */
  readonly cronJob?: { readonly name: string; readonly run: number };
  /** Completion index, for a pod of an Indexed Job. */
  readonly index?: number;
  /** Number of pods that were created before it for the same completion index (0 without indexes). */
  readonly attempt: number;
  /** Number of pods that were created before it for the Job. */
  readonly ordinal: number;
}

/** A container run that ends with an error and is followed by a restart (`restartPolicy: OnFailure`). */
export interface FailedRun {
  readonly runMs: number;
  readonly exitCode: number;
}

/** The script of a named container; missing parts have the defaults for containers of its kind. */
export interface ContainerScript {
  /** Attempts in order; the last one also for all after it. */
  readonly runs?: readonly NamedRun[];
  readonly laterRun?: (attempt: number) => NamedRun;
  readonly onTerm?: "ignore" | { readonly afterMs: number; readonly exitCode: number };
  readonly startMs?: number;
  /** Relative to its start; `"never"` if it does not happen. */
  readonly startupMs?: number | "never";
  readonly readyMs?: number | "never";
  readonly livenessFailsMs?: number | "never";
  readonly image?: "missing" | { readonly pullMs: number; readonly failsForMs: number };
  readonly configMissingMs?: number | "forever";
  /** What the pod's own script says in its place, if this is the container whose end is reported. */
  readonly yields?: readonly LeaderTrait[];
  /** Its runs without `runs`, if those yield. */
  readonly unlisted?: NamedRun;
  readonly postStartMs?: number;
  readonly preStopMs?: number;
}

/** A run of a named container; missing parts are as if the container was not named. */
export interface NamedRun {
  readonly runMs?: number | "forever";
  readonly exitCode?: number;
  readonly reason?: "OOMKilled";
  /** When it would run out of memory, if it ran for longer. */
  readonly oomMs?: number;
}

export interface ScriptedRun {
  /** Without it the container runs until it is stopped. */
  readonly runMs?: number;
  readonly exitCode: number;
}

/**
 * Draws an attempt after the listed ones; attempts are numbered from 0. Without it, later attempts are like the last
 * listed one.
 */
export type LaterRun = (attempt: number) => ScriptedRun;

/** Delays are whole virtual milliseconds, 0 or more; `"never"` means that the step does not happen. */
export interface PodScript {
  /** From creation to being bound to a node. */
  readonly scheduleMs: number | "never";
  /** From creation to phase `Running`; from binding if others bind the pod. */
  readonly startMs: number | "never";
  /** From `Running` to the condition `Ready`; 0 if absent. */
  readonly readyMs?: number | "never";
  /** From `Running` (or the last restart) to the end; without it the pod runs until it is stopped. */
  readonly runMs?: number;
  readonly exitCode: number;
  /** The container whose end is reported; by default the first one of the template. */
  readonly container?: string;
  /** Conditions that the pod gets at its end, for example `DisruptionTarget`. */
  readonly conditions?: readonly PodCondition[];
  /** Scripts of single containers, by name. */
  readonly containers?: Readonly<Record<string, ContainerScript>>;
  /** The kubelet rejects the pod, for this reason. */
  readonly rejected?: RejectionScript;
  /** Failing runs before the final one; each is followed by a crash-loop back-off. */
  readonly restarts?: readonly FailedRun[];
  readonly laterRun?: LaterRun;
  /** The container whose end is reported exits with 0 when its work is done; `runMs` may interrupt it. */
  readonly work?: WorkTraits;
  /** From the delete request to the end of the containers, if the pod is deleted with a grace period. */
  readonly terminationMs: number;
  /** Containers that get the stop signal continue their run, and end by themselves if that comes first. */
  readonly worksOnWhenStopped?: true;
  /** Exit code of a container that is stopped by a delete. */
  readonly terminationExitCode: number;
}
