/** Rules about resource amounts of containers, pods and runtime overhead (`validateResourceRequirements`). */
import type { FieldError, FieldPath } from "../../field-path.ts";
import type { JsonObject } from "../../json.ts";
import type { PodSpec, StringMap } from "../../types.ts";
import { forbidden, invalid, invalidEach, NON_NEGATIVE, required, unsupported } from "../errors.ts";
import { checkQualifiedName } from "../names.ts";
import { listOf, objectOf, textMapOf } from "../parts.ts";
import { printed, requestsOfContainers, sizeOf } from "./pod-amounts.ts";
import { validateClaimNames } from "./resource-claims.ts";
import {
  hasWholeAmounts,
  hugePageSize,
  isExtended,
  isHugePages,
  isNative,
  isOvercommitAllowed,
  isStandard,
  isStandardForContainers,
} from "./resource-names.ts";

type CheckName = (name: string, path: FieldPath) => FieldError[];

/** Resources that can be set at pod level. */
const POD_RESOURCES = ["cpu", "memory"];
const COMPUTE = ["cpu", "memory"];

/**
 * Validates the resources of a container.
 *
 * @param container with decoded amounts
 * @param claims names of the pod's resource claims
 * @param path of the resources
 */
export function validateContainerResources(
  container: JsonObject,
  claims: ReadonlySet<string>,
  path: FieldPath,
): FieldError[] {
  const resources = objectOf(container, "resources");
  if (resources === undefined) return [];
  const amounts = validateAmounts(resources, checkContainerResource, path);
  return [...amounts, ...validateClaimNames(resources, claims, [...path, "claims"])];
}

/**
 * Validates the overhead of the runtime class by the rules for limits, with the path of the field (`validateOverhead`).
 */
export function validateOverhead(spec: PodSpec, path: FieldPath): FieldError[] {
  if (objectOf(spec, "overhead") === undefined) return [];
  return validateAmounts({ limits: spec.overhead }, checkContainerResource, path);
}

/** Validates pod-level resources (`validatePodResources`). */
export function validatePodResources(spec: PodSpec, path: FieldPath): FieldError[] {
  const resources = objectOf(spec, "resources");
  if (resources === undefined) return [];
  const hasClaims = listOf(resources, "claims").length > 0;
  return [
    ...(hasClaims ? [forbidden([...path, "claims"], "claims cannot be set for Resources at pod-level")] : []),
    ...validateAmounts(resources, checkPodResource, path),
    ...validateAgainstContainers(spec, resources, path),
  ];
}

function validateAmounts(resources: JsonObject, checkName: CheckName, path: FieldPath): FieldError[] {
  const limits = textMapOf(resources, "limits");
  const requests = textMapOf(resources, "requests");
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  const errors = Object.keys(limits)
    .sort()
    .flatMap((name) => [
      ...validateAmount(name, limits, checkName, [...path, "limits"]),
      ...validateHugePages(name, limits[name] ?? "", [...path, "limits", { key: name }]),
    ]);
  for (const name of Object.keys(requests).sort()) {
    const amount = requests[name] ?? "";
    errors.push(...validateAmount(name, requests, checkName, [...path, "requests"]));
    errors.push(...validateRequest(name, amount, limits[name], path));
    errors.push(...validateHugePages(name, amount, [...path, "requests", { key: name }]));
  }
  if (names.some(isHugePages) && !names.some((name) => COMPUTE.includes(name))) {
    errors.push(forbidden(path, "HugePages require cpu or memory"));
  }
  return errors;
}

function validateAmount(name: string, amounts: StringMap, checkName: CheckName, path: FieldPath): FieldError[] {
  const amountPath = [...path, { key: name }];
  const amount = amounts[name] ?? "";
  const errors = checkName(name, amountPath);
  if (sizeOf(amount) < 0n) errors.push(invalid(amountPath, amount, NON_NEGATIVE));
  if (hasWholeAmounts(name) && sizeOf(amount) % ONE !== 0n) {
    errors.push(invalid(amountPath, amount, "must be an integer"));
  }
  return errors;
}

const ONE = 1_000_000_000n;

/** `validateResourceName`. */
function checkResource(name: string, path: FieldPath): FieldError[] {
  const errors = invalidEach(path, name, checkQualifiedName(name));
  if (errors.length > 0 || name.includes("/") || isStandard(name)) return errors;
  return [invalid(path, name, "must be a standard resource type or fully qualified")];
}

/** `validateContainerResourceName`. */
function checkContainerResource(name: string, path: FieldPath): FieldError[] {
  const errors = checkResource(name, path);
  if (!name.includes("/")) {
    if (!isStandardForContainers(name)) errors.push(invalid(path, name, "must be a standard resource for containers"));
  } else if (!isNative(name) && !isExtended(name)) {
    errors.push(invalid(path, name, "doesn't follow extended resource name standard"));
  }
  return errors;
}

/** `validatePodResourceName`. */
function checkPodResource(name: string, path: FieldPath): FieldError[] {
  const errors = checkResource(name, path);
  if (errors.length > 0 || POD_RESOURCES.includes(name) || isHugePages(name)) return errors;
  return [unsupported(path, name, POD_RESOURCES)];
}

function validateHugePages(name: string, amount: string, path: FieldPath): FieldError[] {
  const page = hugePageSize(name);
  if (page === undefined || (sizeOf(amount) >= 0n && sizeOf(amount) % page === 0n)) return [];
  return [invalid(path, amount, `${amount} is not positive integer multiple of ${name}`)];
}

function validateRequest(name: string, request: string, limit: string | undefined, path: FieldPath): FieldError[] {
  const mayOvercommit = isOvercommitAllowed(name);
  if (limit === undefined) {
    const detail = "Limit must be set for non overcommitable resources";
    return mayOvercommit ? [] : [required([...path, "limits"], detail)];
  }
  const difference = sizeOf(request) - sizeOf(limit);
  if (difference !== 0n && !mayOvercommit) {
    return [invalid([...path, "requests"], request, `must be equal to ${name} limit of ${limit}`)];
  }
  if (difference <= 0n) return [];
  return [invalid([...path, "requests"], request, `must be less than or equal to ${name} limit of ${limit}`)];
}

/**
 * The pod must request at least the sum of its containers, and its limits must cover each of theirs
 * (`validatePodResourceConsistency`).
 */
function validateAgainstContainers(spec: PodSpec, resources: JsonObject, path: FieldPath): FieldError[] {
  const requests = textMapOf(resources, "requests");
  const limits = textMapOf(resources, "limits");
  const errors: FieldError[] = [];
  const sums = requestsOfContainers(spec);
  for (const name of [...sums.keys()].sort()) {
    const sum = sums.get(name) ?? 0n;
    if (sum <= sizeOf(requests[name] ?? "0")) continue;
    const detail = `must be greater than or equal to aggregate container requests of ${printed(sum)}`;
    errors.push(invalid([...path, "requests", { key: name }], requests[name] ?? "0", detail));
  }
  for (const [i, container] of spec.containers.entries()) {
    const own = textMapOf(objectOf(container, "resources") ?? {}, "limits");
    for (const name of Object.keys(own).sort()) {
      const [limit, bound] = [own[name] ?? "", limits[name]];
      if (bound === undefined || sizeOf(limit) <= sizeOf(bound)) continue;
      const detail = `must be less than or equal to pod limits of ${bound}`;
      errors.push(invalid([...path, "containers", i, { key: name }, "limits"], limit, detail));
    }
  }
  return errors;
}
