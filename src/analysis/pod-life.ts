/** What one pod of a Job did, as the log records it. */

import type { ContainerStatus, Pod, PodPhase, PodStatus } from "../api/types.ts";
import type { Actor, KillingProbe, PodCommit, ProbeKillEntry } from "../apiserver/log.ts";
import { isTerminalPhase } from "../apiserver/pod-deletion.ts";
import { type KnownPod, PodIdentities, podLabel } from "../simulation/pod-identities.ts";

/**
 * How the Job counted a pod. `ignored`: it failed, and the pod failure policy ignores that. `notCounted`: it was
 * released without being counted, for example because the Job was suspended, scaled down, complete or deleted.
 */
export type CountedAs = "succeeded" | "failed" | "ignored" | "notCounted";

/** A container that the kubelet killed because a probe failed. */
export interface ProbeKill {
  /** Virtual milliseconds since the run began. */
  readonly atMs: number;
  readonly container: string;
  readonly probe: KillingProbe;
}

/** All instants are virtual milliseconds since the run began; one that is absent did not happen. */
export interface PodLife {
  readonly uid: string;
  readonly name: string;
  /** `index/attempt` or `#ordinal`, or the id of a pod that a user created. */
  readonly label: string;
  /** Completion index, for a pod of an Indexed Job. */
  readonly index: number | undefined;
  readonly createdMs: number;
  /** When it was bound to a node. */
  readonly boundMs: number | undefined;
  /** When its container first ran. */
  readonly runningMs: number | undefined;
  /** When its containers had ended, or were abandoned without a grace period. */
  readonly endedMs: number | undefined;
  /** When the object was deleted. */
  readonly goneMs: number | undefined;
  readonly phase: PodPhase;
  /** The first code other than 0 of a main container, or else of an init container; 0 if all have ended with 0. */
  readonly exitCode: number | undefined;
  /** The container that failed with it, if the pod has several. */
  readonly failedIn: string | undefined;
  /** How often one of its containers was restarted in place. */
  readonly restarts: number;
  /**
   * Why it ended, if not by itself: the reason in its status, such as `Evicted`, `OutOfcpu` and `DeadlineExceeded`, or
   * `OOMKilled` of its container.
   */
  readonly reason: string | undefined;
  /** Which of its containers the kubelet killed because a probe failed, in the order of time. */
  readonly probeKills: readonly ProbeKill[];
  /** The probe because of which the container that ended with `exitCode` was killed. */
  readonly killedBy: KillingProbe | undefined;
  /** Why it was disrupted: the reason of its condition `DisruptionTarget`. */
  readonly disruption: string | undefined;
  /** Who asked for its deletion first. */
  readonly deletedBy: Actor | undefined;
  /** `undefined` while the Job has not decided. */
  readonly countedAs: CountedAs | undefined;
  /** It was created in place of a pod that failed, or that someone other than the Job's controller removed. */
  readonly isRetry: boolean;
  /** It was created by the Job controller, not by a user. */
  readonly isOwn: boolean;
}

/** A pod's life while the log is being read. */
export class PodLifeBuilder implements PodLife {
  readonly uid: string;
  readonly name: string;
  readonly #identity: KnownPod | PodIdentities;
  readonly createdMs: number;
  readonly isOwn: boolean;
  isRetry = false;
  boundMs: number | undefined = undefined;
  runningMs: number | undefined = undefined;
  endedMs: number | undefined = undefined;
  goneMs: number | undefined = undefined;
  phase: PodPhase;
  exitCode: number | undefined = undefined;
  failedIn: string | undefined = undefined;
  restarts = 0;
  reason: string | undefined = undefined;
  disruption: string | undefined = undefined;
  deletedBy: Actor | undefined = undefined;
  countedAs: CountedAs | undefined = undefined;
  probeKills: readonly ProbeKill[] = NO_KILLS;
  killedBy: KillingProbe | undefined = undefined;
  /** What `probeKills` is, after the first. */
  #kills: (ProbeKill & Pick<ProbeKillEntry, "restarts">)[] | undefined;

  constructor({ object, timeMs, actor }: PodCommit, identities: PodIdentities) {
    this.uid = object.metadata.uid;
    this.name = object.metadata.name;
    // A pod of a user has its id only after it was created.
    this.#identity = identities.get(this.uid) ?? identities;
    this.createdMs = timeMs;
    this.isOwn = actor === "job-controller";
    this.phase = object.status.phase ?? "";
  }

  // Of a million pods few labels are ever read.
  get label(): string {
    return this.#identity instanceof PodIdentities ? this.#identity.label(this.uid) : podLabel(this.#identity);
  }

  get index(): number | undefined {
    return this.#identity instanceof PodIdentities ? undefined : this.#identity.index;
  }

  /** Whether it ended, or is being ended, by a failure or by somebody else than the Job's controller. */
  get hasFailed(): boolean {
    if (this.deletedBy === "job-controller") return false;
    return this.phase === "Failed" || (this.deletedBy !== undefined && this.phase !== "Succeeded");
  }

  /** Follows one change of the pod. */
  follow({ object, previous, timeMs, type, actor, verb }: PodCommit): void {
    if (object.status !== previous?.status) this.#followStatus(object, timeMs);
    if (this.boundMs === undefined && isBound(object)) this.boundMs = timeMs;
    const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = object.metadata;
    if (deletionTimestamp !== undefined) {
      if (verb === "delete") this.deletedBy ??= actor;
      // Without a grace period nothing waits for the containers any more.
      if (deletionGracePeriodSeconds === 0) this.endedMs ??= timeMs;
    }
    if (type === "DELETED") {
      this.goneMs = timeMs;
      this.endedMs ??= timeMs;
    }
  }

  /** Follows what a kubelet does to its containers. */
  followKill({ timeMs: atMs, container, probe, restarts }: ProbeKillEntry): void {
    this.#kills ??= [];
    this.#kills.push({ atMs, container, probe, restarts });
    this.probeKills = this.#kills;
  }

  #followStatus({ status }: Pod, timeMs: number): void {
    const { phase, restarts, exitCode, failedIn, disruption, reason, ended } = factsOf(status);
    // What happens to the object of a pod that has ended disrupts nothing.
    if (this.endedMs === undefined) this.disruption = disruption ?? this.disruption;
    this.reason = reason ?? this.reason;
    this.phase = phase;
    if (phase === "Running") this.runningMs ??= timeMs;
    if (isTerminalPhase(phase)) this.endedMs ??= timeMs;
    this.restarts = Math.max(this.restarts, restarts);
    if (exitCode !== undefined) {
      this.exitCode = exitCode;
      this.failedIn = failedIn;
      this.killedBy = this.#killOf(ended)?.probe;
    }
  }

  #killOf({ container, run }: EndedRun): ProbeKill | undefined {
    return this.#kills?.findLast((kill) => kill.container === container && kill.restarts === run);
  }
}

/** Which run of which container an exit code is of. */
interface EndedRun {
  readonly container: string | undefined;
  readonly run: number;
}

interface StatusFacts extends Pick<PodLife, "phase" | "restarts" | "exitCode" | "failedIn" | "disruption" | "reason"> {
  readonly status: PodStatus;
  readonly ended: EndedRun;
}

const NO_KILLS: readonly ProbeKill[] = [];

// Pods that take a step together share one status object: the one read last is nearly always the right one.
let lastFacts: StatusFacts | undefined;

function factsOf(status: PodStatus): StatusFacts {
  if (lastFacts?.status === status) return lastFacts;
  const { containerStatuses = [], initContainerStatuses = [] } = status;
  const inits = initContainerStatuses.length === 0 ? NO_EXIT : exitOf(initContainerStatuses);
  const mains = exitOf(containerStatuses);
  const ended = mains.exitCode === undefined && inits.exitCode !== 0 ? inits : mains;
  const { exitCode, container, isOutOfMemory } = ended;
  const isOne = containerStatuses.length + initContainerStatuses.length < 2;
  const failedIn = isOne || exitCode === 0 ? undefined : container;
  const target = status.conditions?.find(({ type }) => type === "DisruptionTarget");
  const disruption = target?.status === "True" ? (target.reason ?? "") : undefined;
  const restarts = Math.max(mains.restarts, inits.restarts);
  const reason = status.reason ?? (isOutOfMemory ? OOM_KILLED : undefined);
  lastFacts = { status, phase: status.phase ?? "", restarts, exitCode, failedIn, disruption, reason, ended };
  return lastFacts;
}

interface Exit extends EndedRun {
  readonly restarts: number;
  readonly exitCode: number | undefined;
  readonly isOutOfMemory: boolean;
}

const OOM_KILLED = "OOMKilled";
const NO_EXIT: Exit = { restarts: 0, exitCode: undefined, container: undefined, run: 0, isOutOfMemory: false };

/** The first failure among some containers, and the most restarts. */
function exitOf(containers: readonly ContainerStatus[]): Exit {
  let { restarts, exitCode, container, run, isOutOfMemory } = NO_EXIT;
  for (const { name, restartCount = 0, state, lastState } of containers) {
    restarts = Math.max(restarts, restartCount);
    const { exitCode: code, reason } = state?.terminated ?? lastState?.terminated ?? {};
    if (code === undefined || (exitCode ?? 0) !== 0) continue;
    exitCode = code;
    container = name;
    // A container that waits to be restarted still has the count of the run that ended.
    run = state?.running === undefined ? restartCount : restartCount - 1;
    isOutOfMemory = reason === OOM_KILLED;
  }
  return { restarts, exitCode, container, run, isOutOfMemory };
}

function isBound({ spec }: Pod): boolean {
  return spec.nodeName !== undefined && spec.nodeName !== "";
}
