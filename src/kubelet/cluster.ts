/** The nodes of a run with their scheduler: pods wait here for a node, and use its resources until they end. */

import { equalJson } from "../api/json.ts";
import { POD_DISRUPTION_BUDGET } from "../api/kinds/pod-disruption-budget.ts";
import type { NodeFacts } from "../api/scheduling-types.ts";
import { formatTimestamp } from "../api/timestamp.ts";
import type { Pod } from "../api/types.ts";
import type { PodRegistry } from "../apiserver/pod-registry.ts";
import type { Registries } from "../apiserver/registries.ts";
import type { Storage } from "../apiserver/storage.ts";
import { type EventLoop, Phase } from "../engine/event-loop.ts";
import { randomStream } from "../engine/random.ts";
import type { SchedulerClient, SchedulerClock, SchedulerEvent, StatusPatch } from "../scheduler/client.ts";
import type { BestNodes } from "../scheduler/framework/best-nodes.ts";
import type { NodeInfo } from "../scheduler/node-info.ts";
import type { PodInfo } from "../scheduler/pod-info.ts";
import { DEFAULT_BACKOFF } from "../scheduler/queue/backoff.ts";
import { Scheduler } from "../scheduler/scheduler.ts";
import { DEFAULT_SCHEDULER_NAME } from "../scheduler/settings.ts";
import type { SchedulerSwitches } from "../scheduler/switches.ts";
import { admissionCheck } from "./admission-check.ts";
import { countsPodsOnly, nodeFactsOf, type PlannedNode } from "./cluster-node.ts";
import { ImagePulls } from "./image-pulls.ts";
import { withConditions } from "./pod-status.ts";
import type { Rejection } from "./rejection.ts";
import type { KubeletSwitches } from "./switches.ts";

export interface ClusterSpec {
  readonly nodes: readonly PlannedNode[];
  /** How long an image takes to pull on a node; pods that arrive during the pull wait for the rest of it. */
  readonly imagePullMs: number;
}

/** A pod that waits for a node or is on one. */
export interface Tenant {
  readonly slot: number;
  /** As stored. */
  readonly pod: Pod;
  /** The scheduler has chosen a node. */
  placed(node: string, imageDelayMs: number, rejection?: Rejection): void;
  /** Another scheduler has bound it to its node. */
  found(imageDelayMs: number, rejection: Rejection | undefined): void;
  /** The scheduler found no node, for the reason in the patch, or has nominated one by preemption. */
  refused(patch: StatusPatch): void;
}

/** What a cluster needs. */
export interface ClusterWorld {
  readonly loop: EventLoop;
  readonly storage: Storage;
  readonly pods: PodRegistry;
  /** Where PodDisruptionBudgets are stored. */
  readonly objects: Registries;
  readonly seed: string;
  readonly switches: SchedulerSwitches & KubeletSwitches;
}

/** A real cluster retries unschedulable pods after this time even if nothing has changed. */
const MAX_IN_POOL_MS = 300_000;

class WorldClock implements SchedulerClock {
  readonly #loop: EventLoop;

  constructor(loop: EventLoop) {
    this.#loop = loop;
  }

  get nowMs(): number {
    return this.#loop.nowMs;
  }

  schedule(atMs: number, action: () => void): void {
    this.#loop.schedule(atMs, Phase.world, action);
  }
}

export class Cluster implements SchedulerClient {
  readonly recordsBindings = false;
  readonly #world: ClusterWorld;
  readonly #images: ImagePulls;
  readonly #scheduler: Scheduler;
  readonly #specs: ReadonlyMap<string, PlannedNode>;
  /** The nodes as last given to the scheduler. */
  readonly #facts = new Map<string, NodeFacts>();
  /** By slot. */
  readonly #tenants: (Tenant | undefined)[] = [];
  /** The last FailedScheduling note of each waiting pod, by slot. */
  readonly #lastNotes = new Map<number, string>();
  /** Whether any node has only a limit for the number of pods. */
  readonly #countsPods: boolean;
  readonly #draw: () => number;
  #firstPriority: number | undefined;
  /** Whether pods differ in priority: preemption then compares their start times. */
  #hasPriorities = false;

  constructor({ nodes, imagePullMs }: ClusterSpec, world: ClusterWorld) {
    this.#world = world;
    this.#images = new ImagePulls(imagePullMs);
    this.#specs = new Map(nodes.map((spec) => [spec.name, spec]));
    this.#countsPods = nodes.some(countsPodsOnly);
    this.#draw = randomStream(world.seed, "scheduler");
    const { loop, switches, objects } = world;
    const drawIndex = (below: number) => Math.floor(this.#draw() * below);
    this.#scheduler = new Scheduler(
      {
        switches,
        // If nothing changes, a pod would fail for the same reasons forever, and the run would never end.
        queue: { backoff: DEFAULT_BACKOFF, maxInPoolMs: MAX_IN_POOL_MS, flushesPool: false },
        percentageOfNodesToScore: 0,
        sharesFindings: true,
        decidedAtMs: (begunMs) => begunMs,
        chooseNode: (best) => this.#choose(best, drawIndex),
        drawIndex,
        namespaceLabels: (name) => ({ "kubernetes.io/metadata.name": name }),
        budgets: () => [...objects.list(POD_DISRUPTION_BUDGET)],
      },
      this,
      new WorldClock(loop),
    );
    for (const spec of nodes) {
      if (spec.isAbsent === true) continue;
      const facts = nodeFactsOf(spec);
      this.#facts.set(spec.name, facts);
      this.#scheduler.nodeAdded(facts);
    }
  }

  /** Schedules a pod, now or when something changes that may help; a pod that is already bound is started. */
  admit(tenant: Tenant): void {
    const { nodeName = "" } = tenant.pod.spec;
    // There is no kubelet to start it on a node that does not exist.
    if (nodeName !== "" && !this.#specs.has(nodeName)) return;
    const rejection = nodeName === "" ? undefined : this.#rejection(tenant, nodeName);
    this.#take(tenant);
    if (nodeName !== "") tenant.placed(nodeName, this.#imageDelayMs(nodeName, tenant), rejection);
  }

  /** Handles a waiting pod that was bound by another scheduler. */
  boundByOthers(tenant: Tenant): void {
    const { nodeName = "" } = tenant.pod.spec;
    if (!this.#specs.has(nodeName)) return;
    const rejection = this.#rejection(tenant, nodeName);
    this.#take(tenant);
    tenant.found(this.#imageDelayMs(nodeName, tenant), rejection);
  }

  /** Why the kubelet of a node rejects a pod that was not bound by this scheduler. */
  #rejection({ pod: { spec } }: Tenant, nodeName: string): Rejection | undefined {
    const node = this.#scheduler.cluster.node(nodeName);
    return node && admissionCheck(this.#scheduler.shapes.of(spec), node, this.#world.switches);
  }

  #take(tenant: Tenant): void {
    const { slot, pod } = tenant;
    this.#notePriority(pod);
    const isKnown = this.#tenants[slot] !== undefined;
    this.#tenants[slot] = tenant;
    if (isKnown) this.#scheduler.podUpdated(slot, pod);
    else this.#scheduler.podAdded(slot, pod);
  }

  #imageDelayMs(nodeName: string, { pod }: Tenant): number {
    return this.#images.delayMs(nodeName, pod.spec, this.#world.loop.nowMs);
  }

  /** Called when the kubelet has started the pod. */
  started({ slot, pod }: Tenant): void {
    if (this.#hasPriorities) this.changed(slot, pod);
  }

  /** Called when others have changed the pod. */
  changed(slot: number, pod: Pod): void {
    if (this.#tenants[slot] !== undefined) this.#scheduler.podUpdated(slot, pod);
  }

  /** Called when the pod has ended or is gone: frees its resources or stops scheduling it. */
  release(slot: number): void {
    if (this.#tenants[slot] === undefined) return;
    this.#tenants[slot] = undefined;
    if (this.#lastNotes.size > 0) this.#lastNotes.delete(slot);
    this.#scheduler.podDeleted(slot);
  }

  /** Called when the object of a node was changed, deleted or created again. */
  nodeChanged(name: string, node: Omit<NodeFacts, "status"> | undefined): void {
    const spec = this.#specs.get(name);
    if (spec === undefined) return;
    const before = this.#facts.get(name);
    const after = node && nodeFactsOf(spec, node);
    if (equalJson(before, after)) return;
    if (after === undefined) this.#facts.delete(name);
    else this.#facts.set(name, after);
    if (after === undefined) {
      if (before !== undefined) this.#scheduler.nodeDeleted(before);
    } else if (before === undefined) this.#scheduler.nodeAdded(after);
    else this.#scheduler.nodeUpdated(before, after);
  }

  /** Called when a node comes back as another machine, without images. */
  forgetImages(name: string): void {
    this.#images.forget(name);
  }

  bind({ known: { slot } }: PodInfo, nodeName: string): "bound" | "notFound" {
    const tenant = this.#tenants[slot];
    if (tenant === undefined) return "notFound";
    if (this.#lastNotes.size > 0) this.#lastNotes.delete(slot);
    tenant.placed(nodeName, this.#imageDelayMs(nodeName, tenant));
    this.#scheduler.podUpdated(slot, tenant.pod);
    return "bound";
  }

  patchStatus({ known: { slot } }: PodInfo, patch: StatusPatch): void {
    const tenant = this.#tenants[slot];
    if (tenant === undefined) return;
    tenant.refused(patch);
    this.#scheduler.podUpdated(slot, tenant.pod);
  }

  /** A patch: what the kubelet has reported meanwhile stays. */
  markDisrupted({ namespace, name, uid }: PodInfo, message: string): void {
    const pod = this.#world.pods.pods.get(namespace, name);
    if (pod?.metadata.uid !== uid) return;
    const at = formatTimestamp(this.#world.storage.instantMs);
    const [reason, status] = ["PreemptionByScheduler", "True"] as const;
    const condition = { type: "DisruptionTarget", status, lastTransitionTime: at, reason, message };
    const conditions = withConditions(pod.status.conditions, [condition]);
    this.#world.pods.replace({ ...pod, status: { ...pod.status, conditions } }, pod, "patch", DEFAULT_SCHEDULER_NAME);
  }

  deletePod({ namespace, name }: PodInfo): void {
    this.#world.pods.delete(namespace, name, undefined, DEFAULT_SCHEDULER_NAME);
  }

  /** Records scheduling failures, without repeating the same note, and preemptions. */
  event({ namespace, name, uid, known: { slot } }: PodInfo, { type, reason, note }: SchedulerEvent): void {
    if (reason === "FailedScheduling" && this.#lastNotes.get(slot) === note) return;
    if (reason === "FailedScheduling") this.#lastNotes.set(slot, note);
    const { log, timeMs } = this.#world.storage;
    const regarding = { apiVersion: "v1", kind: "Pod", namespace, name, uid };
    log.append({
      kind: "event",
      timeMs,
      actor: DEFAULT_SCHEDULER_NAME,
      regarding,
      type,
      reason,
      message: note,
      count: 1,
    });
  }

  #notePriority({ spec: { priority = 0 } }: Pod): void {
    this.#firstPriority ??= priority;
    if (this.#hasPriorities || priority === this.#firstPriority) return;
    this.#hasPriorities = true;
    for (const tenant of this.#tenants) if (tenant?.pod.status.startTime !== undefined) this.started(tenant);
  }

  /** Nodes with only a limit for the number of pods fill evenly; of others, one is drawn at random. */
  #choose(best: BestNodes, drawIndex: (below: number) => number): NodeInfo | undefined {
    if (best.length <= 1) return best.at(0);
    if (!this.#countsPods) return best.at(drawIndex(best.length));
    const first = best.at(0);
    const spec = first && this.#specs.get(first.name);
    if (spec === undefined) return first;
    if (!countsPodsOnly(spec)) return best.at(drawIndex(best.length));
    let emptiest = first;
    for (const node of best) if (emptiest === undefined || node.pods.length < emptiest.pods.length) emptiest = node;
    return emptiest;
  }
}
