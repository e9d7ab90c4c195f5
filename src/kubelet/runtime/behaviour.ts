/** How a container behaves in the fake runtime. */

import type { ProbeKind } from "../plan/container-plan.ts";

/** One instance of a container. */
export interface ContainerRun {
  /** From its start to its end; `undefined` if it runs until it is stopped. */
  readonly runMs: number | undefined;
  readonly exitCode: number;
  /** Defaults to `Completed` or `Error`, depending on the exit code. */
  readonly reason?: string;
  /** Why the runtime cannot start it. */
  readonly startError?: string;
}

/** What a container does on SIGTERM; `"ignore"`: it runs until it is killed. */
export type TermReaction = { readonly afterMs: number; readonly exitCode: number } | "ignore";

/** The answer of a probe from `fromMs` after the start of the container on, for all runs or only for `run`. */
export interface ProbeAnswer {
  readonly fromMs: number;
  readonly ok: boolean;
  readonly run?: number;
}

/** `"present"`: the node has the image. Otherwise it must be pulled. */
export type ImageBehaviour =
  | "present"
  | {
      readonly pullMs: number;
      /** Outcome of each attempt; the last one also for all after it. */
      readonly attempts?: readonly boolean[];
      /** Attempts before this instant, counted from the pod's arrival at its node, fail. */
      readonly failsForMs?: number;
    };

/** How long a hook takes, and whether it succeeds. */
export interface HookRun {
  readonly runMs: number;
  readonly exitCode: number;
}

export interface ContainerBehaviour {
  /** Attempts in order, numbered from 0. */
  readonly runs: readonly ContainerRun[];
  /** Later attempts; by default they are like the last of `runs`. */
  readonly laterRun?: (attempt: number) => ContainerRun;
  readonly onTerm: TermReaction;
  readonly image: ImageBehaviour;
  readonly probes: Readonly<Partial<Record<ProbeKind, readonly ProbeAnswer[]>>>;
  /** How long the runtime takes to create and start it. */
  readonly startMs?: number;
  /** From its start until it is ready, for a container without readiness probe. */
  readonly readyMs?: number | "never";
  readonly preStop?: HookRun;
  readonly postStart?: HookRun;
  /** How long its configuration is missing, from the pod's arrival at its node. */
  readonly configMissingUntilMs?: number;
}

const UNENDING: ContainerRun = { runMs: undefined, exitCode: 0 };

/** The `attempt`-th run of a container, counted from 0. */
export function runOf({ runs, laterRun }: ContainerBehaviour, attempt: number): ContainerRun {
  return runs[attempt] ?? laterRun?.(attempt) ?? runs.at(-1) ?? UNENDING;
}

/** The answer of a probe `sinceStartMs` after the start of the `attempt`-th run. */
export function probeAnswer(
  { probes }: ContainerBehaviour,
  kind: ProbeKind,
  sinceStartMs: number,
  attempt: number,
): boolean {
  const matching = probes[kind]?.filter(
    ({ fromMs, run }) => fromMs <= sinceStartMs && (run === undefined || run === attempt),
  );
  return matching?.at(-1)?.ok ?? true;
}

/** Whether the `attempt`-th pull of an image, counted from 0, succeeds `sinceArrivalMs` after the pod's arrival. */
export function pullSucceeds(image: ImageBehaviour, attempt: number, sinceArrivalMs: number): boolean {
  if (image === "present") return true;
  const { attempts, failsForMs } = image;
  if (failsForMs !== undefined && sinceArrivalMs < failsForMs) return false;
  return attempts === undefined || (attempts[Math.min(attempt, attempts.length - 1)] ?? true);
}
