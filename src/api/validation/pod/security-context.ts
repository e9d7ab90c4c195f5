/** Rules about security contexts (core validation, `validatePodSpecSecurityContext` and `ValidateSecurityContext`). */
import type { FieldError, FieldPath } from "../../field-path.ts";
import { isJsonList, type JsonObject } from "../../json.ts";
import type { PodSpec } from "../../types.ts";
import { duplicate, forbidden, invalid, invalidEach, required, unsupported } from "../errors.ts";
import { securityContextValue } from "../go-structs.ts";
import { flagOf, listOf, numberOf, objectOf, textOf, textsOf } from "../parts.ts";
import { validateAppArmorProfile, validateSeccompProfile } from "./profiles.ts";
import { checkId, checkSysctlName } from "./value-forms.ts";
import { validateWindowsOptions } from "./windows.ts";

const PROC_MOUNTS = ["Default", "Unmasked"];

/** Allowed values in the security context of a pod, in the order of the checks. */
const GROUP_CHANGE_POLICIES = ["Always", "OnRootMismatch"];
const GROUPS_POLICIES = ["Merge", "Strict"];
const SELINUX_CHANGE_POLICIES = ["MountOption", "Recursive"];

/** Validates the security context of a pod. */
export function validatePodSecurityContext(spec: PodSpec, path: FieldPath): FieldError[] {
  const context = objectOf(spec, "securityContext");
  if (context === undefined) return [];
  const shares = flagOf(spec, "shareProcessNamespace");
  const errors = validateIds(context, ["fsGroup", "runAsUser", "runAsGroup"], path);
  const groups = isJsonList(context.supplementalGroups) ? context.supplementalGroups : [];
  for (const [i, group] of groups.entries()) {
    if (typeof group === "number") {
      errors.push(...invalidEach([...path, "supplementalGroups", i], group, checkId(group)));
    }
  }
  if (shares === true && flagOf(spec, "hostPID") === true) {
    const detail = "ShareProcessNamespace and HostPID cannot both be enabled";
    errors.push(invalid([...path, "shareProcessNamespace"], shares, detail));
  }
  return [
    ...errors,
    ...validateSysctls(context, spec, [...path, "sysctls"]),
    ...checkWord(context, "fsGroupChangePolicy", GROUP_CHANGE_POLICIES, path),
    ...validateSeccompProfile(context, [...path, "seccompProfile"]),
    ...validateWindowsOptions(context, [...path, "windowsOptions"]),
    ...validateAppArmorProfile(context, [...path, "appArmorProfile"]),
    ...checkWord(context, "supplementalGroupsPolicy", GROUPS_POLICIES, path),
    ...checkWord(context, "seLinuxChangePolicy", SELINUX_CHANGE_POLICIES, path),
  ];
}

/**
 * Validates the security context of a container.
 *
 * @param hostUsers whether the pod uses the host's user namespace
 * @param path of the security context
 */
export function validateSecurityContext(container: JsonObject, hostUsers: boolean, path: FieldPath): FieldError[] {
  const context = objectOf(container, "securityContext");
  if (context === undefined) return [];
  return [
    ...validateIds(context, ["runAsUser", "runAsGroup"], path),
    ...validateProcMount(context, hostUsers, [...path, "procMount"]),
    ...validateSeccompProfile(context, [...path, "seccompProfile"]),
    ...validateEscalation(context, path),
    ...validateWindowsOptions(context, [...path, "windowsOptions"]),
    ...validateAppArmorProfile(context, [...path, "appArmorProfile"]),
  ];
}

function validateIds(context: JsonObject, fields: readonly string[], path: FieldPath): FieldError[] {
  return fields.flatMap((field) => {
    const id = numberOf(context, field);
    return id === undefined ? [] : invalidEach([...path, field], id, checkId(id));
  });
}

function validateProcMount({ procMount }: JsonObject, hostUsers: boolean, path: FieldPath): FieldError[] {
  if (typeof procMount !== "string") return [];
  if (!PROC_MOUNTS.includes(procMount)) return [unsupported(path, procMount, PROC_MOUNTS)];
  const isRefused = hostUsers && procMount === "Unmasked";
  return isRefused ? [invalid(path, procMount, "`hostUsers` must be false to use `Unmasked`")] : [];
}

function validateEscalation(context: JsonObject, path: FieldPath): FieldError[] {
  if (flagOf(context, "allowPrivilegeEscalation") !== false) return [];
  const cannot = "cannot set `allowPrivilegeEscalation` to false and";
  const value = securityContextValue(context);
  const errors: FieldError[] = [];
  if (flagOf(context, "privileged") === true) errors.push(invalid(path, value, `${cannot} \`privileged\` to true`));
  for (const capability of textsOf(objectOf(context, "capabilities") ?? {}, "add")) {
    if (capability !== "CAP_SYS_ADMIN") continue;
    errors.push(invalid(path, value, `${cannot} \`capabilities.Add\` CAP_SYS_ADMIN`));
  }
  return errors;
}

function checkWord(context: JsonObject, field: string, words: readonly string[], path: FieldPath): FieldError[] {
  const word = context[field];
  return typeof word !== "string" || words.includes(word) ? [] : [unsupported([...path, field], word, words)];
}

function validateSysctls(context: JsonObject, spec: PodSpec, path: FieldPath): FieldError[] {
  const seen = new Set<string>();
  return listOf(context, "sysctls").flatMap((sysctl, i) => {
    const name = textOf(sysctl, "name");
    const namePath = [...path, i, "name"];
    const problems = checkSysctlName(name);
    const errors = name === "" ? [required(namePath)] : invalidEach(namePath, name, problems);
    if (errors.length === 0 && seen.has(name)) errors.push(duplicate(namePath, name));
    seen.add(name);
    return [...errors, ...validateHostSysctl(name, spec, namePath)];
  });
}

/** A sysctl of a namespace that the pod shares with the host would change the host. */
function validateHostSysctl(name: string, spec: PodSpec, path: FieldPath): FieldError[] {
  const dotted = name.replaceAll("/", ".");
  if (flagOf(spec, "hostNetwork") === true && dotted.startsWith("net.")) {
    return [invalid(path, name, "may not be specified when 'hostNetwork' is true")];
  }
  const isIpc = /^(kernel\.(sem|shm.*|msg.*)|fs\.mqueue\..*)$/.test(dotted);
  if (flagOf(spec, "hostIPC") !== true || !isIpc) return [];
  return [invalid(path, name, "may not be specified when 'hostIPC' is true")];
}

/** A pod with its own user namespace cannot share other namespaces with the host (`validateHostUsers`). */
export function validateHostUsers(spec: PodSpec, path: FieldPath): FieldError[] {
  if (flagOf(spec, "hostUsers") !== false) return [];
  const fields = [
    ["hostNetwork", "hostNetwork"],
    ["hostPID", "HostPID"],
    ["hostIPC", "HostIPC"],
  ] as const;
  return fields.flatMap(([field, name]) =>
    flagOf(spec, field) === true ? [forbidden([...path, name], "when `pod.Spec.HostUsers` is false")] : [],
  );
}
