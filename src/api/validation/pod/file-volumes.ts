/** Rules about volumes with files from the API: ConfigMaps, Secrets, downward API, tokens (core validation). */
import type { FieldError, FieldPath } from "../../field-path.ts";
import type { JsonObject } from "../../json.ts";
import { forbidden, invalid, invalidEach, required } from "../errors.ts";
import { checkDnsSubdomain } from "../names.ts";
import { listOf, numberOf, objectOf, textOf } from "../parts.ts";
import { validateLabelSelector } from "../selector.ts";
import { validateObjectFieldSelector, validateResourceFieldSelector } from "./field-selectors.ts";
import { validateLocalNonReservedPath } from "./paths.ts";
import { selectorOf } from "./selectors.ts";

const MAX_MODE = 0o777;
const WRONG_MODE = "must be a number between 0 and 0777 (octal), both inclusive";

/** Fields of a pod that files can contain, in the order of messages. */
const FILE_FIELDS = ["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"];

const MIN_TOKEN_SECONDS = 600;
const MAX_TOKEN_SECONDS = 2 ** 32;

/** `validateSecretVolumeSource`. */
export function validateSecret(source: JsonObject, path: FieldPath): FieldError[] {
  const errors = textOf(source, "secretName") === "" ? [required([...path, "secretName"])] : [];
  return [...errors, ...validateMode(source, "defaultMode", path), ...validateItems(source, path)];
}

/** `validateConfigMapVolumeSource`. */
export function validateConfigMap(source: JsonObject, path: FieldPath): FieldError[] {
  const errors = textOf(source, "name") === "" ? [required([...path, "name"])] : [];
  return [...errors, ...validateMode(source, "defaultMode", path), ...validateItems(source, path)];
}

/** `validateDownwardAPIVolumeSource`; errors about a file have the path of the volume, as in Kubernetes. */
export function validateDownwardApi(source: JsonObject, path: FieldPath): FieldError[] {
  return [
    ...validateMode(source, "defaultMode", path),
    ...listOf(source, "items").flatMap((file) => validateDownwardFile(file, path)),
  ];
}

function validateMode(source: JsonObject, field: string, path: FieldPath): FieldError[] {
  const mode = numberOf(source, field);
  if (mode === undefined || (mode >= 0 && mode <= MAX_MODE)) return [];
  return [invalid([...path, field], mode, WRONG_MODE)];
}

function validateItems(source: JsonObject, path: FieldPath): FieldError[] {
  return listOf(source, "items").flatMap((item, i) => validateKeyToPath(item, [...path, "items", i]));
}

function validateKeyToPath(item: JsonObject, path: FieldPath): FieldError[] {
  const place = textOf(item, "path");
  const errors = textOf(item, "key") === "" ? [required([...path, "key"])] : [];
  if (place === "") errors.push(required([...path, "path"]));
  errors.push(...validateLocalNonReservedPath(place, [...path, "path"]));
  return [...errors, ...validateMode(item, "mode", path)];
}

function validateDownwardFile(file: JsonObject, path: FieldPath): FieldError[] {
  const place = textOf(file, "path");
  const errors = place === "" ? [required([...path, "path"])] : [];
  errors.push(...validateLocalNonReservedPath(place, [...path, "path"]));
  const [field, resource] = [objectOf(file, "fieldRef"), objectOf(file, "resourceFieldRef")];
  if (field !== undefined) {
    errors.push(...validateObjectFieldSelector(field, FILE_FIELDS, [...path, "fieldRef"]));
    const detail = "fieldRef and resourceFieldRef can not be specified simultaneously";
    if (resource !== undefined) errors.push(invalid(path, "resource", detail));
  } else if (resource !== undefined) {
    errors.push(...validateResourceFieldSelector(resource, [...path, "resourceFieldRef"], true));
  } else errors.push(required(path, "one of fieldRef and resourceFieldRef is required"));
  return [...errors, ...validateMode(file, "mode", path)];
}

/** `validateProjectedVolumeSource`: several sources in one directory, without conflicting paths. */
export function validateProjected(source: JsonObject, path: FieldPath): FieldError[] {
  const taken = new Set<string>();
  const errors = validateMode(source, "defaultMode", path);
  for (const [i, projection] of listOf(source, "sources").entries()) {
    const sourcePath = [...path, "sources", i];
    const given = Object.entries(PROJECTIONS).filter(([kind]) => objectOf(projection, kind) !== undefined);
    for (const [kind, check] of given) {
      const inner = objectOf(projection, kind) ?? {};
      errors.push(...check(inner, [...sourcePath, kind], { volumePath: path, taken }));
    }
    if (given.length > 1) errors.push(forbidden(sourcePath, "may not specify more than 1 volume type per source"));
  }
  return errors;
}

interface Folder {
  readonly volumePath: FieldPath;
  /** Paths that are taken. */
  readonly taken: Set<string>;
}

type CheckProjection = (source: JsonObject, path: FieldPath, folder: Folder) => FieldError[];

/** In the order of the checks. */
const PROJECTIONS: Readonly<Record<string, CheckProjection>> = {
  secret: validateProjectedObject,
  configMap: validateProjectedObject,
  downwardAPI: (source, path, folder) =>
    listOf(source, "items").flatMap((file) => {
      const place = textOf(file, "path");
      return [...validateDownwardFile(file, path), ...take(place, place, folder)];
    }),
  serviceAccountToken: validateToken,
  clusterTrustBundle: validateTrustBundle,
  podCertificate: validatePodCertificate,
};

function validateProjectedObject(source: JsonObject, path: FieldPath, folder: Folder): FieldError[] {
  const name = textOf(source, "name");
  const errors = name === "" ? [required([...path, "name"])] : [];
  for (const [i, item] of listOf(source, "items").entries()) {
    errors.push(...validateKeyToPath(item, [...path, "items", i]), ...take(textOf(item, "path"), name, folder));
  }
  return errors;
}

/** Takes a path in the directory; the error for a conflict prints `shown`, as in Kubernetes. */
function take(place: string, shown: string, { volumePath, taken }: Folder): FieldError[] {
  if (place === "") return [];
  if (taken.has(place)) return [invalid(volumePath, shown, "conflicting duplicate paths")];
  taken.add(place);
  return [];
}

function validateToken(source: JsonObject, path: FieldPath, { volumePath }: Folder): FieldError[] {
  const seconds = numberOf(source, "expirationSeconds") ?? 0;
  const place = textOf(source, "path");
  const secondsPath = [...path, "expirationSeconds"];
  const errors: FieldError[] = [];
  if (seconds < MIN_TOKEN_SECONDS) {
    errors.push(invalid(secondsPath, seconds, "may not specify a duration less than 10 minutes"));
  }
  if (seconds > MAX_TOKEN_SECONDS) {
    errors.push(invalid(secondsPath, seconds, "may not specify a duration larger than 2^32 seconds"));
  }
  const placePath = [...volumePath, "path"];
  return [...errors, ...(place === "" ? [required(placePath)] : validateLocalNonReservedPath(place, placePath))];
}

function validateTrustBundle(source: JsonObject, path: FieldPath, folder: Folder): FieldError[] {
  const { name, signerName } = source;
  const place = textOf(source, "path");
  const errors: FieldError[] = [];
  if (name !== undefined && signerName !== undefined) {
    errors.push(invalid(path, source, "only one of name and signerName may be used"));
  } else if (typeof name === "string") errors.push(...validateBundleName(name, source, path));
  else if (typeof signerName === "string") {
    if (signerName === "") errors.push(required([...path, "signerName"], "must be a valid signer name"));
    const selector = selectorOf(source, "labelSelector");
    if (selector !== undefined) errors.push(...validateLabelSelector(selector, [...path, "labelSelector"]));
  } else errors.push(required(path, "either name or signerName must be specified"));
  if (place === "") errors.push(required([...path, "path"]));
  return [...errors, ...validateLocalNonReservedPath(place, [...path, "path"]), ...take(place, place, folder)];
}

function validateBundleName(name: string, source: JsonObject, path: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  const namePath = [...path, "name"];
  if (name === "") errors.push(required(namePath, "must be a valid object name"));
  const problems = checkDnsSubdomain(name.slice(name.lastIndexOf(":") + 1));
  errors.push(
    ...invalidEach(
      namePath,
      name,
      problems.map((detail) => `not a valid clustertrustbundlename: ${detail}`),
    ),
  );
  if (source.labelSelector === undefined) return errors;
  const detail = "labelSelector must be unset if name is specified";
  return [...errors, invalid([...path, "labelSelector"], source.labelSelector, detail)];
}

/** Pod certificates need a signer and a file. */
function validatePodCertificate(source: JsonObject, path: FieldPath, folder: Folder): FieldError[] {
  const errors: FieldError[] = [];
  if (textOf(source, "signerName") === "") errors.push(required([...path, "signerName"]));
  if (textOf(source, "keyType") === "") errors.push(required([...path, "keyType"]));
  for (const field of ["credentialBundlePath", "keyPath", "certificateChainPath"]) {
    const place = textOf(source, field);
    if (place === "") continue;
    errors.push(...validateLocalNonReservedPath(place, [...path, field]), ...take(place, place, folder));
  }
  return errors;
}
