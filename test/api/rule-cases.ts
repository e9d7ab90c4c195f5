/** Jobs with one fault: a path and its value. */

import { isJsonList, isJsonObject } from "../../src/api/json.ts";
import { sampleJob } from "./job-fixture.ts";

/** Changes of the sample Job: each path with values to try; `undefined` removes the field. */
export type Cases = Readonly<Record<string, readonly unknown[]>>;

const NAMES = ["", "a", "A", "a.b", "a-", "-a", "a_b", "a/b", "/b", "a/", "a/b/c", "a".repeat(63), "a".repeat(64), "é"];
const LONG = "a".repeat(254);
const COUNTS = [-1, 0, 1];

export const METADATA_CASES: Cases = {
  "metadata.name": ["", "A", "a.b", "a b", "a..b", "-a", "a".repeat(253), LONG],
  "metadata.generateName": ["", "a-", "A-", "a.", "-", "é"],
  "metadata.namespace": ["", "a.b", "A", "a".repeat(64)],
  "metadata.generation": COUNTS,
  "metadata.labels": [
    ...NAMES.map((name) => ({ [name]: "v" })),
    ...NAMES.map((value) => ({ k: value })),
    { b: "é", a: "é" },
  ],
  "metadata.annotations": [
    ...NAMES.map((name) => ({ [name]: "é" })),
    { a: "x".repeat(262_143) },
    { a: "x".repeat(262_144) },
  ],
  "metadata.finalizers": [
    ["a"],
    ["a/b"],
    ["orphan"],
    ["foregroundDeletion"],
    ["orphan", "foregroundDeletion"],
    ["kubernetes"],
    [""],
  ],
  "metadata.ownerReferences": [
    [{ apiVersion: "v1", kind: "Pod", name: "a", uid: "u" }],
    [{ apiVersion: "", kind: "", name: "", uid: "" }],
    [{ apiVersion: "a/", kind: "A", name: "a", uid: "u" }],
    [{ apiVersion: "v1", kind: "Event", name: "a", uid: "u" }],
    [{ apiVersion: "v2", kind: "Event", name: "a", uid: "u" }],
    [
      { apiVersion: "v1", kind: "A", name: "a", uid: "u", controller: true },
      { apiVersion: "v1", kind: "B", name: "b", uid: "w" },
      { apiVersion: "v1", kind: "C", name: "c", uid: "x", controller: true },
    ],
  ],
};

const PATTERNS = { onPodConditions: [{ type: "A", status: "True" }] };
const CODES = { operator: "In", values: [1, 2] };

export const SPEC_CASES: Cases = {
  "spec.parallelism": COUNTS,
  "spec.completions": COUNTS,
  "spec.activeDeadlineSeconds": COUNTS,
  "spec.backoffLimit": COUNTS,
  "spec.ttlSecondsAfterFinished": COUNTS,
  "spec.backoffLimitPerIndex": COUNTS,
  "spec.maxFailedIndexes": COUNTS,
  "spec.completionMode": [undefined, "", "Indexed", "NonIndexed", "indexed"],
  "spec.managedBy": [
    "",
    "a",
    "a/b",
    "A/b",
    "a/",
    `a.b/${"c".repeat(60)}`,
    `a.b/${"c".repeat(59)}`,
    "a.b/%",
    "kubernetes.io/job-controller",
  ],
  "spec.podReplacementPolicy": [undefined, "Failed", "TerminatingOrFailed", "Never", ""],
  "spec.successPolicy": [{ rules: [{ succeededCount: 1 }] }],
  "spec.podFailurePolicy": [
    { rules: [] },
    { rules: Array.from({ length: 21 }, () => ({ action: "Ignore", ...PATTERNS })) },
    { rules: [{ action: "", onExitCodes: CODES }] },
    { rules: [{ action: "Stop", onExitCodes: CODES }] },
    { rules: [{ action: "FailIndex", onExitCodes: CODES }] },
    { rules: [{ action: "Ignore" }] },
    { rules: [{ action: "Ignore", onExitCodes: CODES, ...PATTERNS }] },
    {
      rules: [{ action: "Count", onPodConditions: Array.from({ length: 21 }, () => ({ type: "A", status: "True" })) }],
    },
    {
      rules: [
        {
          action: "Count",
          onPodConditions: [
            { type: "", status: "" },
            { type: "a b", status: "Maybe" },
            { type: "A", status: "False" },
          ],
        },
      ],
    },
    { rules: [{ action: "FailJob", onExitCodes: { operator: "", values: [] } }] },
    { rules: [{ action: "FailJob", onExitCodes: { operator: "Is", values: [2, 1, 1] } }] },
    { rules: [{ action: "FailJob", onExitCodes: { operator: "In", values: [0, 1] } }] },
    { rules: [{ action: "FailJob", onExitCodes: { operator: "NotIn", values: [0] } }] },
    { rules: [{ action: "FailJob", onExitCodes: { operator: "In", containerName: "other", values: [1] } }] },
    { rules: [{ action: "FailJob", onExitCodes: { operator: "In", containerName: "main", values: [1] } }] },
    {
      rules: [
        { action: "FailJob", onExitCodes: { operator: "In", values: Array.from({ length: 256 }, (_, i) => i + 1) } },
      ],
    },
  ],
  "spec.selector": [
    undefined,
    {},
    { matchLabels: { "a b": "v" } },
    ...["In", "NotIn", "Exists", "DoesNotExist", "Is"].flatMap((operator) =>
      [[], ["v"], ["é"]].map((values) => ({ matchExpressions: [{ key: "k", operator, values }] })),
    ),
    { matchExpressions: [{ key: "a b", operator: "Exists" }] },
    { matchLabels: { b: "<x>", a: "" }, matchExpressions: [{ key: "k", operator: "In", values: ["v"] }] },
  ],
  "spec.manualSelector": [true, false],
};

/** Changes of an Indexed Job. */
export const INDEXED_CASES: Cases = {
  "spec.completions": [undefined, 0, 1, 100_000, 100_001],
  "spec.parallelism": [0, 100_000, 100_001],
  "spec.maxFailedIndexes": [0, 1, 3, 4, 100_001],
  "spec.backoffLimitPerIndex": [-1, 0, 1],
  "spec.podFailurePolicy": [{ rules: [{ action: "FailIndex", onExitCodes: CODES }] }],
  "spec.successPolicy": [
    { rules: [] },
    { rules: Array.from({ length: 21 }, () => ({ succeededCount: 1 })) },
    { rules: [{}] },
    ...[-1, 0, 1, 3, 4].map((succeededCount) => ({ rules: [{ succeededCount }] })),
    ...["", "0", "0-2", "0-3", "2-0", "1,0", "0,0", "a", "-1", "0-", "0-1,1-2", "0,2", "3", "x".repeat(70_000)].map(
      (succeededIndexes) => ({
        rules: [{ succeededIndexes }],
      }),
    ),
    { rules: [{ succeededIndexes: "0-1", succeededCount: 3 }] },
    { rules: [{ succeededIndexes: "0-1", succeededCount: 2 }] },
  ],
};

/** The sample Job with one value changed. */
export function changed(path: string, value: unknown, base: object = sampleJob()): object {
  return change(base, path.split("."), value);
}

function change(value: unknown, [step = "", ...rest]: readonly string[], wanted: unknown): object {
  if (isJsonList(value)) {
    return value.map((item, i) =>
      i !== Number(step) ? item : rest.length === 0 ? wanted : change(item, rest, wanted),
    );
  }
  const object = isJsonObject(value) ? value : {};
  const entries = Object.entries(object).filter(([key]) => key !== step);
  const next = rest.length === 0 ? wanted : change(object[step], rest, wanted);
  return Object.fromEntries(next === undefined ? entries : [...entries, [step, next]]);
}

function isCondition(part: unknown): part is { readonly type: unknown; readonly status: unknown } {
  return isJsonObject(part) && "type" in part && "status" in part && "lastProbeTime" in part;
}

/** A value as in a line of the golden file. */
export function shown(value: unknown): string {
  const text =
    JSON.stringify(value, (_key, part) => (isCondition(part) ? `${part.type}=${part.status}` : part)) ?? "absent";
  return text.length > 100 ? `${text.slice(0, 90)}… (${text.length})` : text;
}
