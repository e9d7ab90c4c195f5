import { describe, expect, test } from "vitest";
import { COMPLETION_INDEX_ANNOTATION, INDEX_FAILURE_COUNT_ANNOTATION } from "../../src/api/constants.ts";
import type { Pod, PodFailurePolicy } from "../../src/api/types.ts";
import { JobPods } from "../../src/controller/job/job-pods.ts";
import {
  completionIndexOf,
  controllerOf,
  groupOf,
  indexFailuresOf,
  isReady,
} from "../../src/controller/job/pod-facts.ts";
import { CURRENT_POD_SWITCHES, type PodReadingSwitches, TrackedPod } from "../../src/controller/job/tracked-pod.ts";
import { endedPod, indexed, instant, jobOf, ownedBy, podOf, stamp } from "./sync-bench.ts";

const READY = [{ type: "Ready", status: "True" as const }];

describe("what is read from a pod", () => {
  test.each<[string, Pod, string]>([
    ["that runs", podOf("p"), "active"],
    ["without a phase", podOf("p", { status: {} }), "active"],
    ["that is being deleted", podOf("p", { metadata: { deletionTimestamp: stamp(1) } }), "terminating"],
    ["that failed and is being deleted", endedPod("p", 1, 5, { deletionTimestamp: stamp(1) }), "failed"],
    ["that succeeded and is being deleted", endedPod("p", 0, 5, { deletionTimestamp: stamp(1) }), "succeeded"],
  ])("%s is its group", (_case, pod, group) => {
    expect(groupOf(pod)).toBe(group);
  });

  test.each<[string | undefined, number]>([
    ["0", 0],
    ["12", 12],
    ["-1", -1],
    ["-7", -1],
    ["x", -1],
    ["", -1],
    [undefined, -1],
  ])("with the index annotation %o is the index %d", (text, index) => {
    const annotations = text === undefined ? {} : { [COMPLETION_INDEX_ANNOTATION]: text };
    expect(completionIndexOf(podOf("p", { metadata: { annotations } }))).toBe(index);
    expect(completionIndexOf(podOf("p"))).toBe(-1);
  });

  test.each([
    ["3", 3],
    ["0", 0],
    ["-3", 0],
    ["2147483647", 2_147_483_647],
    ["2147483648", 0],
    ["many", 0],
  ])("with %o failures of its index is %d", (text, counted) => {
    const annotations = { [INDEX_FAILURE_COUNT_ANNOTATION]: text };
    expect(indexFailuresOf(podOf("p", { metadata: { annotations } }))).toEqual({ counted, ignored: 0 });
  });

  test("includes that it is ready, only by its condition Ready", () => {
    const ready = (type: string, status: "True" | "False") =>
      isReady(podOf("p", { status: { conditions: [{ type, status }] } }));
    expect([ready("Ready", "True"), ready("Ready", "False"), ready("Scheduled", "True"), isReady(podOf("p"))]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  test("includes which of its owners is the controller", () => {
    const owners = [...ownedBy({ uid: "a", controller: false }), ...ownedBy({ uid: "b" })];
    expect(controllerOf(podOf("p", { metadata: { ownerReferences: owners } }))?.uid).toBe("b");
    expect(controllerOf(podOf("p", { metadata: { ownerReferences: owners.slice(0, 1) } }))).toBe(undefined);
  });
});

function track(pod: Pod, switches: PodReadingSwitches = CURRENT_POD_SWITCHES): TrackedPod {
  const tracked = new TrackedPod(pod, new JobPods(switches), switches);
  tracked.readFacts(jobOf());
  return tracked;
}

/** What is known of the pod after it changed. */
function changed(first: Pod, next: Pod): TrackedPod {
  const tracked = track(first);
  tracked.latest = next;
  tracked.readFacts(jobOf());
  return tracked;
}

const facts = ({ owned, foreign, group, ready, held, index }: TrackedPod) => ({
  owned,
  foreign,
  group,
  ready,
  held,
  index,
});
const MINE = { owned: true, foreign: false, group: "active", ready: false, held: true, index: -1 };

describe("a tracked pod", () => {
  test("is active and held only as its facts say", () => {
    const tracked = new TrackedPod(podOf("p"), new JobPods(), CURRENT_POD_SWITCHES);
    expect([facts(tracked), tracked.gone, tracked.changed, tracked.pendingRemoval, tracked.releasedSinceRead]).toEqual([
      { ...MINE, owned: false, held: false },
      false,
      true,
      false,
      false,
    ]);
  });

  const other = { owner: "other" };
  test.each<[string, Pod, object]>([
    ["that is the Job's", podOf("p"), MINE],
    ["with other labels", podOf("p", { metadata: { labels: other } }), { ...MINE, owned: false }],
    [
      "whose controller has another kind",
      podOf("p", { metadata: { ownerReferences: ownedBy({ kind: "X" }) } }),
      { ...MINE, owned: false, foreign: true },
    ],
    [
      "whose controller has another name",
      podOf("p", { metadata: { ownerReferences: ownedBy({ name: "x" }) } }),
      { ...MINE, owned: false, foreign: true },
    ],
    ["that is ready", podOf("p", { status: { phase: "Running", conditions: READY } }), { ...MINE, ready: true }],
    [
      "that is ready and over",
      podOf("p", { status: { phase: "Failed", conditions: READY } }),
      { ...MINE, group: "failed" },
    ],
    [
      "that is ready and being deleted",
      podOf("p", { metadata: { deletionTimestamp: stamp(1) }, status: { conditions: READY } }),
      { ...MINE, group: "terminating" },
    ],
    ["without the finalizer", podOf("p", { metadata: { finalizers: ["x/y"] } }), { ...MINE, held: false }],
    ["with an index", podOf("p", { metadata: indexed(3) }), { ...MINE, index: 3 }],
  ])("%s is recognised, initially and after a change", (_case, pod, expected) => {
    expect(facts(track(pod))).toEqual(expected);
    expect(facts(changed(podOf("p"), pod))).toEqual(expected);
    expect(facts(changed(pod, podOf("p")))).toEqual(MINE);
  });

  test("belongs to the Job by UID only in old releases", () => {
    const pod = podOf("p", { metadata: { ownerReferences: ownedBy({ kind: "X", name: "y" }) } });
    expect(facts(track(pod, { ...CURRENT_POD_SWITCHES, podOwnerMatch: "uid" }))).toEqual(MINE);
  });

  test("without labels and owners belongs to no Job", () => {
    const { labels, ownerReferences, ...metadata } = podOf("p").metadata;
    const bare: Pod = { ...podOf("p"), metadata };
    expect(facts(track(bare))).toEqual({ ...MINE, owned: false });
    expect(labels === undefined || ownerReferences === undefined).toBe(false);
  });

  test("counts as released while the removal is pending, until the watch shows it", () => {
    const tracked = track(podOf("p"));
    tracked.pendingRemoval = true;
    tracked.releasedSinceRead = true;
    tracked.readFacts(jobOf());
    expect([tracked.held, tracked.pendingRemoval, tracked.releasedSinceRead]).toEqual([false, true, false]);
    tracked.latest = podOf("p", { metadata: { finalizers: [] } });
    tracked.readFacts(jobOf());
    tracked.latest = podOf("p");
    tracked.readFacts(jobOf());
    expect([tracked.held, tracked.pendingRemoval]).toEqual([true, false]);
  });

  test("keeps its facts while a sync runs, and reads them anew at the next", () => {
    const tracked = track(endedPod("p", 1, 5));
    tracked.latest = endedPod("p", 1, 9);
    expect([tracked.finishMs, tracked.uid]).toEqual([instant(5), "p"]);
    tracked.readFacts(jobOf());
    expect(tracked.finishMs).toBe(instant(9));
  });

  test("has a finish time that includes sidecars, or excludes them in old releases", () => {
    const pod: Pod = {
      ...endedPod("p", 1, 5),
      spec: { containers: [{ name: "main" }], initContainers: [{ name: "side", restartPolicy: "Always" }] },
    };
    const state = { terminated: { exitCode: 0, finishedAt: stamp(8) } };
    const withEnd = { ...pod, status: { ...pod.status, initContainerStatuses: [{ name: "side", state }] } };
    expect(track(withEnd).finishMs).toBe(instant(8));
    expect(track(withEnd, { ...CURRENT_POD_SWITCHES, sidecarFinishTime: false }).finishMs).toBe(instant(5));
  });

  test("is matched against the failure policy again after a change", () => {
    const policy: PodFailurePolicy = { rules: [{ action: "Ignore", onExitCodes: { operator: "In", values: [42] } }] };
    const tracked = track(endedPod("p", 42));
    expect([tracked.policyMatch(undefined), tracked.policyMatch(policy)?.action]).toEqual([undefined, "Ignore"]);
    tracked.latest = endedPod("p", 1);
    tracked.readFacts(jobOf());
    expect(tracked.policyMatch(policy)).toBe(undefined);
  });
});
