/**
 * The pods that wait for a node: active, backing off, or unschedulable until something changes (`PriorityQueue`:
 * activeQ, backoffQ, unschedulablePods).
 */

import type { ClusterEvent } from "../cluster-event.ts";
import { podChanges } from "../cluster-event.ts";
import type { HintContext } from "../hints/hint.ts";
import { isWorthRequeuing } from "../hints/hint-table.ts";
import type { Nominator } from "../nominator.ts";
import type { PodInfo } from "../pod-info.ts";
import type { PodShape } from "../pod-shape.ts";
import { type BackoffSettings, backoffEnd, isBackingOff } from "./backoff.ts";
import { type Gatekeeper, mayOpen } from "./gates.ts";
import { PodHeap } from "./heap.ts";
import { goesFirst, QueuedPod } from "./queued-pod.ts";
import { WaitingLines } from "./waiting-lines.ts";

export interface QueueSettings {
  readonly backoff: BackoffSettings;
  /** Pods that have waited longer than this are retried even if nothing has changed. */
  readonly maxInPoolMs: number;
  /** Whether to do so: if nothing has changed, a pod fails again for the same reasons. */
  readonly flushesPool: boolean;
}

export class SchedulingQueue {
  readonly #settings: QueueSettings;
  readonly #context: HintContext;
  readonly #gatekeeper: Gatekeeper;
  readonly #nominator: Nominator;
  readonly #nowMs: () => number;
  readonly #bySlot: (QueuedPod | undefined)[] = [];
  readonly #active = new PodHeap(goesFirst);
  readonly #backoff: PodHeap;
  readonly #errorBackoff: PodHeap;
  readonly #pool = new Map<string, QueuedPod>();
  readonly #lines = new WaitingLines();
  #inFlight: QueuedPod | undefined;
  #inFlightEvents: ClusterEvent[] = [];
  #turns = 0;

  constructor(
    settings: QueueSettings,
    context: HintContext,
    nominator: Nominator,
    gatekeeper: Gatekeeper,
    nowMs: () => number,
  ) {
    this.#settings = settings;
    this.#context = context;
    this.#nominator = nominator;
    this.#gatekeeper = gatekeeper;
    this.#nowMs = nowMs;
    const endsFirst = (a: QueuedPod, b: QueuedPod) => {
      const [endA, endB] = [this.#backoffEnd(a) ?? 0, this.#backoffEnd(b) ?? 0];
      return endA === endB ? goesFirst(a, b) : endA < endB;
    };
    this.#backoff = new PodHeap(endsFirst);
    this.#errorBackoff = new PodHeap(endsFirst);
  }

  /** Adds a new pod. */
  add(pod: PodInfo): void {
    const item = new QueuedPod(pod, this.#nowMs(), this.#turns++);
    this.#bySlot[pod.known.slot] = item;
    if (this.#moveToActive(item)) this.#nominator.set(pod, pod.nominatedNode);
  }

  /** Handles a new version of a pod that is waiting or in flight. */
  update(before: PodInfo, after: PodInfo): void {
    const item = this.#bySlot[after.known.slot];
    if (item === undefined) {
      this.add(after);
      return;
    }
    const events = podChanges(before, after);
    if (item.place === "inFlight") {
      // The attempt continues with its version; the events are checked if it fails.
      this.#inFlightEvents.push(...events);
      return;
    }
    item.pod = after;
    this.#renominate(before, after);
    if (item.place === "pool") {
      for (const event of events) {
        const isWorth = isWorthRequeuing(after, item.rejectors, event, this.#context);
        if (isWorth && this.#requeue(item)) break;
      }
      return;
    }
    if (item.place !== "line") this.#place(item, item.place);
  }

  /** Removes a pod that is gone or assigned. */
  delete({ uid, known }: PodInfo): void {
    this.#nominator.delete(uid);
    const item = this.#bySlot[known.slot];
    if (item === undefined || item.place === "inFlight") return;
    const { place } = item;
    this.#remove(item);
    this.#bySlot[known.slot] = undefined;
    const next = this.#lines.advance(item);
    if (next !== undefined) this.#place(next, place);
  }

  /** Takes the next pod. */
  pop(): QueuedPod | undefined {
    const mayPopBackoff = this.#context.switches.popFromBackoffQ;
    const item = this.#active.pop() ?? (mayPopBackoff ? this.#backoff.pop() : undefined);
    if (item === undefined) return undefined;
    item.place = "inFlight";
    item.attempts++;
    this.#inFlight = item;
    if (this.#inFlightEvents.length > 0) this.#inFlightEvents = [];
    return item;
  }

  /** Ends the last attempt of a pod, which now has a node or is gone. */
  done(item: QueuedPod): void {
    this.#inFlight = undefined;
    item.place = "nowhere";
    this.#bySlot[item.pod.known.slot] = undefined;
    this.#callNext(item);
  }

  /**
   * Requeues a pod after a failed attempt: it waits for an event that helps, unless one has come in the meantime
   * (`AddUnschedulableIfNotPresent`).
   *
   * @param rejectors the plugins that rejected the pod; none after an error
   * @param mayLineUp whether pods of the same shape would be rejected for the same reasons
   */
  giveBack(item: QueuedPod, latest: PodInfo, rejectors: ReadonlySet<string>, mayLineUp: boolean): void {
    const events = this.#inFlightEvents;
    this.#inFlight = undefined;
    item.pod = latest;
    item.rejectors = rejectors;
    item.gatedBy = undefined;
    item.sinceMs = this.#nowMs();
    item.backoffEndMs = undefined;
    item.place = "nowhere";
    if (rejectors.size === 0) item.consecutiveErrors++;
    else {
      item.unschedulableCount++;
      item.consecutiveErrors = 0;
    }
    const isHelped = (event: ClusterEvent) => isWorthRequeuing(latest, rejectors, event, this.#context);
    const isAwaited = rejectors.size === 0 || events.some(isHelped);
    if (!mayLineUp) this.#callNext(item);
    if (isAwaited) this.#requeue(item);
    else if (!mayLineUp || !this.#lines.join(item)) this.#place(item, "pool");
  }

  /** An upper bound for the number of pods of a shape that wait behind the first of them. */
  lengthBehind(shape: PodShape): number {
    return this.#lines.lengthOf(shape);
  }

  /** The pods of a shape that wait behind the first of them. */
  behind(shape: PodShape): readonly QueuedPod[] {
    return this.#lines.behind(shape);
  }

  /** Ends all lines, because pods now affect each other. */
  dissolveLines(): void {
    for (const item of this.#lines.dissolve()) this.#place(item, "pool");
  }

  /** Requeues the next pod of a line when the first one has left it. */
  #callNext(item: QueuedPod): void {
    const next = this.#lines.advance(item);
    if (next !== undefined) this.#requeue(next);
  }

  /**
   * Requeues the pods that an event may help (`MoveAllToActiveOrBackoffQueue`).
   *
   * @param isMeant which pods to check; by default all
   */
  moveAll(event: ClusterEvent, isMeant?: (pod: PodInfo) => boolean): void {
    // No plugin registers for changes that do not affect scheduling.
    if (event.resource === "pod" && event.action === "podOther") return;
    for (const item of this.#pool.size === 0 ? [] : [...this.#pool.values()]) {
      if (isMeant === undefined || isMeant(item.pod)) this.#moveIfHelped(item, event);
    }
    if (this.#inFlight !== undefined) this.#inFlightEvents.push(event);
  }

  /** Moves pods whose back-off is over to the active queue. */
  flushBackoff(): void {
    for (const heap of [this.#backoff, this.#errorBackoff]) {
      for (let item = heap.first; item !== undefined && !this.#isBackingOff(item); item = heap.first) {
        this.#place(item, "active");
      }
    }
  }

  /** Requeues pods that have waited too long. */
  flushPool(): void {
    const nowMs = this.#nowMs();
    for (const item of [...this.#pool.values()]) {
      if (nowMs - item.sinceMs > this.#settings.maxInPoolMs) this.#moveIfHelped(item, { resource: "all" });
    }
  }

  /** When the next back-off ends. */
  get nextBackoffEndMs(): number | undefined {
    const [first, firstError] = [this.#backoff.first, this.#errorBackoff.first];
    const endMs = first && this.#backoffEnd(first);
    const errorEndMs = firstError && this.#backoffEnd(firstError);
    if (endMs === undefined || errorEndMs === undefined) return endMs ?? errorEndMs;
    return Math.min(endMs, errorEndMs);
  }

  /** The unschedulable pods. */
  get pool(): ReadonlyMap<string, QueuedPod> {
    return this.#pool;
  }

  get active(): readonly QueuedPod[] {
    return this.#active.items;
  }

  get backoff(): readonly QueuedPod[] {
    return [...this.#backoff.items, ...this.#errorBackoff.items];
  }

  /** Whether `pop` returns a pod. */
  get hasNext(): boolean {
    return this.#active.size > 0 || (this.#context.switches.popFromBackoffQ && this.#backoff.size > 0);
  }

  get inFlight(): QueuedPod | undefined {
    return this.#inFlight;
  }

  #moveIfHelped(item: QueuedPod, event: ClusterEvent): void {
    // A gated pod is only checked for events that may open its gate.
    if (item.gatedBy !== undefined && !mayOpen(item.gatedBy, event)) return;
    if (isWorthRequeuing(item.pod, item.rejectors, event, this.#context)) this.#requeue(item);
  }

  /** Returns whether the pod has left the pool. */
  #requeue(item: QueuedPod): boolean {
    if (!this.#isBackingOff(item)) return this.#moveToActive(item);
    if (this.#context.switches.popFromBackoffQ && !this.#passesGate(item)) return false;
    this.#place(item, item.rejectors.size === 0 ? "errorBackoff" : "backoff");
    return true;
  }

  #moveToActive(item: QueuedPod): boolean {
    if (!this.#passesGate(item)) return false;
    this.#place(item, "active");
    return true;
  }

  /** Whether no plugin gates the pod; a gated pod waits in the pool. */
  #passesGate(item: QueuedPod): boolean {
    const plugin = this.#gatekeeper(item.pod);
    item.gatedBy = plugin;
    if (plugin === undefined) return true;
    if (!item.rejectors.has(plugin)) item.rejectors = new Set([...item.rejectors, plugin]);
    if (item.place !== "pool") this.#place(item, "pool");
    return false;
  }

  #place(item: QueuedPod, place: QueuedPod["place"]): void {
    this.#remove(item);
    item.place = place;
    if (place === "active") this.#active.add(item);
    else if (place === "backoff") this.#backoff.add(item);
    else if (place === "errorBackoff") this.#errorBackoff.add(item);
    else if (place === "pool") this.#pool.set(item.pod.uid, item);
  }

  #remove(item: QueuedPod): void {
    if (item.place === "active") this.#active.delete(item);
    else if (item.place === "backoff") this.#backoff.delete(item);
    else if (item.place === "errorBackoff") this.#errorBackoff.delete(item);
    else if (item.place === "pool") this.#pool.delete(item.pod.uid);
    item.place = "nowhere";
  }

  /** An update without a nomination keeps one that is not written yet (`UpdateNominatedPod`). */
  #renominate(before: PodInfo, after: PodInfo): void {
    const isKept = before.nominatedNode === "" && after.nominatedNode === "";
    const nodeName = isKept ? (this.#nominator.nodeOf(after.uid) ?? "") : after.nominatedNode;
    this.#nominator.set(after, nodeName);
  }

  #isBackingOff(item: QueuedPod): boolean {
    return isBackingOff(item, this.#nowMs(), this.#settings.backoff, this.#context.switches);
  }

  #backoffEnd(item: QueuedPod): number | undefined {
    return backoffEnd(item, this.#settings.backoff, this.#context.switches);
  }
}
