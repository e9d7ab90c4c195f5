/** The status of a pod, worked out from what the runtime shows (generateAPIPodStatus; semantics 11, section 1). */

import type { PodPhase, PodStatus } from "../../api/types.ts";
import { isTerminalPhase } from "../../apiserver/pod-deletion.ts";
import type { PodMachine } from "../machine.ts";
import type { PodPlan } from "../plan/pod-plan.ts";
import { matchingRule } from "../restart-policy.ts";
import type { ContainerRecord } from "../runtime/record.ts";
import type { KubeletSwitches } from "../switches.ts";
import { pastActiveDeadline } from "../sync/active-deadline.ts";
import {
  allContainersRestarting,
  type ConditionDraft,
  type ConditionQuestion,
  containersReady,
  initialized,
  podReady,
  readyToStartContainers,
} from "./conditions.ts";
import { containerStatuses, type StatusInput } from "./container-statuses.ts";
import { phaseOf } from "./phase.ts";
import type { PodVerdict, StatusDraft } from "./status-draft.ts";

const DEADLINE = {
  reason: "DeadlineExceeded",
  message: "Pod was active on the node longer than the specified deadline",
};

/** Works out the status that the pod should show now. */
export function generateStatus(machine: PodMachine, podIsTerminal: boolean): StatusDraft {
  const { plan, switches, writer, pod, probes, runtime } = machine;
  const old = writer.status;
  const input: StatusInput = {
    plan,
    switches,
    runtime: runtime.status,
    epochMs: machine.epochMs,
    deleting: pod.metadata.deletionTimestamp !== undefined,
    resetting: machine.restartingAll === "removed",
    failures: machine.failures,
  };
  const shownInits = containerStatuses(input, plan.inits, old.initContainerStatuses);
  const shownMains = containerStatuses(input, plan.mains, old.containerStatuses);
  const podHasInitialized = hasStartedMain(machine);
  const before = (name: string) =>
    [...(old.initContainerStatuses ?? []), ...(old.containerStatuses ?? [])].find((status) => status.name === name);
  const statuses = [...shownInits, ...shownMains].map((status) => ({
    ...status,
    started: probes.isStarted(status, before(status.name)),
  }));
  const computed = phaseOf({ plan, switches, statuses, podIsTerminal, podHasInitialized });
  const verdict = phaseAndReason(machine, old, computed);
  // Readiness checks are asked for here, so that a container that is not ready is looked at again.
  const initContainerStatuses = shownInits.map((status) => probes.withReadiness(status, before(status.name)));
  const mains = shownMains.map((status) => probes.withReadiness(status, before(status.name)));
  const all = [...initContainerStatuses, ...mains];
  const earlier = [...(old.conditions ?? []), ...(pod.status.conditions ?? [])];
  const conditions = conditionsOf(machine, { plan, switches, phase: verdict.phase, statuses: all, before: earlier });
  const podIP = runtime.status.sandbox?.ip ?? old.podIP;
  return { ...verdict, podIP, conditions, initContainerStatuses, containerStatuses: mains };
}

function phaseAndReason(machine: PodMachine, old: PodStatus, computed: PodPhase): PodVerdict {
  const { pod } = machine;
  const stored = pod.status;
  const earlier = [old.phase, stored.phase].find(isTerminalPhase);
  const phase = isTerminalPhase(computed) ? computed : (earlier ?? computed);
  const verdict = evictionOf(machine) ?? {
    phase,
    reason: phase === old.phase ? old.reason || stored.reason : undefined,
    message: phase === old.phase ? old.message || stored.message : undefined,
  };
  return isTerminalPhase(stored.phase) && stored.phase !== undefined ? { ...verdict, phase: stored.phase } : verdict;
}

/** Something in the kubelet ends the pod, whatever its containers do. */
function evictionOf(machine: PodMachine): PodVerdict | undefined {
  if (machine.writer.eviction !== undefined) return { phase: "Failed", ...machine.writer.eviction };
  if (!pastActiveDeadline(machine)) return undefined;
  machine.record({ type: "Normal", ...DEADLINE });
  return { phase: "Failed", ...DEADLINE };
}

function conditionsOf(machine: PodMachine, question: ConditionQuestion): ConditionDraft[] {
  const { switches, runtime, plan } = machine;
  const containers = containersReady(question);
  const conditions: ConditionDraft[] = [];
  if (switches.readyToStartContainers) conditions.push(readyToStartContainers(runtime.status.sandbox));
  conditions.push(initialized(question), podReady(question, containers), containers);
  conditions.push({ type: "PodScheduled", status: "True" });
  if (switches.restartAllContainers && plan.mayRestartAll) {
    conditions.push(
      allContainersRestarting(
        question.phase,
        machine.restartingAll === "removing" || isRestartingAll({ plan, switches, records: runtime.status.records }),
      ),
    );
  }
  return conditions;
}

export interface RestartAllQuestion {
  readonly plan: PodPlan;
  readonly switches: KubeletSwitches;
  /** The newest first. */
  readonly records: readonly Pick<ContainerRecord, "name" | "state" | "exitCode">[];
}

/** Whether some container has just asked for all to restart. */
export function isRestartingAll({ plan, switches, records }: RestartAllQuestion): boolean {
  return [...plan.inits, ...plan.mains].some((container) => {
    const newest = records.find(({ name }) => name === container.name);
    if (newest?.state !== "exited" || newest.exitCode === undefined) return false;
    return matchingRule(container, newest.exitCode, switches) === "RestartAllContainers";
  });
}

function hasStartedMain({ plan, runtime }: PodMachine): boolean {
  const { sandbox, records } = runtime.status;
  return plan.mains.some(({ name }) =>
    records.some((record) => record.name === name && record.sandbox === sandbox?.attempt),
  );
}
