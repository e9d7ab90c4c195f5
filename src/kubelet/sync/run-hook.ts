/** Runs a lifecycle hook in a container. */

import { secondsToDurationMs } from "../../api/go-duration.ts";
import type { PodMachine } from "../machine.ts";
import type { ContainerPlan } from "../plan/container-plan.ts";
import type { HookRun } from "../runtime/behaviour.ts";
import type { ContainerRecord } from "../runtime/record.ts";
import type { Task } from "../tasks.ts";
import { firstOf } from "./termination-order.ts";

const AT_ONCE: HookRun = { runMs: 0, exitCode: 0 };

/** Waits for the hook; returns why it failed, or `undefined`. A command fails if its container ends first. */
export function* runHook(
  machine: PodMachine,
  { id }: ContainerRecord,
  container: ContainerPlan,
  kind: "preStop" | "postStart",
): Task<string | undefined> {
  const { sleepSeconds, command = [] } = container[kind] ?? {};
  const behaviour = machine.behaviour(container.name)[kind] ?? AT_ONCE;
  const done = machine.tasks.sleep(sleepSeconds === undefined ? behaviour.runMs : secondsToDurationMs(sleepSeconds));
  yield firstOf(done, machine.runtime.ended(id));
  if (sleepSeconds !== undefined) return undefined;
  if (done.isOpen && behaviour.exitCode === 0) return undefined;
  const error = done.isOpen ? `command terminated with exit code ${behaviour.exitCode}` : "container is not running";
  const pod = machine.fullName;
  return `Exec lifecycle hook ([${command.join(" ")}]) for Container "${container.name}" in Pod "${pod}" failed - error: ${error}, message: ""`;
}
