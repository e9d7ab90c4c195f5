/**
 * The scheduler: takes pods from its queue one at a time, finds a node for each, and binds it (`ScheduleOne`).
 *
 * It sees pods and nodes through a watch and acts through a client. As in a real cluster, it sees the writes of an
 * attempt only after it has taken the next pod.
 */

import type { NodeFacts } from "../api/scheduling-types.ts";
import { type AttemptOutcome, tryPod } from "./attempt.ts";
import { type AttemptWorld, RunningWorld } from "./attempt-world.ts";
import type { SchedulerClient, SchedulerClock } from "./client.ts";
import { type ClusterEvent, nodeChanges, podChanges } from "./cluster-event.ts";
import { ClusterState } from "./cluster-state.ts";
import { FailureHandler } from "./failure-handler.ts";
import { NominatedFailures } from "./nominated-failures.ts";
import { Nominator } from "./nominator.ts";
import { gateVerdict } from "./plugins/scheduling-gates.ts";
import { isOver, PodInfo, type PodObject, RememberedPod } from "./pod-info.ts";
import { PodShapes } from "./pod-shape.ts";
import { PreemptionExecutor } from "./preemption/executor.ts";
import { QueueTimers } from "./queue/queue-timers.ts";
import type { QueuedPod } from "./queue/queued-pod.ts";
import { SchedulingQueue } from "./queue/scheduling-queue.ts";
import { DEFAULT_SCHEDULER_NAME, type SchedulerSettings } from "./settings.ts";
import { ShapeBoards } from "./shape-boards.ts";

/** The report of an attempt for an observer. */
export interface AttemptReport {
  readonly atMs: number;
  readonly pod: PodInfo;
  readonly attempt: number;
  readonly outcome: AttemptOutcome;
  /** The error of the binding, if a node was found. */
  readonly bindError: string | undefined;
}

export class Scheduler {
  readonly #settings: SchedulerSettings;
  readonly #client: SchedulerClient;
  readonly #clock: SchedulerClock;
  readonly #observe: ((report: AttemptReport) => void) | undefined;
  readonly shapes: PodShapes;
  readonly #cluster: ClusterState;
  readonly #nominator = new Nominator();
  readonly #boards: ShapeBoards;
  readonly #nominated: NominatedFailures;
  readonly #world: AttemptWorld;
  readonly #queue: SchedulingQueue;
  readonly #executor: PreemptionExecutor;
  readonly #failures: FailureHandler;
  readonly #timers: QueueTimers;
  /** The assigned and waiting pods by slot (the informer's cache). */
  readonly #known: (RememberedPod | undefined)[] = [];
  #startIndex = 0;
  #isRunning = false;
  /** The pod in flight, once its attempt can be decided. */
  #decidable: QueuedPod | undefined;

  constructor(
    settings: SchedulerSettings,
    client: SchedulerClient,
    clock: SchedulerClock,
    observe?: (report: AttemptReport) => void,
  ) {
    this.#settings = settings;
    this.#client = client;
    this.#clock = clock;
    this.#observe = observe;
    const { switches, namespaceLabels } = settings;
    this.shapes = new PodShapes(switches);
    this.#cluster = new ClusterState(namespaceLabels);
    this.#boards = new ShapeBoards(this.#cluster, this.#nominator);
    this.#nominated = new NominatedFailures(this.#cluster, this.#nominator);
    this.#world = new RunningWorld(this.#cluster, this.#nominator, settings, () => this.#startIndex);
    this.#executor = new PreemptionExecutor(client, this.#nominator, switches);
    const gatekeeper = (pod: PodInfo) => gateVerdict(pod)?.plugin ?? this.#executor.holdsBack(pod);
    const nowMs = () => clock.nowMs;
    const context = { namespaceLabels, switches };
    this.#queue = new SchedulingQueue(settings.queue, context, this.#nominator, gatekeeper, nowMs);
    this.#failures = new FailureHandler(client, clock, this.#queue, this.#nominator);
    this.#timers = new QueueTimers(this.#queue, settings.queue, clock, () => this.#run());
  }

  /** The queue, for inspection. */
  get queue(): SchedulingQueue {
    return this.#queue;
  }

  /** The nodes and their pods, for inspection. */
  get cluster(): ClusterState {
    return this.#cluster;
  }

  nodeAdded(node: NodeFacts): void {
    this.#cluster.setNode(node);
    this.#queue.moveAll({ resource: "node", action: "nodeAdd", before: undefined, after: node });
    this.#run();
  }

  nodeUpdated(before: NodeFacts, after: NodeFacts): void {
    this.#cluster.setNode(after);
    for (const event of nodeChanges(before, after)) this.#queue.moveAll(event);
    this.#run();
  }

  nodeDeleted(node: NodeFacts): void {
    this.#queue.moveAll({ resource: "node", action: "nodeDelete", before: node, after: undefined });
    this.#cluster.removeNode(node.metadata.name);
    this.#run();
  }

  /** @param slot a number that identifies the pod and is never reused */
  podAdded(slot: number, object: PodObject): void {
    if (isOver(object) || !this.#isOurs(object)) return;
    const known = new RememberedPod(slot);
    this.#known[slot] = known;
    const pod = new PodInfo(object, this.shapes.of(object.spec), known);
    known.latest = pod;
    if (isAssigned(object)) this.#assigned(pod);
    else this.#queue.add(pod);
    this.#run();
  }

  podUpdated(slot: number, object: PodObject): void {
    const known = this.#known[slot];
    const before = known?.latest;
    if (known === undefined || before === undefined) {
      this.podAdded(slot, object);
      return;
    }
    // The scheduler's watch filters out pods that have ended, so they look deleted.
    if (isOver(object)) {
      this.podDeleted(slot);
      return;
    }
    const after = new PodInfo(object, isSameShape(before, object) ? before.shape : this.shapes.of(object.spec), known);
    known.latest = after;
    if (isAssigned(before.object)) this.#updateAssigned(before, after);
    else if (isAssigned(object)) {
      this.#assigned(after);
      this.#queue.delete(after);
    } else if (known.nodeName === undefined) this.#updateWaiting(before, after);
    this.#run();
  }

  podDeleted(slot: number): void {
    const pod = this.#known[slot]?.latest;
    if (pod === undefined) return;
    pod.known.latest = undefined;
    this.#known[slot] = undefined;
    if (isAssigned(pod.object)) {
      this.#cluster.removePod(pod);
      this.#queue.moveAll({ resource: "pod", action: "podDelete", before: pod, after: undefined });
    } else {
      this.#queue.delete(pod);
      if (pod.nominatedNode !== "") this.#nominationEnded(pod);
    }
    this.#run();
  }

  #isOurs({ spec: { schedulerName = DEFAULT_SCHEDULER_NAME, nodeName = "" } }: PodObject): boolean {
    return nodeName !== "" || schedulerName === DEFAULT_SCHEDULER_NAME;
  }

  #assigned(pod: PodInfo): void {
    if (pod.shape.podAffinity !== undefined || pod.shape.podAntiAffinity !== undefined) this.#queue.dissolveLines();
    this.#cluster.setPod(pod, pod.object.spec.nodeName ?? "");
    this.#queue.moveAll({ resource: "pod", action: "podAdd", before: undefined, after: pod });
  }

  #updateAssigned(before: PodInfo, after: PodInfo): void {
    this.#cluster.setPod(after, after.object.spec.nodeName ?? "");
    for (const event of podChanges(before, after)) this.#queue.moveAll(event);
  }

  #updateWaiting(before: PodInfo, after: PodInfo): void {
    this.#queue.update(before, after);
    if (before.nominatedNode !== "" && before.nominatedNode !== after.nominatedNode) this.#nominationEnded(before);
  }

  /** Requeues pods that had to leave room for a nominated pod. */
  #nominationEnded(pod: PodInfo): void {
    const event: ClusterEvent = { resource: "pod", action: "podDelete", before: pod, after: undefined };
    this.#queue.moveAll(event, (other) => other.priority <= pod.priority);
  }

  /** Takes and decides pods until the queue is empty or an attempt takes time. */
  #run(): void {
    // Writes of an attempt call back into this method before the attempt is finished.
    if (this.#isRunning) return;
    this.#isRunning = true;
    do {
      if (this.#queue.inFlight === undefined) this.#take();
      const item = this.#decidable;
      this.#decidable = undefined;
      if (item !== undefined) this.#decide(item);
    } while (this.#decidable !== undefined || (this.#queue.inFlight === undefined && this.#queue.hasNext));
    this.#isRunning = false;
    this.#timers.plan();
  }

  /** Takes the next pod, to be decided now or after the duration of an attempt. */
  #take(): void {
    const item = this.#queue.pop();
    if (item === undefined) return;
    const { nowMs } = this.#clock;
    const decidedMs = this.#settings.decidedAtMs(nowMs);
    if (decidedMs <= nowMs) this.#decidable = item;
    else {
      this.#clock.schedule(decidedMs, () => {
        this.#decidable = item;
        this.#run();
      });
    }
  }

  #decide(item: QueuedPod): void {
    const { pod, attempts } = item;
    const { nowMs: atMs } = this.#clock;
    const outcome = this.#try(pod);
    if (outcome.kind !== "fits") {
      const mayLineUp = this.#settings.sharesFindings && this.#boards.isEnough(pod);
      const write = this.#failures.handle(item, outcome, this.#executor, mayLineUp);
      this.#observe?.({ atMs, pod, attempt: attempts, outcome, bindError: undefined });
      this.#take();
      write();
      return;
    }
    this.#startIndex += outcome.search.looked;
    this.#cluster.setPod(pod, outcome.node.name);
    this.#nominator.delete(pod.uid);
    const isThere = pod.known.latest !== undefined;
    this.#queue.done(item);
    this.#observe?.({ atMs, pod, attempt: attempts, outcome, bindError: isThere ? undefined : bindErrorOf(pod) });
    this.#take();
    this.#bind(pod, outcome.node.name);
  }

  #try(pod: PodInfo): AttemptOutcome {
    const world = this.#world;
    const { latest } = pod.known;
    if (!this.#settings.sharesFindings || latest === undefined) return tryPod(pod, latest, world);
    const shared = this.#boards.isEnough(pod) ? this.#boards.tryPod(pod, world) : undefined;
    return shared ?? this.#nominated.tryPod(pod, latest, () => tryPod(pod, latest, world));
  }

  #bind(pod: PodInfo, nodeName: string): void {
    if (this.#client.bind(pod, nodeName) === "bound") {
      if (!this.#client.recordsBindings) return;
      const note = `Successfully assigned ${pod.namespace}/${pod.name} to ${nodeName}`;
      this.#client.event(pod, { type: "Normal", reason: "Scheduled", action: "Binding", note });
      return;
    }
    this.#cluster.removePod(pod);
    const event: ClusterEvent = { resource: "pod", action: "podDelete", before: pod, after: undefined };
    this.#queue.moveAll(event, (other) => other.uid !== pod.uid);
    this.#failures.recordFailure(pod, bindErrorOf(pod));
  }
}

function bindErrorOf({ name }: PodInfo): string {
  return `running Bind plugin "DefaultBinder": pods "${name}" not found`;
}

function isAssigned({ spec: { nodeName = "" } }: PodObject): boolean {
  return nodeName !== "";
}

/** Binding copies the spec but shares its parts. */
function isSameShape({ object: { spec: known } }: PodInfo, { spec }: PodObject): boolean {
  return (
    known === spec ||
    (known.containers === spec.containers &&
      known.initContainers === spec.initContainers &&
      known.schedulingGates === spec.schedulingGates &&
      known.tolerations === spec.tolerations &&
      known.nodeSelector === spec.nodeSelector &&
      known.affinity === spec.affinity)
  );
}
