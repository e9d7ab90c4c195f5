/** Switches that decide how a single pod is read. */

import { describe, expect, test } from "vitest";
import { decodeJob, decodePod } from "../../src/api/decode.ts";
import type { Pod } from "../../src/api/types.ts";
import { deletionOrder } from "../../src/controller/job/deletion-order.ts";
import { finishTimeOf } from "../../src/controller/job/finish-time.ts";
import { JobPods } from "../../src/controller/job/job-pods.ts";
import { manifestOf } from "./helpers.ts";

function ended(second: number) {
  return { state: { terminated: { exitCode: 1, finishedAt: `2000-01-01T00:00:0${second}Z` } } };
}

/** A pod whose container ended at second 3, and whose side-car ended at second 5 after some restarts. */
function podWithSidecar(restartCount: number, ownerKind = "Job"): Pod {
  return decodePod({
    metadata: {
      name: `restarted-${restartCount}`,
      creationTimestamp: "2000-01-01T00:00:00Z",
      ownerReferences: [{ apiVersion: "batch/v1", kind: ownerKind, name: "sample", uid: "1", controller: true }],
    },
    spec: {
      containers: [{ name: "main", image: "worker" }],
      initContainers: [{ name: "proxy", image: "proxy", restartPolicy: "Always" }],
    },
    status: {
      phase: "Running",
      containerStatuses: [{ name: "main", ...ended(3) }],
      initContainerStatuses: [{ name: "proxy", restartCount, ...ended(5) }],
    },
  }).object;
}

function byName(a: Pod, b: Pod): number {
  return a.metadata.name < b.metadata.name ? -1 : 1;
}

describe("a switch of the controller decides", () => {
  test.each([
    [false, "2000-01-01T00:00:03.000Z"],
    [true, "2000-01-01T00:00:05.000Z"],
  ])("sidecarFinishTime: %s", (withSidecars, finished) => {
    expect(new Date(finishTimeOf(podWithSidecar(0), withSidecars)).toISOString()).toBe(finished);
  });

  test.each([
    [false, ["restarted-1", "restarted-2"]],
    [true, ["restarted-2", "restarted-1"]],
  ])("sidecarDeletionOrder: %s", (withSidecars, names) => {
    const pods = [podWithSidecar(1), podWithSidecar(2)].sort(deletionOrder(byName, withSidecars));
    expect(pods.map(({ metadata }) => metadata.name)).toEqual(names);
  });

  test.each([
    ["uid", true],
    ["kindNameUid", false],
  ] as const)("podOwnerMatch: %s", (podOwnerMatch, owned) => {
    const { object: job } = decodeJob({ ...manifestOf({ selector: {} }) });
    const pods = new JobPods({ podOwnerMatch, sidecarFinishTime: true });
    const pod = pods.track(podWithSidecar(0, "CustomJob"));
    pod.readFacts(job);
    expect(pod.owned).toBe(owned);
  });
});
