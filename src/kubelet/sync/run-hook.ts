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
  const { kind: handler = "none", sleepSeconds = 0, command = [] } = container[kind] ?? {};
  if (handler === "none") return "Cannot run handler: invalid handler";
  const behaviour = machine.behaviour(container.name)[kind] ?? AT_ONCE;
  const done = machine.tasks.sleep(handler === "sleep" ? secondsToDurationMs(sleepSeconds) : behaviour.runMs);
  yield firstOf(done, machine.runtime.ended(id));
  if (handler === "sleep") return undefined;
  if (done.isOpen && behaviour.exitCode === 0) return undefined;
  const of = `for Container "${container.name}" in Pod "${machine.fullName}" failed - error:`;
  if (handler === "httpGet") return `HTTP lifecycle hook (${command.join("")}) ${of} EOF`;
  const error = done.isOpen ? `command terminated with exit code ${behaviour.exitCode}` : "container is not running";
  return `Exec lifecycle hook ([${command.join(" ")}]) ${of} ${error}, message: ""`;
}
