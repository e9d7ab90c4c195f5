/** What wakes the controller: keys by how long they wait, and pods whose clean-up is asked for. */

import { describe, expect, test } from "vitest";
import type { Job, JobSpec, Pod } from "../../src/api/types.ts";
import { conflict } from "../../src/apiserver/errors.ts";
import type { CommitType } from "../../src/apiserver/log.ts";
import { type OrphanWork, orphanKey } from "../../src/controller/job/orphans.ts";
import {
  keyOf,
  onJobCommit,
  onPodCommit,
  onPodListed,
  type TriggerTargets,
} from "../../src/controller/job/triggers.ts";
import { WriteTracker } from "../../src/controller/job/write-tracker.ts";
import type { Switches } from "../../src/simulation/switches.ts";
import { Bench, instant, jobOf, KEY, otherJobsPod, ownedBy, podCommit, podOf, stamp } from "./sync-bench.ts";

interface Setting {
  readonly job?: Job | undefined;
  readonly switches?: Partial<Switches>;
  readonly pods?: readonly Pod[];
  readonly failures?: number;
}

/** What follows from something that happens: when the Job is looked at, and what is cleaned up. */
function wakes({ job, switches, pods = [], failures = 0 }: Setting, happen: (targets: TriggerTargets) => void) {
  const bench = new Bench(switches);
  const { env, loop } = bench;
  if (job !== undefined) env.jobs.set(job);
  for (let i = 0; i < failures; i++) env.queue.addRateLimited(KEY);
  if (failures > 0) loop.run(loop.nowMs + 100_000);
  env.queue.take();
  env.queue.done(KEY);
  env.expectations.expectDeletions(KEY, 1);
  const orphans: OrphanWork[] = [];
  const dropped: string[] = [];
  happen({
    switches: env.switches,
    jobs: env.jobs,
    queue: env.queue,
    expectations: env.expectations,
    instantMs: () => instant(10),
    enqueueOrphans: (work) => orphans.push(work),
    dropBackoff: (key) => dropped.push(key),
    podsOf: () => pods,
  });
  return {
    dueInMs: bench.dueInMs,
    orphans: orphans.map(orphanKey),
    seenDeleted: env.expectations.satisfied(KEY),
    ...(dropped.length === 0 ? {} : { dropped }),
  };
}

const NOTHING = { dueInMs: undefined, orphans: [], seenDeleted: false };
const SOON = { ...NOTHING, dueInMs: 1_000 };
const AT_ONCE = { ...NOTHING, dueInMs: 0 };
const complete = jobOf({ status: { conditions: [{ type: "Complete", status: "True" }] } });
const jobCommit = (type: CommitType, object: Job, previous?: Job) => (targets: TriggerTargets) =>
  onJobCommit(targets, {
    kind: "commit",
    timeMs: 0,
    resourceVersion: 9,
    type,
    resource: "jobs",
    verb: "update",
    actor: "user",
    object,
    previous,
  });
const podSeen = (type: CommitType, object: Pod, previous?: Pod) => (targets: TriggerTargets) =>
  onPodCommit(targets, podCommit(type, object, previous));

describe("a Job", () => {
  const changed = (parts: Partial<JobSpec> = {}, generation = 1) => jobOf({ metadata: { generation }, spec: parts });
  const bySelector = { ...NOTHING, orphans: ["job default/j-uid"] };
  test.each<[string, Setting, (targets: TriggerTargets) => void, object]>([
    ["that is added is looked at at once", {}, jobCommit("ADDED", jobOf()), AT_ONCE],
    ["that is seen for the first time, too", {}, jobCommit("MODIFIED", complete), AT_ONCE],
    ["that is added over another is not updated", {}, jobCommit("ADDED", complete, jobOf()), AT_ONCE],
    ["whose spec changes is looked at at once", {}, jobCommit("MODIFIED", changed({}, 2), jobOf()), AT_ONCE],
    ["whose status changes waits for the batch", {}, jobCommit("MODIFIED", changed(), jobOf()), SOON],
    [
      "whose status changes does not wait in old releases",
      { switches: { jobUpdateDelay: "none" } },
      jobCommit("MODIFIED", changed(), jobOf()),
      AT_ONCE,
    ],
    [
      "that is gone is looked at, cleaned up, and its back-off forgotten",
      {},
      jobCommit("DELETED", jobOf(), jobOf()),
      { ...bySelector, dueInMs: 0, dropped: [KEY] },
    ],
    [
      "that is gone keeps its back-off in old releases",
      { switches: { deleteDropsBackoff: false } },
      jobCommit("DELETED", jobOf(), jobOf()),
      { ...bySelector, dueInMs: 0 },
    ],
    [
      "that is finished is cleaned up",
      { switches: { finishedJobUpdate: "cleanUp" } },
      jobCommit("MODIFIED", complete, jobOf()),
      bySelector,
    ],
    [
      "that is finished is looked at, too, in old releases",
      { switches: { finishedJobUpdate: "syncAndCleanUp" } },
      jobCommit("MODIFIED", complete, jobOf()),
      { ...bySelector, dueInMs: 1_000 },
    ],
    [
      "that is finished is only looked at in older ones",
      { switches: { finishedJobUpdate: "sync" } },
      jobCommit("MODIFIED", complete, jobOf()),
      SOON,
    ],
  ])("%s", (_case, setting, happen, expected) => {
    expect(wakes(setting, happen)).toEqual(expected);
  });

  test("that is deleted has its pods cleaned up one by one in old releases", () => {
    const pods = [podOf("a"), podOf("b", { metadata: { finalizers: [] } }), podOf("c", { metadata: { labels: {} } })];
    const outcome = wakes({ pods, switches: { orphanQueue: "perPod" } }, jobCommit("DELETED", jobOf(), jobOf()));
    expect(outcome.orphans).toEqual(["pod default/a"]);
  });

  const { startTime, ...unstarted } = jobOf().status;
  const deadline = { activeDeadlineSeconds: 10.5 };
  test.each<[string, Job, Job, number | undefined]>([
    ["that is added while it runs has a timer", changed(deadline), changed(), 500],
    ["that has passed is looked at at once", changed({ activeDeadlineSeconds: 9 }), changed(), 0],
    ["that stays leaves the batch", changed(deadline), changed(deadline), 1_000],
    ["that is taken away leaves the batch", changed(), changed(deadline), 1_000],
    ["of a Job that has not started leaves the batch", { ...changed(deadline), status: unstarted }, changed(), 1_000],
    [
      "of a Job that is finished has none",
      { ...complete, spec: { ...complete.spec, ...deadline } },
      changed(),
      undefined,
    ],
  ])("with a deadline %s", (_case, job, previous, dueInMs) => {
    expect([wakes({}, jobCommit("MODIFIED", job, previous)).dueInMs, startTime]).toEqual([dueInMs, stamp(0)]);
  });

  test("has the key of its namespace and name, whichever key was computed last", () => {
    const other = jobOf({ metadata: { name: "other", namespace: "elsewhere" } });
    expect([keyOf(jobOf()), keyOf(other), keyOf(other), keyOf(jobOf())]).toEqual([
      KEY,
      "elsewhere/other",
      "elsewhere/other",
      KEY,
    ]);
  });
});

describe("a pod", () => {
  const job = jobOf();
  const orphan = (name = "a", labels: Record<string, string> = { owner: "mine" }) =>
    podOf(name, { metadata: { ownerReferences: [], labels } });
  const bare = (labels: Record<string, string> = { owner: "mine" }) =>
    podOf("a", { metadata: { ownerReferences: [], labels, finalizers: [] } });
  const leaving = podOf("a", { metadata: { deletionTimestamp: stamp(9) } });
  const cleaned = { ...NOTHING, orphans: ["pod default/a"] };
  const seen = { ...SOON, seenDeleted: true };
  const known = podOf("a");
  const others = otherJobsPod("a");
  test.each<[string, Setting, (targets: TriggerTargets) => void, object]>([
    ["that is added wakes its Job", { job }, podSeen("ADDED", podOf("a")), SOON],
    ["of a Job that nobody knows wakes nobody", {}, podSeen("ADDED", podOf("a")), NOTHING],
    ["of an earlier Job of the name wakes nobody", { job }, podSeen("ADDED", others), NOTHING],
    [
      "of something else than a Job wakes nobody",
      { job },
      podSeen("ADDED", podOf("a", { metadata: { ownerReferences: ownedBy({ kind: "X" }) } })),
      NOTHING,
    ],
    ["without controller wakes the Jobs that could adopt it", { job }, podSeen("ADDED", bare()), SOON],
    ["without controller that suits no Job wakes none", { job }, podSeen("ADDED", bare({})), NOTHING],
    ["without controller loses the finalizer", {}, podSeen("ADDED", orphan()), cleaned],
    [
      "that is being deleted when it is first seen wakes its Job",
      { job },
      (targets) => onPodListed(targets, leaving),
      seen,
    ],
    ["that changes wakes its Job", { job }, podSeen("MODIFIED", podOf("a"), podOf("a")), SOON],
    ["that changes and is nobody's wakes nobody", {}, podSeen("MODIFIED", podOf("a"), podOf("a")), NOTHING],
    ["that is reported again wakes nobody", { job }, podSeen("MODIFIED", known, known), NOTHING],
    [
      "that is marked for deletion wakes its Job, which expected it",
      { job },
      podSeen("MODIFIED", leaving, podOf("a")),
      seen,
    ],
    ["that is gone wakes its Job, which expected it", { job }, podSeen("DELETED", podOf("a"), podOf("a")), seen],
    ["that is gone is remembered by whose it was", { job }, podSeen("DELETED", orphan(), podOf("a")), seen],
    ["that is gone and was never seen wakes its Job anyway", { job }, podSeen("DELETED", podOf("a")), seen],
    ["that is gone leaves nothing to clean up", { job: complete }, podSeen("DELETED", podOf("a"), podOf("a")), NOTHING],
    [
      "that is deleted after its Job has finished is cleaned up",
      { job: complete },
      podSeen("MODIFIED", leaving, podOf("a")),
      cleaned,
    ],
    ["that is deleted after its Job is gone is cleaned up", {}, podSeen("MODIFIED", leaving, podOf("a")), cleaned],
    [
      "without finalizer has nothing to be cleaned up",
      {},
      podSeen("MODIFIED", podOf("a", { metadata: { finalizers: [], deletionTimestamp: stamp(9) } }), podOf("a")),
      NOTHING,
    ],
    ["that is given away wakes the Job that had it", { job }, podSeen("MODIFIED", others, podOf("a")), SOON],
    [
      "that loses its controller wakes the Job that had it, and is cleaned up",
      { job },
      podSeen("MODIFIED", orphan(), podOf("a")),
      { ...SOON, orphans: ["pod default/a"] },
    ],
    [
      "whose other owners change wakes only its own Job",
      { job },
      podSeen("MODIFIED", others, otherJobsPod("a", { blockOwnerDeletion: true })),
      NOTHING,
    ],
    [
      "without controller that changes is cleaned up, and wakes nobody",
      { job },
      (targets) => {
        const first = orphan();
        podSeen("MODIFIED", { ...first, status: { phase: "Failed" } }, first)(targets);
      },
      cleaned,
    ],
    ["without controller whose labels change may be adopted", { job }, podSeen("MODIFIED", bare(), bare({})), SOON],
    [
      "without controller and finalizer that changes wakes nobody",
      { job },
      (targets) => {
        const first = bare();
        podSeen("MODIFIED", { ...first, status: { phase: "Failed" } }, first)(targets);
      },
      NOTHING,
    ],
    [
      "that loses its controller, but not its labels, may be adopted by another",
      { job: jobOf({ metadata: { uid: "next" } }) },
      (targets) => {
        const first = podOf("a", { metadata: { finalizers: [] } });
        podSeen("MODIFIED", { ...first, metadata: { ...first.metadata, ownerReferences: [] } }, first)(targets);
      },
      SOON,
    ],
  ])("%s", (_case, setting, happen, expected) => {
    expect(wakes(setting, happen)).toEqual(expected);
  });

  test("that is added is seen created", () => {
    const outcome = wakes({ job }, (targets) => {
      targets.expectations.expectCreations(KEY, 1);
      podSeen("ADDED", podOf("a"))(targets);
    });
    expect(outcome).toEqual({ ...SOON, seenDeleted: true });
  });

  const fails = podSeen("MODIFIED", podOf("a", { status: { phase: "Failed" } }), podOf("a"));
  test.each<[string, Setting, (targets: TriggerTargets) => void, number | undefined]>([
    [
      "that fails waits for what its Job's retries have earned, in old releases",
      { job, failures: 2, switches: { podFailedEventDelay: "retries" } },
      fails,
      2_000,
    ],
    ["that fails waits for the batch", { job, failures: 2, switches: { podFailedEventDelay: "1s" } }, fails, 1_000],
    [
      "that fails waits for the batch where nothing was retried",
      { job, switches: { podFailedEventDelay: "retries" } },
      fails,
      1_000,
    ],
    [
      "that runs waits for the batch",
      { job, failures: 2, switches: { podFailedEventDelay: "retries" } },
      podSeen("MODIFIED", podOf("a"), podOf("a")),
      1_000,
    ],
    [
      "that had failed waits for the batch",
      { job, failures: 2, switches: { podFailedEventDelay: "retries" } },
      podSeen("MODIFIED", podOf("a", { status: { phase: "Failed" } }), podOf("a", { status: { phase: "Failed" } })),
      1_000,
    ],
    [
      "that fails and is nobody's wakes nobody",
      { failures: 2, switches: { podFailedEventDelay: "retries" } },
      fails,
      undefined,
    ],
  ])("%s", (_case, setting, happen, dueInMs) => {
    expect(wakes(setting, happen).dueInMs).toBe(dueInMs);
  });
});

describe("the controller's own writes", () => {
  const seen = { jobs: 5, pods: 5 };
  const tracker = () => {
    const writes = new WriteTracker(() => seen);
    writes.wrote("a", "jobs", "5");
    writes.wrote("b", "pods", "7");
    writes.wrote("b", "pods", "4");
    writes.wrote("c", "jobs", "6");
    return writes;
  };
  test("are missing in older caches", () => {
    const stale = ["a", "b", "c", "d"].map((key) => tracker().staleness(key));
    expect(stale.map((error) => error?.reason)).toEqual([undefined, "InternalError", "InternalError", undefined]);
    expect(stale[1]?.message).toBe("the caches lack this controller's own writes for b");
    expect(conflict("jobs", "b").reason).not.toBe(stale[1]?.reason);
  });

  test("are forgotten once the caches have them, so that falling behind again goes unnoticed", () => {
    let now = 6;
    const writes = new WriteTracker(() => ({ jobs: now, pods: 0 }));
    writes.wrote("a", "jobs", "6");
    writes.wrote("b", "jobs", "6");
    expect(writes.staleness("a")).toBeUndefined();
    now = 5;
    expect([writes.staleness("a"), writes.staleness("b")?.reason]).toEqual([undefined, "InternalError"]);
  });

  test("are forgotten with their Job", () => {
    const writes = tracker();
    writes.forget("b");
    expect([writes.staleness("b"), writes.staleness("c")?.reason]).toEqual([undefined, "InternalError"]);
  });
});
