import { describe, expect, test } from "vitest";
import {
  COMPLETION_INDEX_ANNOTATION as INDEX,
  INDEX_FAILURE_COUNT_ANNOTATION,
  INDEX_IGNORED_FAILURE_COUNT_ANNOTATION,
  JOB_TRACKING_FINALIZER,
} from "../../src/api/constants.ts";
import type { PodTemplateSpec } from "../../src/api/types.ts";
import { controllerReference, indexedPod, plainPod } from "../../src/controller/job/pod-template.ts";
import { jobOf } from "./sync-bench.ts";

const container = { name: "main", image: "x" };
const bare: PodTemplateSpec = { spec: { containers: [container] } };
const jobWith = (template: PodTemplateSpec, name = "j") => jobOf({ metadata: { name }, spec: { template } });
const owners = [controllerReference(jobOf())];
const variable = (source: string) => ({
  name: "JOB_COMPLETION_INDEX",
  valueFrom: { fieldRef: { fieldPath: `metadata.${source}['${INDEX}']` } },
});

describe("the pods that the controller creates", () => {
  test("are controlled by the Job", () => {
    expect(owners).toEqual([
      { apiVersion: "batch/v1", kind: "Job", name: "j", uid: "j-uid", controller: true, blockOwnerDeletion: true },
    ]);
  });

  test("have the contents of the template, and the finalizer", () => {
    const template = { metadata: { labels: { a: "b" }, annotations: { c: "d" }, finalizers: ["x/y"] }, ...bare };
    expect(plainPod(jobWith(template), owners)).toEqual({
      namespace: "default",
      generateName: "j-",
      labels: { a: "b" },
      annotations: { c: "d" },
      finalizers: ["x/y", JOB_TRACKING_FINALIZER],
      ownerReferences: owners,
      spec: bare.spec,
    });
    expect(plainPod(jobWith(bare), owners)).toEqual({
      namespace: "default",
      generateName: "j-",
      labels: {},
      finalizers: [JOB_TRACKING_FINALIZER],
      ownerReferences: owners,
      spec: bare.spec,
    });
  });

  test("have the finalizer once if the template has it", () => {
    const template = { ...bare, metadata: { finalizers: [JOB_TRACKING_FINALIZER] } };
    expect(plainPod(jobWith(template), owners).finalizers).toEqual([JOB_TRACKING_FINALIZER]);
  });

  test.each(["labels", "annotations"] as const)("have their index, read from their %s", (source) => {
    const template = { metadata: { labels: { a: "b" } }, spec: { ...bare.spec, initContainers: [container] } };
    const withIndex = { ...container, env: [variable(source)] };
    expect(indexedPod(jobWith(template), owners, 7, undefined, source)).toEqual({
      namespace: "default",
      generateName: "j-7-",
      labels: source === "labels" ? { a: "b", [INDEX]: "7" } : { a: "b" },
      annotations: { [INDEX]: "7" },
      finalizers: [JOB_TRACKING_FINALIZER],
      ownerReferences: owners,
      spec: { containers: [withIndex], initContainers: [withIndex], hostname: "j-7" },
    });
  });

  test("of one template differ by release", () => {
    const job = jobWith({ ...bare });
    const sources = (["labels", "annotations", "labels"] as const).map((source) =>
      indexedPod(job, owners, 0, undefined, source),
    );
    expect(sources.map(({ spec }) => spec.containers[0]?.env?.[0])).toEqual(
      ["labels", "annotations", "labels"].map(variable),
    );
  });

  test("share the parts that do not differ", () => {
    const job = jobWith({ ...bare });
    const [one, other] = [1, 2].map((index) => indexedPod(job, owners, index, undefined, "annotations"));
    expect(one?.spec.containers).toBe(other?.spec.containers);
  });

  test("keep a variable that the user has set", () => {
    const own = {
      ...container,
      env: [
        { name: "A", value: "1" },
        { name: "JOB_COMPLETION_INDEX", value: "9" },
      ],
    };
    const other = { ...container, env: [{ name: "A", value: "1" }] };
    const { spec } = indexedPod(jobWith({ spec: { containers: [own, other] } }), owners, 0, undefined, "labels");
    expect(spec.containers).toEqual([own, { ...other, env: [...other.env, variable("labels")] }]);
  });

  test.each([
    [{ counted: 2, ignored: 0 }, { [INDEX_FAILURE_COUNT_ANNOTATION]: "2" }],
    [
      { counted: 0, ignored: 3 },
      { [INDEX_FAILURE_COUNT_ANNOTATION]: "0", [INDEX_IGNORED_FAILURE_COUNT_ANNOTATION]: "3" },
    ],
  ])("inherit failures %o of their index", (failures, annotations) => {
    const template = { ...bare, metadata: { annotations: { c: "d" } } };
    const pod = indexedPod(jobWith(template), owners, 1, failures, "labels");
    expect(pod.annotations).toEqual({ c: "d", ...annotations, [INDEX]: "1" });
  });

  test("have names that are truncated before the index", () => {
    const name = "n".repeat(63);
    expect(indexedPod(jobWith(bare, name), owners, 12, undefined, "labels").generateName).toBe(`${"n".repeat(54)}-12-`);
    const fitting = "n".repeat(54);
    expect(indexedPod(jobWith(bare, fitting), owners, 12, undefined, "labels").generateName).toBe(`${fitting}-12-`);
  });
});
