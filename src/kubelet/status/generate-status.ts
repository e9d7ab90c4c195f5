/** Generates the status of a pod from the status of its runtime (generateAPIPodStatus; semantics 11, section 1). */

import { secondsToDurationMs } from "../../api/go-duration.ts";
import type { ContainerStatus, PodPhase, PodStatus } from "../../api/types.ts";
import { isTerminalPhase } from "../../apiserver/pod-deletion.ts";
import type { PodMachine } from "../machine.ts";
import type { ContainerPlan } from "../plan/container-plan.ts";
import type { PodPlan } from "../plan/pod-plan.ts";
import { matchingRule } from "../restart-policy.ts";
import type { ContainerRecord } from "../runtime/record.ts";
import type { KubeletSwitches } from "../switches.ts";
import {
  allContainersRestarting,
  type ConditionDraft,
  type ConditionQuestion,
  containersReady,
  initialized,
  podReady,
  readyToStartContainers,
} from "./conditions.ts";
import { finishStatus } from "./container-status.ts";
import { containerParts, type StatusInput } from "./container-statuses.ts";
import { phaseOf } from "./phase.ts";
import type { PodVerdict, StatusDraft } from "./status-draft.ts";

const DEADLINE = {
  reason: "DeadlineExceeded",
  message: "Pod was active on the node longer than the specified deadline",
};

/** The current status of the pod. */
export function generateStatus(machine: PodMachine, podIsTerminal: boolean): StatusDraft {
  const { plan, switches, writer, pod, runtime } = machine;
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
  const inits = shown(machine, input, plan.inits, old.initContainerStatuses);
  const mains = shown(machine, input, plan.mains, old.containerStatuses);
  const statuses = inits.length === 0 ? mains : [...inits, ...mains];
  const podHasInitialized = hasStartedMain(machine);
  const computed = phaseOf({ plan, switches, statuses, podIsTerminal, podHasInitialized });
  const verdict = phaseAndReason(machine, old, computed);
  const before = old.conditions === undefined ? [] : [...old.conditions];
  for (const condition of pod.status.conditions ?? []) before.push(condition);
  const conditions = conditionsOf(machine, { plan, switches, phase: verdict.phase, statuses, before });
  const podIP = runtime.status.sandbox?.ip ?? old.podIP;
  const { phase, reason, message } = verdict;
  return { phase, reason, message, podIP, conditions, initContainerStatuses: inits, containerStatuses: mains };
}

const NOTHING: readonly ContainerStatus[] = [];

/**
 * The statuses of one list of containers; the old list if nothing has changed. Main containers are sorted by name, init
 * containers are in the order of the template. This also triggers readiness probes of containers that are not ready.
 */
function shown(
  { probes }: PodMachine,
  input: StatusInput,
  containers: readonly ContainerPlan[],
  before: readonly ContainerStatus[] | undefined,
): readonly ContainerStatus[] {
  if (containers.length === 0) return NOTHING;
  let changes = before?.length !== containers.length;
  const statuses = containers.map((container) => {
    const old = before?.find(({ name }) => name === container.name);
    const parts = containerParts(input, container, old);
    const started = probes.isStarted(parts, old);
    const isDone = parts.state?.terminated?.exitCode === 0;
    const ready = container.role === "init" ? isDone : started && probes.isReady(parts);
    const status = finishStatus(parts, ready, started, old);
    if (status !== old) changes = true;
    return status;
  });
  if (!changes && before !== undefined) return before;
  const isMain = containers[0]?.role === "main";
  return isMain ? statuses.sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name))) : statuses;
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

/** The verdict if the kubelet ends the pod: by eviction or because of its deadline. */
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
  /** Newest first. */
  readonly records: readonly (Pick<ContainerRecord, "name" | "state"> & Partial<Pick<ContainerRecord, "exitCode">>)[];
}

/** Whether the last exit of a container triggers a restart of all containers. */
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

/** Whether `activeDeadlineSeconds` have passed since the pod arrived at its node (semantics 11, section 8). */
function pastActiveDeadline({ plan, writer, tasks }: PodMachine): boolean {
  const { activeDeadlineSeconds } = plan;
  if (activeDeadlineSeconds === undefined || writer.startedMs === undefined) return false;
  return tasks.nowMs - writer.startedMs >= secondsToDurationMs(activeDeadlineSeconds);
}
