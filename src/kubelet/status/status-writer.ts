/** Sends statuses to the API server (status manager): what changed, once an instant, and never an early end. */

import { equalJson } from "../../api/json.ts";
import { formatTimestamp } from "../../api/timestamp.ts";
import type { ContainerStatus, Pod, PodCondition, PodStatus } from "../../api/types.ts";
import { isTerminalPhase } from "../../apiserver/pod-deletion.ts";
import type { PodPlan } from "../plan/pod-plan.ts";
import { isRestartable } from "../restart-policy.ts";
import type { Sandbox } from "../runtime/record.ts";
import type { KubeletSwitches } from "../switches.ts";
import { type ConditionDraft, containersReady, podReady, readyToStartContainers } from "./conditions.ts";
import { endOfPod } from "./end-of-pod.ts";
import type { StatusDraft } from "./status-draft.ts";

/** Conditions that a kubelet writes; all others are somebody else's and are kept. */
const OWN_CONDITIONS = new Set([
  "PodReadyToStartContainers",
  "Initialized",
  "Ready",
  "ContainersReady",
  "PodScheduled",
  "AllContainersRestarting",
]);

/** Why the kubelet itself ends a pod. */
export interface Eviction {
  readonly reason: string;
  readonly message: string;
}

export interface WriterWorld {
  readonly nowMs: number;
  readonly epochMs: number;
  readonly pod: Pod;
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
  /** A condition that goes out together with the terminal phase. */
  disruption: ConditionDraft | undefined;

  constructor(world: WriterWorld) {
    this.#world = world;
  }

  /** The latest status, whether the API server has it or not. */
  get status(): PodStatus {
    return this.#cached ?? this.#world.pod.status;
  }

  /** Takes a new status (SetPodStatus). */
  set(draft: StatusDraft): void {
    this.startedMs ??= this.#world.nowMs;
    const old = this.status;
    if (isIllegal(this.#world, old, draft)) return;
    const { reason, message, podIP, initContainerStatuses, ...rest } = draft;
    this.#take({
      ...rest,
      conditions: draft.conditions.map((condition) => this.#timed(condition, old)),
      startTime: formatTimestamp(this.#world.epochMs + this.startedMs),
      ...(reason ? { reason } : {}),
      ...(message ? { message } : {}),
      ...(podIP === undefined ? {} : { podIP }),
      ...(initContainerStatuses.length === 0 ? {} : { initContainerStatuses }),
    });
  }

  /** A readiness probe found a container ready, or not (SetContainerReadiness). */
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

  /** A startup probe found that a container has started, or not yet (SetContainerStartup). */
  setStarted(containerID: string, started: boolean): void {
    const old = this.#cached;
    if (old === undefined) return;
    this.#take(
      changedContainers(old, (status) => (status.containerID === containerID ? { ...status, started } : status)),
    );
  }

  /** The sandbox is up: containers may start (OnPodSandboxReady). */
  sandboxReady(sandbox: Sandbox): void {
    const old = this.#cached;
    if (old === undefined || !this.#world.switches.sandboxReadyAtOnce) return;
    const ready = this.#timed(readyToStartContainers(sandbox), old);
    const conditions = old.conditions?.map((condition) => (condition.type === ready.type ? ready : condition));
    this.#take(conditions === undefined ? old : { ...old, conditions });
  }

  /**
   * The pod is done with: fills in what is missing (TerminatePod).
   *
   * @param known the status that the API server had when this was ordered
   */
  terminate(known: PodStatus): void {
    this.#dirty = true;
    const { plan, switches } = this.#world;
    this.#cached = endOfPod(plan, this.status, known, switches);
  }

  /** Writes what has changed. */
  flush(): void {
    if (!this.#dirty || this.#cached === undefined) return;
    this.#dirty = false;
    const next = this.#merged(this.#cached);
    if (!equalJson(next, this.#world.pod.status)) this.#world.report(next);
  }

  /** Containers have all ended: a phase that was held back may go out. */
  release(): void {
    this.#dirty = true;
  }

  #take(next: PodStatus): void {
    if (this.#cached !== undefined && equalJson(next, this.#cached)) return;
    this.#cached = next;
    this.#dirty = true;
  }

  #timed(condition: ConditionDraft, old: PodStatus): PodCondition {
    const before = old.conditions?.find(({ type }) => type === condition.type);
    const lastTransitionTime =
      before?.status === condition.status && before.lastTransitionTime !== undefined
        ? before.lastTransitionTime
        : formatTimestamp(this.#world.epochMs + this.#world.nowMs);
    const { type, status, reason, message } = condition;
    return {
      type,
      status,
      lastTransitionTime,
      ...(reason === undefined ? {} : { reason }),
      ...(message === undefined ? {} : { message }),
    };
  }

  /** What goes to the API server: foreign conditions are kept, an end waits for the containers (mergePodStatus). */
  #merged(status: PodStatus): PodStatus {
    const stored = this.#world.pod.status;
    const foreign = (stored.conditions ?? []).filter(({ type }) => !OWN_CONDITIONS.has(type));
    const conditions = [...foreign, ...this.#disruption(status, foreign), ...(status.conditions ?? [])];
    const merged = copyOver(stored, { ...status, conditions });
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
 * Whether a container that ended for good would come back: such a status is dropped (checkContainerStateTransition).
 * It happens when an init container that ended with 0 is run again in a new sandbox.
 */
function isIllegal({ plan, switches }: WriterWorld, old: PodStatus, next: StatusDraft): boolean {
  if (plan.restartPolicy === "Always" || plan.mayRestartAll) return false;
  const before = [...(old.initContainerStatuses ?? []), ...(old.containerStatuses ?? [])];
  const after = [...next.initContainerStatuses, ...next.containerStatuses];
  return [...plan.inits, ...plan.mains].some((container) => {
    const end = before.find(({ name }) => name === container.name)?.state?.terminated;
    if (end === undefined || isRestartable(container, plan, end.exitCode, switches)) return false;
    return after.find(({ name }) => name === container.name)?.state?.terminated === undefined;
  });
}

/** A patch: fields that the kubelet does not write stay. */
function copyOver(stored: PodStatus, status: PodStatus): PodStatus {
  const { reason: _reason, message: _message, ...kept } = stored;
  return { ...kept, ...status };
}

function withPhaseOf(stored: PodStatus, status: PodStatus): PodStatus {
  const { phase: _phase, reason: _reason, message: _message, ...rest } = status;
  const { phase, reason, message } = stored;
  return {
    ...rest,
    ...(phase === undefined ? {} : { phase }),
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
  };
}

function changedContainers(status: PodStatus, change: (status: ContainerStatus) => ContainerStatus): PodStatus {
  const { initContainerStatuses, containerStatuses } = status;
  return {
    ...status,
    ...(initContainerStatuses === undefined ? {} : { initContainerStatuses: initContainerStatuses.map(change) }),
    ...(containerStatuses === undefined ? {} : { containerStatuses: containerStatuses.map(change) }),
  };
}

/** A pod that has ended is not ready, whatever was found last. */
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
