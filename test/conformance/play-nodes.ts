/** Plays a recorded node scenario with our controllers, and compares what they did. */

import { JOB_TRACKING_FINALIZER } from "../../src/api/constants.ts";
import { equalJson } from "../../src/api/json.ts";
import type { Node, NodeCondition, NodeTaint } from "../../src/api/node.ts";
import { isSameTaint, taintsOf } from "../../src/api/node.ts";
import { parseTimestamp } from "../../src/api/timestamp.ts";
import type { ConditionStatus, Pod, PodStatus } from "../../src/api/types.ts";
import { isTerminalPhase } from "../../src/apiserver/pod-deletion.ts";
import { NodeLifecycleController } from "../../src/controller/node-lifecycle/node-lifecycle-controller.ts";
import { DEFAULT_NODE_LIFECYCLE } from "../../src/controller/node-lifecycle/settings.ts";
import { PodGcController } from "../../src/controller/pod-gc/pod-gc-controller.ts";
import { TaintEvictionController } from "../../src/controller/taint-eviction/taint-eviction-controller.ts";
import { EventLoop, Phase } from "../../src/engine/event-loop.ts";
import { KubeletHeartbeats, NodeHeartbeats } from "../../src/kubelet/heartbeats.ts";
import type {
  NodeExpectation,
  NodeRecord,
  NodeScenario,
  NodeVector,
  RecordedNode,
  RecordedPod,
  RecordedStep,
  RecordedTaint,
} from "./node-vector.ts";
import { disruptionTargetOf, NAMESPACE, NodeWorld, readyOf, shownTaints } from "./node-world.ts";
import type { VectorResult } from "./run-vector.ts";

/** Last signs of life of everything that is older than the recording. */
const BEFORE_MS = -10_000;
/** A pass of the recorded pod garbage collector takes a millisecond. */
const POD_GC_PERIOD_MS = 20_001;
/** From a kubelet's return until its pods are ready again. */
const READY_AGAIN_MS = 500;

/** Plays a vector and says whether everything came out. */
export function runNodeVector({ scenario, expect }: NodeVector): VectorResult {
  return { name: scenario.id, difference: firstNodeDifference(expect, new NodePlay(scenario).run()) };
}

/** The first list that differs, with its first difference. */
export function firstNodeDifference(want: NodeExpectation, got: NodeExpectation): string | undefined {
  for (const list of ["nodes", "pods", "deletes", "gone", "events"] as const) {
    const [wanted, played] = [want[list], got[list]];
    for (let i = 0; i < Math.max(wanted.length, played.length); i++) {
      if (!equalJson(wanted[i], played[i])) return describe(`${list}[${i}]`, wanted[i], played[i]);
    }
  }
  for (const final of ["finalNodes", "finalPods"] as const) {
    if (!equalJson(want[final], got[final])) return describe(final, want[final], got[final]);
  }
  return undefined;
}

function describe(where: string, want: unknown, got: unknown): string {
  return `${where}\n  recorded:  ${JSON.stringify(want)}\n  simulated: ${JSON.stringify(got)}`;
}

class NodePlay {
  readonly #loop = new EventLoop();
  readonly #world = new NodeWorld(this.#loop);
  readonly #heartbeats = new NodeHeartbeats();
  readonly #scripts = new Map<string, RecordedPod>();
  /** Pods that are being stopped, by name, with the life of their kubelet. */
  readonly #stopping = new Map<string, number>();
  /** How often each kubelet started: one that dies forgets what it was doing. */
  readonly #lives = new Map<string, number>();
  readonly #finalizersDue = new Set<string>();
  readonly #scenario: NodeScenario;

  constructor(scenario: NodeScenario) {
    this.#scenario = scenario;
  }

  run(): NodeExpectation {
    const { nodes, pods, steps, endMs } = this.#scenario;
    for (const node of nodes) this.#enrol(node);
    for (const pod of pods) this.#world.inThePast(pod.createdSec * 1000, () => this.#createPod(pod));
    this.#world.follow((change) => {
      if (change.resource === "pods" && change.type !== "DELETED") this.#attend(change.object);
    });
    for (const { metadata } of this.#world.pods()) this.#planFinalizer(metadata.name, BEFORE_MS);
    for (const step of steps) this.#at(step.at, () => this.#take(step));
    this.#startControllers();
    this.#loop.run(endMs - 1);
    return this.#outcome();
  }

  #startControllers(): void {
    const { largeClusterThreshold, podgcPhaseMs, podgcThreshold } = this.#scenario;
    const settings = { ...DEFAULT_NODE_LIFECYCLE, largeClusterThreshold };
    new NodeLifecycleController(this.#loop, this.#world, this.#heartbeats, settings).start();
    new TaintEvictionController(this.#loop, this.#world).start();
    new PodGcController(this.#loop, this.#world, {
      terminatedPodThreshold: podgcThreshold,
      collectsOrphans: true,
      periodMs: POD_GC_PERIOD_MS,
      firstPassMs: podgcPhaseMs,
    }).start();
  }

  #enrol(node: RecordedNode): void {
    this.#world.inThePast(BEFORE_MS, () => this.#world.setNode(nodeOf(node, this.#world.now, "True")));
    this.#heartbeats.register(node.name, KubeletHeartbeats.running(BEFORE_MS, node.phaseMs));
  }

  #createPod(script: RecordedPod): void {
    this.#scripts.set(script.name, script);
    this.#world.createPod(podOf(script, this.#world.now));
  }

  #take(step: RecordedStep): void {
    const { node = "", pod = "", spec, podSpec, taint } = step;
    switch (step.op) {
      case "nodeLost":
        this.#heartbeats.silence(node, this.#loop.nowMs);
        this.#lives.set(node, (this.#lives.get(node) ?? 0) + 1);
        return;
      case "nodeBack":
        this.#startKubelet(node);
        return;
      case "kubeletNotReady":
        if (this.#heartbeats.isAlive(node)) this.#post(node, "False");
        return;
      case "kubeletReady":
        if (!this.#heartbeats.isAlive(node)) return;
        this.#post(node, "True");
        this.#showReadyAgain(node);
        return;
      case "deleteNode":
        this.#world.deleteNode(node);
        return;
      case "addNode":
        if (spec !== undefined) this.#addNode(spec);
        return;
      case "taint":
      case "untaint":
        if (taint !== undefined) this.#changeTaints(node, taint, step.op === "taint");
        return;
      case "cordon":
      case "uncordon":
        this.#setSchedulable(node, step.op === "uncordon");
        return;
      case "deletePod":
        this.#world.deletePod(NAMESPACE, pod, step.graceSec, "user");
        return;
      case "addPod":
        if (podSpec !== undefined) this.#createPod(podSpec);
        return;
      case "removeFinalizer":
        this.#world.removeFinalizer(pod, JOB_TRACKING_FINALIZER);
        return;
      case "finishPod":
        this.#finishPod(pod, step.phase);
        return;
      default:
        throw new Error(`step "${step.op}" is not known`);
    }
  }

  #addNode(spec: RecordedNode): void {
    const { name, silent = false } = spec;
    this.#world.setNode(nodeOf(spec, this.#world.now, silent ? undefined : "True"));
    const { nowMs } = this.#loop;
    if (silent) this.#heartbeats.register(name, KubeletHeartbeats.silent());
    else this.#heartbeats.revive(name, nowMs);
  }

  #startKubelet(node: string): void {
    this.#lives.set(node, (this.#lives.get(node) ?? 0) + 1);
    this.#heartbeats.revive(node, this.#loop.nowMs);
    this.#post(node, "True");
    this.#showReadyAgain(node);
    for (const pod of this.#world.podsOn(node)) this.#attend(pod);
  }

  #post(name: string, ready: ConditionStatus): void {
    const node = this.#world.node(name);
    if (node === undefined) return;
    const conditions = conditionsOf(this.#world.now, ready, node.status?.conditions);
    this.#world.setNode({ ...node, status: { ...node.status, conditions } });
  }

  #showReadyAgain(node: string): void {
    const life = this.#lives.get(node);
    this.#at(this.#loop.nowMs + READY_AGAIN_MS, () => {
      if (!this.#heartbeats.isAlive(node) || this.#lives.get(node) !== life) return;
      for (const pod of this.#world.podsOn(node)) {
        if (pod.status.phase !== "Running" || pod.metadata.deletionTimestamp !== undefined) continue;
        this.#world.patchPodStatus(pod, (status) => withReady(status, "True"), "kubelet");
      }
    });
  }

  #changeTaints(name: string, { key, value, effect }: RecordedTaint, isAdded: boolean): void {
    const node = this.#world.node(name);
    if (node === undefined) return;
    const taint: NodeTaint = { key, effect, ...(value === "" ? {} : { value }) };
    const others = taintsOf(node).filter((held) => !isSameTaint(held, taint));
    this.#world.setNode({ ...node, spec: { ...node.spec, taints: isAdded ? [...others, taint] : others } });
  }

  #setSchedulable(name: string, schedulable: boolean): void {
    const node = this.#world.node(name);
    if (node !== undefined) this.#world.setNode({ ...node, spec: { ...node.spec, unschedulable: !schedulable } });
  }

  #finishPod(name: string, phase: PodStatus["phase"]): void {
    const pod = this.#world.pod(NAMESPACE, name);
    if (pod === undefined || isTerminalPhase(pod.status.phase) || pod.metadata.deletionTimestamp !== undefined) return;
    if (this.#heartbeats.isAlive(pod.spec.nodeName ?? "")) this.#end(pod, phase);
  }

  /** What the scripted kubelet, and whoever owns the finalizer, make of a change. */
  #attend(pod: Pod): void {
    const { name, deletionTimestamp } = pod.metadata;
    if (isTerminalPhase(pod.status.phase)) {
      this.#planFinalizer(name, this.#loop.nowMs);
      return;
    }
    const { nodeName = "" } = pod.spec;
    if (deletionTimestamp === undefined || !this.#heartbeats.isAlive(nodeName)) return;
    const life = this.#lives.get(nodeName) ?? 0;
    if (this.#stopping.get(name) === life) return;
    this.#stopping.set(name, life);
    this.#at(this.#loop.nowMs + (this.#scripts.get(name)?.exitMs ?? 0), () => {
      if (this.#heartbeats.isAlive(nodeName) && (this.#lives.get(nodeName) ?? 0) === life) this.#stop(pod);
    });
  }

  #stop({ metadata }: Pod): void {
    const pod = this.#world.pod(NAMESPACE, metadata.name);
    if (pod?.metadata.uid !== metadata.uid) return;
    if (!isTerminalPhase(pod.status.phase)) this.#end(pod, this.#scripts.get(metadata.name)?.exitPhase);
    this.#world.deletePod(NAMESPACE, metadata.name, 0, "kubelet");
  }

  #end(pod: Pod, phase: PodStatus["phase"]): void {
    const end = (status: PodStatus) => ({ ...withReady(status, "False"), ...(phase === undefined ? {} : { phase }) });
    this.#world.patchPodStatus(pod, end, "kubelet");
  }

  #planFinalizer(name: string, sinceMs: number): void {
    const { finalizer, finalizerMs } = this.#scripts.get(name) ?? {};
    const phase = this.#world.pod(NAMESPACE, name)?.status.phase;
    if (finalizer !== true || finalizerMs === undefined || !isTerminalPhase(phase)) return;
    if (this.#finalizersDue.has(name)) return;
    this.#finalizersDue.add(name);
    this.#at(sinceMs + finalizerMs, () => this.#world.removeFinalizer(name, JOB_TRACKING_FINALIZER));
  }

  #at(atMs: number, action: () => void): void {
    this.#loop.schedule(atMs, Phase.world, action);
  }

  #outcome(): NodeExpectation {
    const { nodes, pods, deletes, gone, events } = this.#world.records;
    const epochSec = (this.#world.instantMs - this.#loop.nowMs) / 1000;
    return {
      nodes: sorted(nodes, ({ node }) => `${node}`),
      pods: sorted(pods, ({ pod }) => `${pod}`),
      deletes: sorted(deletes, ({ pod }) => `${pod}`),
      gone: sorted(gone, ({ pod }) => `${pod}`),
      events: sorted(events, ({ kind, name, by }) => `${kind} ${name} ${by}`),
      finalNodes: Object.fromEntries(this.#world.nodes().map((node) => [node.metadata.name, finalNode(node)])),
      finalPods: Object.fromEntries(this.#world.pods().map((pod) => [pod.metadata.name, finalPod(pod, epochSec)])),
    };
  }
}

/** By instant, within one by name, and as they came if both are equal. */
function sorted(records: readonly NodeRecord[], nameOf: (record: NodeRecord) => string): readonly NodeRecord[] {
  return records.toSorted((a, b) => a.t - b.t || (nameOf(a) < nameOf(b) ? -1 : Number(nameOf(a) > nameOf(b))));
}

function finalNode(node: Node) {
  const ready = readyOf(node.status ?? {});
  return { ...(ready === undefined ? {} : { ready }), taints: shownTaints(taintsOf(node)) };
}

function finalPod({ metadata, status }: Pod, epochSec: number) {
  const { deletionTimestamp, deletionGracePeriodSeconds } = metadata;
  const disruptionTarget = disruptionTargetOf(status)?.reason;
  return {
    phase: status.phase,
    ready: readyOf(status),
    ...(disruptionTarget === undefined ? {} : { disruptionTarget }),
    ...(deletionTimestamp === undefined
      ? {}
      : { deletionTimestamp: parseTimestamp(deletionTimestamp) / 1000 - epochSec, deletionGracePeriodSeconds }),
  };
}

function nodeOf({ name, zone, taints = [] }: RecordedNode, now: string, ready: ConditionStatus | undefined): Node {
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      namespace: "",
      uid: `${name} since ${now}`,
      resourceVersion: "",
      creationTimestamp: now,
      labels: { "topology.kubernetes.io/region": "r", "topology.kubernetes.io/zone": zone },
    },
    spec: { taints: taints.map(({ key, value, effect }) => ({ key, effect, ...(value === "" ? {} : { value }) })) },
    status: ready === undefined ? {} : { conditions: conditionsOf(now, ready, undefined) },
  };
}

const KUBELET_CONDITIONS = ["MemoryPressure", "DiskPressure", "PIDPressure", "Ready"] as const;

function conditionsOf(
  now: string,
  ready: ConditionStatus,
  before: readonly NodeCondition[] | undefined,
): readonly NodeCondition[] {
  return KUBELET_CONDITIONS.map((type) => {
    const status = type === "Ready" ? ready : "False";
    const held = before?.find((condition) => condition.type === type);
    const lastTransitionTime = held?.status === status ? (held.lastTransitionTime ?? now) : now;
    return { type, status, lastHeartbeatTime: now, lastTransitionTime, reason: "Kubelet", message: "" };
  });
}

function podOf(script: RecordedPod, now: string): Pod {
  const { name, node, tolerations, graceSec, phase, evicted, finalizer } = script;
  const ready = phase === "Running" ? "True" : "False";
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace: NAMESPACE,
      uid: "",
      resourceVersion: "",
      creationTimestamp: now,
      ...(finalizer === true ? { finalizers: [JOB_TRACKING_FINALIZER] } : {}),
    },
    spec: {
      containers: [],
      tolerations,
      terminationGracePeriodSeconds: graceSec,
      ...(node === "" ? {} : { nodeName: node }),
    },
    status: {
      phase,
      ...(evicted === true ? { reason: "Evicted" } : {}),
      conditions: [{ type: "Ready", status: ready, lastTransitionTime: now }],
    },
  };
}

function withReady(status: PodStatus, ready: ConditionStatus): PodStatus {
  const conditions = status.conditions?.map((condition) =>
    condition.type === "Ready" ? { ...condition, status: ready } : condition,
  );
  return conditions === undefined ? status : { ...status, conditions };
}
