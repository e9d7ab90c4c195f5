/** Rules about Windows pods and the operating system of a pod (core validation, `validateOS` and similar). */
import type { FieldError, FieldPath } from "../../field-path.ts";
import type { JsonObject } from "../../json.ts";
import type { PodSpec } from "../../types.ts";
import { forbidden, invalid, invalidEach, required, unsupported } from "../errors.ts";
import { byteLength, checkDnsSubdomain } from "../names.ts";
import { flagOf, objectOf, textOf } from "../parts.ts";
import { containersOf } from "./all-containers.ts";

const SYSTEMS = ["linux", "windows"];

/** Fields that only Linux supports; `inSpec` marks those that the API has outside the security context. */
const LINUX_POD_FIELDS: readonly (readonly [field: string, inSpec?: true])[] = [
  ["appArmorProfile"],
  ["seLinuxOptions"],
  ["hostUsers", true],
  ["hostPID", true],
  ["hostIPC", true],
  ["seccompProfile"],
  ["fsGroup"],
  ["fsGroupChangePolicy"],
  ["sysctls"],
  ["shareProcessNamespace", true],
  ["runAsUser"],
  ["runAsGroup"],
  ["supplementalGroups"],
  ["supplementalGroupsPolicy"],
  ["seLinuxChangePolicy"],
];
const LINUX_CONTAINER_FIELDS = [
  "appArmorProfile",
  "seLinuxOptions",
  "seccompProfile",
  "capabilities",
  "readOnlyRootFilesystem",
  "privileged",
  "allowPrivilegeEscalation",
  "procMount",
  "runAsUser",
  "runAsGroup",
];

/** Validates the operating system of a pod, and that no field of another one is set. */
export function validateOs(spec: PodSpec, path: FieldPath): FieldError[] {
  const os = objectOf(spec, "os");
  if (os === undefined) return [];
  const name = textOf(os, "name");
  if (name === "") return [required([...path, "os", "name"], "cannot be empty")];
  if (!SYSTEMS.includes(name)) return [unsupported([...path, "os"], name, SYSTEMS)];
  return name === "linux" ? forbidWindowsOptions(spec, path) : forbidLinuxFields(spec, path);
}

function forbidWindowsOptions(spec: PodSpec, path: FieldPath): FieldError[] {
  const contexts = [
    { context: objectOf(spec, "securityContext"), path: [...path, "securityContext"] },
    ...containersOf(spec, path).map(({ container, path: at }) => ({
      context: objectOf(container, "securityContext"),
      path: [...at, "securityContext"],
    })),
  ];
  return contexts
    .filter(({ context }) => context !== undefined && objectOf(context, "windowsOptions") !== undefined)
    .map(({ path: at }) => forbidden([...at, "windowsOptions"], "windows options cannot be set for a linux pod"));
}

function forbidLinuxFields(spec: PodSpec, path: FieldPath): FieldError[] {
  const detail = "cannot be set for a windows pod";
  const context = objectOf(spec, "securityContext") ?? {};
  const ofPod = LINUX_POD_FIELDS.filter(([field, inSpec]) => (inSpec ? spec : context)[field] !== undefined).map(
    ([field, inSpec]) => forbidden([...path, ...(inSpec ? [] : ["securityContext"]), field], detail),
  );
  const ofContainers = containersOf(spec, path).flatMap(({ container, path: at }) => {
    const own = objectOf(container, "securityContext") ?? {};
    return LINUX_CONTAINER_FIELDS.filter((field) => own[field] !== undefined).map((field) =>
      forbidden([...at, "securityContext", field], detail),
    );
  });
  return [...ofPod, ...ofContainers];
}

/** Either all containers are host processes, or none (`validateWindowsHostProcessPod`). */
export function validateHostProcess(spec: PodSpec, path: FieldPath): FieldError[] {
  const ofPod = hostProcessOf(spec);
  const containers = containersOf(spec, path).map(({ container, path: at }) => ({
    own: hostProcessOf(container),
    path: at,
  }));
  const errors = containers.flatMap(({ own, path: at }) => {
    if (ofPod === undefined || own === undefined || ofPod === own) return [];
    const detail = `pod hostProcess value must be identical if both are specified, was ${ofPod}`;
    return [invalid([...at, "securityContext", "windowsOptions", "hostProcess"], own, detail)];
  });
  const processes = containers.filter(({ own }) => (own ?? ofPod) === true).length;
  if (processes === 0) return errors;
  if (processes !== containers.length) {
    const detail = "If pod contains any hostProcess containers then all containers must be HostProcess containers";
    errors.push(invalid(path, "", detail));
  }
  if (flagOf(spec, "hostNetwork") !== true) {
    const detail = "hostNetwork must be true if pod contains any hostProcess containers";
    errors.push(invalid([...path, "hostNetwork"], false, detail));
  }
  return errors;
}

function hostProcessOf(object: JsonObject): boolean | undefined {
  const options = objectOf(objectOf(object, "securityContext") ?? {}, "windowsOptions");
  return options === undefined ? undefined : flagOf(options, "hostProcess");
}

const MAX_CREDENTIAL_KIB = 64;
const MAX_DOMAIN_CHARACTERS = 256;
const MAX_USER_CHARACTERS = 104;
const NET_BIOS = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
const DNS_PART = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
const DNS_NAME = new RegExp(`^${DNS_PART}(?:\\.${DNS_PART})*$`);

/** `validateWindowsSecurityContextOptions`. */
export function validateWindowsOptions(context: JsonObject, path: FieldPath): FieldError[] {
  const options = objectOf(context, "windowsOptions");
  if (options === undefined) return [];
  const { gmsaCredentialSpecName: name, gmsaCredentialSpec: credentials, runAsUserName: user } = options;
  const errors =
    typeof name === "string" ? invalidEach([...path, "gmsaCredentialSpecName"], name, checkDnsSubdomain(name)) : [];
  if (typeof credentials === "string") {
    errors.push(...invalidEach([...path, "gmsaCredentialSpec"], credentials, checkCredentials(credentials)));
  }
  if (typeof user === "string") errors.push(...invalidEach([...path, "runAsUserName"], user, checkUserName(user)));
  return errors;
}

function checkCredentials(credentials: string): string[] {
  if (credentials === "") return ["gmsaCredentialSpec cannot be an empty string"];
  const isLong = byteLength(credentials) > MAX_CREDENTIAL_KIB * 1024;
  return isLong ? [`gmsaCredentialSpec size must be under ${MAX_CREDENTIAL_KIB} KiB`] : [];
}

/** A user in the form `DOMAIN\USER`, with an optional domain. */
function checkUserName(text: string): string[] {
  if (text === "") return ["runAsUserName cannot be an empty string"];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the rule is about these
  if (/[\u0000-\u001f\u007f]/.test(text)) return ["runAsUserName cannot contain control characters"];
  const parts = text.split("\\");
  if (parts.length > 2) return ["runAsUserName cannot contain more than one backslash"];
  const user = parts.at(-1) ?? "";
  const domain = parts.length === 2 ? parts[0] : undefined;
  return [...checkDomain(domain), ...checkUser(user)];
}

function checkDomain(domain: string | undefined): string[] {
  if (domain === undefined) return [];
  const details: string[] = [];
  if (domain.length >= MAX_DOMAIN_CHARACTERS) {
    details.push(`runAsUserName's Domain length must be under ${MAX_DOMAIN_CHARACTERS} characters`);
  }
  if (!NET_BIOS.test(domain) && !DNS_NAME.test(domain)) {
    details.push("runAsUserName's Domain doesn't match the NetBios nor the DNS format");
  }
  return details;
}

function checkUser(user: string): string[] {
  const details: string[] = [];
  if (user === "") details.push("runAsUserName's User cannot be empty");
  else if (user.length > MAX_USER_CHARACTERS) {
    details.push(`runAsUserName's User length must not be longer than ${MAX_USER_CHARACTERS} characters`);
  }
  if (/^[. ]+$/.test(user)) details.push("runAsUserName's User cannot contain only periods or spaces");
  if (/["/\\:;|=,+*?<>@[\]]/.test(user)) {
    details.push(`runAsUserName's User cannot contain the following characters: "/\\:;|=,+*?<>@[]`);
  }
  return details;
}
