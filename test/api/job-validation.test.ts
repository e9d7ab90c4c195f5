/** Rules for Jobs and their updates that the recorded flows do not cover. */

import { describe, expect, test } from "vitest";
import { formatFieldError } from "../../src/api/field-path.ts";
import { CURRENT_API } from "../../src/api/switches.ts";
import type { Job, JobSpec, JobStatus, ObjectMeta, PodSpec } from "../../src/api/types.ts";
import { validateJobCreate, validateJobUpdate } from "../../src/api/validation/job.ts";
import { warningsForCreate, warningsForUpdate } from "../../src/api/validation/warnings.ts";
import { sampleJob, samplePods } from "./job-fixture.ts";

function createErrors(job: Job): readonly string[] {
  return validateJobCreate(job).map(formatFieldError);
}

function updateErrors(next: Job, stored: Job, switches = CURRENT_API): readonly string[] {
  return [...new Set(validateJobUpdate(next, stored, switches).map(formatFieldError))];
}

test("the sample Job is valid", () => {
  expect(createErrors(sampleJob())).toEqual([]);
  expect(updateErrors(sampleJob(), sampleJob())).toEqual([]);
});

describe("a new Job is refused", () => {
  const many: Partial<JobSpec> = { completionMode: "Indexed", completions: 100_001, backoffLimitPerIndex: 1 };
  const limit =
    "must be less than or equal to 10000 when completions are above 100000 and used with backoff limit per index";
  test.each<[Partial<JobSpec>, readonly string[]]>([
    [{ managedBy: "" }, ["spec.managedBy: Required value"]],
    [
      { managedBy: "x" },
      ['spec.managedBy: Invalid value: "x": must be a domain-prefixed path (such as "acme.io/foo")'],
    ],
    [
      { managedBy: "a.b/é" },
      [
        "spec.managedBy: Invalid value: \"é\": Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')",
      ],
    ],
    [
      { ...many, parallelism: 10_001 },
      [
        "spec.maxFailedIndexes: Required value: must be specified when completions is above 100000",
        `spec.parallelism: Invalid value: 10001: ${limit}`,
      ],
    ],
    [
      { completionMode: "Indexed", parallelism: 100_001 },
      ["spec.parallelism: Invalid value: 100001: must be less than or equal to 100000 when completion mode is Indexed"],
    ],
    [
      { successPolicy: { rules: [] }, completionMode: "Indexed" },
      [
        "spec.successPolicy.rules: Required value: at least one rules must be specified when the successPolicy is specified",
      ],
    ],
    [
      {
        podFailurePolicy: {
          rules: [{ action: "FailJob", onExitCodes: { operator: "", containerName: "x", values: [] } }],
        },
        podReplacementPolicy: "Failed",
      },
      [
        'spec.podFailurePolicy.rules[0].onExitCodes.operator: Required value: valid values: ["In" "NotIn"]',
        'spec.podFailurePolicy.rules[0].onExitCodes.containerName: Invalid value: "x": must be one of the container or initContainer names in the pod template',
        "spec.podFailurePolicy.rules[0].onExitCodes.values: Invalid value: []: at least one value is required",
      ],
    ],
  ])("with %j", (spec, errors) => {
    expect(createErrors(sampleJob(spec))).toEqual(errors);
  });

  const dns1123 =
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
  test.each<[Partial<PodSpec>, readonly string[]]>([
    [
      { initContainers: [{ name: "main", image: "x", lifecycle: {} }] },
      [
        'initContainers[0].name: Duplicate value: "main"',
        "initContainers[0].lifecycle: Forbidden: may not be set for init containers without restartPolicy=Always",
      ],
    ],
    [
      {
        volumes: [
          { name: "A", emptyDir: {} },
          { name: "v", emptyDir: {}, secret: {} },
        ],
      },
      [
        `volumes[0].name: Invalid value: "A": ${dns1123}`,
        "volumes[1].secret: Forbidden: may not specify more than 1 volume type",
      ],
    ],
    [
      { dnsPolicy: "x" },
      [
        'dnsPolicy: Unsupported value: "x": supported values: "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"',
      ],
    ],
    [
      { containers: [{ name: "c", image: "x", env: [{ name: "" }, { name: "A=B" }], imagePullPolicy: "x" }] },
      [
        "containers[0].env[0].name: Required value",
        "containers[0].env[1].name: Invalid value: \"A=B\": a valid environment variable name must consist only of printable ASCII characters other than '='",
        'containers[0].imagePullPolicy: Unsupported value: "x": supported values: "Always", "IfNotPresent", "Never"',
      ],
    ],
    [
      {
        containers: [
          {
            name: "c",
            image: "x",
            ports: [
              { name: "A--", containerPort: 0 },
              { name: "p", containerPort: 1 },
              { name: "p", containerPort: 2, protocol: "x" },
            ],
          },
        ],
      },
      [
        'containers[0].ports[0].name: Invalid value: "A--": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
        'containers[0].ports[0].name: Invalid value: "A--": must contain at least one letter (a-z)',
        'containers[0].ports[0].name: Invalid value: "A--": must not contain consecutive hyphens',
        'containers[0].ports[0].name: Invalid value: "A--": must not begin or end with a hyphen',
        "containers[0].ports[0].containerPort: Required value",
        'containers[0].ports[2].name: Duplicate value: "p"',
        'containers[0].ports[2].protocol: Unsupported value: "x": supported values: "SCTP", "TCP", "UDP"',
      ],
    ],
    [
      {
        containers: [
          {
            name: "c",
            image: "x",
            resources: { limits: { cpu: "500m", foo: "1" }, requests: { cpu: "1", "example.com/gpu": "1" } },
          },
        ],
      },
      [
        'containers[0].resources.limits[foo]: Invalid value: "foo": must be a standard resource type or fully qualified',
        'containers[0].resources.limits[foo]: Invalid value: "foo": must be a standard resource for containers',
        'containers[0].resources.requests: Invalid value: "1": must be less than or equal to cpu limit of 500m',
        "containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources",
      ],
    ],
    [
      { tolerations: [{ effect: "x", tolerationSeconds: 1 }] },
      [
        'tolerations[0].operator: Invalid value: "": operator must be Exists when `key` is empty, which means "match all values and all keys"',
        "tolerations[0].effect: Invalid value: \"x\": effect must be 'NoExecute' when `tolerationSeconds` is set",
        'tolerations[0].effect: Unsupported value: "x": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
      ],
    ],
    [{ schedulingGates: [{ name: "a" }, { name: "a" }] }, ['schedulingGates[1]: Duplicate value: "a"']],
  ])("with the pod spec %j", (spec, errors) => {
    const wanted = errors.map((text) => `spec.template.spec.${text}`);
    expect(createErrors(sampleJob({ template: samplePods(spec) }))).toEqual(wanted);
  });

  test.each<[Partial<ObjectMeta>, string]>([
    [{ labels: { "a/b/c": "" } }, 'metadata.labels: Invalid value: "a/b/c": a valid label key must consist of'],
    [{ labels: { "/b": "" } }, 'metadata.labels: Invalid value: "/b": prefix part must be non-empty'],
    [
      { annotations: { a: "x".repeat(256 * 1024) } },
      "metadata.annotations: Too long: may not be more than 262144 bytes",
    ],
    [
      { ownerReferences: [{ apiVersion: "v1", kind: "", name: "x", uid: "x" }] },
      'metadata.ownerReferences.kind: Invalid value: "": must not be empty',
    ],
    [
      { finalizers: ["orphan", "foregroundDeletion"] },
      'metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set',
    ],
  ])("with the metadata %j", (metadata, error) => {
    const job = sampleJob();
    expect(createErrors({ ...job, metadata: { ...job.metadata, ...metadata } })[0]).toContain(error);
  });
});

describe("the pod template of a suspended Job", () => {
  const nodeAffinity = { preferredDuringSchedulingIgnoredDuringExecution: [] };
  const podAffinity = { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "zone" }] };
  const node = { nodeAffinity };
  const both = { nodeAffinity, podAffinity };
  const changes: readonly [string, Partial<PodSpec>, Partial<PodSpec>, boolean][] = [
    ["node selector", {}, { nodeSelector: { a: "b" } }, true],
    ["tolerations", { tolerations: [{ operator: "Exists" }] }, {}, true],
    ["scheduling gates", { schedulingGates: [{ name: "a" }] }, {}, true],
    ["node affinity, added", {}, { affinity: node }, true],
    ["node affinity, removed with the affinity", { affinity: node }, {}, true],
    ["node affinity, removed from beside another", { affinity: both }, { affinity: { podAffinity } }, true],
    ["pod affinity", { affinity: both }, { affinity: node }, false],
    ["whole affinity", { affinity: both }, {}, false],
    [
      "resources",
      {},
      { containers: [{ name: "main", image: "example.com/worker:1", resources: { limits: { cpu: "1" } } }] },
      true,
    ],
    ["image", {}, { containers: [{ name: "main", image: "other" }] }, false],
    ["service account", {}, { serviceAccountName: "x" }, false],
  ];
  test.each(changes)("may change before its first start: %s", (_field, old, next, isAllowed) => {
    const errors = updateErrors(
      sampleJob({ suspend: true, template: samplePods(next) }),
      sampleJob({ suspend: true, template: samplePods(old) }),
    );
    if (isAllowed) expect(errors).toEqual([]);
    else
      expect(errors).toEqual([
        expect.stringMatching(/^spec\.template\.spec: Invalid value: \{.*: field is immutable$/),
      ]);
  });

  const startTime = "2000-01-01T00:00:05Z";
  const conditions = [{ type: "Suspended", status: "True" }] as const;
  test.each<[string, JobStatus, "schedulingAndGates" | "schedulingAndResources", boolean]>([
    ["suspended again and idle", { startTime, conditions }, "schedulingAndResources", true],
    ["pods still active", { startTime, conditions, active: 1 }, "schedulingAndResources", false],
    ["the suspension not seen yet", { startTime }, "schedulingAndResources", false],
    ["started once, before 1.36", { startTime, conditions }, "schedulingAndGates", false],
    ["never started, before 1.36", {}, "schedulingAndGates", true],
  ])("can be changed or not, depending on the state: %s", (_state, status, mutableTemplate, isOpen) => {
    const next = sampleJob({ suspend: false, template: samplePods({ nodeSelector: { a: "b" } }) }, status);
    const errors = updateErrors(next, sampleJob({ suspend: true }, status), {
      ...CURRENT_API,
      mutableTemplate,
    });
    expect(errors.length === 0).toBe(isOpen);
    if (!isOpen) expect(errors[0]).toMatch(/^spec\.template: Invalid value: /);
  });
});

describe("an update", () => {
  test("may scale an Indexed Job since 1.27, and not before", () => {
    const stored = sampleJob({ completionMode: "Indexed", completions: 3, parallelism: 3 });
    const next = sampleJob({ completionMode: "Indexed", completions: 5, parallelism: 5 });
    expect(updateErrors(next, stored)).toEqual([]);
    const old = updateErrors(next, stored, { ...CURRENT_API, elasticIndexed: false });
    expect(old).toEqual(["spec.completions: Invalid value: 5: field is immutable"]);
  });

  test("cannot add finalizers to a Job that is being deleted", () => {
    const job = sampleJob();
    const deletionTimestamp = "2000-01-01T00:00:09Z";
    const stored = { ...job, metadata: { ...job.metadata, deletionTimestamp, finalizers: ["a/b"] } };
    const next = { ...stored, metadata: { ...stored.metadata, finalizers: ["a/b", "c/d", "a/a"] } };
    expect(updateErrors(next, stored)).toEqual([
      'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a/a", "c/d"}',
    ]);
  });

  test("only requires the labels that the stored Job had", () => {
    const { template } = sampleJob().spec;
    const { "controller-uid": uid = "", "job-name": name = "" } = template.metadata?.labels ?? {};
    const legacy: Partial<JobSpec> = {
      selector: { matchLabels: { "controller-uid": uid } },
      template: { ...template, metadata: { labels: { "controller-uid": uid, "job-name": name } } },
    };
    expect(updateErrors(sampleJob(legacy), sampleJob(legacy))).toEqual([]);
    expect(createErrors(sampleJob(legacy))).toEqual([
      `spec.template.metadata.labels[batch.kubernetes.io/controller-uid]: Required value: must be '${uid}'`,
      "spec.template.metadata.labels[batch.kubernetes.io/job-name]: Required value: must be 'sample'",
    ]);
  });
});

describe("warnings", () => {
  test("point out oddities of a Job that is accepted", () => {
    const spec: Partial<JobSpec> = {
      completionMode: "Indexed",
      completions: 100_001,
      parallelism: 10_001,
      template: samplePods({ terminationGracePeriodSeconds: -1 }),
    };
    const job = sampleJob(spec);
    const dotted = { ...job, metadata: { ...job.metadata, name: "a.b" } };
    expect(warningsForCreate(dotted)).toEqual([
      "metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]",
      "spec: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail",
      "spec.template.spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1",
    ]);
    const changed = { ...job, metadata: { ...job.metadata, generation: 2 } };
    expect(warningsForUpdate(changed, job)).toHaveLength(2);
    expect(warningsForUpdate(job, job)).toEqual([]);
  });
});
