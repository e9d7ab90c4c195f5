/** Rules about network and cloud volumes that need more than a list of required fields (core validation). */
import type { FieldError, FieldPath } from "../../field-path.ts";
import type { JsonObject } from "../../json.ts";
import { invalid, required, unsupported } from "../errors.ts";
import { flagOf, numberOf, objectOf, textOf, textsOf } from "../parts.ts";
import { rangeDetail } from "./value-forms.ts";

const MAX_LUN = 255;
const MAX_INITIATOR_CHARACTERS = 64;
const MAX_TENANT_CHARACTERS = 64;

/** The formats of iSCSI names, by prefix. */
const ISCSI_FORMS: Readonly<Record<string, RegExp>> = {
  iqn: /iqn\.\d{4}-\d{2}\.([a-zA-Z0-9\-.]+)(:[^,;*&$|\s]+)$/,
  eui: /^eui.[a-zA-Z0-9]{16}$/,
  naa: /^naa.[a-zA-Z0-9]{32}$/,
};

/** `validateISCSIVolumeSource`. */
export function validateIscsi(source: JsonObject, path: FieldPath, volume: string): FieldError[] {
  const [portal, iqn] = [textOf(source, "targetPortal"), textOf(source, "iqn")];
  const lun = numberOf(source, "lun") ?? 0;
  const errors = portal === "" ? [required([...path, "targetPortal"])] : [];
  if (iqn === "") errors.push(required([...path, "iqn"]));
  else errors.push(...validateIscsiName(iqn, [...path, "iqn"]));
  if (lun < 0 || lun > MAX_LUN) errors.push(invalid([...path, "lun"], lun, rangeDetail(0, MAX_LUN)));
  const authenticates = flagOf(source, "chapAuthDiscovery") === true || flagOf(source, "chapAuthSession") === true;
  if (authenticates && objectOf(source, "secretRef") === undefined) errors.push(required([...path, "secretRef"]));
  const { initiatorName } = source;
  if (typeof initiatorName !== "string") return errors;
  errors.push(...validateIscsiName(initiatorName, [...path, "initiatorname"]));
  if (`${volume}:${portal}`.length > MAX_INITIATOR_CHARACTERS) {
    const detail = `Total length of <volume name>:<iscsi.targetPortal> must be under ${MAX_INITIATOR_CHARACTERS} characters if iscsi.initiatorName is specified.`;
    errors.push(invalid([...path.slice(0, -1), "name"], volume, detail));
  }
  return errors;
}

function validateIscsiName(name: string, path: FieldPath): FieldError[] {
  const form = ISCSI_FORMS[name.slice(0, 3)];
  if (form === undefined) return [invalid(path, name, "must be valid format starting with iqn, eui, or naa")];
  return form.test(name) ? [] : [invalid(path, name, "must be valid format")];
}

/** `validateFCVolumeSource`. */
export function validateFibreChannel(source: JsonObject, path: FieldPath): FieldError[] {
  const [names, ids] = [textsOf(source, "targetWWNs"), textsOf(source, "wwids")];
  const namesPath = [...path, "targetWWNs"];
  const lun = numberOf(source, "lun");
  const errors: FieldError[] = [];
  if (names.length === 0 && ids.length === 0) {
    errors.push(required(namesPath, "must specify either targetWWNs or wwids, but not both"));
  }
  if (names.length > 0 && ids.length > 0) {
    errors.push(invalid(namesPath, names, "targetWWNs and wwids can not be specified simultaneously"));
  }
  if (names.length === 0) return errors;
  if (lun === undefined) errors.push(required([...path, "lun"], "lun is required if targetWWNs is specified"));
  else if (lun < 0 || lun > MAX_LUN) errors.push(invalid([...path, "lun"], lun, rangeDetail(0, MAX_LUN)));
  return errors;
}

/** `validateQuobyteVolumeSource`. */
export function validateQuobyte(source: JsonObject, path: FieldPath): FieldError[] {
  const registry = textOf(source, "registry");
  const pairs = "must be a host:port pair or multiple pairs separated by commas";
  const errors: FieldError[] = [];
  if (registry === "") errors.push(required([...path, "registry"], pairs));
  else if (textOf(source, "tenant").length > MAX_TENANT_CHARACTERS) {
    const detail = `must be a UUID and may not exceed a length of ${MAX_TENANT_CHARACTERS} characters`;
    errors.push(required([...path, "tenant"], detail));
  } else {
    const wrong = registry.split(",").filter((pair) => !/^(?:[^:[\]]*|\[[^\]]*\]):[^:]*$/.test(pair));
    for (const _ of wrong) errors.push(invalid([...path, "registry"], registry, pairs));
  }
  return textOf(source, "volume") === "" ? [...errors, required([...path, "volume"])] : errors;
}

const CACHING_MODES = ["None", "ReadOnly", "ReadWrite"];
const DISK_KINDS = ["Dedicated", "Managed", "Shared"];
const MANAGED_DISK = "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}";
const BLOB_DISK = "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd";

/** `validateAzureDisk`: the format of the disk URI depends on the kind of disk. */
export function validateAzureDisk(source: JsonObject, path: FieldPath): FieldError[] {
  const [name, uri] = [textOf(source, "diskName"), textOf(source, "diskURI")];
  const { cachingMode, kind } = source;
  const uriPath = [...path, "diskURI"];
  const errors = name === "" ? [required([...path, "diskName"])] : [];
  if (uri === "") errors.push(required(uriPath));
  if (typeof cachingMode === "string" && !CACHING_MODES.includes(cachingMode)) {
    errors.push(unsupported([...path, "cachingMode"], cachingMode, CACHING_MODES));
  }
  if (typeof kind !== "string") return errors;
  if (!DISK_KINDS.includes(kind)) errors.push(unsupported([...path, "kind"], kind, DISK_KINDS));
  const [start, form] = kind === "Managed" ? ["/subscriptions/", MANAGED_DISK] : ["https://", BLOB_DISK];
  return uri.startsWith(start) ? errors : [...errors, unsupported(uriPath, uri, [form])];
}
