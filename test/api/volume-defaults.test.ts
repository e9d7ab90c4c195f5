/** Defaults deep in pods: volumes, hooks, ports, images; complete parts stay the same object. */

import { describe, expect, test } from "vitest";
import { decodeJob, decodePod } from "../../src/api/decode.ts";
import { defaultContainer } from "../../src/api/defaults/container.ts";
import { pullPolicyFor } from "../../src/api/defaults/image.ts";
import { defaultVolume } from "../../src/api/defaults/volume.ts";
import { defaultJob, defaultPod } from "../../src/api/defaults.ts";

const fieldRef = { fieldPath: "metadata.name" };
const withVersion = { fieldPath: "metadata.name", apiVersion: "v1" };

describe("a volume", () => {
  test.each<[object, object]>([
    [{}, { emptyDir: {} }],
    [{ nfs: { server: "a" } }, { nfs: { server: "a" } }],
    [{ constructor: { a: 1 } }, { constructor: { a: 1 } }],
    [{ hostPath: { path: "/" } }, { hostPath: { path: "/", type: "" } }],
    [{ secret: { secretName: "a" } }, { secret: { secretName: "a", defaultMode: 420 } }],
    [{ configMap: { name: "a" } }, { configMap: { name: "a", defaultMode: 420 } }],
    [{ configMap: { name: "a", defaultMode: 1 } }, { configMap: { name: "a", defaultMode: 1 } }],
    [
      { downwardAPI: { items: [{ path: "a", fieldRef }, { path: "b" }] } },
      { downwardAPI: { defaultMode: 420, items: [{ path: "a", fieldRef: withVersion }, { path: "b" }] } },
    ],
    [
      {
        projected: {
          sources: [
            { serviceAccountToken: { path: "t" } },
            { downwardAPI: { items: [{ path: "a", fieldRef }] } },
            { secret: { name: "s" } },
          ],
        },
      },
      {
        projected: {
          defaultMode: 420,
          sources: [
            { serviceAccountToken: { path: "t", expirationSeconds: 3600 } },
            { downwardAPI: { items: [{ path: "a", fieldRef: withVersion }] } },
            { secret: { name: "s" } },
          ],
        },
      },
    ],
    [
      { ephemeral: { volumeClaimTemplate: { spec: { resources: { requests: { storage: "0.0001" } } } } } },
      {
        ephemeral: {
          volumeClaimTemplate: { spec: { volumeMode: "Filesystem", resources: { requests: { storage: "1m" } } } },
        },
      },
    ],
    [{ iscsi: { lun: 0 } }, { iscsi: { lun: 0, iscsiInterface: "default" } }],
    [{ rbd: { image: "a" } }, { rbd: { image: "a", pool: "rbd", user: "admin", keyring: "/etc/ceph/keyring" } }],
    [{ scaleIO: {} }, { scaleIO: { storageMode: "ThinProvisioned", fsType: "xfs" } }],
    [{ azureDisk: {} }, { azureDisk: { cachingMode: "ReadWrite", fsType: "ext4", readOnly: false, kind: "Shared" } }],
    [{ image: { reference: "a:1" } }, { image: { reference: "a:1", pullPolicy: "IfNotPresent" } }],
    [{ image: { reference: "a" } }, { image: { reference: "a", pullPolicy: "Always" } }],
    [{ image: {} }, { image: { pullPolicy: "IfNotPresent" } }],
    [{ image: { reference: 3 } }, { image: { reference: 3, pullPolicy: "IfNotPresent" } }],
  ])("%j becomes %j", (source, expected) => {
    expect(defaultVolume({ name: "v", ...source })).toEqual({ name: "v", ...expected });
  });
});

describe("a container", () => {
  const base = {
    resources: {},
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
    imagePullPolicy: "IfNotPresent",
  };
  const probe = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
  const get = { port: 80 };
  const filledGet = { port: 80, path: "/", scheme: "HTTP" };
  test.each<[object, object]>([
    [{}, {}],
    [{ image: 3 }, {}],
    [{ env: [{ name: "a", valueFrom: { fieldRef } }] }, { env: [{ name: "a", valueFrom: { fieldRef: withVersion } }] }],
    [
      { env: [{ name: "a", valueFrom: { fileKeyRef: { key: "k" } } }] },
      { env: [{ name: "a", valueFrom: { fileKeyRef: { key: "k", optional: false } } }] },
    ],
    [{ env: [{ name: "a", value: "b" }] }, { env: [{ name: "a", value: "b" }] }],
    [{ ports: [{ containerPort: 1 }] }, { ports: [{ containerPort: 1, protocol: "TCP" }] }],
    [{ resources: { limits: { cpu: "1u", memory: "1Ki" } } }, { resources: { limits: { cpu: "1m", memory: "1Ki" } } }],
    [{ resources: { requests: { cpu: "1u" } } }, { resources: { requests: { cpu: "1m" } } }],
    [{ resources: { limits: { cpu: 5 } } }, { resources: { limits: { cpu: 5 } } }],
    [{ livenessProbe: { httpGet: get } }, { livenessProbe: { ...probe, httpGet: filledGet } }],
    [{ readinessProbe: { grpc: { port: 1 } } }, { readinessProbe: { ...probe, grpc: { port: 1, service: "" } } }],
    [{ startupProbe: { periodSeconds: 3 } }, { startupProbe: { ...probe, periodSeconds: 3 } }],
    [
      { lifecycle: { postStart: { httpGet: get }, preStop: { httpGet: get } } },
      { lifecycle: { postStart: { httpGet: filledGet }, preStop: { httpGet: filledGet } } },
    ],
    [{ lifecycle: { stopSignal: "SIGTERM" } }, { lifecycle: { stopSignal: "SIGTERM" } }],
  ])("%j is filled in", (given, expected) => {
    expect(defaultContainer({ image: "a:1", ...given })).toEqual({ image: "a:1", ...base, ...given, ...expected });
  });
});

test.each([
  ["", "IfNotPresent"],
  ["a@b@c", "IfNotPresent"],
  [`a@sha256:${"0".repeat(64)}`, "IfNotPresent"],
  [`a:latest@sha256:${"0".repeat(64)}`, "Always"],
  ["a:latest@sha256:0", "IfNotPresent"],
  ["0".repeat(64), "IfNotPresent"],
  ["0".repeat(63), "Always"],
  ["A", "IfNotPresent"],
  ["A/b", "Always"],
  ["localhost/b", "Always"],
  ["localhost/B", "IfNotPresent"],
  ["a.b/c", "Always"],
  ["-a.b/c", "IfNotPresent"],
  ["a.b/C", "IfNotPresent"],
  ["a:5/c", "Always"],
  ["a:5/c:1", "IfNotPresent"],
  ["a/b/c", "Always"],
  ["a//c", "IfNotPresent"],
  ["a:latest", "Always"],
  ["a:lat est", "IfNotPresent"],
  ["a:-latest", "IfNotPresent"],
  ["/a", "IfNotPresent"],
  ["a_b", "Always"],
  ["a__b", "Always"],
  ["a___b", "IfNotPresent"],
  ["a--b", "Always"],
])("the image %j is pulled %s", (image, policy) => {
  expect(pullPolicyFor(image)).toBe(policy);
});

describe("a pod", () => {
  const container = { name: "a", image: "a:1", ports: [{ containerPort: 80 }, { protocol: "UDP" }] };
  const podOf = (spec: object) => defaultPod(decodePod({ metadata: { name: "p" }, spec }).object);

  test("on the host's network has its ports there, init containers too", () => {
    const { spec } = podOf({ hostNetwork: true, containers: [container], initContainers: [container] });
    for (const { ports } of [...spec.containers, ...(spec.initContainers ?? [])]) {
      expect(ports).toMatchObject([{ containerPort: 80, hostPort: 80, protocol: "TCP" }, {}]);
    }
    const { containers } = podOf({ containers: [container] }).spec;
    expect(containers[0]?.ports).toEqual([
      { containerPort: 80, protocol: "TCP" },
      { containerPort: 0, protocol: "UDP" },
    ]);
  });

  test("requests its limits, also on the host's network", () => {
    const limited = {
      name: "a",
      image: "a:1",
      resources: { limits: { cpu: "1", memory: "1Gi" }, requests: { cpu: "500m" } },
    };
    for (const hostNetwork of [true, false]) {
      const { spec } = podOf({ hostNetwork, containers: [limited], initContainers: [limited] });
      for (const { resources } of [...spec.containers, ...(spec.initContainers ?? [])]) {
        expect(resources).toEqual({ limits: { cpu: "1", memory: "1Gi" }, requests: { cpu: "500m", memory: "1Gi" } });
      }
    }
  });

  test("that is complete is the same pod", () => {
    const once = podOf({ containers: [{ ...container, resources: { limits: { cpu: "1" } } }], hostNetwork: true });
    expect(defaultPod(once)).toBe(once);
    const spec = defaultJob(decodeJob({ spec: { template: { spec: { containers: [container] } } } }).object).spec;
    expect(spec.template.spec.containers[0]).toMatchObject({ imagePullPolicy: "IfNotPresent" });
  });

  test("has defaults in every part that can have containers, amounts and volumes", () => {
    const { spec } = podOf({
      containers: [{ name: "a", image: "a:1" }],
      initContainers: [{ name: "b", image: "b:1" }],
      ephemeralContainers: [{ name: "c", image: "c:1" }],
      overhead: { cpu: "1u" },
      volumes: [{ name: "v" }],
      serviceAccount: "robot",
    });
    expect(spec).toMatchObject({
      initContainers: [{ imagePullPolicy: "IfNotPresent" }],
      ephemeralContainers: [{ imagePullPolicy: "IfNotPresent" }],
      overhead: { cpu: "1m" },
      volumes: [{ name: "v", emptyDir: {} }],
      serviceAccountName: "robot",
      serviceAccount: "robot",
    });
  });
});

describe("a Job", () => {
  const template = { spec: { containers: [{ name: "a", image: "a:1" }] } };
  const jobOf = (spec: object, labels?: object) =>
    defaultJob(decodeJob({ metadata: labels === undefined ? {} : { labels }, spec }).object);

  test("has the labels of its template, unless it has its own or there are none", () => {
    expect(jobOf({ template: { ...template, metadata: { labels: { a: "b" } } } }).metadata.labels).toEqual({ a: "b" });
    expect(jobOf({ template: { ...template, metadata: { labels: { a: "b" } } } }, { c: "d" }).metadata.labels).toEqual({
      c: "d",
    });
    expect(jobOf({ template }).metadata).not.toHaveProperty("labels");
  });

  test("without a failure policy gets none, and a complete one is the same Job", () => {
    const once = jobOf({ template });
    expect(once.spec).not.toHaveProperty("podFailurePolicy");
    expect(defaultJob(once)).toBe(once);
    expect(defaultJob({ ...once }).spec).toBe(once.spec);
  });

  test("with only its failure policy incomplete keeps its template", () => {
    const once = jobOf({ template });
    const policy = {
      rules: [
        { action: "Ignore", onPodConditions: [{ type: "A", status: "" }] },
        { action: "Count", onPodConditions: [] },
      ],
    };
    const next = defaultJob({ ...once, spec: { ...once.spec, podFailurePolicy: policy } });
    expect(next.spec.template).toBe(once.spec.template);
    expect(next.spec.podFailurePolicy?.rules).toEqual([
      { action: "Ignore", onPodConditions: [{ type: "A", status: "True" }] },
      policy.rules[1],
    ]);
  });
});
