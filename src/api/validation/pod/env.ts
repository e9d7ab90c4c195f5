/** Rules about the environment of containers (core validation, `ValidateEnv` and `ValidateEnvFrom`). */
import type { FieldError, FieldPath } from "../../field-path.ts";
import type { JsonObject } from "../../json.ts";
import type { HoldsPodRule } from "../../pod-rules.ts";
import { invalid, invalidEach, notFound, required } from "../errors.ts";
import { checkDnsSubdomain, checkNamePrefix } from "../names.ts";
import { listOf, objectOf, textOf } from "../parts.ts";
import { validateObjectFieldSelector, validateResourceFieldSelector } from "./field-selectors.ts";
import { validateLocalDescendingPath } from "./paths.ts";
import { checkConfigKey, checkEnvName } from "./value-forms.ts";
import type { VolumeSources } from "./volumes.ts";

/** Fields of a pod that environment variables can refer to, in the order of messages. */
const ENV_FIELDS = [
  "metadata.name",
  "metadata.namespace",
  "metadata.uid",
  "spec.nodeName",
  "spec.serviceAccountName",
  "status.hostIP",
  "status.hostIPs",
  "status.podIP",
  "status.podIPs",
];

/** Environment variables must have valid names and at most one source. */
export function validateEnv(
  container: JsonObject,
  volumes: VolumeSources,
  path: FieldPath,
  holds: HoldsPodRule,
): FieldError[] {
  return listOf(container, "env").flatMap((variable, i) => {
    const namePath = [...path, "env", i, "name"];
    const name = textOf(variable, "name");
    const errors =
      name === "" ? [required(namePath)] : invalidEach(namePath, name, checkEnvName(name, holds("relaxedEnvNames")));
    return [...errors, ...validateValueFrom(variable, volumes, [...path, "env", i, "valueFrom"], holds)];
  });
}

const ONE_SOURCE = "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`";
const ONE_SOURCE_OR_FILE =
  "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`";

function validateValueFrom(
  variable: JsonObject,
  volumes: VolumeSources,
  path: FieldPath,
  holds: HoldsPodRule,
): FieldError[] {
  const from = objectOf(variable, "valueFrom");
  if (from === undefined) return [];
  const errors: FieldError[] = [];
  let sources = 0;
  const check = (kind: string, rule: (reference: JsonObject, at: FieldPath) => FieldError[]) => {
    const reference = objectOf(from, kind);
    if (reference === undefined) return;
    sources++;
    errors.push(...rule(reference, [...path, kind]));
  };
  check("fieldRef", (reference, at) => validateObjectFieldSelector(reference, ENV_FIELDS, at));
  check("resourceFieldRef", (reference, at) => validateResourceFieldSelector(reference, at, false));
  check("configMapKeyRef", validateKeySelector);
  check("secretKeyRef", validateKeySelector);
  check("fileKeyRef", (reference, at) => validateFileKeySelector(reference, volumes, at));
  if (sources === 0) errors.push(invalid(path, "", holds("envFiles") ? ONE_SOURCE_OR_FILE : ONE_SOURCE));
  else if (textOf(variable, "value") !== "") {
    errors.push(invalid(path, "", "may not be specified when `value` is not empty"));
  } else if (sources > 1) errors.push(invalid(path, "", "may not have more than one field specified at a time"));
  return errors;
}

function validateKeySelector(reference: JsonObject, path: FieldPath): FieldError[] {
  const [name, key] = [textOf(reference, "name"), textOf(reference, "key")];
  const errors = invalidEach([...path, "name"], name, checkDnsSubdomain(name));
  const keyPath = [...path, "key"];
  return [...errors, ...(key === "" ? [required(keyPath)] : invalidEach(keyPath, key, checkConfigKey(key)))];
}

/** A value from a file that an init container writes to an emptyDir (`validateFileKeySelector`). */
function validateFileKeySelector(reference: JsonObject, volumes: VolumeSources, path: FieldPath): FieldError[] {
  const [key, file, volume] = [textOf(reference, "key"), textOf(reference, "path"), textOf(reference, "volumeName")];
  const errors: FieldError[] = [];
  const keyPath = [...path, "key"];
  errors.push(...(key === "" ? [required(keyPath)] : invalidEach(keyPath, key, checkEnvName(key, true))));
  const volumePath = [...path, "volumeName"];
  const source = volumes.get(volume);
  if (volume === "") errors.push(required(volumePath));
  else if (source === undefined) errors.push(notFound(volumePath, volume));
  else if (objectOf(source, "emptyDir") === undefined) {
    errors.push(invalid(volumePath, volume, "referenced volume must be of type emptyDir"));
  }
  const filePath = [...path, "path"];
  return [...errors, ...(file === "" ? [required(filePath)] : validateLocalDescendingPath(file, filePath))];
}

/** Environment variables from ConfigMaps or Secrets; errors about the number of sources have the path of the list. */
export function validateEnvFrom(container: JsonObject, path: FieldPath, holds: HoldsPodRule): FieldError[] {
  const listPath = [...path, "envFrom"];
  return listOf(container, "envFrom").flatMap((entry, i) => {
    const prefix = textOf(entry, "prefix");
    const problems = prefix === "" ? [] : checkEnvName(prefix, holds("relaxedEnvNames"));
    const errors = invalidEach([...listPath, i, "prefix"], prefix, problems);
    const kinds = ["configMapRef", "secretRef"].filter((kind) => objectOf(entry, kind) !== undefined);
    for (const kind of kinds) errors.push(...requireName(objectOf(entry, kind) ?? {}, [...listPath, i, kind, "name"]));
    if (kinds.length === 0) {
      errors.push(invalid(listPath, "", "must specify one of: `configMapRef` or `secretRef`"));
    } else if (kinds.length > 1) {
      errors.push(invalid(listPath, "", "may not have more than one field specified at a time"));
    }
    return errors;
  });
}

/** A name that may also be the prefix of a generated name, so it may end with a dash. */
function requireName(reference: JsonObject, path: FieldPath): FieldError[] {
  const name = textOf(reference, "name");
  if (name === "") return [required(path)];
  return invalidEach(path, name, checkNamePrefix(name, checkDnsSubdomain));
}
