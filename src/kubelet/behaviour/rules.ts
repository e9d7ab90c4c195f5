/**
 * How pods behave, as data: rules in terms of times and chances. A run draws from them when it creates a pod.
 *
 * What is known about a container and what is known about its pod stand apart, so that a trait has one place.
 */

import type { JobRef } from "../../api/job-ref.ts";
import type { PodCondition } from "../../api/types.ts";
import { type Distribution, fixed } from "../../engine/distribution.ts";
import type { RejectionScript } from "../rejection.ts";
import { always, type ExitChoice } from "./exit-choice.ts";
import type { WorkTraits } from "./work.ts";

/** Runs of a container that fail and are followed by a restart, `count` of them alike. */
export interface RestartTraits {
  readonly count: number;
  readonly run: Distribution;
  readonly exit: ExitChoice;
}

/** What is known about the container whose end decides. */
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

/** One attempt of a container; what is left out is as for the container. */
export interface AttemptTraits {
  readonly run?: Distribution | "forever";
  readonly exit?: ExitChoice;
}

/** What is known about a container that is named. */
export interface NamedContainerTraits extends AttemptTraits {
  /** Attempts in order, the last one for all after it. */
  readonly runs?: readonly AttemptTraits[];
  /** From the start to the end by want of memory, if the run lasts so long. */
  readonly oomAt?: Distribution;
  /** What it does when it gets SIGTERM; `"ignore"`: it lives until it is killed. */
  readonly onTerm?: "ignore" | { readonly time?: Distribution; readonly exit?: ExitChoice };
  /** How long the runtime takes to create and start it. */
  readonly start?: Distribution;
  /** From its start until its startup probe succeeds. */
  readonly startup?: Distribution | "never";
  /** From its start until it is ready: its readiness probe succeeds, if it has one. */
  readonly ready?: Distribution | "never";
  /** From its start until its liveness probe fails. */
  readonly liveness?: Distribution | "never";
  readonly image?: "missing" | { readonly pull?: Distribution; readonly failsFor?: Distribution };
  /** From the pod's arrival until its configuration is there. */
  readonly configMissing?: Distribution | "forever";
}

/** What is known about a pod. Each step counts from the one before it; what is left out comes from the defaults. */
export interface PodTraits extends ContainerTraits {
  /** From creation to being bound to a node. */
  readonly schedule?: Distribution | "never";
  /** From being bound to phase `Running`. */
  readonly start?: Distribution | "never";
  /** Container whose end is reported; the first of the template if absent. */
  readonly container?: string;
  /** Conditions that the pod gets at its end. */
  readonly conditions?: readonly PodCondition[];
  /** Containers that behave in a way of their own, by name. */
  readonly containers?: Readonly<Record<string, NamedContainerTraits>>;
  /** The container ends with 0 when its work is done; `run` and `exit` say what cuts it short. */
  readonly work?: WorkTraits;
  /** The kubelet does not take the pod, and why. */
  readonly rejected?: RejectionScript;
}

/** Whole numbers from `first` to `last`, both included; without `last`, all from `first` on. */
export interface NumberSpan {
  readonly first: number;
  readonly last?: number;
}

/** Which pods a rule is for: those that fit everything given. */
export interface PodMatch {
  readonly jobs?: readonly JobRef[];
  /** Patterns of names of Jobs, also of those that nobody has created yet; `*` stands for any text. */
  readonly jobNames?: readonly string[];
  /** Labels that the pod has, and annotations; in their values `*` stands for any text. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Pods of all Jobs of these CronJobs; where `jobs` are given, too, of either. */
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

/** The first rule that matches a pod decides; what it leaves out comes from `default`. */
export interface PodRules {
  readonly default: PodTraits;
  readonly rules: readonly PodRule[];
}

/** Traits with nothing left out. */
export type CompleteTraits = Required<Omit<PodTraits, OptionalTrait>> & Pick<PodTraits, OptionalTrait>;

type OptionalTrait = "container" | "containers" | "rejected" | "work";

/**
 * What pods do if nothing is said, as on an idle cluster that has the image: bound at once, running after 1 s and
 * ready then, done after 10 s with exit code 0; stopped by a delete within 1 s, with the exit code of SIGTERM.
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

/** Rules that leave everything to the defaults. */
export const NO_RULES: PodRules = { default: {}, rules: [] };

/**
 * Tells whether a list of spans holds a number.
 *
 * @example
 * spansInclude([{ first: 3, last: 5 }], 4); // true
 */
export function spansInclude(spans: readonly NumberSpan[], number: number): boolean {
  return spans.some(({ first, last }) => number >= first && (last === undefined || number <= last));
}
