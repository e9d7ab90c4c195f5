/** Stops containers: hooks, order, signal, grace period (killContainer; semantics 11, section 7.2). */

import { secondsToDurationMs } from "../../api/go-duration.ts";
import type { KillingProbe } from "../../apiserver/log.ts";
import { MINIMUM_GRACE_SECONDS } from "../constants.ts";
import { killing } from "../event-texts.ts";
import type { PodMachine } from "../machine.ts";
import type { ContainerPlan } from "../plan/container-plan.ts";
import type { ContainerRecord } from "../runtime/record.ts";
import { Latch, type Task } from "../tasks.ts";
import type { ContainerKill, KillReason } from "./pod-actions.ts";
import { runHook } from "./run-hook.ts";
import { firstOf, TerminationOrder, wholeSeconds } from "./termination-order.ts";

export interface Kill {
  readonly record: ContainerRecord;
  readonly container: ContainerPlan;
  readonly message?: string;
  readonly reason: KillReason;
  /** The probe that failed, also if the kubelet has forgotten that because it kills the whole pod. */
  readonly probe?: KillingProbe | undefined;
  /** Overrides the grace period of the pod. */
  readonly graceSeconds?: number | undefined;
  readonly order?: TerminationOrder | undefined;
}

/** Stops one container and waits until it has ended. */
export function* killContainer(machine: PodMachine, kill: Kill): Task {
  const { record, container, order, probe } = kill;
  if (probe === undefined) machine.record(killing(container, kill.message));
  else {
    machine.record({ ...killing(container, kill.message), probe });
    machine.killed({ container: record.name, restarts: record.restartCount, probe });
  }
  let graceSeconds = kill.graceSeconds ?? graceOf(machine, kill);
  if (container.preStop !== undefined && graceSeconds > 0) {
    graceSeconds -= yield* runPreStop(machine, kill, graceSeconds);
  }
  if (order !== undefined && graceSeconds > 0) {
    graceSeconds -= yield* order.waitForTurn(container.name, graceSeconds, machine.tasks);
  }
  machine.runtime.stop(record.id, Math.max(graceSeconds, MINIMUM_GRACE_SECONDS));
  yield machine.runtime.ended(record.id);
}

function graceOf({ pod, plan }: PodMachine, { container, reason }: Kill): number {
  const { deletionGracePeriodSeconds } = pod.metadata;
  if (deletionGracePeriodSeconds !== undefined) return deletionGracePeriodSeconds;
  const probe = reason === "other" ? undefined : container.probes[reason];
  return probe?.graceSeconds ?? plan.graceSeconds;
}

/** Returns the whole seconds that the hook took. */
function* runPreStop(machine: PodMachine, { record, container }: Kill, graceSeconds: number): Task<number> {
  const { tasks } = machine;
  const since = tasks.nowMs;
  const done = new Latch();
  tasks.spawn(runHook(machine, record, container, "preStop"), (failure) => {
    if (failure !== undefined) {
      const { fieldPath } = container;
      machine.record({ type: "Warning", reason: "FailedPreStopHook", message: "PreStopHook failed", fieldPath });
    }
    done.open();
  });
  yield firstOf(done, tasks.sleep(secondsToDurationMs(graceSeconds)));
  return wholeSeconds(tasks.nowMs - since, machine.runtime.endedByItself(record.id));
}

/**
 * Stops all running containers of a pod in parallel, then its sandbox (killPodWithSyncResult).
 *
 * @param failed the containers whose probes have failed
 */
export function* killPod(
  machine: PodMachine,
  graceSeconds: number | undefined,
  failed: readonly ContainerKill[] = [],
): Task {
  const { plan, runtime, tasks, switches } = machine;
  const containers = [...plan.inits, ...plan.mains];
  const running = runtime.status.records.filter(({ state }) => state === "running");
  const names = new Set(running.map(({ name }) => name));
  const order = plan.hasSidecars && switches.orderedTermination ? new TerminationOrder(plan, names) : undefined;
  const kills = running.map((record) => {
    const done = new Latch();
    const container = containers.find(({ name }) => name === record.name);
    if (container === undefined) return undefined;
    const probe = failed.find((kill) => kill.record.id === record.id)?.probe;
    tasks.spawn(killContainer(machine, { record, container, reason: "other", probe, graceSeconds, order }), () => {
      order?.ended(record.name, runtime.endedByItself(record.id));
      done.open();
    });
    return done;
  });
  for (const done of kills) if (done !== undefined) yield done;
  runtime.stopSandbox();
}
