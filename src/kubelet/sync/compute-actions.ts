/** Computes what a sync does with the containers of a pod (computePodActions; semantics 11, section 3.2). */

import type { PodMachine } from "../machine.ts";
import type { ContainerPlan } from "../plan/container-plan.ts";
import { matchingRule, restartsAfterProbe } from "../restart-policy.ts";
import { type ContainerRecord, newestOf, type RuntimeStatus } from "../runtime/record.ts";
import { shouldBeRestarted } from "../status/container-statuses.ts";
import { computeInitActions } from "./compute-init-actions.ts";
import type { PodSyncActions } from "./pod-actions.ts";

export function computeActions(machine: PodMachine, runtime: RuntimeStatus): PodSyncActions {
  const create = runtime.sandbox?.ready !== true;
  const actions: PodSyncActions = {
    killPod: create,
    createSandbox: create,
    sandboxChanged: runtime.sandbox !== undefined,
    initsToStart: [],
    mainsToStart: [],
    toKill: [],
    toReset: recordsToReset(machine, runtime),
  };
  if (actions.toReset.length > 0) return actions;
  if (create) planSandbox(machine, runtime, actions);
  else if (computeInitActions(machine, runtime, actions) && !actions.killPod) planMains(machine, runtime, actions);
  return actions;
}

/** A new sandbox starts with the first init container, unless there is nothing left to run. */
function planSandbox({ plan }: PodMachine, runtime: RuntimeStatus, actions: PodSyncActions): void {
  if (plan.restartPolicy === "Never" && actions.sandboxChanged && runtime.records.length > 0) {
    actions.createSandbox = false;
    return;
  }
  const due = plan.mains.filter((main) => {
    const runsOnce = (main.restartPolicy ?? plan.restartPolicy) === "OnFailure";
    const newest = newestOf(runtime, main.name);
    return !(runsOnce && newest?.state === "exited" && newest.exitCode === 0);
  });
  if (due.length === 0 && plan.mains.some(({ name }) => newestOf(runtime, name) !== undefined)) {
    actions.createSandbox = false;
    return;
  }
  if (plan.inits.length > 0) actions.initsToStart = plan.inits.slice(0, 1);
  else actions.mainsToStart = due;
}

function planMains(machine: PodMachine, runtime: RuntimeStatus, actions: PodSyncActions): void {
  const { plan, pod, switches } = machine;
  const deleting = pod.metadata.deletionTimestamp !== undefined;
  let kept = 0;
  const due: ContainerPlan[] = [];
  for (const main of plan.mains) {
    const newest = newestOf(runtime, main.name);
    if (newest?.state !== "running") {
      if (shouldBeRestarted({ plan, runtime, deleting, switches }, main)) due.push(main);
      continue;
    }
    const failed = failedProbe(machine, newest);
    if (failed === undefined) {
      kept++;
      continue;
    }
    const restarts = restartsAfterProbe(main, plan, switches);
    if (restarts) due.push(main);
    const message = `Container ${main.name} failed ${failed} probe${restarts ? ", will be restarted" : ""}`;
    actions.toKill.push({ record: newest, container: main, message, probe: failed });
  }
  actions.mainsToStart = due;
  if (kept > 0 || due.length > 0) return;
  actions.killPod = true;
  // Sidecars must not keep the pod alive.
  actions.initsToStart = [];
}

/** The failed probe for which the container must be killed. */
export function failedProbe({ probes }: PodMachine, { id }: ContainerRecord): "liveness" | "startup" | undefined {
  if (probes.result("liveness", id) === "failure") return "liveness";
  return probes.result("startup", id) === "failure" ? "startup" : undefined;
}

/** Records to remove if all containers restart; those that triggered it come last. */
function recordsToReset({ plan, switches }: PodMachine, runtime: RuntimeStatus): readonly ContainerRecord[] {
  if (!switches.restartAllContainers || !plan.mayRestartAll) return [];
  const asking = new Set<ContainerRecord>();
  const others: ContainerRecord[] = [];
  for (const container of [...plan.mains, ...plan.inits]) {
    const mine = runtime.records.filter(({ name }) => name === container.name);
    for (const record of mine) {
      const asks =
        record.state === "exited" && matchingRule(container, record.exitCode ?? 0, switches) === "RestartAllContainers";
      if (asks) asking.add(record);
      else others.push(record);
    }
  }
  return asking.size === 0 ? [] : [...others, ...asking];
}
