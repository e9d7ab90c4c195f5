/**
 * Objects next to Jobs that describe the cluster: its Nodes, and the quotas, limits and priorities of its namespaces.
 * A run takes them as if the scenario said so.
 */

import { isJsonList, isJsonObject, type JsonObject } from "../api/json.ts";
import { quote } from "../api/quote.ts";
import type { PriorityClassSpec } from "../apiserver/admission/priority.ts";
import type { HardQuota } from "../apiserver/admission/quota/quota-ledger.ts";
import type { PlannedNode } from "../kubelet/cluster-node.ts";
import type { SimulationPlan } from "../simulation/plan.ts";
import type { CompiledCluster } from "./compile-cluster.ts";
import { type ControlPlane, compileQuota, compileRange, isCounted } from "./compile-faults.ts";
import { nodesOfObject } from "./node-objects.ts";
import type { Problem } from "./problem.ts";
import { Reporter } from "./report.ts";
import { limitRangeSchema, priorityClassFields, quotaSchema } from "./schema-faults.ts";
import { checkPart } from "./schema-problems.ts";
import type { Located } from "./yaml-source.ts";

/** What objects say of the cluster. */
export interface ClusterObjects {
  readonly nodes: readonly PlannedNode[];
  readonly resourceQuotas: readonly HardQuota[];
  readonly limitRanges: NonNullable<SimulationPlan["limitRanges"]>;
  readonly priorityClasses: Readonly<Record<string, PriorityClassSpec>>;
}

/** What one object adds. */
type Found = Partial<ClusterObjects>;

/** An object that is read, and where what is wrong with it goes. */
interface Reading {
  readonly object: JsonObject;
  readonly document: Located;
  readonly reporter: Reporter;
  readonly problems: Problem[];
}

interface ClusterKind {
  readonly apiVersion: string;
  readonly read: (reading: Reading) => Found;
}

const KINDS: Readonly<Record<string, ClusterKind>> = {
  Node: {
    apiVersion: "v1",
    read: ({ object, reporter }) => ({
      nodes: nodesOfObject(object, (path, message) => reporter.problem(path, message)),
    }),
  },
  ResourceQuota: { apiVersion: "v1", read: readQuota },
  LimitRange: { apiVersion: "v1", read: readLimits },
  PriorityClass: { apiVersion: "scheduling.k8s.io/v1", read: readClass },
};

/** Whether a document says what the cluster is. */
export function isClusterObject({ kind, apiVersion }: JsonObject): boolean {
  return typeof kind === "string" && Object.hasOwn(KINDS, kind) && KINDS[kind]?.apiVersion === apiVersion;
}

/**
 * Reads what objects say of the cluster.
 *
 * @param documents for which `isClusterObject` holds
 * @param known the nodes in the scenario itself
 * @param problems what is wrong is added here
 * @param warnings what is left out is added here
 */
export function readClusterObjects(
  documents: readonly Located[],
  known: CompiledCluster | undefined,
  problems: Problem[],
  warnings: Problem[],
): ClusterObjects {
  const names = new Set(known?.spec.nodes.map(({ name }) => name));
  const found = documents.flatMap((document): Found[] => {
    const { value: object } = document;
    const kind = isJsonObject(object) && typeof object.kind === "string" ? KINDS[object.kind] : undefined;
    if (!isJsonObject(object) || kind === undefined) return [];
    const reporter = new Reporter(document, problems, warnings);
    const read = kind.read({ object, document, reporter, problems });
    for (const { name } of read.nodes ?? []) {
      if (names.has(name)) reporter.problem(["metadata", "name"], `there is a node ${quote(name)} already`);
      names.add(name);
    }
    return [read];
  });
  return {
    nodes: found.flatMap(({ nodes = [] }) => nodes),
    resourceQuotas: found.flatMap(({ resourceQuotas = [] }) => resourceQuotas),
    limitRanges: found.flatMap(({ limitRanges = [] }) => limitRanges),
    priorityClasses: Object.assign({}, ...found.map(({ priorityClasses }) => priorityClasses)),
  };
}

/** The control plane of a scenario with what objects add to it; its own classes take precedence. */
export function controlledWith(process: ControlPlane | undefined, around: ClusterObjects): ControlPlane {
  const { resourceQuotas, limitRanges, priorityClasses } = around;
  return {
    ...process,
    ...(resourceQuotas.length === 0 ? {} : { resourceQuotas: [...(process?.resourceQuotas ?? []), ...resourceQuotas] }),
    ...(limitRanges.length === 0 ? {} : { limitRanges: [...(process?.limitRanges ?? []), ...limitRanges] }),
    ...(Object.keys(priorityClasses).length === 0
      ? {}
      : { priorityClasses: { ...priorityClasses, ...process?.priorityClasses } }),
  };
}

/** The cluster of a scenario with the Nodes among the objects; nothing if there are no nodes at all. */
export function clusterWith(
  cluster: CompiledCluster | undefined,
  { nodes }: ClusterObjects,
): CompiledCluster | undefined {
  if (nodes.length === 0) return cluster;
  const { spec, ...rest } = cluster ?? {
    spec: { nodes: [], imagePullMs: 0 },
    nodeObjects: false,
    planned: [],
    recurring: [],
  };
  return { ...rest, spec: { ...spec, nodes: [...spec.nodes, ...nodes] } };
}

function readQuota(reading: Reading): Found {
  const { object, document, reporter, problems } = reading;
  const { hard, ...scopes } = fieldsOf(object.spec);
  const { name, namespace } = namesOf(object);
  const counted = isJsonObject(hard) ? Object.entries(hard).filter(([key]) => isCounted(key)) : [];
  for (const key of isJsonObject(hard) ? Object.keys(hard) : []) {
    if (!isCounted(key))
      reporter.warning(["spec", "hard", key], `${quote(key)} is nothing that a run counts: left out`);
  }
  const value = { name, namespace, hard: Object.fromEntries(counted), ...scopes };
  const input = checkPart(quotaSchema, value, { document, path: ["spec"] }, problems);
  const compiled = input === undefined ? undefined : compileQuota(input, ["spec"], reporter).hard;
  return compiled === undefined || counted.length === 0 ? {} : { resourceQuotas: [compiled] };
}

function readLimits({ object, document, reporter, problems }: Reading): Found {
  const { limits } = fieldsOf(object.spec);
  // Claims and images have limits too, which no pod feels.
  const ofPods = isJsonList(limits)
    ? limits.filter((item) => !isJsonObject(item) || item.type === "Container" || item.type === "Pod")
    : [];
  if (ofPods.length === 0) return {};
  const value = { ...namesOf(object), limits: ofPods };
  const input = checkPart(limitRangeSchema, value, { document, path: ["spec"] }, problems);
  return input === undefined ? {} : { limitRanges: [compileRange(input, ["spec"], reporter)] };
}

function readClass({ object, document, problems }: Reading): Found {
  const { value, globalDefault, preemptionPolicy } = object;
  const fields = Object.entries({ value, globalDefault, preemptionPolicy }).filter(([, field]) => field !== undefined);
  const input = checkPart(priorityClassFields, Object.fromEntries(fields), { document, path: [] }, problems);
  return input === undefined ? {} : { priorityClasses: { [namesOf(object).name]: input } };
}

function fieldsOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

function namesOf({ metadata }: JsonObject): { readonly name: string; readonly namespace: string } {
  const { name, namespace } = fieldsOf(metadata);
  return {
    name: typeof name === "string" ? name : "",
    namespace: typeof namespace === "string" && namespace !== "" ? namespace : "default",
  };
}
