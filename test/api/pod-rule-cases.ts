/** Pods with one fault: containers, volumes, amounts, scheduling, updates of a template. */

import type { Cases } from "./rule-cases.ts";

const POD = "spec.template.spec";
const CONTAINER = `${POD}.containers.0`;
const NAMES = ["", "A", "a.b", "a".repeat(64)];
const GET = { path: "/", port: 80 };
const main = { name: "main", image: "i" };

export const POD_CASES: Cases = {
  "spec.template.metadata.labels": [undefined, {}, { "a b": "v" }, { "job-name": "other" }],
  "spec.template.metadata.annotations": [{ "a b": "v" }],
  [`${POD}.restartPolicy`]: [undefined, "", "Always", "OnFailure", "Never", "never"],
  [`${POD}.dnsPolicy`]: ["Default", "ClusterFirst", "ClusterFirstWithHostNet", "None", "x"],
  [`${POD}.terminationGracePeriodSeconds`]: [-1, 0, 1],
  [`${POD}.activeDeadlineSeconds`]: [-1, 0, 1, 2 ** 31],
  [`${POD}.hostNetwork`]: [true],
  [`${POD}.nodeSelector`]: [{ "a b": "c" }, { a: "b c" }],
  [`${POD}.serviceAccountName`]: NAMES,
  [`${POD}.nodeName`]: NAMES,
  [`${POD}.hostname`]: NAMES,
  [`${POD}.subdomain`]: NAMES,
  [`${POD}.schedulerName`]: ["", "x"],
  [`${POD}.ephemeralContainers`]: [[{ name: "e", image: "i" }]],
  [`${POD}.tolerations`]: [
    [{ key: "a", operator: "Exists", value: "v" }],
    [{ operator: "Equal", value: "v" }],
    [{ operator: "Exists" }],
    [{ operator: "Is", key: "a" }],
    [{ key: "a b", operator: "Exists" }],
    [{ key: "a", operator: "Equal", value: "é" }],
    [{ key: "a", effect: "NoSchedule", tolerationSeconds: 1 }],
    [{ key: "a", effect: "NoExecute", tolerationSeconds: 1 }],
    [{ key: "a", effect: "Never" }],
    [{}],
  ],
  [`${POD}.topologySpreadConstraints`]: [
    [{ maxSkew: 0, topologyKey: "", whenUnsatisfiable: "" }],
    [{ maxSkew: 1, topologyKey: "a", whenUnsatisfiable: "Never" }],
    [
      { maxSkew: 1, topologyKey: "a", whenUnsatisfiable: "DoNotSchedule" },
      { maxSkew: 2, topologyKey: "a", whenUnsatisfiable: "DoNotSchedule" },
    ],
    [{ maxSkew: 1, topologyKey: "a", whenUnsatisfiable: "ScheduleAnyway", minDomains: 1 }],
  ],
  [`${POD}.schedulingGates`]: [[{ name: "a" }], [{ name: "a" }, { name: "a" }], [{ name: "a b" }], [{ name: "" }]],
  [`${POD}.volumes`]: [
    ...NAMES.map((name) => [{ name, emptyDir: {} }]),
    [
      { name: "a", emptyDir: {} },
      { name: "a", emptyDir: {} },
    ],
    [{ name: "a" }],
    [{ name: "a", emptyDir: {}, hostPath: { path: "/" } }],
  ],
  [`${POD}.containers`]: [[], [main, main], [main, { name: "b", image: "" }]],
  [`${POD}.initContainers`]: [
    [main],
    [
      { name: "", image: "i" },
      { name: "", image: "i" },
    ],
    ...["Always", "OnFailure", "Never", "x", ""].map((restartPolicy) => [{ name: "b", image: "i", restartPolicy }]),
    ...["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"].flatMap((field) => [
      [{ name: "b", image: "i", [field]: {} }],
      [{ name: "b", image: "i", restartPolicy: "Always", [field]: { httpGet: GET } }],
    ]),
  ],
};

export const CONTAINER_CASES: Cases = {
  [`${CONTAINER}.name`]: [...NAMES, "main"],
  [`${CONTAINER}.image`]: ["", " a", "a"],
  [`${CONTAINER}.imagePullPolicy`]: ["", "Always", "IfNotPresent", "Never", "x"],
  [`${CONTAINER}.terminationMessagePolicy`]: ["File", "FallbackToLogsOnError", "x"],
  [`${CONTAINER}.ports`]: [
    ...[0, 1, 65_535, 65_536, -1].map((containerPort) => [{ containerPort, protocol: "TCP" }]),
    ...["TCP", "UDP", "SCTP", "tcp", ""].map((protocol) => [{ containerPort: 1, protocol }]),
    ...[0, 1, 65_535, 65_536, -1].map((hostPort) => [{ containerPort: 1, hostPort, protocol: "TCP" }]),
    ...["", "http", "HTTP", "a".repeat(15), "a".repeat(16), "1", "a--b", "-a", "a-", "a_b"].map((name) => [
      { name, containerPort: 1, protocol: "TCP" },
    ]),
    [
      { name: "a", containerPort: 1, protocol: "TCP" },
      { name: "a", containerPort: 2, protocol: "TCP" },
    ],
    [
      { containerPort: 1, protocol: "TCP" },
      { containerPort: 1, protocol: "TCP" },
    ],
  ],
  [`${CONTAINER}.env`]: [
    ...["", "A", "a=b", "é", " ", "~", "a b", "1"].map((name) => [{ name, value: "v" }]),
    [{ name: "A", value: "v", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } }],
    [{ name: "A", valueFrom: { fieldRef: { fieldPath: "" } } }],
    [{ name: "A", valueFrom: { resourceFieldRef: { resource: "" } } }],
    [{ name: "A", valueFrom: { configMapKeyRef: { name: "a", key: "" } } }],
    [{ name: "A", valueFrom: { secretKeyRef: { name: "a", key: "" } } }],
    [{ name: "A", valueFrom: { secretKeyRef: { name: "a", key: "k" }, configMapKeyRef: { name: "a", key: "k" } } }],
    [{ name: "A", valueFrom: {} }],
  ],
  [`${CONTAINER}.volumeMounts`]: [
    [{ name: "", mountPath: "" }],
    [{ name: "other", mountPath: "/a" }],
    [
      { name: "v", mountPath: "/a" },
      { name: "v", mountPath: "/a" },
    ],
    [
      { name: "v", mountPath: "/a" },
      { name: "v", mountPath: "/b" },
    ],
  ],
  [`${CONTAINER}.resources`]: [
    ...["-1", "0", "1", "1m", "0.5"].map((cpu) => ({ requests: { cpu } })),
    { requests: { cpu: "2" }, limits: { cpu: "1" } },
    { requests: { cpu: "1" }, limits: { cpu: "2" } },
    { limits: { "a b": "1" } },
    { limits: { other: "1" } },
    { limits: { "example.com/gpu": "1" } },
    { requests: { "example.com/gpu": "1" } },
    { requests: { "example.com/gpu": "1" }, limits: { "example.com/gpu": "2" } },
    { limits: { "example.com/gpu": "500m" }, requests: { "example.com/gpu": "500m" } },
    { limits: { "hugepages-2Mi": "2Mi" } },
    { limits: { "hugepages-2Mi": "2Mi", cpu: "1" }, requests: { "hugepages-2Mi": "2Mi" } },
    { limits: { memory: "1Gi", "ephemeral-storage": "1Gi" } },
    { claims: [{ name: "a" }] },
  ],
};
