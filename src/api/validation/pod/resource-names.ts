/** Kinds of resources, by name (core API, `helper` of resource names). */
import { parseQuantity } from "../../quantity.ts";
import { checkQualifiedName } from "../names.ts";

const HUGE_PAGES = "hugepages-";
const FOR_CONTAINERS = ["cpu", "memory", "ephemeral-storage"];
const COUNTED: ReadonlySet<string> = new Set([
  "pods",
  "resourcequotas",
  "services",
  "replicationcontrollers",
  "secrets",
  "configmaps",
  "persistentvolumeclaims",
  "services.nodeports",
  "services.loadbalancers",
]);
/** Names without a domain that are valid somewhere, mostly in quotas. */
const STANDARD: ReadonlySet<string> = new Set([
  ...FOR_CONTAINERS.flatMap((name) => [name, `requests.${name}`, `limits.${name}`]),
  ...COUNTED,
  "storage",
  "requests.storage",
]);

export function isHugePages(name: string): boolean {
  return name.startsWith(HUGE_PAGES);
}

/** The size of a page in billionths of a byte; `undefined` for other resources, or if the size is invalid. */
export function hugePageSize(name: string): bigint | undefined {
  if (!isHugePages(name)) return undefined;
  const size = parseQuantity(name.slice(HUGE_PAGES.length))?.billionths;
  return size === undefined || size <= 0n ? undefined : size;
}

export function isStandard(name: string): boolean {
  return STANDARD.has(name) || isHugePages(name) || name.startsWith(`requests.${HUGE_PAGES}`);
}

export function isStandardForContainers(name: string): boolean {
  return FOR_CONTAINERS.includes(name) || isHugePages(name);
}

/** A resource of Kubernetes. */
export function isNative(name: string): boolean {
  return !name.includes("/") || name.includes("kubernetes.io/");
}

/** An extended resource, such as `nvidia.com/gpu`. */
export function isExtended(name: string): boolean {
  return !isNative(name) && !name.startsWith("requests.") && checkQualifiedName(`requests.${name}`).length === 0;
}

/** Whether amounts must be integers. */
export function hasWholeAmounts(name: string): boolean {
  return COUNTED.has(name) || isExtended(name);
}

/** Whether the limit may exceed the request. */
export function isOvercommitAllowed(name: string): boolean {
  return isNative(name) && !isHugePages(name);
}
