/** One probe of one container (prober worker; semantics 11, section 5). */

import type { ContainerStatus } from "../../api/types.ts";
import type { ContainerPlan, ProbeKind, ProbePlan } from "../plan/container-plan.ts";

export type ProbeResult = "success" | "failure" | "unknown";

/** The result before the first check. */
const INITIAL: Readonly<Record<ProbeKind, ProbeResult>> = {
  readiness: "failure",
  liveness: "success",
  startup: "unknown",
};

/** What a worker needs from its pod. */
export interface ProbedPod {
  nowMs(): number;
  /** Whether the pod has a terminal phase. */
  podIsOver(): boolean;
  /** The last reported status. */
  statusOf(container: string): ContainerStatus | undefined;
  /** When the container started, in whole seconds as in its status. */
  startedMs(status: ContainerStatus): number;
  check(container: ContainerPlan, kind: ProbeKind, containerID: string): boolean;
  /** Whether the container is restarted after it has ended. */
  isRestarted(container: ContainerPlan): boolean;
}

/** Where results are kept. */
export interface ProbeResults {
  /** Stores a result; changes are reported. */
  store(kind: ProbeKind, containerID: string, result: ProbeResult): void;
  forget(kind: ProbeKind, containerID: string): void;
}

export class ProbeWorker {
  readonly container: ContainerPlan;
  readonly kind: ProbeKind;
  readonly plan: ProbePlan;
  readonly #pod: ProbedPod;
  readonly #results: ProbeResults;
  #containerID: string | undefined;
  #onHold = false;
  #lastResult: ProbeResult | undefined;
  #resultRun = 0;
  /** Whether the worker must stop. */
  stopped = false;

  constructor(container: ContainerPlan, kind: ProbeKind, plan: ProbePlan, pod: ProbedPod, results: ProbeResults) {
    this.container = container;
    this.kind = kind;
    this.plan = plan;
    this.#pod = pod;
    this.#results = results;
  }

  /** One tick; returns whether there will be another (doProbe). */
  tick(): boolean {
    if (this.stopped || this.#pod.podIsOver()) return false;
    const status = this.#pod.statusOf(this.container.name);
    if (status?.containerID === undefined) return true;
    if (status.containerID !== this.#containerID) this.#newContainer(status.containerID);
    if (this.#onHold) return true;
    if (status.state?.running === undefined) {
      this.#results.store(this.kind, status.containerID, "failure");
      return status.state?.terminated === undefined || this.#pod.isRestarted(this.container);
    }
    if (this.#isDue(status)) this.#check(status.containerID);
    return true;
  }

  #newContainer(containerID: string): void {
    if (this.#containerID !== undefined) this.#results.forget(this.kind, this.#containerID);
    this.#containerID = containerID;
    this.#onHold = false;
    this.#results.store(this.kind, containerID, INITIAL[this.kind]);
  }

  #isDue(status: ContainerStatus): boolean {
    const seconds = Math.floor((this.#pod.nowMs() - this.#pod.startedMs(status)) / 1000);
    if (seconds < this.plan.initialDelaySeconds) return false;
    // Until the startup probe has succeeded, no other probe runs.
    return (status.started === true) !== (this.kind === "startup");
  }

  #check(containerID: string): void {
    const result = this.#pod.check(this.container, this.kind, containerID) ? "success" : "failure";
    this.#resultRun = result === this.#lastResult ? this.#resultRun + 1 : 1;
    this.#lastResult = result;
    const threshold = result === "success" ? this.plan.successThreshold : this.plan.failureThreshold;
    if (this.#resultRun < threshold) return;
    this.#results.store(this.kind, containerID, result);
    if (this.kind === "startup" || (this.kind === "liveness" && result === "failure")) {
      this.#onHold = true;
      this.#resultRun = 0;
    }
  }
}
