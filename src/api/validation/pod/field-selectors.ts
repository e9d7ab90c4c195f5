/**
 * Rules about references to fields of the pod (`validateObjectFieldSelector`,
 * `validateContainerResourceFieldSelector`).
 */
import type { FieldError, FieldPath } from "../../field-path.ts";
import type { JsonObject } from "../../json.ts";
import { invalid, invalidEach, required, unsupported } from "../errors.ts";
import { checkQualifiedName } from "../names.ts";
import { textOf } from "../parts.ts";

/** Field labels of pods; which of them are allowed depends on the place. */
const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  "metadata.annotations",
  "metadata.labels",
  "metadata.name",
  "metadata.namespace",
  "metadata.uid",
  "spec.nodeName",
  "spec.restartPolicy",
  "spec.serviceAccountName",
  "spec.schedulerName",
  "status.phase",
  "status.hostIP",
  "status.hostIPs",
  "status.podIP",
  "status.podIPs",
]);

const RESOURCE_FIELDS = [
  "limits.cpu",
  "limits.ephemeral-storage",
  "limits.memory",
  "requests.cpu",
  "requests.ephemeral-storage",
  "requests.memory",
];
const HUGE_PAGE_FIELDS = ["limits.hugepages-", "requests.hugepages-"];

const SUBSCRIPT = /^(.*)\['(.*)'\]$/s;

/**
 * Validates a reference to a field of the pod, with or without a subscript.
 *
 * @param allowed the fields that are allowed here, in the order of messages
 */
export function validateObjectFieldSelector(
  reference: JsonObject,
  allowed: readonly string[],
  path: FieldPath,
): FieldError[] {
  const version = textOf(reference, "apiVersion");
  const fieldPath = textOf(reference, "fieldPath");
  if (version === "") return [required([...path, "apiVersion"])];
  if (fieldPath === "") return [required([...path, "fieldPath"])];
  const subscripted = SUBSCRIPT.exec(fieldPath);
  const problem = conversionProblem(version, subscripted?.[1] ?? fieldPath, subscripted !== null, fieldPath);
  if (problem !== undefined) {
    return [invalid([...path, "fieldPath"], fieldPath, `error converting fieldPath: ${problem}`)];
  }
  if (subscripted !== null) {
    const [, field, key = ""] = subscripted;
    const name = field === "metadata.annotations" ? key.toLowerCase() : key;
    return invalidEach(path, name, checkQualifiedName(name));
  }
  const field = fieldPath === "spec.host" ? "spec.nodeName" : fieldPath;
  return allowed.includes(field) ? [] : [unsupported([...path, "fieldPath"], field, allowed)];
}

/** `ConvertDownwardAPIFieldLabel`. */
function conversionProblem(version: string, field: string, isSubscripted: boolean, label: string): string | undefined {
  if (version !== "v1") return `unsupported pod version: ${version}`;
  if (isSubscripted) {
    const hasKeys = field === "metadata.annotations" || field === "metadata.labels";
    return hasKeys ? undefined : `field label does not support subscript: ${label}`;
  }
  return KNOWN_FIELDS.has(field) || field === "spec.host" ? undefined : `field label not supported: ${label}`;
}

const BYTE_DIVISORS = ["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];

/**
 * Validates a reference to a limit or request of a container.
 *
 * @param isInVolume whether the container must be named, because the reference is in a volume
 */
export function validateResourceFieldSelector(
  reference: JsonObject,
  path: FieldPath,
  isInVolume: boolean,
): FieldError[] {
  const resource = textOf(reference, "resource");
  const errors: FieldError[] = [];
  if (isInVolume && textOf(reference, "containerName") === "") errors.push(required([...path, "containerName"]));
  else if (resource === "") errors.push(required([...path, "resource"]));
  else if (!RESOURCE_FIELDS.includes(resource) && !isHugePages(resource)) {
    errors.push(unsupported([...path, "resource"], resource, RESOURCE_FIELDS));
  }
  return [...errors, ...validateDivisor(resource, textOf(reference, "divisor"), [...path, "divisor"])];
}

function isHugePages(resource: string): boolean {
  return HUGE_PAGE_FIELDS.some((prefix) => resource.startsWith(prefix));
}

function validateDivisor(resource: string, divisor: string, path: FieldPath): FieldError[] {
  if (divisor === "" || divisor === "0") return [];
  if (resource === "limits.cpu" || resource === "requests.cpu") {
    if (divisor === "1m" || divisor === "1") return [];
    return [invalid(path, resource, "only divisor's values 1m and 1 are supported with the cpu resource")];
  }
  const what = kindOfBytes(resource);
  if (what === undefined || BYTE_DIVISORS.includes(divisor)) return [];
  return [
    invalid(
      path,
      resource,
      `only divisor's values ${BYTE_DIVISORS.join(", ")} are supported with the ${what} resource`,
    ),
  ];
}

function kindOfBytes(resource: string): string | undefined {
  if (resource === "limits.memory" || resource === "requests.memory") return "memory";
  if (RESOURCE_FIELDS.includes(resource)) return "local ephemeral storage";
  return isHugePages(resource) ? "hugepages" : undefined;
}
