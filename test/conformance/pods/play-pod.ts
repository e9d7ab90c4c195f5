/** Plays one pod in the hands of our kubelet, with an API server that knows nothing but this pod. */

import { defaultPod } from "../../../src/api/defaults/pod.ts";
import { formatTimestamp } from "../../../src/api/timestamp.ts";
import type { ObjectMeta, Pod, PodSpec, PodStatus } from "../../../src/api/types.ts";
import { effectiveGraceSeconds, isGone, markPodDeleted } from "../../../src/apiserver/pod-deletion.ts";
import { EventLoop, Phase } from "../../../src/engine/event-loop.ts";
import { KubeletPod } from "../../../src/kubelet/kubelet-pod.ts";
import { DEFAULT_MACHINE, type MachineSettings, type PodEvent } from "../../../src/kubelet/machine.ts";
import type { ContainerBehaviour } from "../../../src/kubelet/runtime/behaviour.ts";
import type { RuntimeAction } from "../../../src/kubelet/runtime/pod-runtime.ts";
import { CURRENT_KUBELET, type KubeletSwitches } from "../../../src/kubelet/switches.ts";

export const EPOCH_MS = Date.UTC(2026, 0, 1);

export interface PodAction {
  readonly atMs: number;
  readonly act: (played: PlayedPod) => void;
}

export interface PodPlay {
  readonly spec: PodSpec;
  readonly behaviour: (container: string) => ContainerBehaviour;
  readonly actions: readonly PodAction[];
  readonly untilMs: number;
  readonly switches?: KubeletSwitches;
  readonly settings?: Partial<MachineSettings>;
}

export class PlayedPod {
  readonly statuses: { readonly atMs: number; readonly status: PodStatus }[] = [];
  /** The object at each of its changes. */
  readonly versions: { readonly atMs: number; readonly pod: Pod }[] = [];
  readonly events: (PodEvent & { readonly atMs: number })[] = [];
  readonly runtime: (RuntimeAction & { readonly atMs: number })[] = [];
  deletedAtMs: number | undefined;
  readonly kubelet: KubeletPod;
  readonly #loop = new EventLoop();
  #pod: Pod;

  constructor(play: PodPlay) {
    this.#pod = defaultPod(makePod(play.spec));
    const loop = this.#loop;
    this.kubelet = new KubeletPod(
      {
        clock: {
          get nowMs() {
            return loop.nowMs;
          },
          wake: (atMs, phase, timer) => loop.schedule(atMs, phase, () => this.kubelet.tasks.ring(timer)),
        },
        fullName: "POD_default(UID)",
        epochMs: EPOCH_MS,
        switches: play.switches ?? CURRENT_KUBELET,
        settings: { ...DEFAULT_MACHINE, ...play.settings },
        sandboxMs: 0,
        behaviour: play.behaviour,
        report: (status) => {
          this.statuses.push({ atMs: loop.nowMs, status });
          this.#replace({ ...this.#pod, status });
        },
        remove: () => this.#remove(),
        record: (event) => this.events.push({ ...event, atMs: loop.nowMs }),
        finished: () => undefined,
        saw: (action) => this.runtime.push({ ...action, atMs: loop.nowMs }),
      },
      this.#pod,
    );
    loop.schedule(0, Phase.world, () => this.kubelet.arrive());
    for (const { atMs, act } of play.actions) loop.schedule(atMs, Phase.world, () => act(this));
    loop.run(play.untilMs);
  }

  get pod(): Pod {
    return this.#pod;
  }

  /** A DELETE by a user. */
  delete(graceSeconds: number | undefined): void {
    if (this.deletedAtMs !== undefined) return;
    const grace = effectiveGraceSeconds(this.#pod, graceSeconds);
    const metadata = markPodDeleted(this.#pod, EPOCH_MS + this.#loop.nowMs, grace);
    if (metadata === undefined) return;
    if (isGone(metadata)) this.#remove();
    else this.#replace({ ...this.#pod, metadata });
  }

  #remove(): void {
    this.deletedAtMs ??= this.#loop.nowMs;
    this.kubelet.removed();
  }

  #replace(pod: Pod): void {
    this.#pod = pod;
    this.versions.push({ atMs: this.#loop.nowMs, pod });
    this.kubelet.changed(pod);
  }
}

function makePod(spec: PodSpec): Pod {
  const at = formatTimestamp(EPOCH_MS);
  const metadata: ObjectMeta = {
    name: "POD",
    namespace: "default",
    uid: "UID",
    resourceVersion: "1",
    creationTimestamp: at,
  };
  const scheduled = { type: "PodScheduled", status: "True", lastTransitionTime: at } as const;
  const status: PodStatus = { phase: "Pending", conditions: [scheduled] };
  return { apiVersion: "v1", kind: "Pod", metadata, spec: { nodeName: "node", ...spec }, status };
}
