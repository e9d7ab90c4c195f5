/** The world of a recording: an API server that answers at once, nodes, and pods that start, run and end. */

import { defaultPod } from "../../../src/api/defaults/pod.ts";
import { withLabelKeys } from "../../../src/api/label-keys.ts";
import type { NodeFacts } from "../../../src/api/scheduling-types.ts";
import type { Pod, PodCondition, PodStatus } from "../../../src/api/types.ts";
import type { SchedulerClient, SchedulerEvent, StatusPatch } from "../../../src/scheduler/client.ts";
import type { PodInfo, PodObject } from "../../../src/scheduler/pod-info.ts";
import type { Scheduler } from "../../../src/scheduler/scheduler.ts";
import { nodeOf, type PodClass, type RecordedNode, type Row, type SchedulerScenario, type Step } from "./recording.ts";
import type { ScriptedClock } from "./scripted-clock.ts";

/** When a pod starts after it was bound. */
const START_MS = 20;
const EPOCH_MS = Date.UTC(2000, 0, 1);

interface LivePod {
  readonly slot: number;
  object: PodObject & { readonly status: PodStatus };
  readonly kind: PodClass;
  readonly className: string;
  isByScheduler: boolean;
}

export class RecordedWorld implements SchedulerClient {
  readonly recordsBindings = true;
  readonly status: Row[] = [];
  readonly events: Row[] = [];
  readonly deletes: Row[] = [];
  readonly gone: Row[] = [];
  readonly queue: Row[] = [];
  readonly #scenario: SchedulerScenario;
  readonly #clock: ScriptedClock;
  readonly #pods = new Map<string, LivePod>();
  readonly #nodes = new Map<string, RecordedNode>();
  /** The order in which nodes appeared. */
  readonly nodeRank = new Map<string, number>();
  #created = 0;
  #scheduler: Scheduler | undefined;
  #lastQueue = "";

  constructor(scenario: SchedulerScenario, clock: ScriptedClock) {
    this.#scenario = scenario;
    this.#clock = clock;
  }

  get scheduler(): Scheduler {
    if (this.#scheduler === undefined) throw new Error("the world has no scheduler yet");
    return this.#scheduler;
  }

  /** Puts everything in place and plans the script. */
  begin(scheduler: Scheduler): void {
    this.#scheduler = scheduler;
    for (const node of this.#scenario.nodes) this.#addNode(node);
    for (const { name, class: className, node, startedSec, endMs } of this.#scenario.placed ?? []) {
      const startTime = timestamp(startedSec * 1000);
      this.#create(name, className, { nodeName: node }, { phase: "Running", startTime });
      if (endMs !== undefined) this.#plan(endMs, `end ${name}`, () => this.#succeed(name));
    }
    for (const step of this.#scenario.steps) {
      const after = `s:${step.op} ${step.pod ?? step.name ?? ""}`;
      this.#clock.schedule(step.at, () => this.#happen(after, () => this.#perform(step)), 0);
    }
  }

  final(): Row {
    const bound: Record<string, string> = {};
    const pending: string[] = [];
    for (const [name, { object }] of [...this.#pods].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (object.spec.nodeName === undefined) pending.push(name);
      else bound[name] = object.spec.nodeName;
    }
    return { ...(Object.keys(bound).length > 0 ? { bound } : {}), ...(pending.length > 0 ? { pending } : {}) };
  }

  bind({ name }: PodInfo, nodeName: string): "bound" | "notFound" {
    const live = this.#pods.get(name);
    if (live === undefined) return "notFound";
    const { nominatedNodeName: _cleared, ...status } = live.object.status;
    const conditions = withCondition(status.conditions, { type: "PodScheduled", status: "True" });
    live.object = { ...live.object, spec: { ...live.object.spec, nodeName }, status: { ...status, conditions } };
    this.status.push({ t: this.#now, pod: name, podScheduled: "True", nominatedNodeName: "" });
    this.scheduler.podUpdated(live.slot, live.object);
    this.#plan(Math.floor(this.#now) + START_MS, `start ${name}`, () => this.#start(name));
    return "bound";
  }

  patchStatus({ name }: PodInfo, { condition, nominatedNodeName }: StatusPatch): void {
    const live = this.#pods.get(name);
    if (live === undefined) return;
    const { nominatedNodeName: before = "", ...rest } = live.object.status;
    const conditions =
      condition === undefined
        ? rest.conditions
        : withCondition(rest.conditions, { type: "PodScheduled", status: "False", ...condition });
    const nominated = nominatedNodeName ?? before;
    const known = rest.conditions?.find(({ type }) => type === "PodScheduled");
    const isSame = condition === undefined || (known?.status === "False" && known.message === condition.message);
    if (isSame && nominated === before) return;
    live.object = {
      ...live.object,
      status: {
        ...rest,
        ...(conditions === undefined ? {} : { conditions }),
        ...(nominated === "" ? {} : { nominatedNodeName: nominated }),
      },
    };
    const { status, reason, message } = conditions?.find(({ type }) => type === "PodScheduled") ?? {};
    const row = { t: this.#now, pod: name, podScheduled: status, reason, message, nominatedNodeName: nominated };
    this.status.push(row);
    this.scheduler.podUpdated(live.slot, live.object);
  }

  markDisrupted({ name, object }: PodInfo, message: string): void {
    const { nodeName } = object.spec;
    const live = this.#pods.get(name);
    if (live === undefined) return;
    const [status, reason] = ["True", "PreemptionByScheduler"] as const;
    const condition = `${status}/${reason}`;
    const row = { t: this.#now, pod: name, node: nodeName, condition, conditionMessage: message };
    this.deletes.push(row);
    const marked = { type: "DisruptionTarget", status, reason, message };
    const conditions = withCondition(live.object.status.conditions, marked);
    live.object = { ...live.object, status: { ...live.object.status, conditions } };
    this.scheduler.podUpdated(live.slot, live.object);
  }

  deletePod({ name }: PodInfo): void {
    const live = this.#pods.get(name);
    if (live === undefined) return;
    this.deletes.push({ t: this.#now, pod: name, node: "", condition: "DELETE" });
    live.isByScheduler = true;
    this.#delete(name);
  }

  event({ name }: PodInfo, event: SchedulerEvent): void {
    this.events.push({ t: this.#now, pod: name, ...event });
  }

  get #now(): number {
    return this.#clock.nowMs;
  }

  #perform(step: Step): void {
    const { op, pod = "", name = "" } = step;
    if (op === "addPod") this.#create(pod, step.class ?? "", {}, { phase: "Pending" });
    else if (op === "deletePod") this.#delete(pod);
    else if (op === "endPod") this.#turnTerminal(pod);
    else if (op === "ungate") this.#ungate(pod);
    else if (op === "addNode" && step.node !== undefined) this.#addNode(step.node);
    else if (op === "removeNode") this.#removeNode(name, step.gcMs ?? 0);
    else if (op === "cordon" || op === "uncordon") this.#updateNode(name, { unschedulable: op === "cordon" });
    else if (op === "updateNode") {
      const { labels, taints, allocatable } = step;
      this.#updateNode(name, {
        ...(labels === undefined ? {} : { labels }),
        ...(taints === undefined ? {} : { taints }),
        ...(allocatable === undefined ? {} : { allocatable }),
      });
    } else throw new Error(`unknown step ${op}`);
  }

  #create(name: string, className: string, bound: { readonly nodeName?: string }, status: PodStatus): void {
    const kind = this.#scenario.classes[className];
    if (kind === undefined) throw new Error(`unknown class ${className}`);
    const { labels = {}, namespace = "default", spec } = kind;
    const metadata = { name, namespace, uid: `uid-${name}`, labels, resourceVersion: "", creationTimestamp: "" };
    const given: Pod = { apiVersion: "v1", kind: "Pod", metadata, spec, status };
    const { spec: defaulted } = defaultPod(given);
    const isGated = (spec.schedulingGates ?? []).length > 0;
    const gated: PodCondition = { type: "PodScheduled", status: "False", reason: "SchedulingGated", message: GATED };
    const object = {
      metadata,
      spec: { ...withLabelKeys(defaulted, labels), ...bound },
      status: isGated ? { ...status, conditions: [gated] } : status,
    };
    const slot = this.#created++;
    this.#pods.set(name, { slot, object, kind, className, isByScheduler: false });
    this.scheduler.podAdded(slot, object);
  }

  #ungate(name: string): void {
    const live = this.#pods.get(name);
    if (live === undefined) return;
    const { schedulingGates: _gates, ...spec } = live.object.spec;
    live.object = { ...live.object, spec };
    this.scheduler.podUpdated(live.slot, live.object);
  }

  #start(name: string): void {
    const live = this.#pods.get(name);
    if (live === undefined || live.object.metadata.deletionTimestamp !== undefined) return;
    const startTime = timestamp(this.#now);
    live.object = { ...live.object, status: { ...live.object.status, phase: "Running", startTime } };
    this.scheduler.podUpdated(live.slot, live.object);
    const { runMs = 0 } = live.kind;
    if (runMs > 0) this.#plan(this.#now + runMs, `end ${name}`, () => this.#succeed(name));
  }

  #succeed(name: string): void {
    if (this.#pods.get(name)?.object.metadata.deletionTimestamp === undefined) this.#turnTerminal(name);
  }

  #turnTerminal(name: string): void {
    const live = this.#pods.get(name);
    if (live === undefined) return;
    this.#remove(name, "succeeded", { ...live.object, status: { ...live.object.status, phase: "Succeeded" } });
  }

  #delete(name: string): void {
    const live = this.#pods.get(name);
    if (live === undefined || live.object.metadata.deletionTimestamp !== undefined) return;
    const { terminationGracePeriodSeconds = 30, nodeName } = live.object.spec;
    const graceMs = terminationGracePeriodSeconds * 1000;
    if (nodeName === undefined || graceMs === 0) {
      this.#remove(name, "deleted");
      return;
    }
    const deletionTimestamp = timestamp(this.#now + graceMs);
    live.object = { ...live.object, metadata: { ...live.object.metadata, deletionTimestamp } };
    this.scheduler.podUpdated(live.slot, live.object);
    const { exitMs = 0 } = live.kind;
    const goneMs = Math.floor(this.#now) + (exitMs === 0 ? graceMs : Math.min(exitMs, graceMs));
    this.#plan(goneMs, `exit ${name}`, () => this.#remove(name, "exited"));
  }

  #remove(name: string, condition: string, last?: PodObject): void {
    const live = this.#pods.get(name);
    if (live === undefined) return;
    this.#pods.delete(name);
    this.gone.push({ t: this.#now, pod: name, node: live.object.spec.nodeName ?? "", condition });
    if (last === undefined) this.scheduler.podDeleted(live.slot);
    else this.scheduler.podUpdated(live.slot, last);
    const { replaceMs = 0 } = live.kind;
    const next = `${name}r`;
    if (!live.isByScheduler || replaceMs === 0 || name.split("r").length > 3) return;
    const atMs = Math.floor(this.#now) + replaceMs;
    this.#plan(atMs, `replace ${name}`, () => this.#create(next, live.className, {}, { phase: "Pending" }));
  }

  #addNode(node: RecordedNode): void {
    this.#nodes.set(node.name, node);
    this.nodeRank.set(node.name, this.nodeRank.size);
    this.scheduler.nodeAdded(nodeOf(node));
  }

  #updateNode(name: string, change: Partial<RecordedNode>): void {
    const before = this.#nodes.get(name);
    if (before === undefined) return;
    const after = { ...before, ...change };
    this.#nodes.set(name, after);
    const [old, next]: NodeFacts[] = [nodeOf(before), nodeOf(after)];
    if (old !== undefined && next !== undefined) this.scheduler.nodeUpdated(old, next);
  }

  #removeNode(name: string, gcMs: number): void {
    const node = this.#nodes.get(name);
    if (node === undefined) return;
    this.#nodes.delete(name);
    this.scheduler.nodeDeleted(nodeOf(node));
    this.#plan(this.#now + gcMs, `gc ${name}`, () => {
      const stranded = [...this.#pods.values()].filter(({ object }) => object.spec.nodeName === name);
      const names = stranded.map(({ object }) => object.metadata.name).sort();
      for (const [at, pod] of names.entries()) {
        this.#plan(this.#now + at, `gone ${pod}`, () => this.#remove(pod, "nodeGone"));
      }
    });
  }

  /** Nothing of the world happens on a whole second: that is where the scheduler's own timers are. */
  #plan(atMs: number, after: string, action: () => void): void {
    this.#clock.schedule(afterSecond(atMs), () => this.#happen(after, action));
  }

  #happen(after: string, action: () => void): void {
    action();
    const { active, backoff, pool, inFlight } = this.scheduler.queue;
    const names = (items: Iterable<{ readonly pod: { readonly name: string } }>) =>
      [...items].map(({ pod }) => pod.name).sort();
    const lists = {
      active: names(active),
      backoff: names(backoff),
      pool: names(pool.values()),
      inFlight: names(inFlight === undefined ? [] : [inFlight]),
    };
    const state = JSON.stringify(Object.values(lists));
    if (state === this.#lastQueue) return;
    this.#lastQueue = state;
    const shown = Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
    this.queue.push({ t: this.#now, after, ...shown });
  }
}

const GATED = "Scheduling is blocked due to non-empty scheduling gates";

function afterSecond(atMs: number): number {
  return atMs % 1000 === 0 ? atMs + 1 : atMs;
}

function withCondition(conditions: readonly PodCondition[] = [], condition: PodCondition): PodCondition[] {
  return [...conditions.filter(({ type }) => type !== condition.type), condition];
}

/** Whole seconds, cut off. */
function timestamp(sinceStartMs: number): string {
  return new Date(EPOCH_MS + Math.floor(sinceStartMs / 1000) * 1000).toISOString();
}
