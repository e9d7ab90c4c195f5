/** What kinds of resources there are, by their names (core API, `helper` of resource names). */
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
/** Names without a domain that mean something somewhere: mostly in quotas. */
const STANDARD: ReadonlySet<string> = new Set([
  ...FOR_CONTAINERS.flatMap((name) => [name, `requests.${name}`, `limits.${name}`]),
  ...COUNTED,
  "storage",
  "requests.storage",
]);

export function isHugePages(name: string): boolean {
  return name.startsWith(HUGE_PAGES);
}

/** Bytes of one page, in billionths; undefined for a name of something else, or without a readable size. */
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

/** A resource of Kubernetes itself. */
export function isNative(name: string): boolean {
  return !name.includes("/") || name.includes("kubernetes.io/");
}

/** A resource of somebody's device plugin or the like, such as `nvidia.com/gpu`. */
export function isExtended(name: string): boolean {
  return !isNative(name) && !name.startsWith("requests.") && checkQualifiedName(`requests.${name}`).length === 0;
}

/** Whether amounts are whole numbers. */
export function hasWholeAmounts(name: string): boolean {
  return COUNTED.has(name) || isExtended(name);
}

/** Whether a limit may be above the request. */
export function isOvercommitAllowed(name: string): boolean {
  return isNative(name) && !isHugePages(name);
}
