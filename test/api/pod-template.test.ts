/**
 * The errors of Jobs with one fault in the pod template, field by field, with the messages of Kubernetes' validation of
 * pods. The files in `templates` are Jobs that a real API server refuses, each named after its fault.
 */

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { decodeJob } from "../../src/api/decode.ts";
import { defaultJob } from "../../src/api/defaults.ts";
import { formatFieldError } from "../../src/api/field-path.ts";
import type { JsonObject } from "../../src/api/json.ts";
import type { PodFieldSet } from "../../src/api/pod-fields.ts";
import { validatePodTemplate } from "../../src/api/validation/pod/pod-template.ts";

const FOLDER = new URL("templates/", import.meta.url).pathname;

function errorsOf(manifest: unknown, podFields: PodFieldSet = "1.36"): readonly string[] {
  const job = defaultJob(decodeJob(manifest).object);
  return validatePodTemplate(job.spec.template, podFields).map(formatFieldError);
}

/** A Job with a container `c` without mounts, and two volumes. */
function jobOf(spec: JsonObject, container: JsonObject = {}, metadata: JsonObject = {}): JsonObject {
  const main = { name: "c", image: "i", ...container };
  const volumes = [
    { name: "dir", emptyDir: {} },
    { name: "claim", persistentVolumeClaim: { claimName: "p" } },
    { name: "img", image: { reference: "i" } },
  ];
  const template = { metadata, spec: { restartPolicy: "Never", volumes, containers: [main], ...spec } };
  return { apiVersion: "batch/v1", kind: "Job", metadata: { name: "t" }, spec: { template } };
}

const FILES: Readonly<Record<string, string>> = {
  cLifecycleNone: "containers[0].lifecycle.preStop: Required value: must specify a handler type",
  claimMissing:
    'containers[0].resources.claims[0]: Not found: "x": must be one of the names in pod.spec.resourceClaims which is empty',
  dnsNone: "dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None",
  envEmptyFrom:
    'containers[0].env[0].valueFrom: Invalid value: "": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`',
  envFromBoth: 'containers[0].envFrom: Invalid value: "": may not have more than one field specified at a time',
  envFromNone: 'containers[0].envFrom: Invalid value: "": must specify one of: `configMapRef` or `secretRef`',
  hostAlias:
    'hostAliases[0].ip: Invalid value: "999.1.1.1": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
  hostPathDots: "volumes[0].hostPath.path: Invalid value: \"/a/../b\": must not contain '..'",
  hostPortNet:
    "containers[0].ports[0].hostPort: Invalid value: 81: must match `containerPort` when `hostNetwork` is true",
  hugeOnly: "containers[0].resources: Forbidden: HugePages require cpu or memory",
  modeBig:
    "volumes[0].configMap.defaultMode: Invalid value: 1777: must be a number between 0 and 0777 (octal), both inclusive",
  nodeAffNoVal:
    "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
  nodeAffOp:
    'affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].operator: Invalid value: "Is": not a valid selector operator',
  privNoEsc:
    'containers[0].securityContext: Invalid value: {"Capabilities":null,"Privileged":true,"SELinuxOptions":null,"WindowsOptions":null,"RunAsUser":null,"RunAsGroup":null,"RunAsNonRoot":null,"ReadOnlyRootFilesystem":null,"AllowPrivilegeEscalation":false,"ProcMount":null,"SeccompProfile":null,"AppArmorProfile":null}: cannot set `allowPrivilegeEscalation` to false and `privileged` to true',
  probeNeg: "containers[0].livenessProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0",
  probePort0: "containers[0].livenessProbe.tcpSocket.port: Invalid value: 0: must be between 1 and 65535, inclusive",
  probeSucc2: "containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1",
  procMount: 'containers[0].securityContext.procMount: Unsupported value: "X": supported values: "Default", "Unmasked"',
  pvcNoName: "volumes[0].persistentVolumeClaim.claimName: Required value",
  seccomp:
    "securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost",
  secretNoName: "volumes[0].secret.secretName: Required value",
  spread0: "topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero",
  subPathDots: "containers[0].volumeMounts.subPath: Invalid value: \"../y\": must not contain '..'",
  winlin: 'os: Unsupported value: "beos": supported values: "linux", "windows"',
};

/** Accepted: defaulting turns a volume without a source into an emptyDir before validation. */
const ACCEPTED = "noVolType";

describe("a Job in a file is refused", () => {
  const names = readdirSync(FOLDER).map((file) => file.replace(".json", ""));

  test("every file has an expectation", () => {
    expect(names.filter((name) => name !== ACCEPTED)).toEqual(Object.keys(FILES));
  });

  test.each(Object.entries(FILES))("%s", (name, text) => {
    const manifest: unknown = JSON.parse(readFileSync(`${FOLDER}${name}.json`, "utf8"));
    expect(errorsOf(manifest)).toEqual([`spec.template.spec.${text}`]);
  });

  test("a volume without a source becomes an emptyDir", () => {
    expect(errorsOf(JSON.parse(readFileSync(`${FOLDER}${ACCEPTED}.json`, "utf8")))).toEqual([]);
  });
});

const exec = { command: ["a"] };
const probe = (fields: JsonObject) => ({ livenessProbe: { exec, ...fields } });
const mount = (fields: JsonObject) => ({ volumeMounts: [{ name: "dir", mountPath: "/m", ...fields }] });
const volume = (source: JsonObject) => ({ volumes: [{ name: "v", ...source }] });
const nodeTerm = (term: JsonObject) => ({
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } } },
});
const podTerm = (term: JsonObject) => ({
  affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } },
});
const spread = (fields: JsonObject) => ({
  topologySpreadConstraints: [
    { maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: "DoNotSchedule", labelSelector: {}, ...fields },
  ],
});
const ephemeral = (spec: JsonObject, metadata: JsonObject = {}) =>
  volume({ ephemeral: { volumeClaimTemplate: { metadata, spec } } });
const storage = { requests: { storage: "1Gi" } };

type Case = readonly [spec: JsonObject, container: JsonObject, errors: readonly string[]];

const CASES: readonly Case[] = [
  // Probes and hooks
  [{}, { livenessProbe: {} }, ["containers[0].livenessProbe: Required value: must specify a handler type"]],
  [{}, probe({ exec: {} }), ["containers[0].livenessProbe.exec.command: Required value"]],
  [
    {},
    probe({ tcpSocket: { port: 1 } }),
    ["containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type"],
  ],
  [
    {},
    { readinessProbe: { httpGet: { port: "a--b", scheme: "FTP", httpHeaders: [{ name: "a b", value: "" }] } } },
    [
      'containers[0].readinessProbe.httpGet.port: Invalid value: "a--b": must not contain consecutive hyphens',
      'containers[0].readinessProbe.httpGet.scheme: Unsupported value: "FTP": supported values: "HTTP", "HTTPS"',
      "containers[0].readinessProbe.httpGet.httpHeaders: Invalid value: \"a b\": a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')",
    ],
  ],
  [
    {},
    { startupProbe: { grpc: { port: 0 } } },
    ["containers[0].startupProbe.grpc.port: Invalid value: 0: must be between 1 and 65535, inclusive"],
  ],
  [
    {},
    probe({ terminationGracePeriodSeconds: 0 }),
    ["containers[0].livenessProbe.terminationGracePeriodSeconds: Invalid value: 0: must be greater than 0"],
  ],
  [
    {},
    { readinessProbe: { exec, terminationGracePeriodSeconds: 5 } },
    [
      "containers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 5: must not be set for readinessProbes",
    ],
  ],
  [
    {},
    { lifecycle: { postStart: { sleep: { seconds: 31 } } } },
    [
      "containers[0].lifecycle.postStart.sleep: Invalid value: 31: must be non-negative and less than terminationGracePeriodSeconds (30)",
    ],
  ],
  [{}, { lifecycle: { preStop: { sleep: { seconds: 0 } } } }, []],
  [
    { initContainers: [{ name: "i", image: "i", livenessProbe: { exec } }] },
    {},
    ["initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always"],
  ],
  [
    { initContainers: [{ name: "i", image: "i", restartPolicy: "Always", livenessProbe: {} }] },
    {},
    ["initContainers[0].livenessProbe: Required value: must specify a handler type"],
  ],
  // Environment
  [
    {},
    { env: [{ name: "A", valueFrom: { fieldRef: { fieldPath: "metadata.nope" } } }] },
    [
      'containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "metadata.nope": error converting fieldPath: field label not supported: metadata.nope',
    ],
  ],
  [
    {},
    { env: [{ name: "A", valueFrom: { fieldRef: { fieldPath: "status.phase" } } }] },
    [
      'containers[0].env[0].valueFrom.fieldRef.fieldPath: Unsupported value: "status.phase": supported values: "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"',
    ],
  ],
  [
    {},
    { env: [{ name: "A", valueFrom: { fieldRef: { fieldPath: "metadata.name['a']" } } }] },
    [
      "containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: \"metadata.name['a']\": error converting fieldPath: field label does not support subscript: metadata.name['a']",
    ],
  ],
  [{}, { env: [{ name: "A", valueFrom: { fieldRef: { fieldPath: "metadata.labels['a/b']" } } }] }, []],
  [
    {},
    { env: [{ name: "A", valueFrom: { fieldRef: { apiVersion: "v2", fieldPath: "metadata.name" } } }] },
    [
      'containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "metadata.name": error converting fieldPath: unsupported pod version: v2',
    ],
  ],
  [
    {},
    { env: [{ name: "A", valueFrom: { resourceFieldRef: { resource: "limits.gpu" } } }] },
    [
      'containers[0].env[0].valueFrom.resourceFieldRef.resource: Unsupported value: "limits.gpu": supported values: "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory"',
    ],
  ],
  [
    {},
    { env: [{ name: "A", valueFrom: { resourceFieldRef: { resource: "limits.cpu", divisor: "2" } } }] },
    [
      'containers[0].env[0].valueFrom.resourceFieldRef.divisor: Invalid value: "limits.cpu": only divisor\'s values 1m and 1 are supported with the cpu resource',
    ],
  ],
  [
    {},
    { env: [{ name: "A", valueFrom: { secretKeyRef: { name: "s", key: "a/b" } } }] },
    [
      "containers[0].env[0].valueFrom.secretKeyRef.key: Invalid value: \"a/b\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
    ],
  ],
  [{}, { envFrom: [{ configMapRef: {} }] }, ["containers[0].envFrom[0].configMapRef.name: Required value"]],
  [
    {},
    { envFrom: [{ prefix: "a=", secretRef: { name: "s" } }] },
    [
      "containers[0].envFrom[0].prefix: Invalid value: \"a=\": a valid environment variable name must consist only of printable ASCII characters other than '='",
    ],
  ],
  // Mounts and devices
  [{}, mount({ subPath: "/a" }), ['containers[0].volumeMounts.subPath: Invalid value: "/a": must be a relative path']],
  [
    {},
    mount({ subPath: "a", subPathExpr: "b" }),
    ['containers[0].volumeMounts[0].subPathExpr: Invalid value: "b": subPathExpr and subPath are mutually exclusive'],
  ],
  [
    {},
    mount({ mountPropagation: "Bidirectional" }),
    [
      "containers[0].volumeMounts.mountPropagation: Forbidden: Bidirectional mount propagation is available only to privileged containers",
    ],
  ],
  [
    {},
    mount({ recursiveReadOnly: "Enabled" }),
    ["containers[0].volumeMounts.recursiveReadOnly: Forbidden: may only be specified when readOnly is true"],
  ],
  [
    {},
    mount({ name: "img", subPath: "a" }),
    ['containers[0].volumeMounts[0].subPath: Invalid value: "a": not allowed in image volume sources'],
  ],
  [
    {},
    { volumeDevices: [{ name: "dir", devicePath: "/d" }] },
    [
      'containers[0].volumeDevices[0].name: Invalid value: "dir": can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode',
    ],
  ],
  [
    {},
    { volumeDevices: [{ name: "claim", devicePath: "/d/../e" }] },
    ["containers[0].volumeDevices[0].devicePath: Invalid value: \"/d/../e\": can not contain backsteps ('..')"],
  ],
  // Resources
  [
    {},
    { resources: { limits: { "nvidia.com/gpu": "0.5" } } },
    ['containers[0].resources.limits[nvidia.com/gpu]: Invalid value: "500m": must be an integer'],
  ],
  [
    {},
    { resources: { limits: { cpu: "1", "hugepages-2Mi": "3Mi" } } },
    [
      'containers[0].resources.limits[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi',
    ],
  ],
  [
    {},
    { resources: { limits: { pods: "1" } } },
    ['containers[0].resources.limits[pods]: Invalid value: "pods": must be a standard resource for containers'],
  ],
  [
    { resourceClaims: [{ name: "x", resourceClaimName: "c" }] },
    { resources: { claims: [{ name: "x" }, { name: "x" }] } },
    ['containers[0].resources.claims[1]: Duplicate value: "x"'],
  ],
  [
    { resourceClaims: [{ name: "x" }] },
    {},
    [
      'resourceClaims[0]: Invalid value: {"Name":"x","ResourceClaimName":null,"ResourceClaimTemplateName":null}: must specify one of: `resourceClaimName`, `resourceClaimTemplateName`',
    ],
  ],
  [
    { resources: { requests: { cpu: "1" } } },
    { resources: { requests: { cpu: "2" } } },
    ['resources.requests[cpu]: Invalid value: "1": must be greater than or equal to aggregate container requests of 2'],
  ],
  [
    { resources: { limits: { "nvidia.com/gpu": "1" } } },
    {},
    ['resources.limits[nvidia.com/gpu]: Unsupported value: "nvidia.com/gpu": supported values: "cpu", "memory"'],
  ],
  [
    {},
    { resizePolicy: [{ resourceName: "cpu", restartPolicy: "RestartContainer" }] },
    [
      "containers[0].resizePolicy: Invalid value: \"RestartContainer\": must be 'NotRequired' when `restartPolicy` is 'Never'",
    ],
  ],
  [
    { overhead: { other: "1" } },
    {},
    [
      'overhead.limits[other]: Invalid value: "other": must be a standard resource type or fully qualified',
      'overhead.limits[other]: Invalid value: "other": must be a standard resource for containers',
    ],
  ],
  // Ports
  [
    {},
    {
      ports: [
        { containerPort: 80, hostPort: 80 },
        { containerPort: 81, hostPort: 80 },
      ],
    },
    ['containers[0].ports[1].hostPort: Duplicate value: "TCP//80"'],
  ],
  [{ hostNetwork: true }, { ports: [{ containerPort: 80 }] }, []],
  // Security
  [
    { securityContext: { runAsUser: -1 } },
    {},
    ["securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive"],
  ],
  [
    { securityContext: { supplementalGroups: [1, -5] } },
    {},
    ["securityContext.supplementalGroups[1]: Invalid value: -5: must be between 0 and 2147483647, inclusive"],
  ],
  [
    { securityContext: { fsGroupChangePolicy: "x", seLinuxChangePolicy: "y", supplementalGroupsPolicy: "z" } },
    {},
    [
      'securityContext.fsGroupChangePolicy: Unsupported value: "x": supported values: "Always", "OnRootMismatch"',
      'securityContext.supplementalGroupsPolicy: Unsupported value: "z": supported values: "Merge", "Strict"',
      'securityContext.seLinuxChangePolicy: Unsupported value: "y": supported values: "MountOption", "Recursive"',
    ],
  ],
  [
    { hostNetwork: true, securityContext: { sysctls: [{ name: "net.core.somaxconn", value: "1" }] } },
    {},
    [
      "securityContext.sysctls[0].name: Invalid value: \"net.core.somaxconn\": may not be specified when 'hostNetwork' is true",
    ],
  ],
  [
    { hostPID: true, shareProcessNamespace: true },
    {},
    [
      "securityContext.shareProcessNamespace: Invalid value: true: ShareProcessNamespace and HostPID cannot both be enabled",
    ],
  ],
  [{ hostUsers: false, hostPID: true }, {}, ["HostPID: Forbidden: when `pod.Spec.HostUsers` is false"]],
  [
    {},
    { securityContext: { runAsGroup: -1, procMount: "Unmasked" } },
    [
      "containers[0].securityContext.runAsGroup: Invalid value: -1: must be between 0 and 2147483647, inclusive",
      'containers[0].securityContext.procMount: Invalid value: "Unmasked": `hostUsers` must be false to use `Unmasked`',
    ],
  ],
  [
    {},
    { securityContext: { seccompProfile: { type: "RuntimeDefault", localhostProfile: "a" } } },
    [
      'containers[0].securityContext.seccompProfile.localhostProfile: Invalid value: {"Type":"RuntimeDefault","LocalhostProfile":"a"}: can only be set when seccomp type is Localhost',
    ],
  ],
  [
    {},
    { securityContext: { appArmorProfile: { type: "Localhost", localhostProfile: " a" } } },
    [
      'containers[0].securityContext.appArmorProfile.localhostProfile: Invalid value: " a": must not be padded with whitespace',
    ],
  ],
  [
    {},
    { securityContext: { appArmorProfile: {} } },
    [
      "containers[0].securityContext.appArmorProfile.type: Required value: type is required when appArmorProfile is set",
    ],
  ],
  [
    { os: { name: "linux" }, securityContext: { windowsOptions: {} } },
    {},
    ["securityContext.windowsOptions: Forbidden: windows options cannot be set for a linux pod"],
  ],
  [
    { os: { name: "windows" }, hostPID: true },
    { securityContext: { privileged: true } },
    [
      "hostPID: Forbidden: cannot be set for a windows pod",
      "containers[0].securityContext.privileged: Forbidden: cannot be set for a windows pod",
    ],
  ],
  [
    {},
    { securityContext: { windowsOptions: { hostProcess: true, runAsUserName: "a\\b\\c" } } },
    [
      'containers[0].securityContext.windowsOptions.runAsUserName: Invalid value: "a\\\\b\\\\c": runAsUserName cannot contain more than one backslash',
      "hostNetwork: Invalid value: false: hostNetwork must be true if pod contains any hostProcess containers",
    ],
  ],
  // Scheduling
  [
    { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } } },
    {},
    [
      "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term",
    ],
  ],
  [
    nodeTerm({ matchExpressions: [{ key: "a", operator: "Gt", values: ["1", "2"] }] }),
    {},
    [
      "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values: Required value: must be specified single value when `operator` is 'Lt' or 'Gt'",
    ],
  ],
  [
    nodeTerm({ matchFields: [{ key: "metadata.labels", operator: "In", values: ["a"] }] }),
    {},
    [
      'affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[0].key: Invalid value: "metadata.labels": not a valid field selector key',
    ],
  ],
  [
    {
      affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 0, preference: {} }] } },
    },
    {},
    [
      "affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 0: must be in the range 1-100",
    ],
  ],
  [
    podTerm({ labelSelector: {} }),
    {},
    [
      "affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Required value: can not be empty",
      'affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: "": name part must be non-empty',
      "affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: \"\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    ],
  ],
  [
    podTerm({ topologyKey: "a", matchLabelKeys: ["b"] }),
    {},
    [
      "affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].matchLabelKeys: Forbidden: must not be specified when labelSelector is not set",
    ],
  ],
  [
    spread({ topologyKey: "", whenUnsatisfiable: "Never" }),
    {},
    [
      "topologySpreadConstraints[0].topologyKey: Required value: can not be empty",
      'topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: "Never": supported values: "DoNotSchedule", "ScheduleAnyway"',
    ],
  ],
  [
    spread({ whenUnsatisfiable: "ScheduleAnyway", minDomains: 2 }),
    {},
    [
      "topologySpreadConstraints[0].minDomains: Invalid value: 2: can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ScheduleAnyway",
    ],
  ],
  [
    spread({ nodeTaintsPolicy: "x", matchLabelKeys: ["a"], labelSelector: { matchLabels: { a: "b" } } }),
    {},
    [
      'topologySpreadConstraints[0].nodeTaintsPolicy: Unsupported value: "x": supported values: "Honor", "Ignore"',
      'topologySpreadConstraints[0].matchLabelKeys[0]: Invalid value: "a": exists in both matchLabelKeys and labelSelector',
    ],
  ],
  [
    { preemptionPolicy: "x" },
    {},
    ['preemptionPolicy: Unsupported value: "x": supported values: "PreemptLowerPriority", "Never"'],
  ],
  // Names
  [
    { dnsPolicy: "None", dnsConfig: { searches: ["a"] } },
    {},
    ["dnsConfig.nameservers: Required value: must provide at least one DNS nameserver when `dnsPolicy` is None"],
  ],
  [
    { dnsConfig: { nameservers: ["1.1.1.1", "::1", "1::2::3"], searches: ["a b"], options: [{ value: "1" }] } },
    {},
    [
      'dnsConfig.nameservers[2]: Invalid value: "1::2::3": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
      "dnsConfig.searches[0]: Invalid value: \"a b\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9_]([-_a-z0-9]*[a-z0-9])?(\\\\.[a-z0-9_]([-_a-z0-9]*[a-z0-9])?)*')".replaceAll(
        "\\\\",
        "\\",
      ),
      "dnsConfig.options[0]: Required value: must not be empty",
    ],
  ],
  [
    { hostAliases: [{ ip: "1.2.3.4", hostnames: ["a_b"] }] },
    {},
    [
      "hostAliases[0].hostnames[0]: Invalid value: \"a_b\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ],
  ],
  // Restart policies of containers
  [
    {},
    { restartPolicyRules: [{ action: "Restart", exitCodes: { operator: "In", values: [3] } }] },
    ["containers[0].restartPolicy: Required value: must specify restartPolicy when restart rules are used"],
  ],
  [
    {},
    { restartPolicy: "Never", restartPolicyRules: [{ action: "x", exitCodes: { operator: "Is" } }] },
    [
      'containers[0].restartPolicyRules[0].action: Unsupported value: "x": supported values: "Restart", "RestartAllContainers"',
      'containers[0].restartPolicyRules[0].exitCodes.operator: Unsupported value: "Is": supported values: "In", "NotIn"',
    ],
  ],
  // Volumes
  [
    volume({ emptyDir: {}, hostPath: { path: "/" } }),
    {},
    ["volumes[0].hostPath: Forbidden: may not specify more than 1 volume type"],
  ],
  [volume({ hostPath: {} }), {}, ["volumes[0].hostPath.path: Required value"]],
  [
    volume({ hostPath: { path: "/a", type: "Dir" } }),
    {},
    [
      'volumes[0].hostPath.type: Unsupported value: "Dir": supported values: "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"',
    ],
  ],
  [
    volume({ nfs: { server: "s", path: "a" } }),
    {},
    ['volumes[0].nfs.path: Invalid value: "a": must be an absolute path'],
  ],
  [volume({ configMap: {} }), {}, ["volumes[0].configMap.name: Required value"]],
  [
    volume({ secret: { secretName: "s", items: [{ key: "", path: "..a", mode: 512 }] } }),
    {},
    [
      "volumes[0].secret.items[0].key: Required value",
      "volumes[0].secret.items[0].path: Invalid value: \"..a\": must not start with '..'",
      "volumes[0].secret.items[0].mode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive",
    ],
  ],
  [
    volume({ downwardAPI: { items: [{ path: "a" }] } }),
    {},
    ["volumes[0].downwardAPI: Required value: one of fieldRef and resourceFieldRef is required"],
  ],
  [
    volume({ downwardAPI: { items: [{ path: "a", resourceFieldRef: { resource: "limits.cpu" } }] } }),
    {},
    ["volumes[0].downwardAPI.resourceFieldRef.containerName: Required value"],
  ],
  [
    volume({ projected: { sources: [{ serviceAccountToken: { path: "t", expirationSeconds: 60 } }] } }),
    {},
    [
      "volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: 60: may not specify a duration less than 10 minutes",
    ],
  ],
  [
    volume({
      projected: {
        sources: [
          { configMap: { name: "a", items: [{ key: "k", path: "p" }] } },
          { secret: { name: "b", items: [{ key: "k", path: "p" }] } },
        ],
      },
    }),
    {},
    ['volumes[0].projected: Invalid value: "b": conflicting duplicate paths'],
  ],
  [
    volume({ projected: { sources: [{ configMap: { name: "a" }, secret: { name: "b" } }] } }),
    {},
    ["volumes[0].projected.sources[0]: Forbidden: may not specify more than 1 volume type per source"],
  ],
  [
    volume({ csi: {} }),
    {},
    [
      "volumes[0].csi.driver: Required value",
      "volumes[0].csi.driver: Invalid value: \"\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ],
  ],
  [volume({ ephemeral: {} }), {}, ["volumes[0].ephemeral.volumeClaimTemplate: Required value"]],
  [
    ephemeral({ resources: storage }),
    {},
    ["volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes: Required value: at least 1 access mode is required"],
  ],
  [
    ephemeral({ accessModes: ["ReadWriteOnce", "ReadWriteOncePod", "x"] }),
    {},
    [
      'volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes: Unsupported value: "x": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"',
      "volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes",
      "volumes[0].ephemeral.volumeClaimTemplate.spec.resources[storage]: Required value",
    ],
  ],
  [
    ephemeral({ accessModes: ["ReadWriteOnce"], resources: storage }, { name: "n" }),
    {},
    ["volumes[0].ephemeral.volumeClaimTemplate.metadata.name: Forbidden: cannot be set"],
  ],
  [
    volume({ iscsi: { targetPortal: "p", iqn: "x", lun: 300 } }),
    {},
    [
      'volumes[0].iscsi.iqn: Invalid value: "x": must be valid format starting with iqn, eui, or naa',
      "volumes[0].iscsi.lun: Invalid value: 300: must be between 0 and 255, inclusive",
    ],
  ],
  [volume({ gcePersistentDisk: {} }), {}, ["volumes[0].persistentDisk.pdName: Required value"]],
  [
    volume({ fc: {} }),
    {},
    ["volumes[0].fc.targetWWNs: Required value: must specify either targetWWNs or wwids, but not both"],
  ],
  [
    volume({ flexVolume: { driver: "d", options: { "kubernetes.io/a": "b" } } }),
    {},
    [
      'volumes[0].flexVolume.options[kubernetes.io/a]: Invalid value: "kubernetes.io/a": kubernetes.io and k8s.io namespaces are reserved',
    ],
  ],
  [
    volume({ emptyDir: { sizeLimit: "-1" } }),
    {},
    ["volumes[0].emptyDir.sizeLimit: Forbidden: SizeLimit field must be a valid resource quantity"],
  ],
  [
    volume({ image: { reference: "i", pullPolicy: "x" } }),
    {},
    ['volumes[0].image.pullPolicy: Unsupported value: "x": supported values: "Always", "IfNotPresent", "Never"'],
  ],
];

describe("a Job is refused for its pod template", () => {
  test.each(CASES.map((row) => [JSON.stringify([row[0], row[1]]).slice(0, 100), row] as const))("%s", (_name, row) => {
    const [spec, container, errors] = row;
    expect(errorsOf(jobOf(spec, container))).toEqual(errors.map((text) => `spec.template.spec.${text}`));
  });

  test("annotations with a meaning must agree with the pod", () => {
    const annotations = {
      "container.apparmor.security.beta.kubernetes.io/other": "runtime/default",
      "controller.kubernetes.io/pod-deletion-cost": "01",
      "seccomp.security.alpha.kubernetes.io/pod": "unconfined",
    };
    const spec = { securityContext: { seccompProfile: { type: "RuntimeDefault" } } };
    expect(errorsOf(jobOf(spec, {}, { annotations }))).toEqual([
      'spec.template.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: "01": must be a 32bit integer',
      'spec.template.annotations[container.apparmor.security.beta.kubernetes.io/other]: Invalid value: "other": container not found',
      "spec.template.spec.securityContext.seccompProfile.type: Forbidden: seccomp type in annotation and field must match",
    ]);
  });
});

describe("older releases refuse what newer ones accept", () => {
  const sidecarLike = jobOf({ initContainers: [{ name: "i", image: "i", restartPolicy: "OnFailure" }] });
  const restarting = jobOf({}, { restartPolicy: "OnFailure" });

  test.each([
    ["1.33", restarting, ["containers[0].restartPolicy: Forbidden: may not be set for non-init containers"]],
    ["1.34", restarting, []],
    ["1.36", restarting, []],
    [
      "1.33",
      sidecarLike,
      ['initContainers[0].restartPolicy: Unsupported value: "OnFailure": supported values: "Always"'],
    ],
    ["1.36", sidecarLike, []],
    [
      "1.31",
      jobOf({}, { env: [{ name: "1", value: "" }] }),
      [
        "containers[0].env[0].name: Invalid value: \"1\": a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')",
      ],
    ],
    ["1.32", jobOf({}, { env: [{ name: "1", value: "" }] }), []],
    [
      "1.32",
      jobOf({}, { lifecycle: { preStop: { sleep: { seconds: 0 } } } }),
      [
        "containers[0].lifecycle.preStop.sleep: Invalid value: 0: must be greater than 0 and less than terminationGracePeriodSeconds (30). Enable AllowPodLifecycleSleepActionZeroValue feature gate for zero sleep.",
      ],
    ],
    ["1.33", jobOf({ dnsConfig: { searches: ["_a.b", "."] } }), []],
    [
      "1.27",
      jobOf({ hostNetwork: true }, { ports: [{ containerPort: 80, hostPort: 81 }] }),
      ["containers[0].ports[0].containerPort: Invalid value: 80: must match `hostPort` when `hostNetwork` is true"],
    ],
    [
      "1.34",
      jobOf({}, { env: [{ name: "A", valueFrom: {} }] }),
      [
        'containers[0].env[0].valueFrom: Invalid value: "": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`',
      ],
    ],
  ] as const)("%s: %o", (podFields, manifest, errors) => {
    expect(errorsOf(manifest, podFields)).toEqual(errors.map((text) => `spec.template.spec.${text}`));
  });
});
