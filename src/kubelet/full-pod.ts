/** A pod whose life is not plain: it is scheduled as any other, and then in the hands of a kubelet that decides. */

import { copyWith } from "../api/copy-with.ts";
import { formatTimestamp } from "../api/timestamp.ts";
import type { Pod, PodSpec, PodStatus } from "../api/types.ts";
import { isTerminalPhase } from "../apiserver/pod-deletion.ts";
import { Phase } from "../engine/event-loop.ts";
import type { StatusPatch } from "../scheduler/client.ts";
import { behaviourOfPod, type PodBehaviour } from "./behaviour/container-behaviour.ts";
import type { Tenant } from "./cluster.ts";
import { KubeletPod } from "./kubelet-pod.ts";
import { DEFAULT_MACHINE } from "./machine.ts";
import { planPod } from "./plan/pod-plan.ts";
import type { PodEnvironment, PodOnNode } from "./pod-life.ts";
import { refusedStatus, scheduledStatus, unschedulableStatus, withConditions } from "./pod-status.ts";
import { isRestartable } from "./restart-policy.ts";
import type { ContainerBehaviour } from "./runtime/behaviour.ts";
import type { Remains, RuntimeAction } from "./runtime/pod-runtime.ts";
import type { ContainerRecord } from "./runtime/record.ts";
import type { PodScript } from "./script.ts";

const UNKNOWN_CONTAINER: ContainerBehaviour = { runs: [], onTerm: "ignore", image: "present", probes: {} };

export class FullPod implements PodOnNode, Tenant {
  readonly slot: number;
  pod: Pod;
  readonly #node: PodEnvironment;
  readonly #script: PodScript;
  readonly #behaviour: PodBehaviour;
  #kubelet: KubeletPod | undefined;
  #over = false;
  /** What was on the node when it was lost. */
  #remains: Remains | undefined;
  #leaderEnded = false;

  /** @param found a kubelet finds the pod on its node after a reboot, with what is left of it; otherwise it is new */
  constructor(node: PodEnvironment, slot: number, pod: Pod, script: PodScript, found?: { readonly remains?: Remains }) {
    this.#node = node;
    this.slot = slot;
    this.pod = pod;
    this.#script = script;
    this.#behaviour = behaviourOfPod(script, planPod(pod.spec));
    if (found !== undefined) {
      this.#takeCharge(0, found.remains);
      return;
    }
    const { scheduleMs } = script;
    this.#after(scheduleMs === "never" ? 0 : scheduleMs, () => this.#schedule());
  }

  changed(pod: Pod, gone: boolean): void {
    this.pod = pod;
    if (this.#kubelet === undefined && this.#node.isLost(pod.spec.nodeName)) {
      if (gone) this.#node.over(this);
    } else if (this.#kubelet === undefined) {
      if (gone || pod.metadata.deletionTimestamp !== undefined) this.#node.over(this);
    } else if (gone) this.#kubelet.removed();
    else this.#kubelet.changed(pod);
  }

  abandon(): void {
    if (!this.#over) this.#remains = this.#kubelet?.runtime.remains;
    this.#over = true;
    this.#kubelet?.abandon();
  }

  reborn(): FullPod {
    this.abandon();
    const found = this.#remains === undefined ? {} : { remains: this.#remains };
    return new FullPod(this.#node, this.slot, this.pod, this.#script, found);
  }

  #schedule(): void {
    if (this.#over) return;
    const { cluster } = this.#node;
    if (this.#script.scheduleMs === "never") this.#report(unschedulableStatus(this.pod.status, this.#now()));
    else if (cluster === undefined) this.#bind(this.#node.bind(this.pod.spec), 0);
    else cluster.admit(this);
  }

  placed(nodeName: string, imageDelayMs: number): void {
    this.#bind(copyWith(this.pod.spec, { nodeName }), imageDelayMs);
  }

  refused(patch: StatusPatch): void {
    this.#report(refusedStatus(this.pod.status, patch, this.#now()));
  }

  #report(status: PodStatus): void {
    this.pod = this.#node.pods.report(this.slot, this.pod, status, this.pod.spec);
  }

  #bind(spec: PodSpec, imageDelayMs: number): void {
    const { pods } = this.#node;
    this.pod = pods.report(this.slot, this.pod, scheduledStatus(this.pod.status, this.#now()), spec);
    if (this.#node.isLost(spec.nodeName)) this.abandon();
    else this.#takeCharge(imageDelayMs, undefined);
  }

  #takeCharge(imageDelayMs: number, remains: Remains | undefined): void {
    this.#kubelet = new KubeletPod(this.#world(imageDelayMs), this.pod, remains);
    this.#kubelet.arrive();
  }

  #world(imageDelayMs: number) {
    const { loop, storage, settings, pods, switches } = this.#node;
    const { crashLoopInitialMs, crashLoopMaxMs } = settings;
    return {
      loop,
      epochMs: storage.instantMs - loop.nowMs,
      switches,
      settings: { ...DEFAULT_MACHINE, crashLoopInitialMs, crashLoopMaxMs },
      sandboxMs: this.#sandboxMs(imageDelayMs),
      behaviour: (container: string) => this.#behaviour.containers.get(container) ?? UNKNOWN_CONTAINER,
      report: (status: Pod["status"]) => {
        const isStart = this.pod.status.startTime === undefined && status.startTime !== undefined;
        this.#report(this.#withEnd(status));
        this.#kubelet?.changed(this.pod);
        if (isStart) this.#node.cluster?.started(this.pod);
      },
      remove: () => {
        const { namespace, name } = this.pod.metadata;
        pods.delete(namespace, name, 0, "kubelet");
      },
      record: () => undefined,
      finished: () => this.#node.over(this),
      saw: (action: RuntimeAction) => this.#saw(action),
    };
  }

  /** A pod that ends by itself gets the conditions that the scenario gives it, as a plain pod does. */
  #withEnd(status: PodStatus): PodStatus {
    const { conditions = [] } = this.#script;
    const endsByItself = isTerminalPhase(status.phase) && this.pod.metadata.deletionTimestamp === undefined;
    if (conditions.length === 0 || !endsByItself) return status;
    const before = new Map(this.pod.status.conditions?.map((condition) => [condition.type, condition]));
    const given = conditions.map(
      (condition) => before.get(condition.type) ?? copyWith(condition, { lastTransitionTime: this.#now() }),
    );
    return copyWith(status, { conditions: withConditions(status.conditions, given) });
  }

  /** Init containers take the start delay themselves. */
  #sandboxMs(imageDelayMs: number): number | "never" {
    const { scheduleMs, startMs } = this.#script;
    if (startMs === "never" || scheduleMs === "never") return "never";
    const hasInits = planPod(this.pod.spec).inits.some(({ role }) => role === "init");
    return imageDelayMs + (hasInits ? 0 : Math.max(0, startMs - scheduleMs));
  }

  /** Mains that nothing is said about end with the first, once that has ended for good. */
  #saw(action: RuntimeAction): void {
    const { leader, followers } = this.#behaviour;
    if (followers.length === 0 || !("record" in action)) return;
    const { record, op } = action;
    if (op === "started" && this.#leaderEnded && followers.includes(record.name)) this.#finish(record);
    if (op !== "exited" || record.name !== leader || !this.#endsForGood(record)) return;
    this.#leaderEnded = true;
    for (const other of this.#kubelet?.runtime.status.records ?? []) {
      if (other.state === "running" && followers.includes(other.name)) this.#finish(other);
    }
  }

  #finish({ id }: ContainerRecord): void {
    this.#after(0, () => this.#kubelet?.tasks.enter(() => this.#kubelet?.runtime.finish(id, 0)));
  }

  #endsForGood({ name, exitCode = 0 }: ContainerRecord): boolean {
    const plan = planPod(this.pod.spec);
    const container = plan.mains.find((main) => main.name === name);
    return container === undefined || !isRestartable(container, plan, exitCode, this.#node.switches);
  }

  #after(delayMs: number, go: () => void): void {
    const { loop } = this.#node;
    loop.schedule(loop.nowMs + delayMs, Phase.world, go);
  }

  #now() {
    return formatTimestamp(this.#node.storage.instantMs);
  }
}
