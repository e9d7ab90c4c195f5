/** A plain pod, which follows its script: each step writes the status that a kubelet would report. */

import { secondsToDurationMs } from "../api/go-duration.ts";
import { formatTimestamp } from "../api/timestamp.ts";
import type { Pod, PodCondition, PodSpec, PodStatus, Timestamp } from "../api/types.ts";
import { isTerminalPhase } from "../apiserver/pod-deletion.ts";
import { Phase, type Stepper } from "../engine/event-loop.ts";
import type { StatusPatch } from "../scheduler/client.ts";
import { boundSpec } from "./bound-spec.ts";
import type { Tenant } from "./cluster.ts";
import { MINIMUM_GRACE_SECONDS, SIGKILL_EXIT_CODE } from "./constants.ts";
import { type CrashLoopState, nextRestart } from "./crash-loop.ts";
import type { KubeletEnd } from "./kubelet-end.ts";
import type { PodEnvironment, PodOnNode } from "./pod-environment.ts";
import {
  crashLoopStatus,
  endedByKubelet,
  failedStatus,
  lostStatus,
  readinessStatus,
  refusedStatus,
  reportedContainer,
  runningStatus,
  scheduledStatus,
  terminalStatus,
  unschedulableStatus,
} from "./pod-status.ts";
import { type Rejection, rejectedStatus } from "./rejection.ts";
import type { PodScript } from "./script.ts";

const Step = { schedule: 0, reportUnschedulable: 1, start: 2, becomeReady: 3, crash: 4, end: 5, stop: 6 } as const;
type Step = (typeof Step)[keyof typeof Step];
const STEPS = 8;

const NO_CONDITIONS: readonly PodCondition[] = [];

export class PlainPodLife implements PodOnNode, Stepper, Tenant {
  readonly slot: number;
  /** As stored. */
  pod: Pod;
  readonly #node: PodEnvironment;
  readonly #script: PodScript;
  readonly #container: string;
  #crashLoop: CrashLoopState;
  /** Whether the pod was deleted with a grace period: its script is over and its containers are stopping. */
  #stopping = false;
  #killed = false;
  /** Set if the kubelet ends the pod. */
  #kubeletEnd: KubeletEnd | undefined = undefined;
  #over = false;

  /** @param begin whether the pod is new, or found by a kubelet after a reboot of its node */
  constructor(node: PodEnvironment, slot: number, pod: Pod, script: PodScript, begin: "new" | "booted" = "new") {
    this.#node = node;
    this.slot = slot;
    this.pod = pod;
    this.#script = script;
    this.#container = reportedContainer(pod, script.container);
    if (begin === "booted") this.#comeBack();
    else if (script.scheduleMs === "never") this.#plan(0, Step.reportUnschedulable, 0);
    else this.#plan(script.scheduleMs, Step.schedule, 0);
  }

  /** Stops a pod that is marked for deletion, forgets one that is gone. */
  changed(pod: Pod, gone: boolean): void {
    const isBound = this.pod.spec.nodeName === undefined && pod.spec.nodeName !== undefined;
    this.pod = pod;
    if (isBound && !gone && this.#node.settings.decides === "template") this.#boundByOthers();
    const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = pod.metadata;
    const isForced = deletionTimestamp !== undefined && deletionGracePeriodSeconds === 0;
    // Once containers are being stopped, later requests do not change that.
    if (gone || (isForced && !this.#stopping)) this.#node.over(this);
    else if (deletionTimestamp !== undefined) this.stop(Math.max(0, secondsToDurationMs(deletionGracePeriodSeconds)));
  }

  /** Another scheduler has bound the pod. */
  #boundByOthers(): void {
    const { cluster } = this.#node;
    if (cluster === undefined) this.found(0, undefined);
    else cluster.boundByOthers(this);
  }

  /**
   * Starts to stop the containers; they are killed at the end of the grace period.
   *
   * @param graceMs 1 or more
   */
  stop(graceMs: number): void {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#node.events?.plainStops(this.pod);
    this.#killed = this.#script.terminationMs > graceMs;
    this.#plan(Math.min(this.#script.terminationMs, graceMs), Step.stop, 0);
  }

  end(end: KubeletEnd, graceSeconds: number): void {
    const { nodeName } = this.pod.spec;
    if (this.#stopping || nodeName === undefined || isTerminalPhase(this.pod.status.phase)) return;
    this.#kubeletEnd = end;
    const isRunning = this.pod.status.containerStatuses !== undefined;
    if (isRunning) this.stop(secondsToDurationMs(Math.max(graceSeconds, MINIMUM_GRACE_SECONDS)));
    else this.#end(SIGKILL_EXIT_CODE, NO_CONDITIONS);
  }

  finish(exitCode: number): void {
    if (this.#over || this.#stopping || isTerminalPhase(this.pod.status.phase)) return;
    this.#end(exitCode, this.#script.conditions ?? NO_CONDITIONS);
  }

  /** Leaves the script: the status is not written any more. */
  abandon(): void {
    this.#over = true;
  }

  afterReboot(): PlainPodLife {
    this.abandon();
    return new PlainPodLife(this.#node, this.slot, this.pod, this.#script, "booted");
  }

  /** Takes a step of the script; `code` encodes the step and the container run that it belongs to. */
  takeStep(code: number): void {
    if (this.#over) return;
    const step = code % STEPS;
    const run = Math.floor(code / STEPS);
    if (step === Step.stop) this.#finishStopping();
    else if (!this.#stopping || (step === Step.end && this.#script.worksOnWhenStopped === true)) {
      this.#takeScriptedStep(step, run);
    }
  }

  #takeScriptedStep(step: number, run: number): void {
    // A terminal phase is final, except in recordings: there a container that starts makes its pod Running.
    const isScripted = this.#node.settings.decides === "script";
    if (step > (isScripted ? Step.start : Step.reportUnschedulable) && isTerminalPhase(this.pod.status.phase)) return;
    switch (step) {
      case Step.schedule:
        if (this.#node.cluster === undefined) this.#schedule(this.#node.bind(this.pod.spec), 0);
        else this.#node.cluster.admit(this);
        break;
      case Step.reportUnschedulable:
        this.#report(unschedulableStatus(this.pod.status, this.#now()));
        break;
      case Step.start:
        this.#start(run);
        break;
      case Step.becomeReady:
        this.#becomeReady(run);
        break;
      case Step.crash:
        this.#crash(run);
        break;
      case Step.end:
        this.#end(this.#script.exitCode, this.#script.conditions ?? NO_CONDITIONS);
    }
  }

  placed(nodeName: string, imageDelayMs: number, rejection?: Rejection): void {
    this.#schedule(boundSpec(this.pod.spec, nodeName), imageDelayMs, rejection);
  }

  refused(patch: StatusPatch): void {
    this.#report(refusedStatus(this.pod.status, patch, this.#now()));
  }

  #schedule(bound: PodSpec, imageDelayMs: number, rejection?: Rejection): void {
    const { pods, shared } = this.#node;
    const { status } = this.pod;
    const at = this.#now();
    const scheduled = shared.take({ name: "scheduled", at }, status, () => scheduledStatus(status, at));
    this.pod = pods.report(this.slot, this.pod, scheduled, bound);
    this.#node.events?.bound(this.pod, bound.nodeName ?? "");
    this.found(imageDelayMs, rejection);
  }

  found(imageDelayMs: number, found: Rejection | undefined): void {
    const { scheduleMs, startMs } = this.#script;
    if (this.#node.isLost(this.pod.spec.nodeName)) {
      this.abandon();
      return;
    }
    const rejection = this.#node.rejectionOf(this.pod, this.#script) ?? found;
    if (rejection !== undefined) this.#reject(rejection);
    else if (startMs !== "never") {
      this.#plan(imageDelayMs + Math.max(0, startMs - (scheduleMs === "never" ? 0 : scheduleMs)), Step.start, 0);
    }
  }

  /** The kubelet rejects the pod. */
  #reject(rejection: Rejection): void {
    this.#node.events?.rejected(this.pod, rejection);
    this.#report(rejectedStatus(this.pod.status, rejection, this.#node.switches, this.#now()));
    this.#node.over(this);
  }

  /** Starts the container for the `run`-th time, counted from 0. */
  #start(run: number): void {
    const { status } = this.pod;
    const container = this.#container;
    const { readyMs = 0, restarts, runMs } = this.#script;
    const ready = readyMs === 0;
    const at = this.#now();
    const step = { name: "running", at, container, number: run, ready } as const;
    this.#node.events?.plainStarts(this.pod, this.#node.switches);
    this.#report(this.#node.shared.take(step, status, () => runningStatus(status, container, run, ready, at)));
    if (run === 0) this.#node.cluster?.started(this);
    if (!ready && readyMs !== "never") this.#plan(readyMs, Step.becomeReady, run);
    const failing = restarts?.[run];
    if (failing !== undefined) this.#plan(failing.runMs, Step.crash, run);
    else if (runMs !== undefined) this.#plan(runMs, Step.end, run);
  }

  /** The node has rebooted: containers that were running are dead, those that never ran start now. */
  #comeBack(): void {
    const { status, metadata } = this.pod;
    const isGoing = metadata.deletionTimestamp !== undefined;
    if (isTerminalPhase(status.phase)) {
      if (isGoing) this.#remove();
      else this.#node.over(this);
      return;
    }
    const { scheduleMs, startMs } = this.#script;
    const [container] = status.containerStatuses ?? [];
    if (container === undefined && !isGoing) {
      if (startMs !== "never" && scheduleMs !== "never") this.#plan(Math.max(0, startMs - scheduleMs), Step.start, 0);
      return;
    }
    const at = this.#now();
    const lost = lostStatus(status, this.#container, at);
    if (!isGoing && this.pod.spec.restartPolicy === "OnFailure" && container !== undefined) {
      // Not written: the next status that the API server gets shows the restarted container.
      this.pod = { ...this.pod, status: lost };
      this.#start((container.restartCount ?? 0) + 1);
      return;
    }
    this.#report(failedStatus(lost, at));
    if (isGoing) this.#remove();
    else this.#node.over(this);
  }

  #becomeReady(run: number): void {
    const { status } = this.pod;
    const container = status.containerStatuses?.[0];
    if (container?.state?.running === undefined || container.restartCount !== run) return;
    const at = this.#now();
    this.#report(this.#node.shared.take({ name: "ready", at }, status, () => readinessStatus(status, true, at)));
  }

  /** The container fails and waits for its restart. */
  #crash(run: number): void {
    const failing = this.#script.restarts?.[run];
    if (failing === undefined) return;
    const { delayMs, next } = nextRestart(this.#crashLoop, failing.runMs, this.#node.settings);
    this.#crashLoop = next;
    this.#report(crashLoopStatus(this.pod.status, this.#container, run, failing.exitCode, this.#now()));
    this.#plan(delayMs, Step.start, run + 1);
  }

  /** Makes the pod terminal. */
  #end(exitCode: number, conditions: readonly PodCondition[]): void {
    const { status } = this.pod;
    const container = this.#container;
    const at = this.#now();
    const end = this.#kubeletEnd;
    const make = () => terminalStatus(status, container, exitCode, conditions, at);
    const step = { name: "ended", at, container, number: exitCode } as const;
    if (end !== undefined) this.#report(endedByKubelet(make(), end, at));
    else this.#report(conditions.length === 0 ? this.#node.shared.take(step, status, make) : make());
    // A pod that is being deleted still waits for its removal; any other is finished.
    if (!this.#stopping || this.pod.metadata.deletionTimestamp === undefined) this.#node.over(this);
  }

  #finishStopping(): void {
    if (!isTerminalPhase(this.pod.status.phase)) {
      this.#end(this.#killed ? SIGKILL_EXIT_CODE : this.#script.terminationExitCode, NO_CONDITIONS);
    }
    if (this.#kubeletEnd === undefined || this.pod.metadata.deletionTimestamp !== undefined) this.#remove();
  }

  #remove(): void {
    const { namespace, name } = this.pod.metadata;
    this.#node.pods.delete(namespace, name, 0, "kubelet");
  }

  #report(status: PodStatus): void {
    this.pod = this.#node.pods.report(this.slot, this.pod, status, this.pod.spec);
  }

  #now(): Timestamp {
    return formatTimestamp(this.#node.storage.instantMs);
  }

  #plan(delayMs: number, step: Step, run: number): void {
    const { loop } = this.#node;
    loop.scheduleStep(loop.nowMs + delayMs, Phase.world, this, step + run * STEPS);
  }
}
