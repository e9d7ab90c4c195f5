/** The kinds of volumes in the order of the checks, with the rules about each source (`validateVolumeSource`). */
import type { FieldError, FieldPath } from "../../field-path.ts";
import { isJsonList, type JsonObject } from "../../json.ts";
import { parseQuantity } from "../../quantity.ts";
import { forbidden, invalid, invalidEach, required, tooLong, unsupported } from "../errors.ts";
import { byteLength, checkDnsLabel, checkDnsSubdomain } from "../names.ts";
import { numberOf, objectOf, textMapOf, textOf } from "../parts.ts";
import { validateClaimTemplate } from "./claim-template.ts";
import { validateConfigMap, validateDownwardApi, validateProjected, validateSecret } from "./file-volumes.ts";
import { validateAzureDisk, validateFibreChannel, validateIscsi, validateQuobyte } from "./network-volumes.ts";
import { validateLocalDescendingPath, validatePathNoBacksteps } from "./paths.ts";
import { rangeDetail } from "./value-forms.ts";

/** @param name of the volume */
export type CheckSource = (source: JsonObject, path: FieldPath, name: string) => FieldError[];

const HOST_PATH_TYPES = [
  "",
  "BlockDevice",
  "CharDevice",
  "Directory",
  "DirectoryOrCreate",
  "File",
  "FileOrCreate",
  "Socket",
];
const PULL_POLICIES = ["Always", "IfNotPresent", "Never"];
const MAX_DRIVER_BYTES = 63;

/** A source that only has required fields. */
function needs(...fields: readonly string[]): CheckSource {
  return (source, path) => fields.filter((field) => isEmpty(source[field])).map((field) => required([...path, field]));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === "" || (isJsonList(value) && value.length === 0);
}

/** Also requires the name of a secret reference. */
function withSecret(check: CheckSource): CheckSource {
  return (source, path, name) => {
    const secret = objectOf(source, "secretRef");
    const isUnnamed = secret !== undefined && textOf(secret, "name") === "";
    return [...check(source, path, name), ...(isUnnamed ? [required([...path, "secretRef", "name"])] : [])];
  };
}

/** Disks of two clouds; errors inside one of them have a different path name. */
function disk(field: string, pathName?: string): CheckSource {
  return (source, path) => {
    const diskPath = pathName === undefined ? path : [...path.slice(0, -1), pathName];
    const partition = numberOf(source, "partition") ?? 0;
    const errors = textOf(source, field) === "" ? [required([...diskPath, field])] : [];
    if (partition >= 0 && partition <= 255) return errors;
    return [...errors, invalid([...diskPath, "partition"], partition, rangeDetail(1, 255))];
  };
}

/** In the order of the checks: if a volume has two sources, the later one is refused. */
export const VOLUME_SOURCES: readonly (readonly [kind: string, check: CheckSource])[] = [
  ["emptyDir", validateEmptyDir],
  ["hostPath", validateHostPath],
  ["gitRepo", validateGitRepo],
  ["gcePersistentDisk", disk("pdName", "persistentDisk")],
  ["awsElasticBlockStore", disk("volumeID")],
  ["secret", validateSecret],
  ["nfs", validateNfs],
  ["iscsi", validateIscsi],
  ["glusterfs", needs("endpoints", "path")],
  ["flocker", validateFlocker],
  ["persistentVolumeClaim", needs("claimName")],
  ["rbd", needs("monitors", "image")],
  ["cinder", withSecret(needs("volumeID"))],
  ["cephfs", needs("monitors")],
  ["quobyte", validateQuobyte],
  ["downwardAPI", validateDownwardApi],
  ["fc", validateFibreChannel],
  ["flexVolume", validateFlexVolume],
  ["configMap", validateConfigMap],
  ["azureFile", needs("secretName", "shareName")],
  ["vsphereVolume", needs("volumePath")],
  ["photonPersistentDisk", needs("pdID")],
  ["portworxVolume", needs("volumeID")],
  ["azureDisk", validateAzureDisk],
  ["storageos", withSecret(validateStorageOs)],
  ["projected", validateProjected],
  ["scaleIO", needs("gateway", "system", "volumeName")],
  ["csi", validateCsi],
  ["ephemeral", validateClaimTemplate],
  ["image", validateImage],
];

function validateEmptyDir(source: JsonObject, path: FieldPath): FieldError[] {
  const size = parseQuantity(textOf(source, "sizeLimit"))?.billionths ?? 0n;
  return size >= 0n ? [] : [forbidden([...path, "sizeLimit"], "SizeLimit field must be a valid resource quantity")];
}

function validateHostPath(source: JsonObject, path: FieldPath): FieldError[] {
  const place = textOf(source, "path");
  if (place === "") return [required([...path, "path"])];
  const type = textOf(source, "type");
  const errors = validatePathNoBacksteps(place, [...path, "path"]);
  return HOST_PATH_TYPES.includes(type) ? errors : [...errors, unsupported([...path, "type"], type, HOST_PATH_TYPES)];
}

function validateGitRepo(source: JsonObject, path: FieldPath): FieldError[] {
  const errors = textOf(source, "repository") === "" ? [required([...path, "repository"])] : [];
  return [...errors, ...validateLocalDescendingPath(textOf(source, "directory"), [...path, "directory"])];
}

function validateNfs(source: JsonObject, path: FieldPath): FieldError[] {
  const place = textOf(source, "path");
  const errors = needs("server", "path")(source, path, "");
  return place.startsWith("/") ? errors : [...errors, invalid([...path, "path"], place, "must be an absolute path")];
}

function validateFlocker(source: JsonObject, path: FieldPath): FieldError[] {
  const [name, uuid] = [textOf(source, "datasetName"), textOf(source, "datasetUUID")];
  const errors: FieldError[] = [];
  if (name === "" && uuid === "") errors.push(required(path, "one of datasetName and datasetUUID is required"));
  if (name !== "" && uuid !== "") {
    errors.push(invalid(path, "resource", "datasetName and datasetUUID can not be specified simultaneously"));
  }
  if (name.includes("/")) errors.push(invalid([...path, "datasetName"], name, "must not contain '/'"));
  return errors;
}

function validateFlexVolume(source: JsonObject, path: FieldPath): FieldError[] {
  const errors = needs("driver")(source, path, "");
  for (const key of Object.keys(textMapOf(source, "options")).sort()) {
    const slash = key.indexOf("/");
    const namespace = `.${(slash === -1 ? key : key.slice(0, slash)).toLowerCase()}`;
    if (!namespace.endsWith(".kubernetes.io") && !namespace.endsWith(".k8s.io")) continue;
    const detail = "kubernetes.io and k8s.io namespaces are reserved";
    errors.push(invalid([...path, "options", { key }], key, detail));
  }
  return errors;
}

function validateStorageOs(source: JsonObject, path: FieldPath): FieldError[] {
  const [name, namespace] = [textOf(source, "volumeName"), textOf(source, "volumeNamespace")];
  const namePath = [...path, "volumeName"];
  const errors = name === "" ? [required(namePath)] : invalidEach(namePath, name, checkDnsLabel(name));
  if (namespace === "") return errors;
  return [...errors, ...invalidEach([...path, "volumeNamespace"], namespace, checkDnsLabel(namespace))];
}

function validateCsi(source: JsonObject, path: FieldPath): FieldError[] {
  const driver = textOf(source, "driver");
  const driverPath = [...path, "driver"];
  const errors = driver === "" ? [required(driverPath)] : [];
  if (byteLength(driver) > MAX_DRIVER_BYTES) errors.push(tooLong(driverPath, MAX_DRIVER_BYTES));
  errors.push(...invalidEach(driverPath, driver, checkDnsSubdomain(driver.toLowerCase())));
  const secret = objectOf(source, "nodePublishSecretRef");
  if (secret === undefined) return errors;
  const name = textOf(secret, "name");
  if (name === "") errors.push(required([...path, "nodePublishSecretRef", "name"]));
  else errors.push(...invalidEach([...path, "name"], name, checkDnsSubdomain(name)));
  return errors;
}

/** Templates may omit the reference, which the creator of the pods adds. */
function validateImage(source: JsonObject, path: FieldPath): FieldError[] {
  const policy = textOf(source, "pullPolicy");
  if (policy === "" || PULL_POLICIES.includes(policy)) return [];
  return [unsupported([...path, "pullPolicy"], policy, PULL_POLICIES)];
}
