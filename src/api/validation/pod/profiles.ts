/** Rules about seccomp and AppArmor profiles, and the annotations that preceded them (core validation). */
import type { FieldError, FieldPath } from "../../field-path.ts";
import type { JsonObject } from "../../json.ts";
import type { PodTemplateSpec, StringMap } from "../../types.ts";
import { forbidden, invalid, required, tooLong, unsupported } from "../errors.ts";
import { seccompProfileValue } from "../go-structs.ts";
import { byteLength } from "../names.ts";
import { objectOf, textOf } from "../parts.ts";
import { containersOf } from "./all-containers.ts";
import { validateLocalDescendingPath } from "./paths.ts";

const TYPES = ["Localhost", "RuntimeDefault", "Unconfined"];
const MAX_PROFILE_BYTES = 4095;

const SECCOMP_POD_KEY = "seccomp.security.alpha.kubernetes.io/pod";
const SECCOMP_CONTAINER_PREFIX = "container.seccomp.security.alpha.kubernetes.io/";
const APPARMOR_PREFIX = "container.apparmor.security.beta.kubernetes.io/";

/** `validateSeccompProfileField`: only a Localhost profile has a path, which is required. */
export function validateSeccompProfile(context: JsonObject, path: FieldPath): FieldError[] {
  const profile = objectOf(context, "seccompProfile");
  if (profile === undefined) return [];
  const errors = validateType(textOf(profile, "type"), "seccompProfile", [...path, "type"]);
  const localPath = [...path, "localhostProfile"];
  const local = profile.localhostProfile;
  if (textOf(profile, "type") !== "Localhost") {
    const detail = "can only be set when seccomp type is Localhost";
    if (local !== undefined) errors.push(invalid(localPath, seccompProfileValue(profile), detail));
  } else if (typeof local !== "string") {
    errors.push(required(localPath, "must be set when seccomp type is Localhost"));
  } else errors.push(...validateLocalDescendingPath(local, localPath));
  return errors;
}

/** `ValidateAppArmorProfileField`. */
export function validateAppArmorProfile(context: JsonObject, path: FieldPath): FieldError[] {
  const profile = objectOf(context, "appArmorProfile");
  if (profile === undefined) return [];
  const type = textOf(profile, "type");
  const localPath = [...path, "localhostProfile"];
  const local = profile.localhostProfile;
  if (type === "Localhost") return validateLocalAppArmor(local, localPath);
  if (!TYPES.includes(type)) return validateType(type, "appArmorProfile", [...path, "type"]);
  return local === undefined ? [] : [invalid(localPath, local, "can only be set when AppArmor type is Localhost")];
}

function validateLocalAppArmor(local: unknown, path: FieldPath): FieldError[] {
  const needed = required(path, "must be set when AppArmor type is Localhost");
  if (typeof local !== "string") return [needed];
  const errors: FieldError[] = [];
  if (local.trim() !== local) errors.push(invalid(path, local, "must not be padded with whitespace"));
  else if (local === "") errors.push(needed);
  if (byteLength(local) > MAX_PROFILE_BYTES) errors.push(tooLong(path, MAX_PROFILE_BYTES));
  return errors;
}

function validateType(type: string, field: string, path: FieldPath): FieldError[] {
  if (type === "") return [required(path, `type is required when ${field} is set`)];
  return TYPES.includes(type) ? [] : [unsupported(path, type, TYPES)];
}

/**
 * Validates annotations with a meaning to Kubernetes (`ValidatePodSpecificAnnotations`).
 *
 * @param path of the annotations
 */
export function validatePodAnnotations({ metadata, spec }: PodTemplateSpec, path: FieldPath): FieldError[] {
  const annotations = metadata?.annotations;
  if (annotations === undefined) return [];
  const containers = new Set(containersOf(spec, []).map(({ container }) => textOf(container, "name")));
  return [
    ...validateMirror(annotations, spec.nodeName, path),
    ...validateDeletionCost(annotations, path),
    ...validateSeccompAnnotations(annotations, path),
    ...Object.keys(annotations)
      .filter((key) => key.startsWith(APPARMOR_PREFIX))
      .sort()
      .flatMap((key) => {
        const keyPath = [...path, { key }];
        const name = key.slice(APPARMOR_PREFIX.length);
        const errors = containers.has(name) ? [] : [invalid(keyPath, name, "container not found")];
        return [...errors, ...validateAppArmorText(annotations[key] ?? "", keyPath)];
      }),
  ];
}

const MIRROR_KEY = "kubernetes.io/config.mirror";
const DELETION_COST_KEY = "controller.kubernetes.io/pod-deletion-cost";

function validateMirror(annotations: StringMap, nodeName: unknown, path: FieldPath): FieldError[] {
  const mirror = annotations[MIRROR_KEY];
  if (mirror === undefined || (typeof nodeName === "string" && nodeName !== "")) return [];
  return [invalid([...path, { key: MIRROR_KEY }], mirror, "must set spec.nodeName if mirror pod annotation is set")];
}

/** A 32-bit integer without a plus sign or leading zeros. */
function validateDeletionCost(annotations: StringMap, path: FieldPath): FieldError[] {
  const cost = annotations[DELETION_COST_KEY];
  if (cost === undefined) return [];
  const isNumber = /^(0|-?[1-9][0-9]*)$/.test(cost) && Number(cost) >= -(2 ** 31) && Number(cost) < 2 ** 31;
  return isNumber ? [] : [invalid([...path, { key: DELETION_COST_KEY }], cost, "must be a 32bit integer")];
}

function validateSeccompAnnotations(annotations: StringMap, path: FieldPath): FieldError[] {
  return Object.keys(annotations)
    .filter((key) => key === SECCOMP_POD_KEY || key.startsWith(SECCOMP_CONTAINER_PREFIX))
    .sort()
    .flatMap((key) => {
      const text = annotations[key] ?? "";
      const keyPath = [...path, key];
      if (["runtime/default", "docker/default", "unconfined"].includes(text)) return [];
      if (text.startsWith("localhost/")) return validateLocalDescendingPath(text.slice("localhost/".length), keyPath);
      return [invalid(keyPath, text, "must be a valid seccomp profile")];
    });
}

function validateAppArmorText(text: string, path: FieldPath): FieldError[] {
  if (["", "runtime/default", "unconfined"].includes(text) || text.startsWith("localhost/")) return [];
  return [invalid(path, text, `invalid AppArmor profile name: ${JSON.stringify(text)}`)];
}

/**
 * Annotation and field must agree on the profile (`validateSeccompAnnotationsAndFields`, and the same for AppArmor).
 */
export function validateProfileAnnotations({ metadata, spec }: PodTemplateSpec, path: FieldPath): FieldError[] {
  const annotations = metadata?.annotations;
  if (annotations === undefined) return [];
  const podContext = objectOf(spec, "securityContext") ?? {};
  const seccomp = { word: "seccomp", defaults: ["runtime/default", "docker/default"] };
  const appArmor = { word: "apparmor", defaults: ["runtime/default"] };
  const containers = containersOf(spec, path).map(({ container, path: at }) => {
    const context = objectOf(container, "securityContext") ?? {};
    return { name: textOf(container, "name"), context, path: [...at, "securityContext"] };
  });
  const isWindows = textOf(objectOf(spec, "os") ?? {}, "name") === "windows";
  return [
    ...match(annotations[SECCOMP_POD_KEY], objectOf(podContext, "seccompProfile"), seccomp, [
      ...path,
      "securityContext",
      "seccompProfile",
    ]),
    ...containers.flatMap(({ name, context, path: at }) =>
      match(annotations[SECCOMP_CONTAINER_PREFIX + name], objectOf(context, "seccompProfile"), seccomp, [
        ...at,
        "seccompProfile",
      ]),
    ),
    ...(isWindows ? [] : containers).flatMap(({ name, context, path: at }) => {
      const profile = objectOf(context, "appArmorProfile") ?? objectOf(podContext, "appArmorProfile");
      return match(annotations[APPARMOR_PREFIX + name], profile, appArmor, [...at, "appArmorProfile"]);
    }),
  ];
}

function match(
  annotation: string | undefined,
  profile: JsonObject | undefined,
  { word, defaults }: { readonly word: string; readonly defaults: readonly string[] },
  path: FieldPath,
): FieldError[] {
  if (annotation === undefined || profile === undefined) return [];
  const otherType = [forbidden([...path, "type"], `${word} type in annotation and field must match`)];
  switch (textOf(profile, "type")) {
    case "Unconfined":
      return annotation === "unconfined" ? [] : otherType;
    case "RuntimeDefault":
      return defaults.includes(annotation) ? [] : otherType;
    case "Localhost": {
      if (!annotation.startsWith("localhost/")) return otherType;
      if (annotation.slice("localhost/".length) === profile.localhostProfile) return [];
      return [forbidden([...path, "localhostProfile"], `${word} profile in annotation and field must match`)];
    }
    default:
      return [];
  }
}
