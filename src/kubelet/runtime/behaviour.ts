/** How a container behaves: what the fake runtime plays, whatever the kubelet asks for. */

import type { ProbeKind } from "../plan/container-plan.ts";

/** One instance of a container. */
export interface ContainerRun {
  /** From its start to its end; `undefined` if it runs until it is stopped. */
  readonly runMs: number | undefined;
  readonly exitCode: number;
  /** `Completed` or `Error` by exit code if absent. */
  readonly reason?: string;
  /** Why the runtime cannot start it. */
  readonly startError?: string;
}

/** What a container does on SIGTERM; `"ignore"`: it lives until it is killed. */
export type TermReaction = { readonly afterMs: number; readonly exitCode: number } | "ignore";

/** Answer of a probe from some time after the container's start on, for all instances or one. */
export interface ProbeAnswer {
  readonly fromMs: number;
  readonly ok: boolean;
  readonly run?: number;
}

/** `"present"`: the node has the image. Otherwise it is pulled. */
export type ImageBehaviour =
  | "present"
  | {
      readonly pullMs: number;
      /** Outcome of each attempt, the last one for all after it. */
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
  /** Those after them; each is like the last of them if absent. */
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
  /** Until when, counted from the pod's arrival at its node, its configuration is missing. */
  readonly configMissingUntilMs?: number;
}

const UNENDING: ContainerRun = { runMs: undefined, exitCode: 0 };

/** The `attempt`-th run of a container, counted from 0. */
export function runOf({ runs, laterRun }: ContainerBehaviour, attempt: number): ContainerRun {
  return runs[attempt] ?? laterRun?.(attempt) ?? runs.at(-1) ?? UNENDING;
}

/** What a probe finds `sinceStartMs` after the start of the `attempt`-th run. */
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
