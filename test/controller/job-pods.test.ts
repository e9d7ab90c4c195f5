import fc from "fast-check";
import { expect, test } from "vitest";
import { COMPLETION_INDEX_ANNOTATION, JOB_TRACKING_FINALIZER } from "../../src/api/constants.ts";
import type { Job, Pod, PodPhase } from "../../src/api/types.ts";
import { JobPods } from "../../src/controller/job/job-pods.ts";
import { completionIndexOf, groupOf, hasTrackingFinalizer, isReady } from "../../src/controller/job/pod-facts.ts";
import type { TrackedPod } from "../../src/controller/job/tracked-pod.ts";

/** What a user or a kubelet can do to one of a few pods, or the Job's completions become. */
const change = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant("observe" as const),
      pod: fc.nat(5),
      phase: fc.constantFrom<PodPhase>("Pending", "Running", "Succeeded", "Failed", "Unknown"),
      deleted: fc.boolean(),
      held: fc.boolean(),
      ready: fc.boolean(),
      matches: fc.boolean(),
      index: fc.option(fc.nat(6), { nil: undefined }),
    }),
  },
  fc.record({ kind: fc.constant("forget" as const), pod: fc.nat(5) }),
  fc.record({ kind: fc.constant("release" as const), pod: fc.nat(5) }),
  fc.record({ kind: fc.constant("refresh" as const), completions: fc.nat(6) }),
);

type Observed = Extract<typeof change extends fc.Arbitrary<infer C> ? C : never, { kind: "observe" }>;

function podOf({ pod, phase, deleted, held, ready, matches, index }: Observed): Pod {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `pod-${pod}`,
      namespace: "default",
      uid: `uid-${pod}`,
      resourceVersion: "1",
      creationTimestamp: "2000-01-01T00:00:00Z",
      labels: { owner: matches ? "mine" : "other" },
      ...(index === undefined ? {} : { annotations: { [COMPLETION_INDEX_ANNOTATION]: String(index) } }),
      ...(held ? { finalizers: [JOB_TRACKING_FINALIZER] } : {}),
      ...(deleted ? { deletionTimestamp: "2000-01-01T00:00:30Z" } : {}),
    },
    spec: { containers: [{ name: "main" }] },
    status: { phase, conditions: [{ type: "Ready", status: ready ? "True" : "False" }] },
  };
}

function jobWith(completions: number): Job {
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: "j",
      namespace: "default",
      uid: "j",
      resourceVersion: "1",
      creationTimestamp: "2000-01-01T00:00:00Z",
    },
    spec: {
      completions,
      completionMode: "Indexed",
      selector: { matchLabels: { owner: "mine" } },
      template: { spec: { containers: [{ name: "main" }] } },
    },
    status: {},
  };
}

/** The plain version: walks all pods and asks each the questions of a sync. */
function walk(pods: readonly Pod[], released: ReadonlySet<string>, completions: number) {
  const owned = pods.filter((pod) => pod.metadata.labels?.owner === "mine");
  const held = (pod: Pod) => hasTrackingFinalizer(pod) && !released.has(pod.metadata.uid);
  const inGroup = (group: string) => owned.filter((pod) => groupOf(pod) === group);
  const active = inGroup("active");
  const indexes = active.map(completionIndexOf);
  const inRange = indexes.filter((index) => index >= 0 && index < completions);
  return {
    active: uids(active),
    terminating: uids(inGroup("terminating")),
    terminatingHeld: uids(inGroup("terminating").filter(held)),
    succeededHeld: uids(inGroup("succeeded").filter(held)),
    failedHeld: uids(inGroup("failed").filter(held)),
    failed: uids(inGroup("failed")),
    mismatched: uids(pods.filter((pod) => pod.metadata.labels?.owner !== "mine")),
    ready: active.filter(isReady).length,
    activeIndexes: [...new Set(inRange)].sort((a, b) => a - b),
    misplaced: inRange.length < indexes.length || new Set(inRange).size < inRange.length,
  };
}

function uids(pods: Iterable<Pod>): string[] {
  return Array.from(pods, (pod) => pod.metadata.uid).sort();
}

function grouped(pods: JobPods) {
  const of = (group: Iterable<TrackedPod>) => uids(Array.from(group, ({ pod }) => pod));
  return {
    active: of(pods.active),
    terminating: of(pods.terminating),
    terminatingHeld: of(pods.terminatingHeld),
    succeededHeld: of(pods.succeededHeld),
    failedHeld: of(pods.failedHeld),
    failed: of(pods.failed),
    mismatched: of(pods.mismatched),
    ready: pods.ready,
    activeIndexes: [...pods.activeIndexes],
    misplaced: pods.hasMisplacedActive,
  };
}

test("incremental groups of pods equal those of a walk over all pods", () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
      const fast = new JobPods();
      const plain = new Map<string, Pod>();
      const released = new Set<string>();
      const tracked = new Map<string, TrackedPod>();
      for (const step of changes) {
        if (step.kind === "observe") {
          const pod = podOf(step);
          plain.set(pod.metadata.uid, pod);
          const known = tracked.get(pod.metadata.uid);
          if (known === undefined) tracked.set(pod.metadata.uid, fast.track(pod));
          else fast.observe(known, pod);
          // The watch shows that the finalizer is gone: a removal is no longer pending.
          if (!hasTrackingFinalizer(pod)) released.delete(pod.metadata.uid);
        } else if (step.kind === "forget") {
          plain.delete(`uid-${step.pod}`);
          released.delete(`uid-${step.pod}`);
          const known = tracked.get(`uid-${step.pod}`);
          if (known !== undefined) fast.forget(known);
          tracked.delete(`uid-${step.pod}`);
        } else if (step.kind === "release") {
          const pod = fast.get(`uid-${step.pod}`);
          if (pod === undefined || !hasTrackingFinalizer(pod.latest)) continue;
          pod.pendingRemoval = true;
          fast.markChanged(pod);
          released.add(pod.uid);
        } else {
          fast.refresh(jobWith(step.completions));
          expect(grouped(fast)).toEqual(walk([...plain.values()], released, step.completions));
        }
      }
    }),
    { seed: 4, numRuns: 500 },
  );
});
