import { describe, expect, test } from "vitest";
import { decodeJob, decodePod } from "../../src/api/decode.ts";
import { defaultContainer } from "../../src/api/defaults/container.ts";
import { pullPolicyFor } from "../../src/api/defaults/image.ts";
import { defaultVolume } from "../../src/api/defaults/volume.ts";
import { defaultJob, defaultPod } from "../../src/api/defaults.ts";

const containers = [{ name: "main", image: "worker:1" }];

function defaultedSpec(spec: object) {
  return defaultJob(decodeJob({ spec: { ...spec, template: { spec: { containers } } } }).object).spec;
}

describe("a Job's spec", () => {
  test.each([
    [{}, { parallelism: 1, completions: 1, backoffLimit: 6, podReplacementPolicy: "TerminatingOrFailed" }],
    [{ completions: 5 }, { parallelism: 1, completions: 5 }],
    [{ parallelism: 5 }, { parallelism: 5, completions: undefined }],
    [{ parallelism: 0 }, { parallelism: 0, completions: undefined }],
    [{ backoffLimitPerIndex: 0 }, { backoffLimit: 2147483647 }],
    [{ backoffLimitPerIndex: 1, backoffLimit: 0 }, { backoffLimit: 0 }],
    [{ podFailurePolicy: {} }, { podReplacementPolicy: "Failed" }],
    [
      { podFailurePolicy: {}, podReplacementPolicy: "TerminatingOrFailed" },
      { podReplacementPolicy: "TerminatingOrFailed" },
    ],
    [
      { suspend: true, manualSelector: true },
      { suspend: true, manualSelector: true, completionMode: "NonIndexed" },
    ],
  ])("of %j gets %j", (spec, expected) => {
    expect(defaultedSpec(spec)).toMatchObject(
      Object.fromEntries(Object.entries(expected).filter(([, v]) => v !== undefined)),
    );
    for (const [key, value] of Object.entries(expected))
      if (value === undefined) expect(defaultedSpec(spec)).not.toHaveProperty(key);
  });

  test("expects pod conditions to be true", () => {
    const rules = [{ action: "Ignore", onPodConditions: [{ type: "A" }, { type: "B", status: "False" }] }];
    expect(defaultedSpec({ podFailurePolicy: { rules } }).podFailurePolicy?.rules[0]?.onPodConditions).toEqual([
      { type: "A", status: "True" },
      { type: "B", status: "False" },
    ]);
  });

  test("is not changed, and is shared if it is complete", () => {
    const given = Object.freeze(decodeJob({ spec: Object.freeze({ template: { spec: { containers } } }) }).object);
    const text = JSON.stringify(given);
    const once = defaultJob(given);
    expect(JSON.stringify(given)).toBe(text);
    expect(defaultJob(once)).toBe(once);
  });
});

test.each([
  ["perl", "Always"],
  ["perl:latest", "Always"],
  ["perl:5", "IfNotPresent"],
  ["registry:5000/perl", "Always"],
  ["registry:5000/perl:1", "IfNotPresent"],
  ["registry:5000/perl:latest", "Always"],
  [`perl@sha256:${"a".repeat(64)}`, "IfNotPresent"],
  [`perl:latest@sha256:${"a".repeat(64)}`, "Always"],
  ["perl@sha256:short", "IfNotPresent"],
  ["a".repeat(64), "IfNotPresent"],
  ["Perl", "IfNotPresent"],
  ["Example.com/perl", "Always"],
  ["localhost/perl", "Always"],
  ["perl:", "IfNotPresent"],
  [" x ", "IfNotPresent"],
  ["", "IfNotPresent"],
])("the image %s is pulled %s", (image, expected) => {
  expect(pullPolicyFor(image)).toBe(expected);
});

test.each([
  [{ ports: [{ containerPort: 80 }] }, { ports: [{ containerPort: 80, protocol: "TCP" }] }],
  [
    { env: [{ name: "A", valueFrom: { fieldRef: { fieldPath: "x" } } }] },
    { env: [{ name: "A", valueFrom: { fieldRef: { fieldPath: "x", apiVersion: "v1" } } }] },
  ],
  [
    { livenessProbe: { httpGet: { port: 80 }, periodSeconds: 5 } },
    {
      livenessProbe: {
        httpGet: { port: 80, path: "/", scheme: "HTTP" },
        periodSeconds: 5,
        timeoutSeconds: 1,
        successThreshold: 1,
        failureThreshold: 3,
      },
    },
  ],
  [{ startupProbe: { grpc: { port: 1 } } }, { startupProbe: { grpc: { port: 1, service: "" } } }],
  [
    { lifecycle: { preStop: { httpGet: { port: 1 } } } },
    { lifecycle: { preStop: { httpGet: { port: 1, path: "/", scheme: "HTTP" } } } },
  ],
  [{ resources: { limits: { cpu: "100u" } } }, { resources: { limits: { cpu: "1m" } } }],
])("a container with %j gets %j", (container, expected) => {
  const once = defaultContainer({ name: "main", image: "worker:1", ...container });
  expect(once).toMatchObject(expected);
  expect(defaultContainer(once)).toBe(once);
});

test.each([
  [{}, { emptyDir: {} }],
  [{ hostPath: { path: "/" } }, { hostPath: { path: "/", type: "" } }],
  [{ secret: { secretName: "s" } }, { secret: { secretName: "s", defaultMode: 420 } }],
  [{ configMap: { name: "c", defaultMode: 0 } }, { configMap: { name: "c", defaultMode: 0 } }],
  [
    { downwardAPI: { items: [{ path: "p", fieldRef: { fieldPath: "x" } }] } },
    { downwardAPI: { items: [{ path: "p", fieldRef: { fieldPath: "x", apiVersion: "v1" } }], defaultMode: 420 } },
  ],
  [
    { projected: { sources: [{ serviceAccountToken: { path: "t" } }] } },
    { projected: { sources: [{ serviceAccountToken: { path: "t", expirationSeconds: 3600 } }], defaultMode: 420 } },
  ],
  [
    { ephemeral: { volumeClaimTemplate: { spec: { resources: { requests: { storage: "1Gi" } } } } } },
    {
      ephemeral: {
        volumeClaimTemplate: { spec: { resources: { requests: { storage: "1Gi" } }, volumeMode: "Filesystem" } },
      },
    },
  ],
  [{ image: { reference: "models" } }, { image: { reference: "models", pullPolicy: "Always" } }],
  [{ nfs: { server: "s", path: "/" } }, { nfs: { server: "s", path: "/" } }],
])("a volume with %j gets %j", (volume, expected) => {
  const once = defaultVolume({ name: "v", ...volume });
  expect(once).toEqual({ name: "v", ...expected });
  expect(defaultVolume(once)).toBe(once);
});

describe("a pod without a Job", () => {
  function podWith(spec: object) {
    return defaultPod(decodePod({ spec: { containers, ...spec } }).object).spec;
  }

  test("restarts always and has service links, unlike a template", () => {
    expect(podWith({})).toMatchObject({ restartPolicy: "Always", enableServiceLinks: true, dnsPolicy: "ClusterFirst" });
    expect(defaultedSpec({}).template.spec).not.toHaveProperty("enableServiceLinks");
  });

  test("requests its limits if it has no requests", () => {
    const resources = { limits: { cpu: "2", memory: "1Gi" }, requests: { cpu: "1" } };
    expect(podWith({ containers: [{ name: "main", resources }] }).containers[0]?.resources).toEqual({
      limits: { cpu: "2", memory: "1Gi" },
      requests: { cpu: "1", memory: "1Gi" },
    });
  });

  test("takes host ports on the host's network", () => {
    const container = { name: "main", ports: [{ containerPort: 80 }] };
    const ports = [{ containerPort: 80, hostPort: 80, protocol: "TCP" }];
    expect(podWith({ hostNetwork: true, containers: [container] }).containers[0]?.ports).toEqual(ports);
  });

  test("has a service account under both names", () => {
    expect(podWith({ serviceAccount: "a" })).toMatchObject({ serviceAccount: "a", serviceAccountName: "a" });
  });
});
