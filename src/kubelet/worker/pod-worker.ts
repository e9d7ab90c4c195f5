/** The worker of one pod: syncs, stops and finishes it, one step at a time (pod workers; semantics 11, section 0). */

import type { Pod, PodStatus } from "../../api/types.ts";
import { isTerminalPhase } from "../../apiserver/pod-deletion.ts";
import type { PodMachine } from "../machine.ts";
import { generateStatus } from "../status/generate-status.ts";
import { killPod } from "../sync/kill-container.ts";
import { PodImages } from "../sync/pull-image.ts";
import { type SyncOutcome, syncPod } from "../sync/sync-pod.ts";
import { firstOf } from "../sync/termination-order.ts";
import { Latch, type Task } from "../tasks.ts";

type Mode = "syncing" | "terminating" | "terminated" | "finished";

/** Delay after a sync with errors if it is unknown when to retry. */
const ERROR_RETRY_MS = 10_000;
/** Longest delay before the retry of a container in back-off. */
const LONGEST_RETRY_MS = 60_000;

export class PodWorker {
  readonly #machine: PodMachine;
  readonly #images = new PodImages();
  #mode: Mode = "syncing";
  /** Whether the pod must be stopped. */
  #terminating = false;
  #working = false;
  #pending = false;
  /** Number of the latest timer; earlier ones are ignored. */
  #timer = 0;
  /** Grace period of the stop; it can only get shorter. */
  #graceSeconds: number | undefined;
  /** The status in the API server when the current work was requested. */
  #knownStatus: PodStatus = {};
  #pendingStatus: PodStatus | undefined;
  /** Whether a list of the runtime is pending. */
  #listing = false;
  /** Whether the kubelet has listed the runtime after its last sync, which ended at `#syncedMs`. */
  #fresh = true;
  #syncedMs = 0;
  #listed = new Latch();

  constructor(machine: PodMachine) {
    this.#machine = machine;
  }

  /** Whether the runtime has changes that the kubelet has not seen yet. */
  get isBehind(): boolean {
    return this.#listing;
  }

  get isFinished(): boolean {
    return this.#mode === "finished";
  }

  /** Whether containers may still run (CouldHaveRunningContainers). */
  get mayRun(): boolean {
    return this.#mode === "syncing" || this.#mode === "terminating";
  }

  /** Called after a change in the runtime: lists it and requests a sync. */
  runtimeChanged(): void {
    if (this.#listing) return;
    this.#listing = true;
    const { tasks } = this.#machine;
    // After all world events of this instant, so that containers that end together are seen together.
    tasks.after(0, () => {
      this.#listing = false;
      this.#fresh = true;
      this.#listed.open();
      // A worker that waits for the list continues before the sync loop sees the change.
      tasks.soon(() => this.update());
      tasks.whenIdle(() => this.#removeOldRecords());
    });
  }

  /** Called after a status was written: a kubelet with periodic lists also lists its containers now. */
  statusWritten(): void {
    const { settings, tasks } = this.#machine;
    if (settings.relist === undefined) return;
    tasks.after(0, () => {
      this.#fresh = true;
      this.#listed.open();
    });
  }

  /** Keeps only the last ended record of each container (pod container deletor). */
  #removeOldRecords(): void {
    const { runtime } = this.#machine;
    const kept = new Set<string>();
    for (const { id, name, state } of runtime.status.records) {
      if (state !== "exited") continue;
      if (!kept.has(name)) kept.add(name);
      else {
        runtime.remove(id);
        this.#fresh = true;
        this.#listed.open();
      }
    }
  }

  /** Requests a sync of the pod. */
  update(): void {
    this.#pending = true;
    this.#pendingStatus = this.#machine.pod.status;
    if (!this.#working) this.#begin();
  }

  /** The object has changed. */
  podChanged({ metadata, status }: Pod): void {
    const { deletionTimestamp, deletionGracePeriodSeconds } = metadata;
    if (deletionTimestamp !== undefined || isTerminalPhase(status.phase)) this.#terminate(deletionGracePeriodSeconds);
    this.update();
  }

  /** The object is gone but its containers are not: stops them without status updates. */
  podRemoved(graceSeconds: number | undefined): void {
    this.#terminate(graceSeconds);
    this.update();
  }

  /** The kubelet ends the pod. */
  evict(graceSeconds: number): void {
    this.#terminate(graceSeconds);
    this.update();
  }

  #terminate(graceSeconds: number | undefined): void {
    this.#terminating = true;
    this.#machine.called.open();
    const { plan } = this.#machine;
    const wanted = Math.max(1, graceSeconds ?? this.#graceSeconds ?? plan.graceSeconds);
    this.#graceSeconds = Math.min(this.#graceSeconds ?? wanted, wanted);
  }

  #begin(): void {
    if (this.#mode === "finished") return;
    this.#working = true;
    const { tasks } = this.#machine;
    tasks.soon(() => tasks.spawn(this.#work()));
  }

  *#work(): Task {
    yield* this.#waitForList();
    this.#pending = false;
    this.#knownStatus = this.#pendingStatus ?? this.#knownStatus;
    this.#pendingStatus = undefined;
    if (this.#terminating && this.#mode === "syncing") this.#mode = "terminating";
    if (this.#mode === "syncing") yield* this.#sync();
    else if (this.#mode === "terminating") yield* this.#stop();
    else if (this.#mode === "terminated") this.#finish();
    if (this.#mode !== "syncing") this.#fresh = true;
    this.#syncedMs = this.#machine.tasks.nowMs;
    this.#working = false;
    if (this.#pending) this.#begin();
  }

  /** Waits for a list of the runtime that is newer than the last sync (GetNewerThan). */
  *#waitForList(): Task {
    const { settings, tasks } = this.#machine;
    if (settings.relist === undefined || this.#fresh || this.#terminating) return;
    const { everyMs, offsetMs } = settings.relist;
    const nextMs = (Math.floor((this.#syncedMs - offsetMs) / everyMs) + 1) * everyMs + offsetMs;
    if (nextMs <= tasks.nowMs) return;
    this.#listed = new Latch();
    yield firstOf(this.#listed, tasks.sleep(nextMs - tasks.nowMs));
  }

  *#sync(): Task {
    const outcome = yield* syncPod(this.#machine, this.#images);
    this.#rememberFailures();
    // A sync without an error is followed by a list of the runtime.
    this.#fresh = typeof outcome === "string";
    if (outcome === "terminal") {
      this.#terminate(undefined);
      this.#pending = true;
    } else if (outcome !== "done" || this.#machine.plan.hasReadinessProbes) this.#wake(this.#delayAfter(outcome));
  }

  /** Keeps the errors of this sync, which the next one reports. */
  #rememberFailures(): void {
    const { started, failures } = this.#machine;
    for (const { name, refusal } of started) {
      if (refusal === undefined) failures.delete(name);
      else failures.set(name, refusal);
    }
    started.length = 0;
  }

  #delayAfter(outcome: Exclude<SyncOutcome, "terminal">): number {
    const { settings, switches, tasks } = this.#machine;
    if (outcome === "done") return settings.resyncMs;
    if (outcome.retryMs === undefined || switches.backOffRetry === "10s") return ERROR_RETRY_MS;
    return Math.min(outcome.retryMs - tasks.nowMs, LONGEST_RETRY_MS);
  }

  /** Schedules the next sync, in place of one that was scheduled before. */
  #wake(delayMs: number): void {
    const { tasks, settings } = this.#machine;
    const timer = ++this.#timer;
    const { syncTickMs } = settings;
    const dueMs = tasks.nowMs + delayMs;
    const atMs = syncTickMs === 0 ? dueMs : (Math.floor(dueMs / syncTickMs) + 1) * syncTickMs;
    tasks.after(atMs - tasks.nowMs, () => {
      if (timer === this.#timer) this.update();
    });
  }

  /** Stops all containers (SyncTerminatingPod, or SyncTerminatingRuntimePod once the object is gone). */
  *#stop(): Task {
    const { writer, probes } = this.#machine;
    writer.set(generateStatus(this.#machine, false));
    // Readiness probes that the status has triggered run first.
    yield this.#machine.tasks.turn();
    probes.stopLivenessAndStartup();
    yield* killPod(this.#machine, this.#graceSeconds);
    probes.remove();
    this.#mode = "terminated";
    writer.set(generateStatus(this.#machine, true));
    this.#pending = true;
  }

  /** Sets the final status (SyncTerminatedPod). */
  #finish(): void {
    const { writer } = this.#machine;
    writer.set(generateStatus(this.#machine, true));
    writer.terminate(this.#knownStatus);
    this.#mode = "finished";
  }
}
