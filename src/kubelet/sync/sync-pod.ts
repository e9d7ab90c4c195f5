/** One sync of a running pod (SyncPod of kubelet and runtime manager; semantics 11, section 0). */

import { isTerminalPhase } from "../../apiserver/pod-deletion.ts";
import type { PodMachine } from "../machine.ts";
import type { ContainerPlan } from "../plan/container-plan.ts";
import type { RuntimeStatus } from "../runtime/record.ts";
import { generateStatus } from "../status/generate-status.ts";
import type { Task } from "../tasks.ts";
import { computeActions } from "./compute-actions.ts";
import { killContainer, killPod } from "./kill-container.ts";
import type { PodSyncActions } from "./pod-actions.ts";
import type { PodImages } from "./pull-image.ts";
import { type Refusal, startContainer } from "./start-container.ts";
import { firstOf } from "./termination-order.ts";

/** The outcome of a sync. */
export type SyncOutcome =
  | "terminal"
  | "done"
  /** A container could not be started; `retryMs` is when to retry, if known. */
  | { readonly retryMs: number | undefined };

/** Updates the status from the runtime, then executes the actions that the pod needs. */
export function* syncPod(machine: PodMachine, images: PodImages): Task<SyncOutcome> {
  const status = generateStatus(machine, false);
  machine.writer.set(status);
  if (machine.restartingAll === "removed") machine.restartingAll = "no";
  if (isTerminalPhase(status.phase)) return "terminal";
  machine.probes.add();
  const seen = machine.runtime.status;
  const actions = computeActions(machine, seen);
  if (actions.toReset.length > 0) {
    yield* restartAll(machine, actions);
    return "done";
  }
  yield* kill(machine, actions);
  if (actions.createSandbox && !(yield* sandboxComesUp(machine))) return "done";
  pruneInits(machine);
  if (actions.createSandbox) {
    machine.writer.sandboxReady(machine.runtime.createSandbox());
  }
  const refusals = yield* start(machine, images, actions, seen);
  if (refusals.length === 0) return "done";
  const retries = refusals.flatMap(({ retryMs }) => (retryMs === undefined ? [] : [retryMs]));
  return { retryMs: retries.length === 0 ? undefined : Math.min(...retries) };
}

/** Waits until the sandbox is up; returns whether the pod is still wanted then. */
function* sandboxComesUp({ sandboxMs, called, tasks }: PodMachine): Task<boolean> {
  if (sandboxMs === 0) return true;
  yield sandboxMs === "never" ? called : firstOf(tasks.sleep(sandboxMs), called);
  return !called.isOpen;
}

function* kill(machine: PodMachine, { killPod: all, createSandbox, sandboxChanged, toKill }: PodSyncActions): Task {
  if (createSandbox && sandboxChanged) {
    const message = "Pod sandbox changed, it will be killed and re-created.";
    machine.record({ type: "Normal", reason: "SandboxChanged", message });
  }
  if (!all) {
    for (const { record, container, message, probe } of toKill) {
      yield* killContainer(machine, { record, container, message, reason: probe, probe });
    }
    return;
  }
  yield* killPod(machine, undefined, toKill);
  if (!createSandbox) return;
  for (const { name } of machine.plan.inits) {
    for (const record of machine.runtime.status.records) if (record.name === name) machine.runtime.remove(record.id);
  }
}

/** Keeps only the last ended record of each init container. */
function pruneInits({ plan, runtime }: PodMachine): void {
  for (const { name } of plan.inits) {
    const ended = runtime.status.records.filter((record) => record.name === name && record.state === "exited");
    for (const { id } of ended.slice(1)) runtime.remove(id);
  }
}

function* start(
  machine: PodMachine,
  images: PodImages,
  { initsToStart, mainsToStart }: PodSyncActions,
  seen: RuntimeStatus,
): Task<readonly Refusal[]> {
  const refusals: Refusal[] = [];
  for (const init of initsToStart) {
    const refusal = yield* startAndRemember(machine, images, init, seen);
    if (refusal === undefined) continue;
    refusals.push(refusal);
    // The containers after an init container have to wait for it.
    if (init.role === "init") return refusals;
  }
  for (const main of mainsToStart) {
    const refusal = yield* startAndRemember(machine, images, main, seen);
    if (refusal !== undefined) refusals.push(refusal);
  }
  return refusals;
}

function* startAndRemember(
  machine: PodMachine,
  images: PodImages,
  container: ContainerPlan,
  seen: RuntimeStatus,
): Task<Refusal | undefined> {
  const refusal = yield* startContainer(machine, images, container, seen);
  machine.started.push({ name: container.name, refusal });
  return refusal;
}

/** Removes all containers; the pod then starts over with the first (semantics 11, section 3.6). */
function* restartAll(machine: PodMachine, { toReset }: PodSyncActions): Task {
  const { plan, runtime } = machine;
  machine.restartingAll = "removing";
  const containers: readonly ContainerPlan[] = [...plan.inits, ...plan.mains];
  for (const record of toReset) {
    const container = containers.find(({ name }) => name === record.name);
    if (container === undefined) continue;
    if (record.state === "running") {
      yield* killContainer(machine, { record, container, message: "killing", reason: "other", graceSeconds: 0 });
    }
    runtime.remove(record.id);
  }
  machine.restartingAll = "removed";
  machine.sync();
}
