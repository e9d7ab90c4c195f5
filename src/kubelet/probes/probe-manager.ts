/** The probes of one pod: starts and stops workers, keeps results and reports changes (prober manager). */

import type { ContainerStatus } from "../../api/types.ts";
import { type ContainerPlan, PROBE_KINDS, type ProbeKind } from "../plan/container-plan.ts";
import type { PodPlan } from "../plan/pod-plan.ts";
import type { StatusParts } from "../status/container-status.ts";
import { type ProbedPod, type ProbeResult, type ProbeResults, ProbeWorker } from "./probe-worker.ts";

/** What the manager needs from the pod, in addition to what its workers need. */
export interface ProbeHost extends ProbedPod {
  /** Runs `go` after a delay, before or after containers end at that instant (see `KubeletChance`). */
  tickAfter(delayMs: number, go: () => void): void;
  soon(go: () => void): void;
  changed(kind: ProbeKind, containerID: string, result: ProbeResult): void;
}

interface Running {
  readonly worker: ProbeWorker;
  /** Number of restarts of the ticker; older ticks are ignored. */
  epoch: number;
}

export class ProbeManager {
  readonly #plan: PodPlan;
  readonly #host: ProbeHost;
  readonly #running = new Map<string, Running>();
  readonly #results = new Map<string, ProbeResult>();
  #added = false;

  constructor(plan: PodPlan, host: ProbeHost) {
    this.#plan = plan;
    this.#host = host;
  }

  /** Starts a worker for each probe (AddPod). */
  add(): void {
    if (this.#added) return;
    this.#added = true;
    const results: ProbeResults = {
      store: (kind, id, result) => this.#store(kind, id, result),
      forget: (kind, id) => this.#results.delete(`${kind} ${id}`),
    };
    for (const container of [...this.#plan.inits, ...this.#plan.mains]) {
      if (container.role === "init") continue;
      for (const kind of PROBE_KINDS) {
        const plan = container.probes[kind];
        if (plan === undefined) continue;
        const running: Running = { worker: new ProbeWorker(container, kind, plan, this.#host, results), epoch: 0 };
        this.#running.set(keyOf(container, kind), running);
        this.#host.soon(() => this.#tick(running));
      }
    }
  }

  /** The pod is being stopped: main containers keep only their readiness probes (StopLivenessAndStartup). */
  stopLivenessAndStartup(): void {
    for (const [key, { worker }] of this.#running) {
      if (worker.kind !== "readiness" && worker.container.role === "main") this.#end(key, worker);
    }
  }

  /** Stops all workers (RemovePod). */
  remove(): void {
    for (const [key, { worker }] of this.#running) this.#end(key, worker);
  }

  result(kind: ProbeKind, containerID: string): ProbeResult | undefined {
    return this.#results.size === 0 ? undefined : this.#results.get(`${kind} ${containerID}`);
  }

  /**
   * Whether a container counts as started: it is running, and its startup probe, if any, has succeeded. Without a
   * result of the probe, the last known state counts.
   */
  isStarted({ name, containerID, state }: StatusParts, old: ContainerStatus | undefined): boolean {
    if (state?.running === undefined || containerID === undefined) return false;
    const result = this.result("startup", containerID);
    if (result !== undefined) return result === "success";
    return !this.#runs("startup", name) || old?.started === true;
  }

  /** Whether a started container is ready; if not, it is probed at once (UpdatePodStatus). */
  isReady({ name, containerID = "" }: StatusParts): boolean {
    const result = this.result("readiness", containerID);
    if (result === "success") return true;
    const running = this.#running.size === 0 ? undefined : this.#running.get(`readiness ${name}`);
    if (running === undefined) return result === undefined;
    this.#host.soon(() => this.#tick(running));
    return false;
  }

  #runs(kind: ProbeKind, name: string): boolean {
    return this.#running.size > 0 && this.#running.has(`${kind} ${name}`);
  }

  /** Sets the readiness of a container without readiness probe. */
  setReadiness(containerID: string, ready: boolean): void {
    this.#store("readiness", containerID, ready ? "success" : "failure");
  }

  /** Probes now, and then once per period. */
  #tick(running: Running): void {
    const epoch = ++running.epoch;
    const { worker } = running;
    if (!worker.tick()) {
      this.#end(keyOf(worker.container, worker.kind), worker);
      return;
    }
    this.#host.tickAfter(worker.plan.periodSeconds * 1000, () => {
      if (running.epoch === epoch) this.#tick(running);
    });
  }

  #end(key: string, worker: ProbeWorker): void {
    worker.stopped = true;
    this.#running.delete(key);
  }

  #store(kind: ProbeKind, containerID: string, result: ProbeResult): void {
    const key = `${kind} ${containerID}`;
    if (this.#results.get(key) === result) return;
    this.#results.set(key, result);
    this.#host.changed(kind, containerID, result);
  }
}

function keyOf({ name }: ContainerPlan, kind: ProbeKind): string {
  return `${kind} ${name}`;
}
