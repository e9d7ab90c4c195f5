/** A plain Job for tests of validation. */

import type { Job, JobSpec, JobStatus, PodSpec } from "../../src/api/types.ts";

const UID = "11111111-2222-4333-8444-555555555555";
const LABELS = {
  "batch.kubernetes.io/controller-uid": UID,
  "batch.kubernetes.io/job-name": "sample",
  "controller-uid": UID,
  "job-name": "sample",
};

/** A valid stored Job with parts of its spec and its status replaced. */
export function sampleJob(spec: Partial<JobSpec> = {}, status: JobStatus = {}): Job {
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: "sample",
      namespace: "default",
      uid: UID,
      resourceVersion: "1",
      generation: 1,
      creationTimestamp: "2000-01-01T00:00:00Z",
    },
    spec: {
      parallelism: 1,
      completions: 1,
      completionMode: "NonIndexed",
      backoffLimit: 6,
      selector: { matchLabels: { "batch.kubernetes.io/controller-uid": UID } },
      template: samplePods({}),
      ...spec,
    },
    status,
  };
}

/** A valid pod template with parts of its pod spec replaced. */
export function samplePods(spec: Partial<PodSpec>): JobSpec["template"] {
  const containers = [{ name: "main", image: "example.com/worker:1" }];
  return { metadata: { labels: LABELS }, spec: { restartPolicy: "Never", containers, ...spec } };
}
