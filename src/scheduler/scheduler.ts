/**
 * The scheduler: takes one pod after another from its queue, finds a node for it, and binds it (`ScheduleOne`).
 *
 * It learns of pods and nodes as from a watch, and acts through a client. What an attempt writes reaches it only
 * when the next pod is taken already, as in a real cluster.
 */

import type { NodeFacts } from "../api/scheduling-types.ts";
import { type AttemptOutcome, tryPod } from "./attempt.ts";
import type { AttemptWorld } from "./attempt-world.ts";
import type { SchedulerClient, SchedulerClock } from "./client.ts";
import { type ClusterEvent, nodeChanges, podChanges } from "./cluster-event.ts";
import { ClusterState } from "./cluster-state.ts";
import { FailureHandler } from "./failure-handler.ts";
import { NominatedVerdicts } from "./framework/nominated-verdicts.ts";
import { DEFAULT_PROFILE } from "./framework/profile.ts";
import { Nominator } from "./nominator.ts";
import { gateVerdict } from "./plugins/scheduling-gates.ts";
import { isOver, PodInfo, type PodObject } from "./pod-info.ts";
import { PodShapes } from "./pod-shape.ts";
import { PreemptionExecutor } from "./preemption/executor.ts";
import { QueueTimers } from "./queue/queue-timers.ts";
import type { QueuedPod } from "./queue/queued-pod.ts";
import { SchedulingQueue } from "./queue/scheduling-queue.ts";
import { DEFAULT_SCHEDULER_NAME, type SchedulerSettings } from "./settings.ts";
import { ShapeBoards } from "./shape-boards.ts";

/** What an observer gets of each attempt. */
export interface AttemptReport {
  readonly atMs: number;
  readonly pod: PodInfo;
  readonly attempt: number;
  readonly outcome: AttemptOutcome;
  /** What went wrong after a node was found. */
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
  readonly #world: AttemptWorld;
  readonly #queue: SchedulingQueue;
  readonly #executor: PreemptionExecutor;
  readonly #failures: FailureHandler;
  readonly #timers: QueueTimers;
  /** The newest versions of pods that the scheduler cares for, on nodes or not (the informer's cache). */
  readonly #known = new Map<string, PodInfo>();
  #startIndex = 0;
  #isRunning = false;
  /** The pod whose attempt has taken its time. */
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
    this.#world = this.#worldOf(settings);
    const latest = (uid: string) => this.#known.get(uid);
    this.#executor = new PreemptionExecutor(client, this.#nominator, switches, latest);
    const gatekeeper = (pod: PodInfo) => gateVerdict(pod)?.plugin ?? this.#executor.holdsBack(pod.uid);
    const nowMs = () => clock.nowMs;
    const context = { namespaceLabels, switches };
    this.#queue = new SchedulingQueue(settings.queue, context, this.#nominator, gatekeeper, nowMs);
    this.#failures = new FailureHandler(client, clock, this.#queue, this.#nominator, latest);
    this.#timers = new QueueTimers(this.#queue, settings.queue, clock, () => this.#run());
  }

  /** The queue, to look at. */
  get queue(): SchedulingQueue {
    return this.#queue;
  }

  /** Nodes and pods on them, to look at. */
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

  podAdded(object: PodObject): void {
    if (isOver(object) || !this.#isOurs(object)) return;
    const pod = this.#infoOf(object);
    this.#known.set(pod.uid, pod);
    if (isAssigned(object)) this.#assigned(pod);
    else this.#queue.add(pod);
    this.#run();
  }

  podUpdated(object: PodObject): void {
    const before = this.#known.get(object.metadata.uid);
    if (before === undefined) {
      this.podAdded(object);
      return;
    }
    // The scheduler's watch leaves out pods that are over: it sees them go.
    if (isOver(object)) {
      this.podDeleted(object);
      return;
    }
    const after = this.#infoOf(object);
    this.#known.set(after.uid, after);
    if (isAssigned(before.object)) this.#updateAssigned(before, after);
    else if (isAssigned(object)) {
      this.#assigned(after);
      this.#queue.delete(after.uid);
    } else if (this.#cluster.nodeOfPod(after.uid) === undefined) this.#updateWaiting(before, after);
    this.#run();
  }

  podDeleted({ metadata: { uid } }: PodObject): void {
    const pod = this.#known.get(uid);
    if (pod === undefined) return;
    this.#known.delete(uid);
    if (isAssigned(pod.object)) {
      this.#cluster.removePod(uid);
      this.#queue.moveAll({ resource: "pod", action: "podDelete", before: pod, after: undefined });
    } else {
      this.#queue.delete(uid);
      if (pod.nominatedNode !== "") this.#nominationEnded(pod);
    }
    this.#run();
  }

  #isOurs({ spec: { schedulerName = DEFAULT_SCHEDULER_NAME, nodeName = "" } }: PodObject): boolean {
    return nodeName !== "" || schedulerName === DEFAULT_SCHEDULER_NAME;
  }

  #infoOf(object: PodObject): PodInfo {
    const known = this.#known.get(object.metadata.uid);
    return new PodInfo(
      object,
      known !== undefined && isSameShape(known, object) ? known.shape : this.shapes.of(object.spec),
    );
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

  /** Pods that had to leave room for this one see it go. */
  #nominationEnded(pod: PodInfo): void {
    const event: ClusterEvent = { resource: "pod", action: "podDelete", before: pod, after: undefined };
    this.#queue.moveAll(event, (other) => other.priority <= pod.priority);
  }

  /** Takes pods and decides until the queue is empty, or an attempt takes time. */
  #run(): void {
    // What an attempt writes comes back here while the attempt is still being finished.
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

  /** Takes the next pod; it is decided now or when its attempt has taken its time. */
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
    const outcome = this.#try(pod);
    const report = { atMs: this.#clock.nowMs, pod, attempt: attempts, outcome };
    if (outcome.kind !== "fits") {
      const mayLineUp = this.#settings.sharesFindings && this.#boards.isEnough(pod);
      const write = this.#failures.handle(item, outcome, this.#executor, mayLineUp);
      this.#observe?.({ ...report, bindError: undefined });
      this.#take();
      write();
      return;
    }
    this.#startIndex += outcome.search.looked;
    this.#cluster.setPod(pod, outcome.node.name);
    this.#nominator.delete(pod.uid);
    const isThere = this.#known.has(pod.uid);
    this.#queue.done(item);
    const bindError = `running Bind plugin "DefaultBinder": pods "${pod.name}" not found`;
    this.#observe?.({ ...report, bindError: isThere ? undefined : bindError });
    this.#take();
    this.#bind(pod, outcome.node.name, bindError);
  }

  #try(pod: PodInfo): AttemptOutcome {
    const world = this.#world;
    const latest = this.#known.get(pod.uid);
    const mayShare = this.#settings.sharesFindings && latest !== undefined && this.#boards.isEnough(pod);
    return (mayShare ? this.#boards.tryPod(pod, world) : undefined) ?? tryPod(pod, latest, world);
  }

  #bind(pod: PodInfo, nodeName: string, bindError: string): void {
    if (this.#client.bind(pod.object, nodeName) === "bound") {
      const note = `Successfully assigned ${pod.namespace}/${pod.name} to ${nodeName}`;
      this.#client.event(pod.object, { type: "Normal", reason: "Scheduled", action: "Binding", note });
      return;
    }
    this.#cluster.removePod(pod.uid);
    const event: ClusterEvent = { resource: "pod", action: "podDelete", before: pod, after: undefined };
    this.#queue.moveAll(event, (other) => other.uid !== pod.uid);
    this.#failures.tell(pod, bindError);
  }

  #worldOf({ profile = DEFAULT_PROFILE, ...settings }: SchedulerSettings): AttemptWorld {
    const startIndex = () => this.#startIndex;
    return {
      snapshot: this.#cluster,
      nominator: this.#nominator,
      ...(settings.sharesFindings ? { nominatedVerdicts: new NominatedVerdicts(this.#nominator) } : {}),
      profile,
      switches: settings.switches,
      get budgets() {
        return settings.budgets();
      },
      percentageOfNodesToScore: settings.percentageOfNodesToScore,
      get startIndex() {
        return startIndex();
      },
      chooseNode: settings.chooseNode,
      drawIndex: settings.drawIndex,
    };
  }
}

function isAssigned({ spec: { nodeName = "" } }: PodObject): boolean {
  return nodeName !== "";
}

/** Binding copies a spec and leaves its parts alone. */
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
