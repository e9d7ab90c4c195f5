/** Writes changed statuses to the API server, and terminal phases only after all containers have ended. */

import { equalJson } from "../../api/json.ts";
import type { Mutable } from "../../api/mutable.ts";
import { formatTimestamp } from "../../api/timestamp.ts";
import type { ContainerStatus, Pod, PodCondition, PodStatus } from "../../api/types.ts";
import { isTerminalPhase } from "../../apiserver/pod-deletion.ts";
import type { ContainerPlan } from "../plan/container-plan.ts";
import type { PodPlan } from "../plan/pod-plan.ts";
import { isRestartable } from "../restart-policy.ts";
import type { Sandbox } from "../runtime/record.ts";
import type { KubeletSwitches } from "../switches.ts";
import { type ConditionDraft, containersReady, podReady, readyToStartContainers } from "./conditions.ts";
import { endOfPod } from "./end-of-pod.ts";
import { OWN_CONDITIONS } from "./own-conditions.ts";
import type { StatusDraft } from "./status-draft.ts";

/** Why the kubelet ends a pod. */
export interface Eviction {
  readonly reason: string;
  readonly message: string;
}

export interface WriterWorld {
  nowMs(): number;
  readonly epochMs: number;
  /** The stored pod. */
  pod(): Pod;
  readonly plan: PodPlan;
  readonly switches: KubeletSwitches;
  /** Whether containers may still run. */
  mayRun(): boolean;
  /** Writes a status to the API server. */
  report(status: PodStatus): void;
}

export class StatusWriter {
  readonly #world: WriterWorld;
  #cached: PodStatus | undefined;
  #dirty = false;
  startedMs: number | undefined;
  /** Set when the kubelet ends the pod. */
  eviction: Eviction | undefined;
  /** A condition that is written together with the terminal phase. */
  disruption: ConditionDraft | undefined;

  constructor(world: WriterWorld) {
    this.#world = world;
  }

  /** The latest status, whether it is already written or not. */
  get status(): PodStatus {
    return this.#cached ?? this.#world.pod().status;
  }

  /** Sets a new status (SetPodStatus). */
  set(draft: StatusDraft): void {
    this.startedMs ??= this.#world.nowMs();
    const old = this.status;
    if (isIllegal(this.#world, old, draft)) return;
    const conditions = this.#timedAll(draft.conditions, old);
    if (this.#cached === undefined || !saysTheSame(this.#cached, draft, conditions)) {
      this.#cached = statusOf(draft, conditions, formatTimestamp(this.#world.epochMs + this.startedMs));
      this.#dirty = true;
    }
  }

  /** Sets the result of a readiness probe (SetContainerReadiness). */
  setReadiness(containerID: string, ready: boolean): void {
    const old = this.#cached;
    if (old === undefined) return;
    const change = (status: ContainerStatus) => (status.containerID === containerID ? { ...status, ready } : status);
    const next = changedContainers(old, change);
    if (equalJson(next, old)) return;
    const { plan, switches } = this.#world;
    const statuses = [...(next.initContainerStatuses ?? []), ...(next.containerStatuses ?? [])];
    const before = next.conditions ?? [];
    const question = { plan, switches, phase: next.phase ?? "Pending", statuses, before };
    const containers = containersReady(question);
    const drafts = [podReady(question, containers), containers];
    const conditions = before.map((condition) => {
      const draft = drafts.find(({ type }) => type === condition.type);
      return draft === undefined ? condition : this.#timed(draft, old);
    });
    this.#take({ ...next, conditions });
  }

  /** Sets the result of a startup probe (SetContainerStartup). */
  setStarted(containerID: string, started: boolean): void {
    const old = this.#cached;
    if (old === undefined) return;
    this.#take(
      changedContainers(old, (status) => (status.containerID === containerID ? { ...status, started } : status)),
    );
  }

  /** Reports that the sandbox is up (OnPodSandboxReady). */
  sandboxReady(sandbox: Sandbox): void {
    const old = this.#cached;
    if (old === undefined || !this.#world.switches.sandboxReadyAtOnce) return;
    const ready = this.#timed(readyToStartContainers(sandbox), old);
    const conditions = old.conditions?.map((condition) => (condition.type === ready.type ? ready : condition));
    this.#take(conditions === undefined ? old : { ...old, conditions });
  }

  /**
   * Sets the final status of the pod (TerminatePod).
   *
   * @param known the status in the API server when this was requested
   */
  terminate(known: PodStatus): void {
    this.#dirty = true;
    const { plan, switches } = this.#world;
    this.#cached = endOfPod(plan, this.status, known, switches);
  }

  /** Writes the status if it has changed. */
  flush(): void {
    if (!this.#dirty || this.#cached === undefined) return;
    this.#dirty = false;
    const next = this.#merged(this.#cached);
    if (!equalJson(next, this.#world.pod().status)) this.#world.report(next);
  }

  /** All containers have ended: a terminal phase that was held back can be written. */
  release(): void {
    this.#dirty = true;
  }

  #take(next: PodStatus): void {
    if (this.#cached !== undefined && equalJson(next, this.#cached)) return;
    this.#cached = next;
    this.#dirty = true;
  }

  /** The conditions with times; the old list if nothing has changed. */
  #timedAll(drafts: readonly ConditionDraft[], old: PodStatus): readonly PodCondition[] {
    const before = old.conditions ?? [];
    let changes = before.length !== drafts.length;
    const conditions = drafts.map((draft, at) => {
      const condition = this.#timed(draft, old);
      if (condition !== before[at]) changes = true;
      return condition;
    });
    return changes ? conditions : before;
  }

  #timed({ type, status, reason, message }: ConditionDraft, old: PodStatus): PodCondition {
    const before = old.conditions?.find((condition) => condition.type === type);
    const isSame = before?.status === status && before.lastTransitionTime !== undefined;
    if (isSame && before.reason === reason && before.message === message) return before;
    const lastTransitionTime = isSame
      ? before.lastTransitionTime
      : formatTimestamp(this.#world.epochMs + this.#world.nowMs());
    const condition: Mutable<PodCondition> = { type, status, lastTransitionTime };
    if (reason !== undefined) condition.reason = reason;
    if (message !== undefined) condition.message = message;
    return condition;
  }

  /** The status to write: keeps conditions of others, holds back an early terminal phase (mergePodStatus). */
  #merged(status: PodStatus): PodStatus {
    const stored = this.#world.pod().status;
    const foreign = (stored.conditions ?? []).filter(({ type }) => !OWN_CONDITIONS.has(type));
    const added = [...foreign, ...this.#disruption(status, foreign)];
    const own = status.conditions ?? [];
    const merged = copyOver(stored, status, added.length === 0 ? own : [...added, ...own]);
    const ends = isTerminalPhase(status.phase);
    if (ends && !isTerminalPhase(stored.phase) && this.#world.mayRun()) return withPhaseOf(stored, merged);
    return ends ? withoutReadiness(merged, (draft) => this.#timed(draft, status)) : merged;
  }

  #disruption(status: PodStatus, foreign: readonly PodCondition[]): PodCondition[] {
    const { disruption } = this;
    if (disruption === undefined || !isTerminalPhase(status.phase) || this.#world.mayRun()) return [];
    return foreign.some(({ type }) => type === disruption.type) ? [] : [this.#timed(disruption, status)];
  }
}

/**
 * Whether a container that ended for good would be running again: such a status is dropped
 * (checkContainerStateTransition). It happens if an init container that exited with 0 runs again in a new sandbox.
 */
function isIllegal({ plan, switches }: WriterWorld, old: PodStatus, next: StatusDraft): boolean {
  if (plan.restartPolicy === "Always" || plan.mayRestartAll) return false;
  return (
    plan.inits.some((init) => comesBack(init, old.initContainerStatuses, next.initContainerStatuses)) ||
    plan.mains.some((main) => comesBack(main, old.containerStatuses, next.containerStatuses))
  );

  function comesBack(
    container: ContainerPlan,
    before: readonly ContainerStatus[] | undefined,
    after: readonly ContainerStatus[],
  ): boolean {
    if (before === undefined || before === after) return false;
    const end = before.find(({ name }) => name === container.name)?.state?.terminated;
    if (end === undefined || isRestartable(container, plan, end.exitCode, switches)) return false;
    return after.find(({ name }) => name === container.name)?.state?.terminated === undefined;
  }
}

function statusOf(
  { phase, reason, message, podIP, containerStatuses, initContainerStatuses }: StatusDraft,
  conditions: readonly PodCondition[],
  startTime: string,
): PodStatus {
  const status: Mutable<PodStatus> = { phase, conditions, containerStatuses, startTime };
  if (reason) status.reason = reason;
  if (message) status.message = message;
  if (podIP !== undefined) status.podIP = podIP;
  if (initContainerStatuses.length > 0) status.initContainerStatuses = initContainerStatuses;
  return status;
}

/** Whether a draft equals the status; unchanged lists are identical. */
function saysTheSame(known: PodStatus, draft: StatusDraft, conditions: readonly PodCondition[]): boolean {
  return (
    known.conditions === conditions &&
    known.containerStatuses === draft.containerStatuses &&
    (known.initContainerStatuses ?? NOTHING_SHOWN).length === draft.initContainerStatuses.length &&
    (draft.initContainerStatuses.length === 0 || known.initContainerStatuses === draft.initContainerStatuses) &&
    known.phase === draft.phase &&
    (known.reason ?? "") === (draft.reason ?? "") &&
    (known.message ?? "") === (draft.message ?? "") &&
    known.podIP === draft.podIP
  );
}

const NOTHING_SHOWN: readonly ContainerStatus[] = [];

/**
 * Merges a status of the kubelet into one that others have changed in the meantime; their changes are kept.
 *
 * @param reported the status that the kubelet would have written
 */
export function overStored(stored: PodStatus, reported: PodStatus): PodStatus {
  const foreign = (stored.conditions ?? []).filter(({ type }) => !OWN_CONDITIONS.has(type));
  const own = (reported.conditions ?? []).filter(({ type }) => OWN_CONDITIONS.has(type));
  return copyOver(stored, reported, [...foreign, ...own]);
}

/** A patch: fields that the kubelet does not write are kept, except for an outdated reason and message. */
function copyOver(stored: PodStatus, status: PodStatus, conditions: readonly PodCondition[]): PodStatus {
  const merged: Mutable<PodStatus> = Object.assign({}, stored, status);
  merged.conditions = conditions;
  if (status.reason === undefined && stored.reason !== undefined) delete merged.reason;
  if (status.message === undefined && stored.message !== undefined) delete merged.message;
  return merged;
}

function withPhaseOf({ phase, reason, message }: PodStatus, status: PodStatus): PodStatus {
  const held: Mutable<PodStatus> = Object.assign({}, status);
  setOrDelete(held, "phase", phase);
  setOrDelete(held, "reason", reason);
  setOrDelete(held, "message", message);
  return held;
}

function setOrDelete<K extends "phase" | "reason" | "message">(
  status: Mutable<PodStatus>,
  key: K,
  value: PodStatus[K],
): void {
  if (value === undefined) delete status[key];
  else status[key] = value;
}

function changedContainers(status: PodStatus, change: (status: ContainerStatus) => ContainerStatus): PodStatus {
  const { initContainerStatuses, containerStatuses } = status;
  return {
    ...status,
    ...(initContainerStatuses === undefined ? {} : { initContainerStatuses: initContainerStatuses.map(change) }),
    ...(containerStatuses === undefined ? {} : { containerStatuses: containerStatuses.map(change) }),
  };
}

/** Marks a pod that has ended as not ready. */
function withoutReadiness(status: PodStatus, timed: (draft: ConditionDraft) => PodCondition): PodStatus {
  const reason = status.phase === "Succeeded" ? "PodCompleted" : "PodFailed";
  const isOpen = ({ type, status: value }: PodCondition) =>
    (type === "Ready" || type === "ContainersReady") && value === "True";
  if (status.conditions?.some(isOpen) !== true) return status;
  const conditions = status.conditions.map((condition) =>
    isOpen(condition) ? timed({ type: condition.type, status: "False", reason }) : condition,
  );
  return { ...status, conditions };
}
