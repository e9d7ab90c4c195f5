/** What a sync reads off a Job and its pods before it decides anything: totals, new failures, back-off. */

import { describe, expect, test } from "vitest";
import type { Pod } from "../../src/api/types.ts";
import { openContext } from "../../src/controller/job/sync-context.ts";
import { Bench, endedPod, indexed, type JobParts, jobOf, KEY, podOf, stamp } from "./sync-bench.ts";

const EARLIER = { failures: 2, lastFailureMs: 7 };

function opened(parts: JobParts, pods: readonly Pod[]) {
  const bench = new Bench();
  const { env } = bench;
  const job = jobOf(parts);
  bench.addPods(pods);
  env.pods.ofController(job.metadata.uid).refresh(job);
  env.backoff.set(KEY, EARLIER);
  const { succeededTotal, failedTotal, newlyFailed, backoffRecord } = openContext(env, KEY, job, true);
  return {
    succeeded: succeededTotal,
    failed: failedTotal,
    new: newlyFailed.map(({ uid }) => uid).join(" "),
    failuresInARow: backoffRecord.failures,
  };
}

const released = { finalizers: [] };
const terminating = podOf("t", { metadata: { deletionTimestamp: stamp(9) } });
const INDEXED = { completionMode: "Indexed" } as const;
const IGNORING = {
  podFailurePolicy: { rules: [{ action: "Ignore", onExitCodes: { operator: "In", values: [42] } }] },
} as const;

describe("the totals of a sync", () => {
  test.each<[string, JobParts, readonly Pod[], ReturnType<typeof opened>]>([
    [
      "are what is counted, what is listed and what is new",
      { status: { succeeded: 2, failed: 3, uncountedTerminatedPods: { succeeded: ["s"], failed: ["f"] } } },
      [endedPod("s", 0), endedPod("s2", 0), endedPod("f", 1), endedPod("f2", 1)],
      { succeeded: 4, failed: 5, new: "f2", failuresInARow: 0 },
    ],
    [
      "have listed pods once, also those that have lost their finalizer or are gone",
      { status: { succeeded: 2, uncountedTerminatedPods: { succeeded: ["s", "gone"] } } },
      [endedPod("s", 0, 5, released), endedPod("s2", 0)],
      { succeeded: 5, failed: 0, new: "", failuresInARow: 0 },
    ],
    [
      "leave failures out that the policy ignores, which are new anyway",
      { spec: IGNORING },
      [endedPod("f", 42), endedPod("f2", 1)],
      { succeeded: 0, failed: 1, new: "f f2", failuresInARow: 4 },
    ],
    [
      "have terminating pods among the failures",
      {},
      [endedPod("f", 1), terminating],
      { succeeded: 0, failed: 2, new: "f t", failuresInARow: 4 },
    ],
    [
      "have them also where nothing else failed",
      {},
      [terminating],
      { succeeded: 0, failed: 1, new: "t", failuresInARow: 3 },
    ],
    [
      "leave terminating pods out where only failed ones are replaced",
      { spec: { podReplacementPolicy: "Failed" } },
      [endedPod("f", 1), terminating],
      { succeeded: 0, failed: 1, new: "f", failuresInARow: 3 },
    ],
    [
      "leave indexes out of range out",
      { spec: INDEXED },
      [endedPod("f", 1, 5, indexed(0)), endedPod("f2", 1, 5, indexed(2))],
      { succeeded: 0, failed: 1, new: "f", failuresInARow: 3 },
    ],
  ])("%s", (_title, parts, pods, expected) => {
    expect(opened(parts, pods)).toEqual(expected);
  });
});

describe("the back-off of a sync", () => {
  test.each<[string, JobParts, readonly Pod[], number]>([
    ["ends with a new success", {}, [endedPod("s", 0)], 0],
    [
      "goes on behind a success that was seen before",
      { status: { uncountedTerminatedPods: { succeeded: ["s"] } } },
      [endedPod("s", 0)],
      2,
    ],
    ["ends with a new index", { spec: INDEXED }, [endedPod("s", 0, 5, indexed(1))], 0],
    ["goes on behind an index out of range", { spec: INDEXED }, [endedPod("s", 0, 5, indexed(2))], 2],
    [
      "goes on behind an index that was listed",
      { spec: INDEXED, status: { uncountedTerminatedPods: { succeeded: ["s"] } } },
      [endedPod("s", 0, 5, indexed(1))],
      2,
    ],
    [
      "counts failures behind the latest success",
      {},
      [endedPod("s", 0, 5), endedPod("f", 1, 6), endedPod("f2", 1, 4)],
      1,
    ],
    [
      "takes no success out of range for the latest",
      { spec: INDEXED },
      [endedPod("s", 0, 3, indexed(0)), endedPod("s2", 0, 8, indexed(7)), endedPod("f", 1, 5, indexed(1))],
      1,
    ],
  ])("%s", (_title, parts, pods, failures) => {
    expect(opened(parts, pods).failuresInARow).toBe(failures);
  });
});
