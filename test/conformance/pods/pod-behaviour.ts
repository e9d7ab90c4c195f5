/** Reads how containers behave from a recorded scenario. */

import type { PodSpec } from "../../../src/api/types.ts";
import type { ContainerPlan, ProbeKind } from "../../../src/kubelet/plan/container-plan.ts";
import { planPod } from "../../../src/kubelet/plan/pod-plan.ts";
import type { ContainerBehaviour, ContainerRun, HookRun, ProbeAnswer } from "../../../src/kubelet/runtime/behaviour.ts";

export interface RecordedBehaviour {
  readonly runs?: readonly {
    readonly duration: number | null;
    readonly exitCode: number;
    readonly reason?: string;
    readonly startError?: boolean;
  }[];
  readonly sigterm?: "ignore" | { readonly after: number; readonly exitCode: number };
  readonly pull?: readonly boolean[];
  readonly pullSeconds?: number;
  readonly preStop?: number;
  readonly probes?: Readonly<
    Partial<Record<ProbeKind, readonly { readonly from: number; readonly ok: boolean; readonly run?: number }[]>>
  >;
}

/** Instant of a ConfigMap that never comes. */
const NEVER_MS = Number.POSITIVE_INFINITY;
/** What the recorded runtime says when it cannot start a container. */
const START_ERROR = 'failed to start container: exec: "app": executable file not found in $PATH';

/** The behaviour of each container of a pod. */
export function behavioursOf(
  spec: PodSpec,
  recorded: Readonly<Record<string, RecordedBehaviour>>,
  configMapMs: number | undefined,
): (container: string) => ContainerBehaviour {
  const plan = planPod(spec);
  const byName = new Map(
    [...plan.inits, ...plan.mains].map((container) => [
      container.name,
      behaviourOf(container, recorded[container.name] ?? {}, configMapMs),
    ]),
  );
  return (name) => {
    const behaviour = byName.get(name);
    if (behaviour === undefined) throw new Error(`no container ${name}`);
    return behaviour;
  };
}

function behaviourOf(container: ContainerPlan, recorded: RecordedBehaviour, configMapMs: number | undefined) {
  const { runs = [], sigterm, pull = [], pullSeconds = 0, probes = {} } = recorded;
  const preStop = hookOf(container.preStop?.command, recorded.preStop);
  const postStart = hookOf(container.postStart?.command, undefined);
  const behaviour: ContainerBehaviour = {
    runs: runs.map(
      ({ duration, exitCode, reason, startError }): ContainerRun => ({
        runMs: duration === null ? undefined : Math.round(duration * 1000),
        exitCode,
        ...(reason === undefined ? {} : { reason }),
        ...(startError === true ? { startError: START_ERROR } : {}),
      }),
    ),
    onTerm:
      sigterm === "ignore"
        ? "ignore"
        : { afterMs: Math.round((sigterm?.after ?? 0) * 1000), exitCode: sigterm?.exitCode ?? 143 },
    image: pull.length === 0 ? "present" : { pullMs: Math.round(pullSeconds * 1000), attempts: pull },
    probes: { ...answers("startup", probes), ...answers("liveness", probes), ...answers("readiness", probes) },
    ...(preStop === undefined ? {} : { preStop }),
    ...(postStart === undefined ? {} : { postStart }),
    configMissingUntilMs: container.configMaps.length === 0 ? 0 : (configMapMs ?? NEVER_MS),
  };
  return behaviour;
}

function answers(kind: ProbeKind, probes: NonNullable<RecordedBehaviour["probes"]>) {
  const list = probes[kind]?.map(
    ({ from, ok, run }): ProbeAnswer => ({ fromMs: from * 1000, ok, ...(run === undefined ? {} : { run }) }),
  );
  return list === undefined ? {} : { [kind]: list };
}

/** `["hook", "pre", seconds, exitCode]`, or the seconds that an example names. */
function hookOf(command: readonly string[] | undefined, seconds: number | undefined): HookRun | undefined {
  if (seconds !== undefined) return { runMs: Math.round(seconds * 1000), exitCode: 0 };
  const [word, , length = "0", exitCode = "0"] = command ?? [];
  return word === "hook" ? { runMs: Math.round(Number(length) * 1000), exitCode: Number(exitCode) } : undefined;
}
