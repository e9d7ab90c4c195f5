/**
 * How pods behave, as data: rules with times and probabilities. A run draws from them when it creates a pod.
 *
 * Traits of containers and traits of pods are separate types, so that each trait has one place.
 */

import type { JobRef } from "../../api/job-ref.ts";
import type { PodCondition } from "../../api/types.ts";
import { type Distribution, fixed } from "../../engine/distribution.ts";
import type { RejectionScript } from "../rejection.ts";
import { always, type ExitChoice } from "./exit-choice.ts";
import type { WorkTraits } from "./work.ts";

/** `count` runs of a container that fail and are followed by a restart. */
export interface RestartTraits {
  readonly count: number;
  readonly run: Distribution;
  readonly exit: ExitChoice;
}

/** Traits of the container that decides how the pod ends. */
export interface ContainerTraits {
  /** From `Running` to `Ready`. */
  readonly ready?: Distribution | "never";
  /** From `Running`, or the last restart, to the end. */
  readonly run?: Distribution | "forever";
  readonly exit?: ExitChoice;
  readonly restarts?: readonly RestartTraits[];
  /** From a delete request to the end of the containers. */
  readonly terminationTime?: Distribution;
  readonly terminationExit?: ExitChoice;
}

/** One attempt of a container; missing traits are those of the container. */
export interface AttemptTraits {
  readonly run?: Distribution | "forever";
  readonly exit?: ExitChoice;
}

/** Traits of a pod that are about the container whose end is reported. */
export type LeaderTrait = "run" | "exit" | "ready" | "restarts";

/** Traits of a named container. */
export interface NamedContainerTraits extends AttemptTraits {
  /** Attempts in order; the last one also for all after it. */
  readonly runs?: readonly AttemptTraits[];
  /** From the start until it is OOMKilled, if the run lasts that long. */
  readonly oomAt?: Distribution;
  /** What it does on SIGTERM; `"ignore"`: it runs until it is killed. */
  readonly onTerm?: "ignore" | { readonly time?: Distribution; readonly exit?: ExitChoice };
  /** How long the runtime takes to create and start it. */
  readonly start?: Distribution;
  /** From its start until its startup probe succeeds. */
  readonly startup?: Distribution | "never";
  /** From its start until it is ready, that is until its readiness probe succeeds if it has one. */
  readonly ready?: Distribution | "never";
  /** From its start until its liveness probe fails. */
  readonly liveness?: Distribution | "never";
  readonly image?: "missing" | { readonly pull?: Distribution; readonly failsFor?: Distribution };
  /** From the pod's arrival at its node until its configuration exists. */
  readonly configMissing?: Distribution | "forever";
  /** How long its hooks take; by default a command that sleeps takes that long, any other hook no time. */
  readonly postStart?: Distribution;
  readonly preStop?: Distribution;
  /**
   * What it has only in pods that report the end of another container: in those that report its own, the traits of the
   * pod win. This is how flags lie over the default of a file.
   */
  readonly yields?: readonly LeaderTrait[];
}

/** Traits of a pod. Each step is relative to the one before it; missing traits come from the defaults. */
export interface PodTraits extends ContainerTraits {
  /** From creation to being bound to a node. */
  readonly schedule?: Distribution | "never";
  /** From being bound to phase `Running`. */
  readonly start?: Distribution | "never";
  /** The container whose end is reported; by default the first one of the template. */
  readonly container?: string;
  /** Conditions that the pod gets at its end. */
  readonly conditions?: readonly PodCondition[];
  /** Traits of single containers, by name. */
  readonly containers?: Readonly<Record<string, NamedContainerTraits>>;
  /** The container exits with 0 when its work is done; `run` and `exit` describe what interrupts it. */
  readonly work?: WorkTraits;
  /** The kubelet rejects the pod, for this reason. */
  readonly rejected?: RejectionScript;
}

/** Whole numbers from `first` to `last` inclusive; without `last`, all from `first` on. */
export interface NumberSpan {
  readonly first: number;
  readonly last?: number;
}

/** The pods that a rule matches: those that match every given field. */
export interface PodMatch {
  readonly jobs?: readonly JobRef[];
  /** Patterns for names of Jobs, including Jobs that are created later; `*` matches any text. */
  readonly jobNames?: readonly string[];
  /** Labels and annotations of the pod; in their values `*` matches any text. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Pods of all Jobs of these CronJobs; together with `jobs`, pods of either. */
  readonly cronJobs?: readonly JobRef[];
  /** Which Jobs of a CronJob, counted from 0. */
  readonly cronRun?: readonly NumberSpan[];
  readonly index?: readonly NumberSpan[];
  readonly attempt?: readonly NumberSpan[];
  readonly ordinal?: readonly NumberSpan[];
}

export interface PodRule {
  readonly match: PodMatch;
  readonly traits: PodTraits;
}

/** The first rule that matches a pod applies; traits that it does not set come from `default`. */
export interface PodRules {
  readonly default: PodTraits;
  readonly rules: readonly PodRule[];
}

/** Traits with all defaults filled in. */
export type CompleteTraits = Required<Omit<PodTraits, OptionalTrait>> & Pick<PodTraits, OptionalTrait>;

type OptionalTrait = "container" | "containers" | "rejected" | "work";

/**
 * Default behaviour, as on an idle cluster that has the image: pods are bound at once, run and are ready after 1 s, and
 * exit with 0 after 10 s. A pod that is deleted stops within 1 s, with the exit code of SIGTERM.
 */
export const DEFAULT_TRAITS: CompleteTraits = {
  schedule: fixed(0),
  start: fixed(1_000),
  ready: fixed(0),
  run: fixed(10_000),
  exit: always(0),
  conditions: [],
  restarts: [],
  terminationTime: fixed(1_000),
  terminationExit: always(143),
};

/** No rules: only the defaults apply. */
export const NO_RULES: PodRules = { default: {}, rules: [] };

/**
 * Returns whether a list of spans contains a number.
 *
 * @example
 * spansInclude([{ first: 3, last: 5 }], 4); // true
 */
export function spansInclude(spans: readonly NumberSpan[], number: number): boolean {
  return spans.some(({ first, last }) => number >= first && (last === undefined || number <= last));
}
