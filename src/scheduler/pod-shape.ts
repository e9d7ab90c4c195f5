/**
 * What the scheduler reads from a pod's spec, computed once for all pods that share it.
 *
 * The pods of a Job have the same scheduling requirements, so results for one of them can be reused for the others.
 */

import { pinnedNodeNames } from "../api/node-selector.ts";
import { hasPodLevelName, isRestartable, podRequests } from "../api/pod-resources.ts";
import { amountsOf, type ResourceAmounts } from "../api/resource-amounts.ts";
import type {
  ContainerPort,
  PodAffinity,
  PreferredSchedulingTerm,
  Toleration,
  TopologySpreadConstraint,
} from "../api/scheduling-types.ts";
import type { PodSpec } from "../api/types.ts";
import { type Resources, resourcesOf } from "./resources.ts";
import type { SchedulerSwitches } from "./switches.ts";

export interface HostPort {
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

/** The parsed spec of a pod. */
export interface PodShape {
  readonly id: number;
  readonly spec: PodSpec;
  readonly requests: Resources;
  /** Whether the pod requests no resources. */
  readonly asksForNothing: boolean;
  /** Requests for scoring, with defaults for containers without requests; nodes add these up. */
  readonly scored: Resources;
  /** The same for the pod itself in the score of NodeResourcesFit, which ignores its pod-level resources. */
  readonly scoredByFit: Resources;
  readonly priority: number;
  readonly neverPreempts: boolean;
  readonly tolerations: readonly Toleration[];
  readonly preferredNodes: readonly PreferredSchedulingTerm[];
  readonly pinnedNodes: ReadonlySet<string> | undefined;
  readonly hostPorts: readonly HostPort[];
  readonly hardSpread: readonly TopologySpreadConstraint[];
  readonly softSpread: readonly TopologySpreadConstraint[];
  readonly podAffinity: PodAffinity | undefined;
  readonly podAntiAffinity: PodAffinity | undefined;
  /** Whether other pods affect where this one can or should run. */
  readonly looksAtPods: boolean;
  readonly gates: readonly string[];
}

/** Default requests of a container for scoring: 100m and 200 MiB (`GetNonzeroRequests`). */
const SCORED_AT_LEAST: ResourceAmounts = amountsOf({ cpu: "100m", memory: "200Mi" });

/** Maps specs to shapes; specs that are equal in everything the scheduler reads share one. */
export class PodShapes {
  readonly #switches: SchedulerSwitches;
  /** The last spec by list of containers: pods of one template share all parts of the spec. */
  readonly #byContainers = new WeakMap<PodSpec["containers"], Known>();
  readonly #byKey = new Map<string, PodShape>();

  constructor(switches: SchedulerSwitches) {
    this.#switches = switches;
  }

  of(spec: PodSpec): PodShape {
    const last = this.#byContainers.get(spec.containers);
    if (last !== undefined && readsAlike(last.spec, spec)) return last.shape;
    const containers = last?.containers ?? containersKey(spec);
    const key = `${containers}${restKey(spec)}`;
    const shape = this.#byKey.get(key) ?? shapeOf(spec, this.#byKey.size, this.#switches);
    this.#byKey.set(key, shape);
    this.#byContainers.set(spec.containers, { spec, containers, shape });
    return shape;
  }
}

interface Known {
  readonly spec: PodSpec;
  /** What is read from the containers, as a string. */
  readonly containers: string;
  readonly shape: PodShape;
}

/** Whether two specs with the same containers share all other parts that are read. */
function readsAlike(one: PodSpec, other: PodSpec): boolean {
  return (
    one === other ||
    (one.nodeSelector === other.nodeSelector &&
      one.affinity === other.affinity &&
      one.tolerations === other.tolerations &&
      one.topologySpreadConstraints === other.topologySpreadConstraints &&
      one.overhead === other.overhead &&
      one.resources === other.resources &&
      one.priority === other.priority &&
      one.preemptionPolicy === other.preemptionPolicy &&
      one.schedulingGates === other.schedulingGates &&
      one.initContainers === other.initContainers &&
      one.volumes === other.volumes)
  );
}

function containersKey({ containers }: PodSpec): string {
  return JSON.stringify(containers.map(({ image, ports, resources }) => [image, ports, resources]));
}

function restKey(spec: PodSpec): string {
  const { nodeSelector, affinity, tolerations, topologySpreadConstraints, overhead, resources } = spec;
  const { priority, preemptionPolicy, schedulingGates, initContainers, volumes } = spec;
  const rest = [nodeSelector, affinity, tolerations, topologySpreadConstraints, overhead, resources];
  const init = initContainers?.map((c) => [c.image, c.ports, c.resources, c.restartPolicy]);
  return JSON.stringify([rest, priority, preemptionPolicy, schedulingGates, init, volumes]);
}

/** Parses a spec. */
function shapeOf(spec: PodSpec, id: number, switches: SchedulerSwitches): PodShape {
  const skipPodLevelResources = !switches.podLevelResources;
  const requests = resourcesOf(podRequests({ spec }, { skipPodLevelResources }));
  const constraints = spec.topologySpreadConstraints ?? [];
  const { podAffinity, podAntiAffinity } = spec.affinity ?? {};
  return {
    id,
    spec,
    requests,
    asksForNothing: isNothing(requests),
    scored: scoredResources(spec, skipPodLevelResources),
    scoredByFit: scoredResources(spec, true),
    priority: spec.priority ?? 0,
    neverPreempts: spec.preemptionPolicy === "Never",
    tolerations: spec.tolerations ?? [],
    preferredNodes: spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [],
    pinnedNodes: pinnedNodeNames(spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    hostPorts: hostPortsOf(spec, switches.sidecarHostPorts),
    hardSpread: constraints.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === "DoNotSchedule"),
    softSpread: constraints.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === "ScheduleAnyway"),
    podAffinity,
    podAntiAffinity,
    looksAtPods: constraints.length > 0 || podAffinity !== undefined || podAntiAffinity !== undefined,
    gates: (spec.schedulingGates ?? []).map(({ name }) => name),
  };
}

function scoredResources(spec: PodSpec, skipPodLevelResources: boolean): Resources {
  const podLevel = skipPodLevelResources ? undefined : spec.resources?.requests;
  // Resources with a pod-level request need no defaults for the containers.
  const defaults = new Map([...SCORED_AT_LEAST].filter(([name]) => podLevel?.[name] === undefined));
  const nonMissingContainerRequests = hasPodLevelName(podLevel) ? defaults : SCORED_AT_LEAST;
  return resourcesOf(podRequests({ spec }, { skipPodLevelResources, nonMissingContainerRequests }));
}

function isNothing({ milliCpu, memory, ephemeralStorage, scalars }: Resources): boolean {
  return milliCpu === 0 && memory === 0 && ephemeralStorage === 0 && scalars.size === 0;
}

function hostPortsOf({ containers, initContainers = [] }: PodSpec, withSideCars: boolean): HostPort[] {
  const holders = withSideCars ? [...containers, ...initContainers.filter(isRestartable)] : containers;
  return holders.flatMap(({ ports = [] }) => ports.filter(({ hostPort = 0 }) => hostPort > 0).map(hostPortOf));
}

function hostPortOf({ hostIP = "", hostPort = 0, protocol = "" }: ContainerPort): HostPort {
  return { ip: hostIP === "" ? "0.0.0.0" : hostIP, protocol: protocol === "" ? "TCP" : protocol, port: hostPort };
}
