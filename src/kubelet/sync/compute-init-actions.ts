/** Computes what a sync does with init containers and sidecars (computeInitContainerActions; semantics 11, 4). */

import type { KillingProbe } from "../../apiserver/log.ts";
import type { PodMachine } from "../machine.ts";
import type { ContainerPlan } from "../plan/container-plan.ts";
import { isRestartable } from "../restart-policy.ts";
import { type ContainerRecord, newestOf, type RuntimeStatus } from "../runtime/record.ts";
import type { PodSyncActions } from "./pod-actions.ts";

/** The verdict on one init container. */
interface Verdict {
  /** Start the container. */
  readonly start?: true;
  /** It has ended, or for a sidecar started: the next one can start. */
  readonly done?: true;
  /** It has failed for good. */
  readonly failed?: true;
}

/**
 * Goes from the last init container to the first: the last one with a record shows how far the pod has come, and
 * sidecars before it are kept running. Returns whether the pod is initialized.
 */
export function computeInitActions(machine: PodMachine, runtime: RuntimeStatus, actions: PodSyncActions): boolean {
  const { inits, mains } = machine.plan;
  if (inits.length === 0) return true;
  let initialized = mains.some(({ name }) => isAlive(newestOf(runtime, name)));
  let past = initialized;
  const starts: ContainerPlan[] = [];
  for (const container of inits.toReversed()) {
    const newest = newestOf(runtime, container.name);
    const sidecar = container.role === "sidecar";
    if (newest === undefined && past && sidecar) starts.push(container);
    if (newest === undefined || (past && !sidecar)) continue;
    const verdict = sidecar ? judgeSidecar(machine, container, newest, actions) : judgeInit(machine, container, newest);
    if (verdict.failed) {
      actions.killPod = true;
      actions.initsToStart = [];
      return false;
    }
    if (verdict.done) {
      const next = inits[container.index + 1];
      if (next === undefined) initialized = true;
      else if (!past) starts.push(next);
    }
    if (verdict.start) starts.push(container);
    past = true;
  }
  if (!past) starts.push(...inits.slice(0, 1));
  actions.initsToStart = starts.reverse();
  return initialized;
}

function isAlive(record: ContainerRecord | undefined): boolean {
  return record !== undefined && record.state !== "exited";
}

function judgeInit({ plan, switches }: PodMachine, container: ContainerPlan, newest: ContainerRecord): Verdict {
  if (newest.state === "created") return { start: true };
  if (newest.state === "running") return {};
  const { exitCode = 0, reason } = newest;
  // OOMKilled counts as a failure even if the container itself exited with 0.
  if (exitCode === 0 && reason !== "OOMKilled") return { done: true };
  const again = switches.containerRestartRules
    ? isRestartable(container, plan, exitCode, switches)
    : plan.restartPolicy !== "Never";
  return again ? { start: true } : { failed: true };
}

function judgeSidecar(
  { probes }: PodMachine,
  container: ContainerPlan,
  newest: ContainerRecord,
  { toKill }: PodSyncActions,
): Verdict {
  if (newest.state !== "running") return { start: true };
  const kill = (probe: KillingProbe): void => {
    toKill.push({
      record: newest,
      container,
      probe,
      message: `Init container ${container.name} failed ${probe} probe`,
    });
  };
  if (container.probes.startup !== undefined) {
    const startup = probes.result("startup", newest.id);
    if (startup === "failure") {
      kill("startup");
      return { start: true };
    }
    if (startup !== "success") return {};
  }
  if (container.probes.liveness !== undefined && probes.result("liveness", newest.id) === "failure") {
    kill("liveness");
    return { done: true, start: true };
  }
  return { done: true };
}
