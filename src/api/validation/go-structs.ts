/**
 * Parts of a Job as error messages show them: Go's internal structs with all their fields in order of declaration, with
 * capitalized names, and zero values for absent ones.
 *
 * Only values that the rules about Jobs print are described completely. Deeper parts of a pod (volumes, probes,
 * affinity) appear with capitalized names and without their absent fields.
 */

import { isJsonList, isJsonObject, type JsonObject } from "../json.ts";
import type { PodFailurePolicy, PodSpec, PodTemplateSpec, SuccessPolicy, UncountedTerminatedPods } from "../types.ts";
import { sortedMap } from "./values.ts";

type Printer = (value: unknown) => unknown;
type StructField = readonly [goName: string, jsonName: string, print: Printer];

/** A pointer, map or list of a type that is not described. */
const other: Printer = (value) => (value === undefined ? null : capitalised(value));
/** A list or map of plain values, or a pointer to a plain value. */
const plain: Printer = (value) => value ?? null;
const text: Printer = (value) => value ?? "";
const flag: Printer = (value) => value ?? false;
const number: Printer = (value) => value ?? 0;
/** A list of structs; an empty one was most likely absent, which decoding does not distinguish for required lists. */
const list =
  (print: Printer): Printer =>
  (value) =>
    isJsonList(value) && value.length > 0 ? value.map(print) : null;
const pointer =
  (print: Printer): Printer =>
  (value) =>
    value === undefined ? null : print(value);
const struct =
  (...fields: readonly StructField[]): Printer =>
  (value) => {
    const object = isJsonObject(value) ? value : {};
    return Object.fromEntries(fields.map(([goName, jsonName, print]) => [goName, print(object[jsonName])]));
  };

function capitalised(value: unknown): unknown {
  if (isJsonList(value)) return value.map(capitalised);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.charAt(0).toUpperCase() + key.slice(1), capitalised(inner)]),
  );
}

const containerPort = struct(
  ["Name", "name", text],
  ["HostPort", "hostPort", number],
  ["ContainerPort", "containerPort", number],
  ["Protocol", "protocol", text],
  ["HostIP", "hostIP", text],
);

const envVar = struct(["Name", "name", text], ["Value", "value", text], ["ValueFrom", "valueFrom", other]);

const volumeMount = struct(
  ["Name", "name", text],
  ["ReadOnly", "readOnly", flag],
  ["RecursiveReadOnly", "recursiveReadOnly", plain],
  ["MountPath", "mountPath", text],
  ["SubPath", "subPath", text],
  ["MountPropagation", "mountPropagation", plain],
  ["SubPathExpr", "subPathExpr", text],
);

const resources = struct(["Limits", "limits", plain], ["Requests", "requests", plain], ["Claims", "claims", other]);

const container = struct(
  ["Name", "name", text],
  ["Image", "image", text],
  ["Command", "command", plain],
  ["Args", "args", plain],
  ["WorkingDir", "workingDir", text],
  ["Ports", "ports", list(containerPort)],
  ["EnvFrom", "envFrom", other],
  ["Env", "env", list(envVar)],
  ["Resources", "resources", resources],
  ["ResizePolicy", "resizePolicy", other],
  ["RestartPolicy", "restartPolicy", plain],
  ["RestartPolicyRules", "restartPolicyRules", other],
  ["VolumeMounts", "volumeMounts", list(volumeMount)],
  ["VolumeDevices", "volumeDevices", other],
  ["LivenessProbe", "livenessProbe", other],
  ["ReadinessProbe", "readinessProbe", other],
  ["StartupProbe", "startupProbe", other],
  ["Lifecycle", "lifecycle", other],
  ["TerminationMessagePath", "terminationMessagePath", text],
  ["TerminationMessagePolicy", "terminationMessagePolicy", text],
  ["ImagePullPolicy", "imagePullPolicy", text],
  ["SecurityContext", "securityContext", other],
  ["Stdin", "stdin", flag],
  ["StdinOnce", "stdinOnce", flag],
  ["TTY", "tty", flag],
);

const toleration = struct(
  ["Key", "key", text],
  ["Operator", "operator", text],
  ["Value", "value", text],
  ["Effect", "effect", text],
  ["TolerationSeconds", "tolerationSeconds", plain],
);

/** The security context of a pod; the internal type includes the host namespaces, which the API has in the spec. */
const podSecurityContext = struct(
  ["HostNetwork", "hostNetwork", flag],
  ["HostPID", "hostPID", flag],
  ["HostIPC", "hostIPC", flag],
  ["ShareProcessNamespace", "shareProcessNamespace", plain],
  ["HostUsers", "hostUsers", plain],
  ["SELinuxOptions", "seLinuxOptions", other],
  ["WindowsOptions", "windowsOptions", other],
  ["RunAsUser", "runAsUser", plain],
  ["RunAsGroup", "runAsGroup", plain],
  ["RunAsNonRoot", "runAsNonRoot", plain],
  ["SupplementalGroups", "supplementalGroups", plain],
  ["SupplementalGroupsPolicy", "supplementalGroupsPolicy", plain],
  ["FSGroup", "fsGroup", plain],
  ["FSGroupChangePolicy", "fsGroupChangePolicy", plain],
  ["Sysctls", "sysctls", other],
  ["SeccompProfile", "seccompProfile", other],
  ["AppArmorProfile", "appArmorProfile", other],
  ["SELinuxChangePolicy", "seLinuxChangePolicy", plain],
);

/** A container's security context. */
const securityContext = struct(
  ["Capabilities", "capabilities", other],
  ["Privileged", "privileged", plain],
  ["SELinuxOptions", "seLinuxOptions", other],
  ["WindowsOptions", "windowsOptions", other],
  ["RunAsUser", "runAsUser", plain],
  ["RunAsGroup", "runAsGroup", plain],
  ["RunAsNonRoot", "runAsNonRoot", plain],
  ["ReadOnlyRootFilesystem", "readOnlyRootFilesystem", plain],
  ["AllowPrivilegeEscalation", "allowPrivilegeEscalation", plain],
  ["ProcMount", "procMount", plain],
  ["SeccompProfile", "seccompProfile", other],
  ["AppArmorProfile", "appArmorProfile", other],
);

const seccompProfile = struct(["Type", "type", text], ["LocalhostProfile", "localhostProfile", plain]);

const resourceClaim = struct(
  ["Name", "name", text],
  ["ResourceClaimName", "resourceClaimName", plain],
  ["ResourceClaimTemplateName", "resourceClaimTemplateName", plain],
);

const podSpec = struct(
  ["Volumes", "volumes", other],
  ["InitContainers", "initContainers", list(container)],
  ["Containers", "containers", list(container)],
  ["EphemeralContainers", "ephemeralContainers", other],
  ["RestartPolicy", "restartPolicy", text],
  ["TerminationGracePeriodSeconds", "terminationGracePeriodSeconds", plain],
  ["ActiveDeadlineSeconds", "activeDeadlineSeconds", plain],
  ["DNSPolicy", "dnsPolicy", text],
  ["NodeSelector", "nodeSelector", plain],
  ["ServiceAccountName", "serviceAccountName", text],
  ["AutomountServiceAccountToken", "automountServiceAccountToken", plain],
  ["NodeName", "nodeName", text],
  ["SecurityContext", "securityContext", pointer(podSecurityContext)],
  ["ImagePullSecrets", "imagePullSecrets", other],
  ["Hostname", "hostname", text],
  ["Subdomain", "subdomain", text],
  ["SetHostnameAsFQDN", "setHostnameAsFQDN", plain],
  ["Affinity", "affinity", other],
  ["SchedulerName", "schedulerName", text],
  ["Tolerations", "tolerations", list(toleration)],
  ["HostAliases", "hostAliases", other],
  ["PriorityClassName", "priorityClassName", text],
  ["Priority", "priority", plain],
  ["PreemptionPolicy", "preemptionPolicy", plain],
  ["DNSConfig", "dnsConfig", other],
  ["ReadinessGates", "readinessGates", other],
  ["RuntimeClassName", "runtimeClassName", plain],
  ["Overhead", "overhead", plain],
  ["EnableServiceLinks", "enableServiceLinks", plain],
  ["TopologySpreadConstraints", "topologySpreadConstraints", other],
  ["OS", "os", other],
  ["SchedulingGates", "schedulingGates", other],
  ["ResourceClaims", "resourceClaims", other],
  ["Resources", "resources", pointer(resources)],
  ["HostnameOverride", "hostnameOverride", plain],
  ["SchedulingGroup", "schedulingGroup", other],
);

const failurePolicy = struct([
  "Rules",
  "rules",
  list(
    struct(
      ["Action", "action", text],
      [
        "OnExitCodes",
        "onExitCodes",
        pointer(
          struct(
            ["ContainerName", "containerName", plain],
            ["Operator", "operator", text],
            ["Values", "values", plain],
          ),
        ),
      ],
      ["OnPodConditions", "onPodConditions", list(struct(["Type", "type", text], ["Status", "status", text]))],
    ),
  ),
]);

const successPolicy = struct([
  "Rules",
  "rules",
  list(struct(["SucceededIndexes", "succeededIndexes", plain], ["SucceededCount", "succeededCount", plain])),
]);

const uncountedPods = struct(["Succeeded", "succeeded", plain], ["Failed", "failed", plain]);

/** `spec.podFailurePolicy` as messages show it. */
export function podFailurePolicyValue(policy: PodFailurePolicy | undefined): unknown {
  return pointer(failurePolicy)(policy);
}

/** `spec.successPolicy` as messages show it. */
export function successPolicyValue(policy: SuccessPolicy | undefined): unknown {
  return pointer(successPolicy)(policy);
}

/** `status.uncountedTerminatedPods` as messages show it. */
export function uncountedPodsValue(uncounted: UncountedTerminatedPods): unknown {
  return uncountedPods(uncounted);
}

/** The security context of a container as messages show it. */
export function securityContextValue(context: JsonObject): unknown {
  return securityContext(context);
}

/** A seccomp profile as messages show it. */
export function seccompProfileValue(profile: JsonObject): unknown {
  return seccompProfile(profile);
}

/** A resource claim of a pod as messages show it. */
export function resourceClaimValue(claim: JsonObject): unknown {
  return resourceClaim(claim);
}

/** A pod spec as messages show it. */
export function podSpecValue(spec: PodSpec): unknown {
  return podSpec(withHostNamespaces(spec));
}

/** A pod template as messages show it: the metadata with API names, the spec as a struct. */
export function podTemplateValue({ metadata = {}, spec }: PodTemplateSpec): unknown {
  const { name, labels, annotations, finalizers = [] } = metadata;
  return {
    ...(name !== undefined && name !== "" && { name }),
    ...(Object.keys(labels ?? {}).length > 0 && { labels: sortedMap(labels) }),
    ...(Object.keys(annotations ?? {}).length > 0 && { annotations: sortedMap(annotations) }),
    ...(finalizers.length > 0 && { finalizers }),
    Spec: podSpecValue(spec),
  };
}

/** Moves the host namespaces into the security context, as in the internal type. */
function withHostNamespaces(spec: PodSpec): PodSpec {
  const { securityContext, hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers } = spec;
  if (!isJsonObject(securityContext)) return spec;
  const host = { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers };
  return { ...spec, securityContext: { ...securityContext, ...host } };
}
