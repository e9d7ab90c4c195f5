/** Fields that a release does not know, or whose feature gate is off. */

import { describe, expect, test } from "vitest";
import { decodeJob } from "../../src/api/decode.ts";
import { readJob, withoutDroppedFields, withoutUnknownFields } from "../../src/api/release-fields.ts";
import { type ApiSwitches, CURRENT_API } from "../../src/api/switches.ts";
import type { JobSpec } from "../../src/api/types.ts";

const RULES = [
  { action: "FailIndex", onExitCodes: { operator: "In", values: [1] } },
  { action: "Ignore", onExitCodes: { operator: "In", values: [2] } },
];
const FULL = {
  podFailurePolicy: { rules: RULES },
  backoffLimitPerIndex: 1,
  maxFailedIndexes: 2,
  podReplacementPolicy: "Failed",
  successPolicy: { rules: [{ succeededCount: 1 }] },
  managedBy: "a/b",
  parallelism: 1,
};
const { object: JOB } = decodeJob({ spec: FULL, status: { terminating: 1, failedIndexes: "0", active: 1 } });

const FIELDS = [
  ["podFailurePolicy", ["podFailurePolicy"]],
  ["backoffLimitPerIndex", ["backoffLimitPerIndex", "maxFailedIndexes"]],
  ["podReplacementPolicy", ["podReplacementPolicy"]],
  ["successPolicy", ["successPolicy"]],
  ["managedBy", ["managedBy"]],
] as const;

function switchesWith(feature: string, support: string): ApiSwitches {
  return { ...CURRENT_API, ...Object.fromEntries([[feature, support]]) };
}

describe("a field that is unknown", () => {
  test.each(FIELDS)("because of %s is dropped and reported", (feature, fields) => {
    const { object, problems } = withoutUnknownFields({ object: JOB, problems: [] }, switchesWith(feature, "unknown"));
    for (const field of Object.keys(FULL)) expect(field in object.spec).toBe(!fields.some((gone) => gone === field));
    expect(problems).toEqual(
      fields.map((field) => ({
        path: ["spec", field],
        kind: "unknownField",
        message: `spec.${field} is not a field of JobSpec in this release`,
      })),
    );
  });

  test("is dropped together with the counts of its feature", () => {
    const statusWithout = (feature: string) =>
      withoutUnknownFields({ object: JOB, problems: [] }, switchesWith(feature, "unknown")).object.status;
    expect(statusWithout("podReplacementPolicy")).toEqual({ failedIndexes: "0", active: 1 });
    expect(statusWithout("backoffLimitPerIndex")).toEqual({ terminating: 1, active: 1 });
    expect(statusWithout("managedBy")).toEqual({ terminating: 1, failedIndexes: "0", active: 1 });
  });

  test("and absent changes nothing", () => {
    const decoded = { object: decodeJob({ spec: { parallelism: 1 } }).object, problems: [] };
    for (const [feature] of FIELDS)
      expect(withoutUnknownFields(decoded, switchesWith(feature, "unknown"))).toBe(decoded);
    const full = { object: JOB, problems: [] };
    for (const [feature] of FIELDS) expect(withoutUnknownFields(full, switchesWith(feature, "dropped"))).toBe(full);
    expect(withoutUnknownFields(full, CURRENT_API)).toBe(full);
  });

  test("that is only in the status is dropped from there", () => {
    const { object } = decodeJob({ spec: { parallelism: 1 }, status: { terminating: 1 } });
    const result = withoutUnknownFields({ object, problems: [] }, switchesWith("podReplacementPolicy", "unknown"));
    expect([result.object.status, result.object.spec, result.problems]).toEqual([{}, object.spec, []]);
  });
});

describe("a field of the pod template", () => {
  const sidecar = { name: "proxy", restartPolicy: "Always", lifecycle: { stopSignal: "SIGUSR1" } };
  const template = { spec: { schedulingGates: [{ name: "a/b" }], initContainers: [sidecar], containers: [] } };
  const read = (podFields: ApiSwitches["podFields"], pod: object = template.spec) => {
    const { object, problems } = readJob({ spec: { template: { spec: pod } } }, { ...CURRENT_API, podFields });
    return { spec: object.spec.template.spec, problems: problems.map(({ kind, message }) => `${kind}: ${message}`) };
  };
  const unknown = (path: string, type: string) =>
    `unknownField: spec.template.spec.${path} is not a field of ${type} in this release`;
  const GATES = unknown("schedulingGates", "PodSpec");
  const RESTARTS = unknown("initContainers[0].restartPolicy", "Container");
  const SIGNAL = unknown("initContainers[0].lifecycle.stopSignal", "Lifecycle");

  test.each([
    ["1.25", [SIGNAL, RESTARTS, GATES]],
    ["1.26", [SIGNAL, RESTARTS]],
    ["1.28", [SIGNAL]],
    ["1.33", []],
    ["1.36", []],
  ] as const)("is unknown in %s where it came later, and named", (podFields, problems) => {
    expect(read(podFields).problems).toEqual(problems);
  });

  test("that is unknown is dropped, and everything else stays", () => {
    const initContainers = [{ name: "proxy", lifecycle: {}, resources: {} }];
    expect(read("1.25").spec).toEqual({ initContainers, containers: [] });
    expect(read("1.36").spec).toEqual({ ...template.spec, initContainers: [{ ...sidecar, resources: {} }] });
  });

  test("that is unknown is not decoded", () => {
    const broken = { containers: [], schedulingGates: "none" };
    expect(read("1.25", broken).problems).toEqual([GATES]);
    expect(read("1.26", broken).problems).toEqual([expect.stringContaining("wrongType: ")]);
  });

  test("that is in no release has a suggestion among the fields of the release", () => {
    expect(read("1.26", { containers: [], schedulingGate: [] }).problems.join()).toContain(
      'did you mean "schedulingGates"?',
    );
    expect(read("1.25", { containers: [], schedulingGate: [] }).problems.join()).not.toContain("schedulingGates");
  });
});

describe("a field that is dropped", () => {
  const keysOf = (spec: JobSpec) => Object.keys(FULL).filter((field) => field in spec);

  test.each(FIELDS)(
    "because of %s is dropped from a new Job, kept in a stored one, and not added by an update",
    (feature, fields) => {
      const switches = switchesWith(feature, "dropped");
      const kept = Object.keys(FULL).filter((field) => !fields.some((gone) => gone === field));
      expect(keysOf(withoutDroppedFields(JOB.spec, switches))).toEqual(kept);
      expect(keysOf(withoutDroppedFields(JOB.spec, switches, JOB.spec))).toEqual(Object.keys(FULL));
      const { object: bare } = decodeJob({ spec: { parallelism: 1 } });
      expect(keysOf(withoutDroppedFields(JOB.spec, switches, bare.spec))).toEqual(
        feature === "managedBy" ? Object.keys(FULL) : kept,
      );
      expect(withoutDroppedFields(bare.spec, switches)).toBe(bare.spec);
    },
  );

  test("removes rules with FailIndex from the policy of a new Job", () => {
    const switches = switchesWith("backoffLimitPerIndex", "dropped");
    expect(withoutDroppedFields(JOB.spec, switches).podFailurePolicy).toEqual({
      rules: [JOB.spec.podFailurePolicy?.rules[1]],
    });
    expect(withoutDroppedFields(JOB.spec, switches, JOB.spec).podFailurePolicy).toBe(JOB.spec.podFailurePolicy);
    expect(withoutDroppedFields(JOB.spec, CURRENT_API).podFailurePolicy).toBe(JOB.spec.podFailurePolicy);
    const { object: plain } = decodeJob({ spec: { podFailurePolicy: { rules: RULES.slice(1) } } });
    expect(withoutDroppedFields(plain.spec, switches).podFailurePolicy).toBe(plain.spec.podFailurePolicy);
    const { object: none } = decodeJob({ spec: { parallelism: 1 } });
    expect(withoutDroppedFields(none.spec, switches)).not.toHaveProperty("podFailurePolicy");
  });
});

describe("fields of containers whose feature is off", () => {
  const { object: full } = decodeJob({
    spec: {
      template: {
        spec: {
          initContainers: [{ name: "proxy", restartPolicy: "Always" }],
          containers: [{ name: "main", restartPolicy: "Never", restartPolicyRules: [{ action: "Restart" }] }],
        },
      },
    },
  });
  const ofRelease = (podFields: ApiSwitches["podFields"]): ApiSwitches => ({ ...CURRENT_API, podFields });
  const policies = ({ template: { spec } }: JobSpec) => [
    spec.initContainers?.[0]?.restartPolicy,
    spec.containers[0]?.restartPolicy,
  ];

  test.each([
    ["1.28", [undefined, "Never"]],
    ["1.29", ["Always", "Never"]],
    ["1.34", ["Always", undefined]],
    ["1.35", ["Always", "Never"]],
  ] as const)("in %s are dropped from a new template", (release, left) => {
    expect(policies(withoutDroppedFields(full.spec, ofRelease(release)))).toEqual(left);
  });

  test("are kept in a template that had them", () => {
    expect(withoutDroppedFields(full.spec, ofRelease("1.28"), full.spec)).toBe(full.spec);
  });
});
