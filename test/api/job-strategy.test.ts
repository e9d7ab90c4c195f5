import { describe, expect, test } from "vitest";
import { decodeJob } from "../../src/api/decode.ts";
import { defaultJob } from "../../src/api/defaults.ts";
import type { Job } from "../../src/api/types.ts";
import {
  prepareJobForCreate,
  prepareJobForUpdate,
  prepareJobStatusUpdate,
} from "../../src/apiserver/admission/job-strategy.ts";

const identity = { uid: "u1", creationTimestamp: "2000-01-01T00:00:00Z" };
const generatedLabels = {
  "batch.kubernetes.io/controller-uid": "u1",
  "batch.kubernetes.io/job-name": "n",
  "controller-uid": "u1",
  "job-name": "n",
};

function submitted(metadata: object, templateLabels?: object, spec: object = {}, status: object = {}): Job {
  const template = { metadata: { labels: templateLabels }, spec: { containers: [{ name: "main", image: "x:1" }] } };
  return defaultJob(decodeJob({ metadata, spec: { ...spec, template }, status }).object);
}

describe("the labels of a new Job", () => {
  const user = { app: "x" };
  test.each([
    ["a name and no template labels", { name: "n" }, undefined, {}, generatedLabels],
    ["a name and template labels", { name: "n" }, user, {}, { ...user, ...generatedLabels }],
    ["a generated name and no template labels", { generateName: "n" }, undefined, { name: "n" }, generatedLabels],
    ["a generated name and template labels", { generateName: "n" }, user, { name: "n" }, user],
    ["labels of its own", { name: "n", labels: { own: "y" } }, user, {}, { own: "y" }],
    ["labels of its own like those of the template", { name: "n", labels: { app: "x" } }, user, {}, user],
  ])("with %s", (_, metadata, templateLabels, generatedName, expected) => {
    const job = defaultJob(prepareJobForCreate(submitted(metadata, templateLabels), { ...identity, ...generatedName }));
    expect(job.metadata.labels).toEqual(expected);
    expect(job.metadata.name).toBe("n");
    expect(job.spec.template.metadata?.labels).toEqual({ ...templateLabels, ...generatedLabels });
  });

  test("are added after validation, unless they are shared with the template", () => {
    expect(prepareJobForCreate(submitted({ name: "n" }), identity).metadata).not.toHaveProperty("labels");
    expect(prepareJobForCreate(submitted({ name: "n" }, user), identity).metadata.labels).toHaveProperty("job-name");
  });

  test("are left to the user with a manual selector", () => {
    const selector = { matchLabels: { app: "x" } };
    const job = prepareJobForCreate(submitted({ name: "n" }, user, { manualSelector: true, selector }), identity);
    expect(job.spec.selector).toEqual(selector);
    expect(job.spec.template.metadata?.labels).toEqual(user);
    expect(job.metadata.labels).toEqual(user);
  });
});

describe("a new Job", () => {
  test("has an identity, generation 1, no status and no deletion", () => {
    const metadata = {
      name: "n",
      uid: "x",
      generation: 7,
      deletionTimestamp: "2001-01-01T00:00:00Z",
      deletionGracePeriodSeconds: 0,
    };
    const job = prepareJobForCreate(submitted(metadata, undefined, {}, { active: 1 }), identity);
    expect(job.metadata).toMatchObject({ ...identity, generation: 1 });
    expect(job.metadata).not.toHaveProperty("deletionTimestamp");
    expect(job.metadata).not.toHaveProperty("deletionGracePeriodSeconds");
    expect(job.status).toEqual({});
  });

  test("keeps labels and selector terms that the user gave, right or wrong", () => {
    const matchExpressions = [{ key: "a", operator: "Exists" }];
    const selector = { matchLabels: { "batch.kubernetes.io/controller-uid": "z" }, matchExpressions };
    const job = prepareJobForCreate(submitted({ name: "n" }, { "job-name": "y" }, { selector }), identity);
    expect(job.spec.selector).toEqual(selector);
    expect(job.spec.template.metadata?.labels).toEqual({ ...generatedLabels, "job-name": "y" });
  });
});

describe("an updated Job", () => {
  const created = defaultJob(prepareJobForCreate(submitted({ name: "n" }), identity));
  const stored: Job = {
    ...created,
    metadata: { ...created.metadata, namespace: "ns", resourceVersion: "5", deletionTimestamp: "2000-01-02T00:00:00Z" },
    status: { active: 1 },
  };

  test("keeps its status, and its generation if the spec is unchanged", () => {
    const next = {
      ...stored,
      spec: structuredClone(stored.spec),
      status: {},
      metadata: { ...stored.metadata, generation: 9 },
    };
    const updated = prepareJobForUpdate(next, stored);
    expect(updated).toEqual(stored);
    expect(updated.spec).toBe(stored.spec);
  });

  test("has a new generation if its spec changes", () => {
    const next = { ...stored, spec: { ...stored.spec, parallelism: 3 } };
    expect(prepareJobForUpdate(next, stored).metadata.generation).toBe(2);
  });

  test("keeps metadata that a client left out or cannot change", () => {
    const { deletionTimestamp: _, ...metadata } = stored.metadata;
    const blank = {
      ...metadata,
      uid: "",
      name: "",
      namespace: "",
      resourceVersion: "",
      creationTimestamp: "2020-01-01T00:00:00Z",
    };
    expect(prepareJobForUpdate({ ...stored, metadata: blank }, stored).metadata).toEqual(stored.metadata);
  });

  test("keeps a changed name or UID, so that validation refuses it", () => {
    const metadata = { ...stored.metadata, name: "other", uid: "u2" };
    expect(prepareJobForUpdate({ ...stored, metadata }, stored).metadata).toMatchObject({ name: "other", uid: "u2" });
  });

  test("only changes its status through the status subresource", () => {
    const next = { ...stored, spec: { ...stored.spec, parallelism: 3 }, status: { active: 2 } };
    const updated = prepareJobStatusUpdate(next, stored);
    expect(updated).toEqual({ ...stored, status: { active: 2 } });
    expect(updated.spec).toBe(stored.spec);
  });
});
