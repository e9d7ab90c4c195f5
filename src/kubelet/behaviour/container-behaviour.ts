/**
 * Turns the script of a pod into the behaviour of each of its containers: that of the rules for the container's name,
 * otherwise the default for containers of its kind.
 */

import { type ContainerPlan, type HookPlan, type ProbeKind, sleepMsOf } from "../plan/container-plan.ts";
import type { PodPlan } from "../plan/pod-plan.ts";
import type { ContainerBehaviour, ContainerRun, HookRun, ProbeAnswer } from "../runtime/behaviour.ts";
import type { ContainerScript, NamedRun, PodScript } from "../script.ts";
import { outOfMemory } from "./out-of-memory.ts";
import type { LeaderTrait } from "./rules.ts";

export interface PodBehaviour {
  readonly containers: ReadonlyMap<string, ContainerBehaviour>;
  /** The main container whose end also ends the followers. */
  readonly leader: string;
  /** Main containers of which no rule says how long they run: they end when the leader ends. */
  readonly followers: readonly string[];
}

type Known = { readonly plan: PodPlan; readonly behaviour: PodBehaviour };
const known = new WeakMap<PodScript, Known>();

/** The behaviour of a pod's containers, cached by script and plan. */
export function behaviourOfPod(script: PodScript, plan: PodPlan): PodBehaviour {
  const found = known.get(script);
  if (found?.plan === plan) return found.behaviour;
  const behaviour = makeBehaviour(script, plan);
  known.set(script, { plan, behaviour });
  return behaviour;
}

function makeBehaviour(script: PodScript, plan: PodPlan): PodBehaviour {
  const leader = script.container ?? plan.mains[0]?.name ?? "";
  const containers = [...plan.inits, ...plan.mains];
  const own = (name: string): ContainerScript => script.containers?.[name] ?? {};
  return {
    leader,
    containers: new Map(
      containers.map((container) => [container.name, behaviourOf(container, own(container.name), script, leader)]),
    ),
    followers: plan.mains
      .map(({ name }) => name)
      .filter((name) => name !== leader && (own(name).runs ?? []).every(({ runMs }) => runMs === undefined)),
  };
}

function behaviourOf(
  container: ContainerPlan,
  own: ContainerScript,
  script: PodScript,
  leader: string,
): ContainerBehaviour {
  const ownReadyMs = container.name === leader && own.yields?.includes("ready") === true ? undefined : own.readyMs;
  const readyMs = ownReadyMs ?? (container.name === leader ? script.readyMs : undefined);
  const { runs, laterRun } = runsOf(container, own, script, leader);
  const preStop = hookOf(container.preStop, own.preStopMs);
  const postStart = hookOf(container.postStart, own.postStartMs);
  return {
    runs: runs.map(toRun),
    ...(laterRun === undefined ? {} : { laterRun: (attempt) => toRun(laterRun(attempt)) }),
    onTerm: own.onTerm ?? { afterMs: script.terminationMs, exitCode: script.terminationExitCode },
    image: imageOf(own.image),
    probes: {
      ...from("startup", own.startupMs, true),
      ...from("liveness", own.livenessFailsMs, false),
      ...from("readiness", readyMs, true),
    },
    ...(own.startMs === undefined ? {} : { startMs: own.startMs }),
    ...(readyMs === undefined || container.probes.readiness !== undefined ? {} : { readyMs }),
    ...(own.configMissingMs === undefined ? {} : { configMissingUntilMs: forever(own.configMissingMs) }),
    ...(preStop === undefined ? {} : { preStop }),
    ...(postStart === undefined ? {} : { postStart }),
  };
}

interface Run {
  readonly runMs?: number | undefined;
  readonly exitCode: number;
  readonly reason?: string;
}

interface Runs {
  readonly runs: readonly Run[];
  readonly laterRun?: ((attempt: number) => Run) | undefined;
}

/** The runs that the rules for the container's name describe; what they leave out is as usual for its kind. */
function runsOf(container: ContainerPlan, own: ContainerScript, script: PodScript, leader: string): Runs {
  const runs = usualRunsOf(container, script, leader);
  const isLed = container.role === "main" && container.name === leader;
  const laterRun = isLed ? script.laterRun : undefined;
  const yields = isLed ? (own.yields ?? []) : [];
  const ownRuns = yields.includes("restarts") && own.unlisted !== undefined ? [own.unlisted] : own.runs;
  const last = ownRuns?.at(-1);
  if (ownRuns === undefined || last === undefined) return { runs, laterRun };
  const usual = (attempt: number): Run => runs[attempt] ?? laterRun?.(attempt) ?? runs.at(-1) ?? { exitCode: 0 };
  const isLater = own.laterRun !== undefined || laterRun !== undefined || runs.length > ownRuns.length;
  return {
    runs: ownRuns.map((run, attempt) => completed(run, usual(attempt), yields)),
    laterRun: isLater ? (attempt) => completed(own.laterRun?.(attempt) ?? last, usual(attempt), yields) : undefined,
  };
}

function completed(own: NamedRun, usual: Run, yields: readonly LeaderTrait[]): Run {
  const { reason, oomMs } = own;
  const runMs = (yields.includes("run") ? undefined : own.runMs) ?? usual.runMs;
  const exitCode = (yields.includes("exit") ? undefined : own.exitCode) ?? usual.exitCode;
  if (reason !== undefined) return { runMs: finite(own.runMs), exitCode: own.exitCode ?? usual.exitCode, reason };
  if (oomMs !== undefined && oomMs <= (finite(runMs) ?? Number.POSITIVE_INFINITY)) return outOfMemory(oomMs);
  return { runMs: finite(runMs), exitCode };
}

function finite(runMs: number | "forever" | undefined): number | undefined {
  return runMs === "forever" ? undefined : runMs;
}

/** The runs of a container without rules of its own. */
function usualRunsOf({ role, name }: ContainerPlan, script: PodScript, leader: string): readonly Run[] {
  const { startMs, scheduleMs, restarts = [], runMs, exitCode } = script;
  if (role === "sidecar") return [{ exitCode: 0 }];
  if (role === "init") {
    if (startMs === "never") return [{ exitCode: 0 }];
    return [{ runMs: startMs - (scheduleMs === "never" ? 0 : scheduleMs), exitCode: 0 }];
  }
  if (name !== leader) return [{ exitCode: 0 }];
  return [...restarts, runMs === undefined ? { exitCode } : { runMs, exitCode }];
}

function toRun({ runMs, exitCode, reason }: Run): ContainerRun {
  return reason === undefined ? { runMs, exitCode } : { runMs, exitCode, reason };
}

function imageOf(image: ContainerScript["image"]): ContainerBehaviour["image"] {
  if (image === undefined) return "present";
  return image === "missing"
    ? { pullMs: 0, attempts: [false] }
    : { pullMs: image.pullMs, failsForMs: image.failsForMs };
}

/** A probe whose answer changes once, to `ok`, `sinceMs` after the start. */
function from(kind: ProbeKind, sinceMs: number | "never" | undefined, ok: boolean) {
  if (sinceMs === undefined) return {};
  const before: ProbeAnswer = { fromMs: 0, ok: !ok };
  return { [kind]: sinceMs === "never" ? [before] : [before, { fromMs: sinceMs, ok }] };
}

function forever(time: number | "forever"): number {
  return time === "forever" ? Number.POSITIVE_INFINITY : time;
}

/** A command that sleeps takes that long; any other hook takes no time, unless the rules say how long. */
function hookOf(hook: HookPlan | undefined, ownMs: number | undefined): HookRun | undefined {
  return hook === undefined ? undefined : { runMs: ownMs ?? sleepMsOf(hook) ?? 0, exitCode: 0 };
}
