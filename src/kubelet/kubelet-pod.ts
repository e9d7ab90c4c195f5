/** The kubelet of one pod: connects worker, runtime, probes and status writer with the API server. */

import { secondsToDurationMs } from "../api/go-duration.ts";
import { parseTimestamp } from "../api/timestamp.ts";
import type { ContainerStatus, Pod, PodStatus } from "../api/types.ts";
import { isTerminalPhase } from "../apiserver/pod-deletion.ts";
import { BackOff } from "./back-off.ts";
import { type KubeletEnd, TERMINATION_BY_KUBELET } from "./kubelet-end.ts";
import type { KilledRun, MachineSettings, PodEvent, PodMachine, StartResult } from "./machine.ts";
import type { ContainerPlan, ProbeKind } from "./plan/container-plan.ts";
import { type PodPlan, planPod } from "./plan/pod-plan.ts";
import { ProbeManager } from "./probes/probe-manager.ts";
import type { ProbeResult } from "./probes/probe-worker.ts";
import { type ContainerBehaviour, probeAnswer } from "./runtime/behaviour.ts";
import { PodRuntime, type Remains, type RuntimeAction } from "./runtime/pod-runtime.ts";
import type { ContainerRecord } from "./runtime/record.ts";
import { type StartFailure, shouldBeRestarted } from "./status/container-statuses.ts";
import { StatusWriter } from "./status/status-writer.ts";
import type { KubeletSwitches } from "./switches.ts";
import { type Clock, Latch, Tasks } from "./tasks.ts";
import { PodWorker } from "./worker/pod-worker.ts";

/** What the kubelet of one pod needs. */
export interface PodWorld {
  readonly clock: Clock;
  /** The pod as messages name it: `NAME_NAMESPACE(UID)`. */
  readonly fullName: string;
  /** The beginning of the run, in milliseconds since 1970. */
  readonly epochMs: number;
  readonly switches: KubeletSwitches;
  readonly settings: MachineSettings;
  /** How long the sandbox takes to start. */
  readonly sandboxMs: number | "never";
  behaviour(container: string): ContainerBehaviour;
  /** Writes a status to the API server. */
  report(status: PodStatus): void;
  /** Deletes the object, which is marked for deletion, from the API server. */
  remove(): void;
  record(event: PodEvent): void;
  killed?(kill: KilledRun): void;
  /** Called when the kubelet is finished with the pod. */
  finished(): void;
  /** Called with each action of the runtime, for recordings. */
  saw?(action: RuntimeAction): void;
  probed?(container: string, kind: ProbeKind, ok: boolean): void;
}

/** Back-off of image pulls in all releases. */
const IMAGE_BACK_OFF = { initialMs: 10_000, maxMs: 300_000, resetMs: 600_000 };
/** A container that ran this long starts from the initial delay again. */
const CRASH_LOOP_RESET_MS = 600_000;

export class KubeletPod implements PodMachine {
  readonly tasks: Tasks;
  readonly plan: PodPlan;
  readonly switches: KubeletSwitches;
  readonly settings: MachineSettings;
  readonly runtime: PodRuntime;
  readonly probes: ProbeManager;
  readonly writer: StatusWriter;
  readonly fullName: string;
  readonly epochMs: number;
  readonly arrivedMs: number;
  readonly crashBackOff: BackOff;
  readonly imageBackOff = new BackOff(IMAGE_BACK_OFF);
  readonly failures = new Map<string, StartFailure>();
  readonly started: StartResult[] = [];
  readonly called = new Latch();
  readonly sandboxMs: number | "never";
  restartingAll: "no" | "removing" | "removed" = "no";
  pod: Pod;
  readonly #world: PodWorld;
  readonly #worker: PodWorker;
  /** When the object was deleted. */
  #goneMs: number | undefined;
  #reporting = false;
  #over = false;

  /** @param remains what the node still has of the pod, if it has just booted */
  constructor(world: PodWorld, pod: Pod, remains?: Remains) {
    this.#world = world;
    this.pod = pod;
    this.tasks = new Tasks(world.clock, () => this.#settle());
    this.plan = planPod(pod.spec);
    this.switches = world.switches;
    this.settings = world.settings;
    this.epochMs = world.epochMs;
    this.sandboxMs = world.sandboxMs;
    this.arrivedMs = world.clock.nowMs;
    this.fullName = world.fullName;
    const { crashLoopInitialMs: initialMs, crashLoopMaxMs: maxMs, housekeeping: sweep } = world.settings;
    this.crashBackOff = new BackOff({ initialMs, maxMs, resetMs: CRASH_LOOP_RESET_MS, sweep });
    const observer = {
      changed: () => this.#worker.runtimeChanged(),
      saw: (action: RuntimeAction) => this.#saw(action),
    };
    this.runtime = new PodRuntime(this.tasks, (name) => this.behaviour(name), observer, world.settings.chance);
    if (remains !== undefined) this.runtime.recover(remains);
    this.probes = this.#makeProbes();
    this.writer = this.#makeWriter();
    this.#worker = new PodWorker(this);
  }

  /** The pod has arrived at its node. */
  arrive(): void {
    this.tasks.enter(() => this.#worker.podChanged(this.pod));
    this.#watchDeadline();
  }

  /** The object has changed in the API server. */
  changed(pod: Pod): void {
    const before = this.pod;
    this.pod = pod;
    // The writer of the change is not done yet: the kubelet acts after it, at the same instant.
    if (!this.#reporting && isNews(before, pod)) this.tasks.after(0, () => this.#worker.podChanged(pod));
  }

  /** The object is gone. */
  removed(): void {
    if (this.#goneMs !== undefined) return;
    this.#goneMs = this.tasks.nowMs;
    const { deletionGracePeriodSeconds } = this.pod.metadata;
    this.tasks.after(0, () => this.#worker.podRemoved(deletionGracePeriodSeconds || undefined));
  }

  /** The kubelet ends the pod, because of node pressure or shutdown. */
  end({ reason, message, isDisruption }: KubeletEnd, graceSeconds: number): void {
    const { writer } = this;
    writer.eviction = { reason, message };
    if (isDisruption) {
      writer.disruption = { type: "DisruptionTarget", status: "True", reason: TERMINATION_BY_KUBELET, message };
    }
    this.tasks.enter(() => this.#worker.evict(graceSeconds));
  }

  behaviour(container: string): ContainerBehaviour {
    return this.#world.behaviour(container);
  }

  record(event: PodEvent): void {
    this.#world.record(event);
  }

  killed(kill: KilledRun): void {
    this.#world.killed?.(kill);
  }

  sync(): void {
    this.#worker.update();
  }

  #makeProbes(): ProbeManager {
    return new ProbeManager(this.plan, {
      nowMs: () => this.tasks.nowMs,
      tickAfter: (delayMs, go) => this.tasks.tickAfter(delayMs, this.settings.chance.probeTick, go),
      soon: (go) => this.tasks.soon(go),
      podIsOver: () => isTerminalPhase(this.writer.status.phase),
      statusOf: (name) => (this.#isForgotten() ? undefined : statusOf(this.writer.status, name)),
      startedMs: ({ state }) => parseTimestamp(state?.running?.startedAt ?? "") - this.epochMs,
      check: (container, kind, id) => this.#probe(container, kind, id),
      isRestarted: (container) => this.#isRestarted(container),
      changed: (kind, id, result) => this.#probeChanged(kind, id, result),
    });
  }

  #makeWriter(): StatusWriter {
    return new StatusWriter({
      nowMs: () => this.tasks.nowMs,
      pod: () => this.pod,
      epochMs: this.epochMs,
      plan: this.plan,
      switches: this.switches,
      mayRun: () => this.#worker.mayRun,
      report: (status) => this.#report(status),
    });
  }

  #report(status: PodStatus): void {
    if (this.#goneMs !== undefined) return;
    this.#reporting = true;
    this.#world.report(status);
    this.#reporting = false;
    this.#worker.statusWritten();
  }

  #probe(container: ContainerPlan, kind: ProbeKind, id: string): boolean {
    const { startedMs = 0, attempt = 0 } = this.runtime.current(id) ?? {};
    const ok = probeAnswer(this.behaviour(container.name), kind, this.tasks.nowMs - startedMs, attempt);
    this.#world.probed?.(container.name, kind, ok);
    if (!ok) {
      const message = `${kind[0]?.toUpperCase()}${kind.slice(1)} probe failed: not ok`;
      this.record({ type: "Warning", reason: "Unhealthy", message, fieldPath: container.fieldPath });
    }
    return ok;
  }

  /** Whether housekeeping has dropped the status of the pod after its object was deleted. */
  #isForgotten(): boolean {
    if (this.#goneMs === undefined) return false;
    const { everyMs, offsetMs } = this.settings.housekeeping;
    return this.tasks.nowMs >= Math.ceil((this.#goneMs - offsetMs) / everyMs) * everyMs + offsetMs;
  }

  #saw(action: RuntimeAction): void {
    if (action.op === "started") this.#delayReadiness(action.record);
    this.#world.saw?.(action);
  }

  /** Delays the readiness of a container without readiness probe, if its behaviour asks for it. */
  #delayReadiness({ id, name }: ContainerRecord): void {
    const { readyMs = 0 } = this.behaviour(name);
    if (readyMs === 0) return;
    this.probes.setReadiness(id, false);
    if (readyMs !== "never") this.tasks.after(readyMs, () => this.probes.setReadiness(id, true));
  }

  #isRestarted(container: ContainerPlan): boolean {
    const { plan, switches, runtime } = this;
    const deleting = this.pod.metadata.deletionTimestamp !== undefined;
    return shouldBeRestarted({ plan, switches, runtime: runtime.status, deleting }, container);
  }

  /** A liveness probe only matters if it fails; the others affect the status. */
  #probeChanged(kind: ProbeKind, id: string, result: ProbeResult): void {
    if (kind === "liveness" && result !== "failure") return;
    if (kind === "readiness") this.writer.setReadiness(id, result === "success");
    if (kind === "startup") this.writer.setStarted(id, result === "success");
    this.sync();
  }

  #watchDeadline(): void {
    const { activeDeadlineSeconds } = this.plan;
    const { syncTickMs } = this.settings;
    if (activeDeadlineSeconds === undefined) return;
    this.tasks.after(secondsToDurationMs(activeDeadlineSeconds) + syncTickMs, () => {
      this.called.open();
      this.sync();
    });
  }

  /** Called when nothing is left to do at this instant: writes a changed status and removes a finished pod. */
  #settle(): void {
    if (this.#worker.isBehind) return;
    if (this.#goneMs === undefined) this.writer.flush();
    if (!this.#worker.isFinished || this.#over) return;
    this.#over = true;
    const { metadata, status } = this.pod;
    const mayGo = isTerminalPhase(status.phase) || !this.switches.terminalPhaseBeforeRemoval;
    if (this.#goneMs === undefined && metadata.deletionTimestamp !== undefined && mayGo) this.#world.remove();
    this.#world.finished();
  }
}

/** Whether the kubelet reacts to a change: a deletion, a shorter grace period, a terminal phase set by others. */
function isNews(before: Pod, after: Pod): boolean {
  return (
    before.metadata.deletionTimestamp !== after.metadata.deletionTimestamp ||
    before.metadata.deletionGracePeriodSeconds !== after.metadata.deletionGracePeriodSeconds ||
    isTerminalPhase(before.status.phase) !== isTerminalPhase(after.status.phase)
  );
}

function statusOf(status: PodStatus, name: string): ContainerStatus | undefined {
  return [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])].find(
    (container) => container.name === name,
  );
}
