/** Facts from upstream's unit tests about phases, conditions and the end of a pod (FORMAT-POD-LIFE). */

import type {
  ConditionStatus,
  ContainerState,
  ContainerStatus,
  PodPhase,
  PodSpec,
  PodStatus,
} from "../../../src/api/types.ts";
import { type PodPlan, planPod } from "../../../src/kubelet/plan/pod-plan.ts";
import {
  allContainersRestarting,
  type ConditionDraft,
  type ConditionQuestion,
  containersReady,
  initialized,
  podReady,
  readyToStartContainers,
} from "../../../src/kubelet/status/conditions.ts";
import { endOfPod } from "../../../src/kubelet/status/end-of-pod.ts";
import { isRestartingAll } from "../../../src/kubelet/status/generate-status.ts";
import { phaseOf } from "../../../src/kubelet/status/phase.ts";
import { CURRENT_KUBELET } from "../../../src/kubelet/switches.ts";
import { isRecord, type RecordedJson } from "../vectors.ts";

interface FactContainer {
  readonly name: string;
  readonly restartPolicy?: string;
  readonly rules?: readonly {
    readonly action: string;
    readonly operator: string;
    readonly values: readonly number[];
  }[];
}

interface FactEnd {
  readonly exitCode: number;
  readonly reason?: string;
}

interface FactState {
  readonly name: string;
  readonly running?: boolean;
  readonly waiting?: { readonly reason?: string };
  readonly terminated?: FactEnd;
  readonly last?: FactEnd;
  readonly ready?: boolean;
  readonly started?: boolean;
  /** Of a container in the runtime. */
  readonly state?: string;
  readonly exitCode?: number;
}

interface FactCondition {
  readonly type: string;
  readonly status: ConditionStatus;
  readonly reason?: string;
  readonly message?: string;
}

export interface PhaseFact {
  readonly id: string;
  readonly source: string;
  readonly restartPolicy: string | null;
  readonly initContainers: readonly FactContainer[];
  readonly containers: readonly FactContainer[];
  readonly states: readonly FactState[] | null;
  readonly podIsTerminal?: boolean;
  readonly podHasInitialized?: boolean;
  readonly phase?: PodPhase;
  readonly phaseBefore?: PodPhase;
  readonly operation?: string;
  readonly readinessGates?: readonly string[];
  readonly conditions?: readonly FactCondition[];
  readonly previousConditions?: readonly FactCondition[];
  readonly sandboxes?: readonly { readonly state: string; readonly attempt: number; readonly ip: string }[];
  readonly expect: {
    readonly phase?: string;
    readonly condition?: FactCondition;
    readonly states?: readonly FactState[];
  };
}

export function isPhaseFact(vector: RecordedJson): vector is RecordedJson & PhaseFact {
  return typeof vector.id === "string" && isRecord(vector.expect) && "states" in vector && "containers" in vector;
}

export function firstFactDifference(fact: PhaseFact): string | undefined {
  const { expect } = fact;
  const plan = planOf(fact);
  const statuses = fact.states?.map(statusOf);
  if (fact.operation !== undefined) return compareEnd(fact, plan);
  if (expect.condition !== undefined) return compareCondition(fact, plan, expect.condition, statuses);
  const { podIsTerminal = false, podHasInitialized = false } = fact;
  const phase = phaseOf({
    plan,
    switches: CURRENT_KUBELET,
    statuses: statuses ?? [],
    podIsTerminal,
    podHasInitialized,
  });
  return phase === expect.phase ? undefined : `phase: recorded ${expect.phase}, simulated ${phase}`;
}

function planOf({ restartPolicy, initContainers, containers, readinessGates = [] }: PhaseFact): PodPlan {
  const spec: PodSpec = {
    restartPolicy: restartPolicy ?? "Always",
    initContainers: initContainers.map(containerOf),
    containers: containers.map(containerOf),
    readinessGates: readinessGates.map((conditionType) => ({ conditionType })),
  };
  return planPod(spec);
}

function containerOf({ name, restartPolicy, rules }: FactContainer) {
  return {
    name,
    ...(restartPolicy === undefined ? {} : { restartPolicy }),
    ...(rules === undefined
      ? {}
      : {
          restartPolicyRules: rules.map(({ action, operator, values }) => ({
            action,
            exitCodes: { operator, values },
          })),
        }),
  };
}

function statusOf({ name, running, waiting, terminated, last, ready, started }: FactState): ContainerStatus {
  const state: ContainerState = {
    ...(running === true ? { running: {} } : {}),
    ...(waiting === undefined ? {} : { waiting }),
    ...(terminated === undefined ? {} : { terminated }),
  };
  return {
    name,
    state,
    ...(last === undefined ? {} : { lastState: { terminated: last } }),
    ...(ready === undefined ? {} : { ready }),
    ...(started === undefined ? {} : { started }),
  };
}

function compareCondition(
  fact: PhaseFact,
  plan: PodPlan,
  wanted: FactCondition,
  statuses: readonly ContainerStatus[] | undefined,
): string | undefined {
  const before = [...(fact.conditions ?? []), ...(fact.previousConditions ?? [])];
  const question: ConditionQuestion = {
    plan,
    switches: CURRENT_KUBELET,
    phase: fact.phase ?? "Pending",
    statuses,
    before,
  };
  const { status, reason = "", message = "" } = conditionOf(wanted.type, question, fact);
  // Some tables of upstream leave the message out.
  const ours = `${status} ${reason} ${wanted.message === undefined ? "" : message}`;
  const theirs = `${wanted.status} ${wanted.reason ?? ""} ${wanted.message ?? ""}`;
  return ours === theirs ? undefined : `condition ${wanted.type}: recorded ${theirs}, simulated ${ours}`;
}

function conditionOf(type: string, question: ConditionQuestion, { sandboxes, states }: PhaseFact): ConditionDraft {
  if (type === "ContainersReady") return containersReady(question);
  if (type === "Ready") return podReady(question, containersReady(question));
  if (type === "Initialized") return initialized(question);
  if (type === "PodReadyToStartContainers") {
    const latest = sandboxes?.[0];
    const ready = latest?.state === "SANDBOX_READY";
    return readyToStartContainers(latest === undefined ? undefined : { attempt: latest.attempt, ready, ip: latest.ip });
  }
  const records = (states ?? []).map(({ name, state, exitCode }) =>
    state === "Exited"
      ? { name, state: "exited" as const, exitCode: exitCode ?? 0 }
      : { name, state: "running" as const },
  );
  return allContainersRestarting(question.phase, isRestartingAll({ ...question, records }));
}

function compareEnd({ states, containers, phaseBefore = "Pending", expect }: PhaseFact, plan: PodPlan) {
  const mains = new Set(containers.map(({ name }) => name));
  const all = (states ?? []).map(statusOf);
  const status: PodStatus = {
    phase: phaseBefore,
    containerStatuses: all.filter(({ name }) => mains.has(name)),
    initContainerStatuses: all.filter(({ name }) => !mains.has(name)),
  };
  const ended = endOfPod(plan, status, status, CURRENT_KUBELET);
  if (ended.phase !== expect.phase) return `phase: recorded ${expect.phase}, simulated ${ended.phase}`;
  const ours = [...(ended.initContainerStatuses ?? []), ...(ended.containerStatuses ?? [])];
  for (const wanted of expect.states ?? []) {
    const found = ours.find(({ name }) => name === wanted.name);
    const [a, b] = [endText(statusOf(wanted)), endText(found)];
    if (a !== b) return `${wanted.name}: recorded ${a}, simulated ${b}`;
  }
  return undefined;
}

function endText(status: ContainerStatus | undefined): string {
  const { state, lastState } = status ?? {};
  const end = ({ terminated, waiting, running }: ContainerState = {}) =>
    terminated === undefined
      ? `${waiting === undefined ? "" : "waiting"}${running === undefined ? "" : "running"}`
      : `${terminated.exitCode} ${terminated.reason ?? ""}`;
  return `${end(state)}, last ${end(lastState)}`;
}
