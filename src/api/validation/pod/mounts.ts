/** Rules about mounts and block devices (core validation, `ValidateVolumeMounts` and `ValidateVolumeDevices`). */
import type { FieldError, FieldPath } from "../../field-path.ts";
import type { JsonObject } from "../../json.ts";
import { forbidden, invalid, notFound, required, unsupported } from "../errors.ts";
import { flagOf, listOf, objectOf, textOf } from "../parts.ts";
import { validateLocalDescendingPath, validatePathNoBacksteps } from "./paths.ts";
import type { VolumeSources } from "./volumes.ts";

const PROPAGATIONS = ["Bidirectional", "HostToContainer", "None"];
const RECURSIVE_READ_ONLY = ["Disabled", "Enabled", "IfPossible"];

/**
 * Validates mounts: each refers to a volume of the pod and has a distinct path. Errors about the path inside the volume
 * and about mount options have the path of the list, as in Kubernetes.
 *
 * @param volumes the pod's valid volumes
 */
export function validateVolumeMounts(container: JsonObject, volumes: VolumeSources, path: FieldPath): FieldError[] {
  const taken = new Set<string>();
  const devices = listOf(container, "volumeDevices");
  const listPath = [...path, "volumeMounts"];
  return listOf(container, "volumeMounts").flatMap((mount, i) => {
    const mountPath = [...listPath, i];
    const [name, place] = [textOf(mount, "name"), textOf(mount, "mountPath")];
    const errors: FieldError[] = [];
    if (name === "") errors.push(required([...mountPath, "name"]));
    if (!volumes.has(name)) errors.push(notFound([...mountPath, "name"], name));
    if (place === "") errors.push(required([...mountPath, "mountPath"]));
    if (taken.has(place)) errors.push(invalid([...mountPath, "mountPath"], place, "must be unique"));
    taken.add(place);
    if (devices.some((device) => textOf(device, "name") === name)) {
      errors.push(invalid([...mountPath, "name"], name, "must not already exist in volumeDevices"));
    }
    if (devices.some((device) => textOf(device, "devicePath") === place)) {
      errors.push(invalid([...mountPath, "mountPath"], place, "must not already exist as a path in volumeDevices"));
    }
    return [
      ...errors,
      ...validateSubPath(mount, volumes.get(name), mountPath, listPath),
      ...validatePropagation(mount, container, [...listPath, "mountPropagation"]),
      ...validateRecursiveReadOnly(mount, [...listPath, "recursiveReadOnly"]),
    ];
  });
}

function validateSubPath(
  mount: JsonObject,
  source: JsonObject | undefined,
  mountPath: FieldPath,
  listPath: FieldPath,
): FieldError[] {
  const [subPath, expression] = [textOf(mount, "subPath"), textOf(mount, "subPathExpr")];
  const errors: FieldError[] = [];
  if (subPath !== "") errors.push(...validateLocalDescendingPath(subPath, [...listPath, "subPath"]));
  if (expression !== "") {
    if (subPath !== "") {
      const detail = "subPathExpr and subPath are mutually exclusive";
      errors.push(invalid([...mountPath, "subPathExpr"], expression, detail));
    }
    errors.push(...validateLocalDescendingPath(expression, [...listPath, "subPathExpr"]));
  }
  return [...forbidInImages(mount, source, mountPath), ...errors];
}

/** In releases before sub-paths of images, an image volume is mounted as a whole. */
function forbidInImages(mount: JsonObject, source: JsonObject | undefined, path: FieldPath): FieldError[] {
  if (source === undefined || objectOf(source, "image") === undefined) return [];
  return ["subPath", "subPathExpr"].flatMap((field) => {
    const text = textOf(mount, field);
    return text === "" ? [] : [invalid([...path, field], text, "not allowed in image volume sources")];
  });
}

function validatePropagation(mount: JsonObject, container: JsonObject, path: FieldPath): FieldError[] {
  const { mountPropagation } = mount;
  if (typeof mountPropagation !== "string") return [];
  const errors = PROPAGATIONS.includes(mountPropagation) ? [] : [unsupported(path, mountPropagation, PROPAGATIONS)];
  const privileged = flagOf(objectOf(container, "securityContext") ?? {}, "privileged") === true;
  if (mountPropagation === "Bidirectional" && !privileged) {
    errors.push(forbidden(path, "Bidirectional mount propagation is available only to privileged containers"));
  }
  return errors;
}

function validateRecursiveReadOnly(mount: JsonObject, path: FieldPath): FieldError[] {
  const { recursiveReadOnly, mountPropagation = "None" } = mount;
  if (typeof recursiveReadOnly !== "string" || recursiveReadOnly === "Disabled") return [];
  if (!RECURSIVE_READ_ONLY.includes(recursiveReadOnly)) {
    return [unsupported(path, recursiveReadOnly, RECURSIVE_READ_ONLY)];
  }
  const errors: FieldError[] = [];
  if (flagOf(mount, "readOnly") !== true) {
    errors.push(forbidden(path, "may only be specified when readOnly is true"));
  }
  if (mountPropagation !== "None") {
    errors.push(forbidden(path, "may only be specified when mountPropagation is None or not specified"));
  }
  return errors;
}

/** Block devices are claims of the pod, each with a distinct path, and not also mounted. */
export function validateVolumeDevices(container: JsonObject, volumes: VolumeSources, path: FieldPath): FieldError[] {
  const names = new Set<string>();
  const places = new Set<string>();
  const mounts = listOf(container, "volumeMounts");
  return listOf(container, "volumeDevices").flatMap((device, i) => {
    const namePath = [...path, "volumeDevices", i, "name"];
    const placePath = [...path, "volumeDevices", i, "devicePath"];
    const [name, place] = [textOf(device, "name"), textOf(device, "devicePath")];
    const errors: FieldError[] = [];
    if (name === "") errors.push(required(namePath));
    if (names.has(name)) errors.push(invalid(namePath, name, "must be unique"));
    errors.push(...requireClaim(name, volumes.get(name), namePath));
    if (place === "") errors.push(required(placePath));
    if (places.has(place)) errors.push(invalid(placePath, place, "must be unique"));
    if (place !== "" && validatePathNoBacksteps(place, placePath).length > 0) {
      errors.push(invalid(placePath, place, "can not contain backsteps ('..')"));
    } else places.add(place);
    if (mounts.some((mount) => textOf(mount, "name") === name)) {
      errors.push(invalid(namePath, name, "must not already exist in volumeMounts"));
    }
    if (mounts.some((mount) => textOf(mount, "mountPath") === place)) {
      errors.push(invalid(placePath, place, "must not already exist as a path in volumeMounts"));
    }
    if (name !== "") names.add(name);
    return errors;
  });
}

function requireClaim(name: string, source: JsonObject | undefined, path: FieldPath): FieldError[] {
  if (source === undefined) return [notFound(path, name)];
  if (objectOf(source, "persistentVolumeClaim") !== undefined || objectOf(source, "ephemeral") !== undefined) return [];
  const detail = "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode";
  return [invalid(path, name, detail)];
}
