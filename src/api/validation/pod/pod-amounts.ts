/** The aggregated requests of a pod's containers (`resourcehelper.AggregateContainerRequests`). */
import { formatQuantity, parseQuantity } from "../../quantity.ts";
import type { Container, PodSpec } from "../../types.ts";
import { objectOf, textMapOf } from "../parts.ts";

/** Amounts by resource name, in billionths. */
export type Amounts = ReadonlyMap<string, bigint>;

/** An amount in billionths; 0 for an invalid text. */
export function sizeOf(amount: string): bigint {
  return parseQuantity(amount)?.billionths ?? 0n;
}

/** Formats an amount. */
export function printed(billionths: bigint): string {
  return formatQuantity({ billionths, notation: "decimal" });
}

/**
 * The requests of all containers that run together, or of an init container and the earlier sidecars if that is more.
 */
export function requestsOfContainers({ containers, initContainers = [] }: PodSpec): Amounts {
  const running = new Map<string, bigint>();
  for (const container of containers) addAll(running, requestsOf(container));
  const sidecars = new Map<string, bigint>();
  const peak = new Map<string, bigint>();
  for (const container of initContainers) {
    if (container.restartPolicy === "Always") addAll(sidecars, requestsOf(container));
    const now = new Map(sidecars);
    if (container.restartPolicy !== "Always") addAll(now, requestsOf(container));
    raise(peak, now);
  }
  addAll(running, sidecars);
  raise(running, peak);
  return running;
}

function requestsOf(container: Container): Amounts {
  const requests = textMapOf(objectOf(container, "resources") ?? {}, "requests");
  return new Map(Object.entries(requests).map(([name, amount]) => [name, sizeOf(amount)]));
}

function addAll(sums: Map<string, bigint>, amounts: Amounts): void {
  for (const [name, amount] of amounts) sums.set(name, (sums.get(name) ?? 0n) + amount);
}

function raise(peaks: Map<string, bigint>, amounts: Amounts): void {
  for (const [name, amount] of amounts) if (amount > (peaks.get(name) ?? 0n)) peaks.set(name, amount);
}
