/** A pod that is not plain: after it is scheduled, the simulated kubelet decides what happens to it. */

import { equalJson } from "../api/json.ts";
import { formatTimestamp } from "../api/timestamp.ts";
import type { Pod, PodSpec, PodStatus } from "../api/types.ts";
import { isGated } from "../apiserver/admission/scheduling-gates.ts";
import { Phase, type Stepper } from "../engine/event-loop.ts";
import type { StatusPatch } from "../scheduler/client.ts";
import { boundSpec } from "./bound-spec.ts";
import type { Tenant } from "./cluster.ts";
import type { KubeletEnd } from "./kubelet-end.ts";
import type { Life } from "./lives/life.ts";
import { named } from "./lives/named.ts";
import type { Act, Input, Turn } from "./lives/turn.ts";
import type { KilledRun } from "./machine.ts";
import { planPod } from "./plan/pod-plan.ts";
import type { PodEnvironment, PodOnNode } from "./pod-environment.ts";
import { refusedStatus, scheduledStatus, unschedulableStatus } from "./pod-status.ts";
import { type Rejection, rejectedStatus } from "./rejection.ts";
import type { Remains } from "./runtime/pod-runtime.ts";
import type { PodScript } from "./script.ts";
import { overStored } from "./status/status-writer.ts";

/** The step that schedules the pod; the timers of its life are numbered from 0. */
const SCHEDULE = -1;

export class FullPod implements PodOnNode, Stepper, Tenant {
  readonly slot: number;
  pod: Pod;
  readonly #node: PodEnvironment;
  readonly #script: PodScript;
  #life: Life | undefined;
  /** Number of turns of its life that the pod has taken. */
  #position = 0;
  #over = false;
  #acting = false;
  /** Inputs that arrived while it was acting. */
  readonly #later: Input[] = [];
  /** What was left on the node when it was lost. */
  #remains: Remains | undefined;
  /** Whether it is due to be scheduled but has scheduling gates. */
  #isHeld = false;
  /** The latest status of the kubelet, whether it could be sent or not. */
  #latest: PodStatus | undefined;
  /** The last action that the kubelet could not send because its node was cut off. */
  #unsent: "remove" | "done" | undefined;

  /** @param found set if a kubelet finds the pod on its node after a reboot, with what is left of it */
  constructor(node: PodEnvironment, slot: number, pod: Pod, script: PodScript, found?: { readonly remains?: Remains }) {
    this.#node = node;
    this.slot = slot;
    this.pod = pod;
    this.#script = script;
    if (found !== undefined) {
      this.#begin(0, found.remains);
      return;
    }
    const { scheduleMs } = script;
    const { loop } = node;
    loop.scheduleStep(loop.nowMs + (scheduleMs === "never" ? 0 : scheduleMs), Phase.world, this, SCHEDULE);
  }

  changed(pod: Pod, gone: boolean): void {
    const before = this.pod;
    this.pod = pod;
    if (this.#over) {
      if (gone) this.#node.over(this);
    } else if (this.#life !== undefined) {
      if (gone) this.#handle({ kind: "removed" });
      else if (this.#isNews(before, pod)) this.#handle({ kind: "changed", pod });
    } else if (gone || (pod.metadata.deletionTimestamp !== undefined && !this.#node.isLost(pod.spec.nodeName))) {
      this.#node.over(this);
    } else if (before.spec.nodeName === undefined && pod.spec.nodeName !== undefined) this.#boundByOthers();
    else if (this.#isHeld) this.#schedule();
  }

  /** Another scheduler has bound the pod. */
  #boundByOthers(): void {
    const { cluster } = this.#node;
    if (cluster === undefined) this.found(0, undefined);
    else cluster.boundByOthers(this);
  }

  reconnect(pod: Pod): void {
    if (this.#over) return;
    this.pod = pod;
    if (this.#life === undefined) {
      this.#begin(0, undefined);
      return;
    }
    const status = this.#latest === undefined ? pod.status : overStored(pod.status, this.#latest);
    if (!equalJson(status, pod.status)) this.#report(status);
    const unsent = this.#unsent;
    this.#unsent = undefined;
    if (unsent !== undefined) this.#act({ kind: unsent });
    else if (pod.metadata.deletionTimestamp !== undefined) this.#handle({ kind: "changed", pod: this.pod });
  }

  abandon(): void {
    if (this.#over) return;
    this.#over = true;
    if (this.#life === undefined) return;
    this.#life.readers--;
    if (this.#node.isLost(this.pod.spec.nodeName)) this.#remains = this.#life.remains(this.#position);
  }

  afterReboot(): FullPod {
    this.abandon();
    const found = this.#remains === undefined ? {} : { remains: this.#remains };
    return new FullPod(this.#node, this.slot, this.pod, this.#script, found);
  }

  end(end: KubeletEnd, graceSeconds: number): void {
    this.#handle({ kind: "ended", end, graceSeconds });
  }

  finish(exitCode: number): void {
    this.#handle({ kind: "finished", exitCode });
  }

  takeStep(step: number): void {
    if (this.#over) return;
    if (step === SCHEDULE) this.#schedule();
    else if (this.#life !== undefined) this.#take(this.#life.ring(this.#position, step, this.#node.loop.nowMs));
  }

  #schedule(): void {
    const { cluster } = this.#node;
    // If nodes are simulated, the scheduler handles the gates.
    this.#isHeld = cluster === undefined && isGated(this.pod.spec);
    if (this.#isHeld) return;
    if (this.#script.scheduleMs === "never") this.#report(unschedulableStatus(this.pod.status, this.#now()));
    else if (cluster === undefined) this.#bind(this.#node.bind(this.pod.spec), 0);
    else cluster.admit(this);
  }

  placed(nodeName: string, imageDelayMs: number, rejection?: Rejection): void {
    this.#bind(boundSpec(this.pod.spec, nodeName), imageDelayMs, rejection);
  }

  found(imageDelayMs: number, rejection: Rejection | undefined): void {
    const { nodeName } = this.pod.spec;
    if (this.#node.isLost(nodeName)) this.abandon();
    else if (!this.#node.isCutOff(nodeName)) this.#arrive(imageDelayMs, rejection);
  }

  refused(patch: StatusPatch): void {
    this.#report(refusedStatus(this.pod.status, patch, this.#now()));
  }

  #report(status: PodStatus): void {
    this.pod = this.#node.pods.report(this.slot, this.pod, status, this.pod.spec);
  }

  #bind(spec: PodSpec, imageDelayMs: number, rejection?: Rejection): void {
    const { pods, shared } = this.#node;
    const { status } = this.pod;
    const at = this.#now();
    const scheduled = shared.take({ name: "scheduled", at }, status, () => scheduledStatus(status, at));
    this.pod = pods.report(this.slot, this.pod, scheduled, spec);
    this.#node.events?.bound(this.pod, spec.nodeName ?? "");
    this.found(imageDelayMs, rejection);
  }

  /** The kubelet sees the pod and admits or rejects it. */
  #arrive(imageDelayMs: number, found: Rejection | undefined): void {
    const rejection = this.#node.rejectionOf(this.pod, this.#script) ?? found;
    if (rejection === undefined) {
      this.#begin(imageDelayMs, undefined);
      return;
    }
    this.#node.events?.rejected(this.pod, rejection);
    this.#report(rejectedStatus(this.pod.status, rejection, this.#node.switches, this.#now()));
    this.#node.over(this);
  }

  #begin(imageDelayMs: number, remains: Remains | undefined): void {
    const { pod } = this;
    const atMs = this.#node.loop.nowMs;
    const sandboxMs = this.#sandboxMs(imageDelayMs);
    this.#live(this.#node.lives.begin({ atMs, script: this.#script, pod, sandboxMs, remains }));
  }

  #handle(input: Input): void {
    if (this.#life === undefined || this.#over) return;
    if (this.#acting) this.#later.push(input);
    else this.#live(this.#life.after(this.#position, input, this.#node.loop.nowMs));
  }

  /** Continues with a life whose next turn has been played. */
  #live(life: Life): void {
    if (life !== this.#life) {
      if (this.#life !== undefined) this.#life.readers--;
      life.readers++;
      this.#life = life;
    }
    this.#take(life.turn(this.#position));
  }

  #take({ timers, acts }: Turn): void {
    const { loop } = this.#node;
    this.#position++;
    for (const { atMs, phase, timer } of timers) loop.scheduleStep(atMs, phase, this, timer);
    if (acts.length === 0) return;
    this.#acting = true;
    for (const act of acts) this.#act(act);
    this.#acting = false;
    for (let input = this.#later.shift(); input !== undefined; input = this.#later.shift()) this.#handle(input);
  }

  #act(act: Act): void {
    // That a container is killed is a fact of its node, which a run knows although the API server never hears of it.
    if (act.kind === "kill") this.#noteKill(act.kill);
    else if (this.#node.isCutOff(this.pod.spec.nodeName)) this.#keep(act);
    else this.#send(act);
  }

  #noteKill(kill: KilledRun): void {
    const { timeMs, log } = this.#node.storage;
    log.append({ kind: "probeKill", timeMs, slot: this.slot, uid: this.pod.metadata.uid, ...kill });
  }

  /** The node is cut off: keeps the latest status and action until the network is back. */
  #keep(act: Exclude<Act, { readonly kind: "kill" }>): void {
    if (act.kind === "report") this.#latest = act.namesPod ? named(act.status, this.pod) : act.status;
    else if (act.kind !== "event") this.#unsent = act.kind;
  }

  #send(act: Exclude<Act, { readonly kind: "kill" }>): void {
    switch (act.kind) {
      case "report":
        this.#write(act.namesPod ? named(act.status, this.pod) : act.status);
        break;
      case "event":
        this.#node.events?.record(this.pod, act.event);
        break;
      case "remove": {
        const { namespace, name } = this.pod.metadata;
        this.#node.pods.delete(namespace, name, 0, "kubelet");
        break;
      }
      case "done":
        this.#node.over(this);
    }
  }

  #write(status: PodStatus): void {
    this.#latest = status;
    const isStart = this.pod.status.startTime === undefined && status.startTime !== undefined;
    this.#report(status);
    if (isStart) this.#node.cluster?.started(this);
  }

  /** Whether others changed something that the kubelet reacts to. */
  #isNews({ metadata: before, status: known }: Pod, { metadata: after, status }: Pod): boolean {
    return (
      before.deletionTimestamp !== after.deletionTimestamp ||
      before.deletionGracePeriodSeconds !== after.deletionGracePeriodSeconds ||
      (!this.#acting && known !== status && !equalJson(known, status))
    );
  }

  /** If there are init containers, the start delay is their run time and not that of the sandbox. */
  #sandboxMs(imageDelayMs: number): number | "never" {
    const { scheduleMs, startMs } = this.#script;
    if (startMs === "never") return "never";
    const hasInits = planPod(this.pod.spec).inits.some(({ role }) => role === "init");
    return imageDelayMs + (hasInits ? 0 : Math.max(0, startMs - (scheduleMs === "never" ? 0 : scheduleMs)));
  }

  #now() {
    return formatTimestamp(this.#node.storage.instantMs);
  }
}
