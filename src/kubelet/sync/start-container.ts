/** Starts one container: back-off, image, configuration, creation, start, hook (startContainer; semantics 11, 3.4). */

import { formatGoDuration } from "../../api/go-duration.ts";
import { containerEvent } from "../event-texts.ts";
import type { PodMachine } from "../machine.ts";
import type { ContainerPlan } from "../plan/container-plan.ts";
import { newestOf, type RuntimeStatus } from "../runtime/record.ts";
import type { StartFailure } from "../status/container-statuses.ts";
import type { Task } from "../tasks.ts";
import { killContainer } from "./kill-container.ts";
import { ensureImage, type PodImages } from "./pull-image.ts";
import { runHook } from "./run-hook.ts";
import { firstOf } from "./termination-order.ts";

export interface Refusal extends StartFailure {
  /** When to retry; `undefined` if unknown. */
  readonly retryMs: number | undefined;
}

/**
 * Starts a container; returns why it did not start, or `undefined`.
 *
 * @param seen the status of the runtime when the sync began
 */
export function* startContainer(
  machine: PodMachine,
  images: PodImages,
  container: ContainerPlan,
  seen: RuntimeStatus,
): Task<Refusal | undefined> {
  const backOff = refuseInBackOff(machine, container, seen);
  if (backOff !== undefined) return backOff;
  const failure = yield* create(machine, images, container, seen);
  return failure === undefined ? undefined : { ...failure, retryMs: undefined };
}

/** A container that ended waits for the end of its crash-loop back-off (doBackOff). */
function refuseInBackOff(machine: PodMachine, container: ContainerPlan, seen: RuntimeStatus): Refusal | undefined {
  const { crashBackOff, tasks, fullName } = machine;
  const ended = seen.records.find(({ name, state }) => name === container.name && state === "exited");
  if (ended?.finishedMs === undefined) return undefined;
  const { name } = container;
  const remainingMs = crashBackOff.remainingMs(name, ended.finishedMs, tasks.nowMs);
  if (remainingMs === 0) {
    crashBackOff.next(name, ended.finishedMs, tasks.nowMs);
    return undefined;
  }
  const message = machine.switches.eventNames
    ? `Back-off restarting failed container ${name} in pod ${fullName}`
    : "Back-off restarting failed container";
  machine.record({ type: "Warning", reason: "BackOff", message, fieldPath: container.fieldPath });
  const delay = formatGoDuration(crashBackOff.delayMs(name));
  return {
    reason: "CrashLoopBackOff",
    message: `back-off ${delay} restarting failed container=${name} pod=${fullName}`,
    retryMs: tasks.nowMs + remainingMs,
  };
}

function* create(
  machine: PodMachine,
  images: PodImages,
  container: ContainerPlan,
  seen: RuntimeStatus,
): Task<StartFailure | undefined> {
  const { runtime } = machine;
  const { name } = container;
  const noImage = yield* ensureImage(machine, images, container);
  if (noImage !== undefined) return noImage;
  const misconfigured = configError(machine, container);
  if (misconfigured !== undefined) return fail(machine, container, "CreateContainerConfigError", misconfigured);
  const { startMs = 0 } = machine.behaviour(name);
  if (startMs > 0) yield firstOf(machine.tasks.sleep(startMs), machine.called);
  const newest = newestOf(seen, name);
  const record = runtime.create(name, newest === undefined ? runtime.restartsLogged(name) : newest.restartCount + 1);
  machine.record(containerEvent("Created", container, machine.switches));
  const startError = runtime.start(record);
  if (startError !== undefined) return fail(machine, container, "RunContainerError", startError);
  machine.record(containerEvent("Started", container, machine.switches));
  if (container.postStart === undefined) return undefined;
  const failure = yield* runHook(machine, record, container, "postStart");
  if (failure === undefined) return undefined;
  const { fieldPath } = container;
  machine.record({ type: "Warning", reason: "FailedPostStartHook", message: "PostStartHook failed", fieldPath });
  yield* killContainer(machine, { record, container, reason: "other", message: "FailedPostStartHook" });
  return { reason: "PostStartHookError", message: failure };
}

function configError(machine: PodMachine, { name, configMaps }: ContainerPlan): string | undefined {
  const { configMissingUntilMs = 0 } = machine.behaviour(name);
  if (machine.tasks.nowMs - machine.arrivedMs >= configMissingUntilMs) return undefined;
  return `configmap "${configMaps[0] ?? name}" not found`;
}

function fail(machine: PodMachine, { fieldPath }: ContainerPlan, reason: string, message: string): StartFailure {
  machine.record({ type: "Warning", reason: "Failed", message: `Error: ${message}`, fieldPath });
  return { reason, message };
}
