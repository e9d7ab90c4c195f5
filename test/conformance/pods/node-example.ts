/** Examples of pods on nodes that fail, worked out from the rules: played in a whole cluster (FORMAT-POD-LIFE). */

import { nodeCondition, taintsOf } from "../../../src/api/node.ts";
import { parseTimestamp } from "../../../src/api/timestamp.ts";
import type { Pod, PodSpec } from "../../../src/api/types.ts";
import { summaryOf } from "../../../src/http/resources/pod-summary.ts";
import { loadScenario } from "../../../src/scenario/load.ts";
import { ServerNodeApi } from "../../../src/simulation/nodes/server-node-api.ts";
import { EPOCH_MS } from "../../../src/simulation/plan.ts";
import { Simulation } from "../../../src/simulation/simulation.ts";
import { isRecord, type RecordedJson } from "../vectors.ts";
import type { RecordedBehaviour } from "./pod-behaviour.ts";

interface ExampleNodeEvent {
  readonly t: number;
  readonly type: string;
  readonly kind?: string;
  readonly taint?: string;
  readonly leadSeconds?: number;
  readonly handler?: string;
}

interface ExampleVersion {
  readonly t: number;
  readonly phase?: string;
  readonly reason?: string;
  readonly Ready?: string;
  readonly DisruptionTarget?: string;
  readonly deletionTimestamp?: number;
  readonly deletionGracePeriodSeconds?: number;
  readonly kubectl?: string;
  readonly deleted?: boolean;
  readonly node?: { readonly Ready?: string; readonly taints?: readonly string[] } | string;
}

export interface NodeExample {
  readonly name: string;
  readonly release: string;
  readonly pod: PodSpec;
  readonly behaviour: Readonly<Record<string, RecordedBehaviour>>;
  readonly config: Readonly<Record<string, string>>;
  readonly events: readonly ExampleNodeEvent[];
  readonly expect: readonly ExampleVersion[];
  readonly assumptions: readonly string[];
}

const JOB = "p";
const NODES = "n";
const NODE_NAME = `${NODES}-0`;
/** What happens at one instant has settled this much later. */
const SETTLED_MS = 500;
/** The Job controller takes note of a pod that has failed, and lets it go, a second later. */
const RELEASED_MS = 1_500;
/** From the loss of an instance until its cloud has removed its node: at the next look after it is not ready. */
const REMOVAL_SECONDS = 53;
/** `kubelet graceful shutdown 15+15`: what ordinary pods have, and critical ones after them. */
const SHUTDOWN_SECONDS = /graceful shutdown (\d+)\+(\d+)/;
const OUT_OF_SERVICE = /^([^=]+)=([^:]+):(\w+)$/;

export function isNodeExample(vector: RecordedJson): vector is RecordedJson & NodeExample {
  return isRecord(vector.pod) && isRecord(vector.behaviour) && isRecord(vector.config) && Array.isArray(vector.expect);
}

/** Plays the example; gives the first value that comes out otherwise. */
export function firstNodeExampleDifference(example: NodeExample): string | undefined {
  const text = JSON.stringify(scenarioOf(example), null, 1);
  const { plan } = loadScenario({ text, file: `${example.name}.json`, readFile: () => "" });
  const simulation = new Simulation(plan);
  // The first pod of the Job; those that take its place are others.
  let pod: Pod | undefined;
  let isGone = false;
  simulation.server.storage.log.follow((entry) => {
    if (entry.kind !== "commit" || entry.resource !== "pods") return;
    pod ??= entry.object;
    if (entry.object.metadata.uid !== pod.metadata.uid) return;
    pod = entry.object;
    isGone = entry.type === "DELETED";
  });
  for (const version of example.expect) {
    simulation.loop.run(version.t * 1000 + (version.deleted === true ? RELEASED_MS : SETTLED_MS));
    const difference = comparePod(version, pod, isGone) ?? compareNode(version, simulation);
    if (difference !== undefined) return `at ${version.t} s: ${difference}`;
  }
  return undefined;
}

function scenarioOf({ name, release, pod, behaviour, config, events, expect, assumptions }: NodeExample) {
  const isAlone = assumptions.some((assumption) => assumption.includes("only node"));
  const spec = { ...pod, nodeSelector: { "kubernetes.io/hostname": NODE_NAME }, containers: withImages(pod) };
  const metadata = { name: JOB };
  return {
    apiVersion: "jobsim.dev/v1",
    kind: "Scenario",
    metadata: { name },
    kubernetes: release,
    until: `${(expect.at(-1)?.t ?? 0) + 10}s`,
    jobs: [{ manifest: { apiVersion: "batch/v1", kind: "Job", metadata, spec: { template: { spec } } } }],
    cluster: { nodes: [{ name: NODES, count: isAlone ? 1 : 3, slots: 100 }] },
    pods: { default: { schedule: "0s", start: "0s", ...behaviourOf(behaviour) } },
    events: [...(config.pdb === undefined ? [] : [budget("createObject", 0, 1)]), ...events.flatMap(eventsOf)],
  };
}

function withImages({ containers }: PodSpec) {
  return containers.map((container) => ({ image: "registry.example.com/app:1", ...container }));
}

function behaviourOf(behaviour: NodeExample["behaviour"]) {
  const [[, { runs = [], sigterm }] = ["", {}]] = Object.entries(behaviour);
  const [{ duration = null, exitCode = 0 } = {}] = runs;
  const stopSeconds = sigterm === "ignore" ? 3600 : (sigterm?.after ?? 0);
  return {
    run: duration === null ? "forever" : `${duration}s`,
    exit: exitCode,
    termination: { time: `${stopSeconds}s`, exit: sigterm === "ignore" ? 137 : (sigterm?.exitCode ?? 143) },
  };
}

function eventsOf({ t, type, kind, taint = "", leadSeconds, handler = "" }: ExampleNodeEvent): readonly object[] {
  const event = { at: `${t}s`, node: NODE_NAME };
  switch (type) {
    case "nodeLost": {
      const removal =
        kind === "instanceGone" ? [{ ...event, at: `${t + REMOVAL_SECONDS}s`, action: "deleteNode" }] : [];
      return [{ ...event, action: kind === "network" ? "cutOffNode" : "loseNode" }, ...removal];
    }
    case "nodeBack":
      return [{ ...event, action: "returnNode" }];
    case "nodeObjectDeleted":
      return [{ ...event, action: "deleteNode" }];
    case "taint": {
      const [, key, value, effect] = OUT_OF_SERVICE.exec(taint) ?? [];
      return [{ ...event, action: "taintNode", taint: { key, value, effect } }];
    }
    case "drain":
      return [{ ...event, action: "drainNode" }];
    case "pdbAllows":
      return [budget("putObject", t, 0)];
    case "spotNotice": {
      const [, ordinary, critical] = SHUTDOWN_SECONDS.exec(handler) ?? [];
      if (ordinary !== undefined) {
        const grace = `${Number(ordinary) + Number(critical)}s`;
        return [{ ...event, action: "shutDownNode", grace, criticalGrace: `${critical}s` }];
      }
      return [
        { ...event, action: "drainNode" },
        { ...event, at: `${t + (leadSeconds ?? 0)}s`, action: "deleteNode" },
      ];
    }
    default:
      throw new Error(`event "${type}" is not known`);
  }
}

function budget(action: string, t: number, minAvailable: number) {
  const selector = { matchLabels: { "batch.kubernetes.io/job-name": JOB } };
  const metadata = { name: "x", namespace: "default" };
  const manifest = { apiVersion: "policy/v1", kind: "PodDisruptionBudget", metadata, spec: { minAvailable, selector } };
  return { at: `${t}s`, action, manifest };
}

function comparePod(version: ExampleVersion, pod: Pod | undefined, isGone: boolean): string | undefined {
  if (pod === undefined) return "no pod";
  const { metadata, status } = pod;
  const at = metadata.deletionTimestamp;
  return (
    differ("deleted", version.deleted, isGone) ??
    differ("phase", version.phase, status.phase) ??
    differ("reason", version.reason, status.reason) ??
    differ("Ready", version.Ready, conditionText(pod, "Ready", version.Ready)) ??
    differ("DisruptionTarget", version.DisruptionTarget, conditionText(pod, "DisruptionTarget", "True/")) ??
    differ("deletionTimestamp", version.deletionTimestamp, at === undefined ? at : secondsOf(at)) ??
    differ("grace", version.deletionGracePeriodSeconds, metadata.deletionGracePeriodSeconds) ??
    differ("kubectl", version.kubectl, kubectlText(pod))
  );
}

function conditionText({ status }: Pod, type: string, wanted: string | undefined): string {
  const found = status.conditions?.find((condition) => condition.type === type);
  if (found === undefined) return "absent";
  return wanted?.includes("/") === true ? `${found.status}/${found.reason ?? ""}` : found.status;
}

function kubectlText(pod: Pod): string {
  const { word, ready, containers, restarts } = summaryOf(pod);
  return `${word} ${ready}/${containers}${restarts === 0 ? "" : ` restarts ${restarts}`}`;
}

function compareNode({ node: wanted }: ExampleVersion, { server }: Simulation): string | undefined {
  if (wanted === undefined || typeof wanted === "string") return undefined;
  const node = new ServerNodeApi(server).node(NODE_NAME);
  if (node === undefined) return "no node";
  const { status = "", reason = "" } = nodeCondition(node, "Ready") ?? {};
  const ready = wanted.Ready?.includes("/") === true ? `${status}/${reason}` : status;
  const taints = taintsOf(node).map(({ key, effect }) => `${key}:${effect}`);
  return (
    differ("Ready of the node", wanted.Ready, ready) ?? differ("taints", wanted.taints?.join(" "), taints.join(" "))
  );
}

function differ(what: string, wanted: unknown, ours: unknown): string | undefined {
  return wanted === undefined || wanted === ours ? undefined : `${what}: expected ${wanted}, simulated ${ours}`;
}

function secondsOf(timestamp: string): number {
  return (parseTimestamp(timestamp) - EPOCH_MS) / 1000;
}
