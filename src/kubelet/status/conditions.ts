/** Generates the conditions that the kubelet owns (semantics 11, section 1.2). */

import { copyWith } from "../../api/copy-with.ts";
import type { ContainerStatus, PodCondition, PodPhase } from "../../api/types.ts";
import type { PodPlan } from "../plan/pod-plan.ts";
import type { Sandbox } from "../runtime/record.ts";
import type { KubeletSwitches } from "../switches.ts";

export interface ConditionQuestion {
  readonly plan: PodPlan;
  readonly switches: KubeletSwitches;
  readonly phase: PodPhase;
  /** `undefined` if the containers are unknown. */
  readonly statuses: readonly ContainerStatus[] | undefined;
  /** The previous conditions of the pod. */
  readonly before: readonly PodCondition[];
}

/** A condition without its times. */
export type ConditionDraft = Pick<PodCondition, "type" | "status" | "reason" | "message">;

/** True if all sidecars and main containers are ready (GenerateContainersReadyCondition). */
export function containersReady({ plan, phase, statuses }: ConditionQuestion): ConditionDraft {
  const type = "ContainersReady";
  if (statuses === undefined) return { type, status: "False", reason: "UnknownContainerStatuses" };
  const unknown: string[] = [];
  const unready: string[] = [];
  for (const { name, role } of [...plan.inits, ...plan.mains]) {
    if (role === "init") continue;
    const status = statusOf(statuses, name);
    if (status === undefined) unknown.push(name);
    if (isUnready(status)) unready.push(name);
  }
  if (phase === "Succeeded" && unknown.length === 0) return { type, status: "False", reason: "PodCompleted" };
  if (phase === "Failed") return { type, status: "False", reason: "PodFailed" };
  return verdict(type, "ContainersNotReady", [
    unknown.length > 0 ? `containers with unknown status: ${names(unknown)}` : "",
    unready.length > 0 ? `containers with unready status: ${names(unready)}` : "",
  ]);
}

/** True if `ContainersReady` and all readiness gates are (GeneratePodReadyCondition). */
export function podReady(question: ConditionQuestion, containers: ConditionDraft): ConditionDraft {
  const type = "Ready";
  if (containers.status !== "True") return copyWith(containers, { type });
  const complaints = question.plan.readinessGates.map((gate) => {
    const found = question.before.find((condition) => condition.type === gate);
    if (found === undefined) return `corresponding condition of pod readiness gate "${gate}" does not exist.`;
    return found.status === "True"
      ? ""
      : `the status of pod readiness gate "${gate}" is not "True", but ${found.status}`;
  });
  return verdict(type, "ReadinessGatesNotReady", complaints);
}

/** True if all init containers are done and all sidecars have started (GeneratePodInitializedCondition). */
export function initialized({ plan, switches, phase, statuses, before }: ConditionQuestion): ConditionDraft {
  const type = "Initialized";
  if (plan.inits.length === 0 && phase !== "Succeeded") return { type, status: "True" };
  if (statuses === undefined) return { type, status: "False", reason: "UnknownContainerStatuses" };
  const unknown: string[] = [];
  const incomplete: string[] = [];
  for (const { name, role } of plan.inits) {
    const status = statusOf(statuses, name);
    if (status === undefined) unknown.push(name);
    else if (role === "sidecar" ? status.started !== true : status.ready !== true) incomplete.push(name);
  }
  if (phase === "Succeeded" && unknown.length === 0) return { type, status: "True", reason: "PodCompleted" };
  const wasTrue = before.some((condition) => condition.type === type && condition.status === "True");
  if (switches.restartAllContainers && wasTrue) return { type, status: "True" };
  if (switches.initializedByMain && plan.mains.some(({ name }) => hasRun(statusOf(statuses, name)))) {
    return { type, status: "True" };
  }
  return verdict(type, "ContainersNotInitialized", [
    unknown.length > 0 ? `containers with unknown status: ${names(unknown)}` : "",
    incomplete.length > 0 ? `containers with incomplete status: ${names(incomplete)}` : "",
  ]);
}

/** True if the sandbox is up and has an address (GeneratePodReadyToStartContainersCondition). */
export function readyToStartContainers(sandbox: Sandbox | undefined): ConditionDraft {
  const ready = sandbox?.ready === true && sandbox.ip !== "";
  return { type: "PodReadyToStartContainers", status: ready ? "True" : "False" };
}

/** True if all containers are about to be restarted (GenerateAllContainersRestartingCondition). */
export function allContainersRestarting(phase: PodPhase, restarting: boolean): ConditionDraft {
  const type = "AllContainersRestarting";
  if (phase === "Succeeded") return { type, status: "False", reason: "PodCompleted" };
  if (phase === "Failed") return { type, status: "False", reason: "PodFailed" };
  if (!restarting) return { type, status: "False" };
  const message = "container exited with restart policy rule";
  return { type, status: "True", reason: "RestartAllContainersStarted", message };
}

function verdict(type: string, reason: string, complaints: readonly string[]): ConditionDraft {
  const message = complaints.filter((complaint) => complaint !== "").join(", ");
  return message === "" ? { type, status: "True" } : { type, status: "False", reason, message };
}

function hasRun(status: ContainerStatus | undefined): boolean {
  const { running, terminated } = status?.state ?? {};
  return running !== undefined || terminated !== undefined;
}

function statusOf(statuses: readonly ContainerStatus[], name: string): ContainerStatus | undefined {
  return statuses.find((status) => status.name === name);
}

function names(list: readonly string[]): string {
  return `[${list.join(" ")}]`;
}

function isUnready(status: ContainerStatus | undefined): boolean {
  return status !== undefined && status.ready !== true;
}
