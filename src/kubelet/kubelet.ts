/**
 * Scheduler and fake pod runtime: plays each pod's script on the virtual clock.
 *
 * It sees commits at once (a node has no stale view of its own pods) and writes statuses straight to the API server.
 */

import { formatTimestamp } from "../api/timestamp.ts";
import type { Pod, PodCondition, PodSpec, PodStatus, Timestamp } from "../api/types.ts";
import { isTerminalPhase } from "../apiserver/pod-deletion.ts";
import type { PodRegistry } from "../apiserver/pod-registry.ts";
import type { Storage } from "../apiserver/storage.ts";
import { type EventLoop, Phase } from "../engine/event-loop.ts";
import type { CrashLoopState } from "./crash-loop.ts";
import { nextRestart } from "./crash-loop.ts";
import {
  crashLoopStatus,
  readinessStatus,
  reportedContainer,
  runningStatus,
  scheduledStatus,
  terminalStatus,
  unschedulableStatus,
} from "./pod-status.ts";
import type { PodScript } from "./script.ts";
import type { KubeletSettings } from "./settings.ts";
import { SharedStatus } from "./shared-status.ts";

/** Exit code of a container killed at the end of its grace period. */
const SIGKILL_EXIT_CODE = 137;
const NO_CONDITIONS: readonly PodCondition[] = [];

/** One pod on its way through its script. */
interface PodLife {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly script: PodScript;
  readonly container: string;
  crashLoop: CrashLoopState;
  stopping: boolean;
}

export class Kubelet {
  readonly #loop: EventLoop;
  readonly #storage: Storage;
  readonly #pods: PodRegistry;
  readonly #settings: KubeletSettings;
  readonly #lives = new Map<string, PodLife>();
  readonly #shared = new SharedStatus();
  /** The spec of a pod once it is bound, by its spec before: pods that share the one share the other. */
  readonly #boundSpecs = new WeakMap<PodSpec, PodSpec>();

  constructor(loop: EventLoop, storage: Storage, pods: PodRegistry, settings: KubeletSettings) {
    this.#loop = loop;
    this.#storage = storage;
    this.#pods = pods;
    this.#settings = settings;
  }

  /** Takes charge of a new pod. */
  podCreated(pod: Pod, script: PodScript): void {
    const { namespace, name, uid } = pod.metadata;
    const container = reportedContainer(pod, script.container);
    const life: PodLife = { namespace, name, uid, script, container, crashLoop: undefined, stopping: false };
    this.#lives.set(uid, life);
    if (script.scheduleMs === "never") this.#in(0, () => this.#reportUnschedulable(life));
    else this.#then(life, script.scheduleMs, () => this.#schedule(life));
  }

  /** Follows deletion: stops a pod that was marked, forgets one that is gone. */
  podChanged(pod: Pod, gone: boolean): void {
    const { uid, deletionTimestamp, deletionGracePeriodSeconds = 0 } = pod.metadata;
    if (gone) {
      this.#lives.delete(uid);
      return;
    }
    if (deletionTimestamp === undefined) return;
    const life = this.#lives.get(uid);
    if (life === undefined) return;
    if (deletionGracePeriodSeconds === 0) {
      // Deleted without grace: nobody waits for its containers, and no status is written any more.
      this.#lives.delete(uid);
    } else if (!life.stopping) {
      life.stopping = true;
      this.#stop(life, deletionGracePeriodSeconds * 1000);
    }
  }

  #schedule(life: PodLife): void {
    const pod = this.#current(life);
    if (pod === undefined) return;
    const { script } = life;
    const status = this.#shared.step(pod.status, `scheduled ${this.#now()}`, (from) =>
      scheduledStatus(from, this.#now()),
    );
    this.#pods.replace({ ...pod, spec: this.#bind(pod.spec), status }, pod, "update", "kubelet");
    if (script.startMs === "never" || script.scheduleMs === "never") return;
    this.#then(life, Math.max(0, script.startMs - script.scheduleMs), () => this.#start(life, 0));
  }

  #reportUnschedulable(life: PodLife): void {
    const pod = this.#current(life);
    if (pod !== undefined) this.#update(pod, unschedulableStatus(pod.status, this.#now()));
  }

  #bind(spec: PodSpec): PodSpec {
    const known = this.#boundSpecs.get(spec);
    if (known !== undefined) return known;
    const bound = { ...spec, nodeName: this.#settings.nodeName };
    this.#boundSpecs.set(spec, bound);
    return bound;
  }

  /** Starts the container for the `run`-th time, counted from 0. */
  #start(life: PodLife, run: number): void {
    const pod = this.#current(life);
    if (pod === undefined || isTerminalPhase(pod.status.phase)) return;
    const { script, container } = life;
    const readyMs = script.readyMs ?? 0;
    const ready = readyMs === 0;
    const at = this.#now();
    this.#update(
      pod,
      this.#shared.step(pod.status, `running ${container} ${run} ${ready} ${at}`, (from) =>
        runningStatus(from, container, run, ready, at),
      ),
    );
    if (!ready && readyMs !== "never") this.#then(life, readyMs, () => this.#becomeReady(life, run));
    const failing = script.restarts?.[run];
    if (failing !== undefined)
      this.#then(life, failing.runMs, () => this.#crash(life, run, failing.runMs, failing.exitCode));
    else if (script.runMs !== undefined) {
      this.#then(life, script.runMs, () => this.#end(life, script.exitCode, script.conditions ?? NO_CONDITIONS));
    }
  }

  #becomeReady(life: PodLife, run: number): void {
    const pod = this.#current(life);
    const running = pod?.status.containerStatuses?.[0];
    if (pod === undefined || running?.state?.running === undefined || running.restartCount !== run) return;
    const at = this.#now();
    this.#update(
      pod,
      this.#shared.step(pod.status, `ready ${at}`, (from) => readinessStatus(from, true, at)),
    );
  }

  #crash(life: PodLife, run: number, ranMs: number, exitCode: number): void {
    const pod = this.#current(life);
    if (pod === undefined || isTerminalPhase(pod.status.phase)) return;
    const { delayMs, next } = nextRestart(life.crashLoop, ranMs, this.#settings);
    life.crashLoop = next;
    this.#update(pod, crashLoopStatus(pod.status, life.container, run, exitCode, this.#now()));
    this.#then(life, delayMs, () => this.#start(life, run + 1));
  }

  /** Makes the pod terminal. */
  #end(life: PodLife, exitCode: number, conditions: readonly PodCondition[]): void {
    const pod = this.#current(life);
    if (pod === undefined || isTerminalPhase(pod.status.phase)) return;
    const at = this.#now();
    const make = (from: PodStatus) => terminalStatus(from, life.container, exitCode, conditions, at);
    const plain = conditions.length === 0;
    const key = `ended ${life.container} ${exitCode} ${at}`;
    this.#update(pod, plain ? this.#shared.step(pod.status, key, make) : make(pod.status));
    // A pod that is being stopped still waits for its final delete; any other is done with.
    if (!life.stopping) this.#lives.delete(life.uid);
  }

  /** Containers get their time to stop; what is left after the grace period is killed. */
  #stop(life: PodLife, graceMs: number): void {
    const { terminationMs, terminationExitCode } = life.script;
    const killed = terminationMs > graceMs;
    this.#in(Math.min(terminationMs, graceMs), () => {
      this.#end(life, killed ? SIGKILL_EXIT_CODE : terminationExitCode, NO_CONDITIONS);
      if (this.#current(life) !== undefined) this.#pods.delete(life.namespace, life.name, 0, "kubelet");
    });
  }

  /** Plans a step of the script; a pod that is being stopped meanwhile does not take it. */
  #then(life: PodLife, delayMs: number, step: () => void): void {
    this.#in(delayMs, () => {
      if (!life.stopping) step();
    });
  }

  /** The pod as stored, while the kubelet is in charge of it. */
  #current(life: PodLife): Pod | undefined {
    if (!this.#lives.has(life.uid)) return undefined;
    const pod = this.#pods.pods.get(life.namespace, life.name);
    return pod?.metadata.uid === life.uid ? pod : undefined;
  }

  #update(pod: Pod, status: PodStatus): void {
    this.#pods.replace({ ...pod, status }, pod, "update", "kubelet");
  }

  #now(): Timestamp {
    return formatTimestamp(this.#storage.instantMs);
  }

  #in(delayMs: number, action: () => void): void {
    this.#loop.schedule(this.#loop.nowMs + delayMs, Phase.world, action);
  }
}
