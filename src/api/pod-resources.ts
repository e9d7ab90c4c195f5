/**
 * The resources of a pod: one rule for scheduling, preemption and quotas (component-helpers `PodRequests`,
 * `PodLimits`).
 *
 * Containers add up. Regular init containers run one at a time, along with the sidecars that started before them, so
 * only their peak counts. Pod-level values replace the sum; overhead is added.
 */

import type { Quantity } from "./quantity.ts";
import {
  addAmounts,
  amountsOf,
  larger,
  NOTHING,
  plus,
  type ResourceAmounts,
  raiseAmounts,
} from "./resource-amounts.ts";
import type { ResourceList } from "./scheduling-types.ts";
import type { Container, ContainerStatus, PodSpec, PodStatus } from "./types.ts";

/** Options of {@link podRequests} and {@link podLimits}. */
export interface PodResourceOptions {
  readonly excludeOverhead?: boolean;
  /** Ignore pod-level values (gate PodLevelResources off). */
  readonly skipPodLevelResources?: boolean;
  /** Count the resources allocated to containers on a node, also during a resize. */
  readonly useStatusResources?: boolean;
  /** The same for pod-level values. */
  readonly inPlacePodLevelResources?: boolean;
  /** Requests of containers that have none. */
  readonly nonMissingContainerRequests?: ResourceAmounts;
}

/** The fields of a pod that these functions read. */
export interface PodWithResources {
  readonly spec?: PodSpec;
  readonly status?: PodStatus;
}

/** The requests of a pod, by resource name. */
export function podRequests(pod: PodWithResources, options: PodResourceOptions = {}): ResourceAmounts {
  const { spec } = pod;
  const sum = aggregate(spec, (container, isInit) => requestsOf(pod, container, isInit, options));
  const podLevel = spec?.resources?.requests;
  if (options.skipPodLevelResources !== true && hasPodLevelName(podLevel)) {
    for (const [name, amount] of podLevelRequests(pod, options)) if (isPodLevelName(name)) sum.set(name, amount);
  }
  if (options.excludeOverhead !== true) addAmounts(sum, amountsOf(spec?.overhead));
  return sum;
}

/** The limits of a pod, by resource name. */
export function podLimits(pod: PodWithResources, options: PodResourceOptions = {}): ResourceAmounts {
  const { spec } = pod;
  const sum = aggregate(spec, (container, isInit) => limitsOf(pod, container, isInit, options));
  const { requests, limits } = spec?.resources ?? {};
  if (options.skipPodLevelResources !== true && (hasPodLevelName(requests) || hasPodLevelName(limits))) {
    for (const [name, amount] of amountsOf(limits)) if (isPodLevelName(name)) sum.set(name, amount);
  }
  if (options.excludeOverhead === true) return sum;
  for (const [name, amount] of amountsOf(spec?.overhead)) {
    const limit = sum.get(name) ?? NOTHING;
    if (limit.billionths !== 0n) sum.set(name, plus(limit, amount));
  }
  return sum;
}

/** Whether a resource can be set at pod level. */
export function isPodLevelName(name: string): boolean {
  return name === "cpu" || name === "memory" || name.startsWith("hugepages-");
}

/** Whether a list has a resource that counts at pod level. */
export function hasPodLevelName(list: ResourceList | undefined): boolean {
  return list !== undefined && Object.keys(list).some(isPodLevelName);
}

/** Whether an init container is a sidecar. */
export function isRestartable(container: Container): boolean {
  return container.restartPolicy === "Always";
}

function aggregate(
  spec: PodSpec | undefined,
  amountsOfContainer: (container: Container, isInit: boolean) => ResourceAmounts,
): Map<string, Quantity> {
  const sum = new Map<string, Quantity>();
  for (const container of spec?.containers ?? []) addAmounts(sum, amountsOfContainer(container, false));
  const sideCars = new Map<string, Quantity>();
  const peak = new Map<string, Quantity>();
  for (const container of spec?.initContainers ?? []) {
    const own = amountsOfContainer(container, true);
    if (isRestartable(container)) {
      addAmounts(sum, own);
      addAmounts(sideCars, own);
      raiseAmounts(peak, sideCars);
    } else {
      const together = new Map(own);
      addAmounts(together, sideCars);
      raiseAmounts(peak, together);
    }
  }
  raiseAmounts(sum, peak);
  return sum;
}

function requestsOf(
  pod: PodWithResources,
  container: Container,
  isInit: boolean,
  options: PodResourceOptions,
): ResourceAmounts {
  let requests = amountsOf(container.resources?.requests);
  const status = options.useStatusResources === true ? statusOf(pod, container, isInit) : undefined;
  if (status?.resources !== undefined) {
    const given = [amountsOf(status.resources.requests), amountsOf(status.allocatedResources)];
    requests = largest(isResizeInfeasible(pod) ? given : [requests, ...given]);
  }
  const { nonMissingContainerRequests } = options;
  if (nonMissingContainerRequests === undefined) return requests;
  return new Map([...nonMissingContainerRequests, ...requests]);
}

function limitsOf(
  pod: PodWithResources,
  container: Container,
  isInit: boolean,
  options: PodResourceOptions,
): ResourceAmounts {
  const limits = amountsOf(container.resources?.limits);
  const status = options.useStatusResources === true ? statusOf(pod, container, isInit) : undefined;
  if (status?.resources === undefined) return limits;
  const given = amountsOf(status.resources.limits);
  return isResizeInfeasible(pod) ? given : largest([limits, given]);
}

/** The status of a container; a regular init container has finished before it could be resized. */
function statusOf({ status }: PodWithResources, container: Container, isInit: boolean): ContainerStatus | undefined {
  if (isInit && !isRestartable(container)) return undefined;
  const statuses = isInit ? status?.initContainerStatuses : status?.containerStatuses;
  return statuses?.find(({ name }) => name === container.name);
}

function podLevelRequests(pod: PodWithResources, options: PodResourceOptions): ResourceAmounts {
  const wanted = amountsOf(pod.spec?.resources?.requests);
  const { resources, allocatedResources } = pod.status ?? {};
  const isFromStatus = options.useStatusResources === true && options.inPlacePodLevelResources === true;
  if (!isFromStatus || resources === undefined) return wanted;
  const given = [amountsOf(resources.requests), amountsOf(allocatedResources)];
  return largest(isResizeInfeasible(pod) ? given : [wanted, ...given]);
}

function isResizeInfeasible({ status }: PodWithResources): boolean {
  const pending = status?.conditions?.find(({ type }) => type === "PodResizePending");
  return pending?.reason === "Infeasible";
}

function largest(lists: readonly ResourceAmounts[]): ResourceAmounts {
  const result = new Map<string, Quantity>();
  for (const amounts of lists) {
    for (const [name, amount] of amounts) result.set(name, larger(result.get(name) ?? amount, amount));
  }
  return result;
}
