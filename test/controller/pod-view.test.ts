import { describe, expect, test } from "vitest";
import type { Pod } from "../../src/api/types.ts";
import type { CommitType } from "../../src/apiserver/log.ts";
import { JobPods } from "../../src/controller/job/job-pods.ts";
import { PodView } from "../../src/controller/job/pod-view.ts";
import { CURRENT_POD_SWITCHES, type TrackedPod } from "../../src/controller/job/tracked-pod.ts";
import { indexed, jobOf, otherJobsPod, ownedBy, podCommit, podOf } from "./sync-bench.ts";

function newView() {
  const view = new PodView(CURRENT_POD_SWITCHES);
  const apply = (slot: number, type: CommitType, object: Pod, previous?: Pod) =>
    view.apply(podCommit(type, object, previous, slot));
  /** Pods by name: those of each controller, and those without. */
  const seen = () => ({
    mine: names(view.ofController("j-uid").latest()),
    others: names(view.ofController("other").latest()),
    nobodys: names([...view.ownerless("default")]),
  });
  return { view, apply, seen };
}

const names = (pods: readonly Pod[]) => pods.map(({ metadata }) => metadata.name).join(" ");
const bare = (name: string) => podOf(name, { metadata: { ownerReferences: [] } });

describe("the cache of pods", () => {
  test("has each pod under its controller, or among those without one", () => {
    const { view, apply, seen } = newView();
    apply(0, "ADDED", podOf("a"));
    apply(1, "ADDED", bare("b"));
    apply(2, "ADDED", otherJobsPod("c"));
    apply(3, "ADDED", bare("d"));
    expect(seen()).toEqual({ mine: "a", others: "c", nobodys: "b d" });
    expect(names([...view.ownerless("elsewhere")])).toBe("");
    expect(names(view.inReachOf("default", "j-uid"))).toBe("a b d");
    expect(names(view.inReachOf("default", "unknown"))).toBe("b d");
  });

  test("forgets a pod that was adopted ahead of the watch and deleted before the watch has shown the adoption", () => {
    const { view, apply, seen } = newView();
    apply(4, "ADDED", bare("a"));
    view.adopted(podOf("a"));
    expect(seen().mine).toBe("a");
    apply(4, "DELETED", bare("a"), bare("a"));
    expect(seen()).toEqual({ mine: "", others: "", nobodys: "" });
  });

  test.each<[string, Pod, Pod, object]>([
    ["changes", podOf("a"), podOf("a", { status: { phase: "Failed" } }), { mine: "a", others: "", nobodys: "" }],
    ["is given away", podOf("a"), otherJobsPod("a"), { mine: "", others: "a", nobodys: "" }],
    ["loses its controller", podOf("a"), bare("a"), { mine: "", others: "", nobodys: "a" }],
    ["gets a controller", bare("a"), podOf("a"), { mine: "a", others: "", nobodys: "" }],
    [
      "changes without controller",
      bare("a"),
      { ...bare("a"), status: { phase: "Failed" } },
      { mine: "", others: "", nobodys: "a" },
    ],
  ])("follows a pod that %s, until it is gone", (_case, first, next, expected) => {
    const { view, apply, seen } = newView();
    apply(4, "ADDED", first);
    apply(4, "MODIFIED", next, first);
    expect(seen()).toEqual(expected);
    const latest = [
      ...view.ofController("j-uid").latest(),
      ...view.ofController("other").latest(),
      ...view.ownerless("default"),
    ];
    expect(latest).toEqual([next]);
    apply(4, "DELETED", next, next);
    expect(seen()).toEqual({ mine: "", others: "", nobodys: "" });
  });

  test("moves a pod even if it has missed a state in between", () => {
    const { view, seen } = newView();
    view.add(0, podOf("a"));
    view.add(0, otherJobsPod("a"));
    expect(seen()).toEqual({ mine: "", others: "a", nobodys: "" });
  });

  test("is not affected by pods that it never saw", () => {
    const { apply, seen } = newView();
    apply(0, "DELETED", podOf("a"));
    apply(1, "DELETED", bare("b"));
    expect(seen()).toEqual({ mine: "", others: "", nobodys: "" });
  });

  test("keeps a tracked pod when its other owners change", () => {
    const { view, apply } = newView();
    const first = podOf("a");
    apply(0, "ADDED", first);
    const before = view.ofController("j-uid").get("a");
    apply(0, "MODIFIED", podOf("a", { metadata: { ownerReferences: ownedBy({ blockOwnerDeletion: true }) } }), first);
    expect([view.ofController("j-uid").get("a") === before, view.ofController("j-uid").size]).toEqual([true, 1]);
  });

  test("takes over an adopted pod, before and after the watch shows the adoption", () => {
    const { view, apply, seen } = newView();
    apply(0, "ADDED", bare("a"));
    view.adopted(podOf("a"));
    expect(seen()).toEqual({ mine: "a", others: "", nobodys: "a" });
    apply(0, "MODIFIED", podOf("a"), bare("a"));
    expect(seen()).toEqual({ mine: "a", others: "", nobodys: "" });
    expect(view.ofController("j-uid").size).toBe(1);
  });

  test("adopts no unknown pod and none without a controller", () => {
    const { view, apply, seen } = newView();
    view.adopted(podOf("x"));
    apply(0, "ADDED", bare("a"));
    view.adopted(podOf("x"));
    view.adopted(bare("a"));
    expect(seen()).toEqual({ mine: "", others: "", nobodys: "a" });
  });

  test("finds a pod by its current or former controller", () => {
    const { view, apply } = newView();
    apply(0, "ADDED", podOf("a"));
    apply(1, "ADDED", bare("b"));
    const found = (uid: string, controller?: string) => view.find("default", uid, controller)?.metadata.name;
    expect([
      found("a", "j-uid"),
      found("a"),
      found("a", "other"),
      found("b", "j-uid"),
      found("b"),
      found("c", "unknown"),
    ]).toEqual(["a", undefined, undefined, "b", "b", undefined]);
    expect(view.find("elsewhere", "b", undefined)).toBe(undefined);
  });

  test("forgets controllers without pods, and only those", () => {
    const { view, apply } = newView();
    const empty = view.ofController("j-uid");
    view.forgetController("j-uid");
    expect(view.ofController("j-uid")).not.toBe(empty);
    apply(0, "ADDED", podOf("a"));
    const full = view.ofController("j-uid");
    view.forgetController("j-uid");
    view.forgetController("unknown");
    expect(view.ofController("j-uid")).toBe(full);
    apply(0, "DELETED", podOf("a"));
    expect(view.ofController("j-uid")).not.toBe(full);
  });
});

describe("the pods of a Job", () => {
  const job = (completions: number) => jobOf({ spec: { completions, completionMode: "Indexed" } });

  test("are forgotten when they are gone, however many replace each other", () => {
    const pods = new JobPods();
    const tracked: TrackedPod[] = [];
    for (let i = 0; i < 500; i++) {
      tracked.push(pods.track(podOf(`p${i}`)));
      const old = tracked[i - 2];
      if (old !== undefined) pods.forget(old);
      pods.refresh(job(0));
    }
    expect([pods.size, pods.active.size, names(pods.latest())]).toEqual([2, 2, "p498 p499"]);
    expect([pods.get("p498") === tracked[498], pods.get("p497"), pods.get("p499") === tracked[499]]).toEqual([
      true,
      undefined,
      true,
    ]);
  });

  test("may share an index, and are not misplaced once they do not", () => {
    const pods = new JobPods();
    const [a, b, c] = ["a", "b", "c"].map((name) => pods.track(podOf(name, { metadata: indexed(1) })));
    if (a === undefined || b === undefined || c === undefined) throw new Error("no pods");
    const state = () => {
      pods.refresh(job(4));
      return [pods.hasMisplacedActive, [...pods.activeIndexes]];
    };
    expect(state()).toEqual([true, [1]]);
    pods.forget(a);
    expect(state()).toEqual([true, [1]]);
    pods.forget(b);
    expect(state()).toEqual([false, [1]]);
    pods.track(podOf("d", { metadata: indexed(1) }));
    expect(state()).toEqual([true, [1]]);
    pods.forget(c);
    expect(state()).toEqual([false, [1]]);
  });

  test.each([
    [podOf("a"), true],
    [podOf("a", { metadata: indexed(4) }), true],
    [podOf("a", { metadata: indexed(3) }), false],
  ])("may be out of range until they are gone", (pod, misplaced) => {
    const pods = new JobPods();
    const tracked = pods.track(pod);
    pods.refresh(job(4));
    expect(pods.hasMisplacedActive).toBe(misplaced);
    pods.forget(tracked);
    pods.refresh(job(4));
    expect([pods.hasMisplacedActive, [...pods.activeIndexes], pods.size]).toEqual([false, [], 0]);
  });

  test("come into range when completions grows", () => {
    const pods = new JobPods();
    pods.track(podOf("a", { metadata: indexed(3) }));
    const misplaced = [2, 4, 3].map((completions) => {
      pods.refresh(job(completions));
      return [pods.hasMisplacedActive, [...pods.activeIndexes]];
    });
    expect(misplaced).toEqual([
      [true, []],
      [false, [3]],
      [true, []],
    ]);
  });

  test("with the UID of the Job but another kind or name belong to no Job", () => {
    const pods = new JobPods();
    pods.track(podOf("a", { metadata: { ownerReferences: ownedBy({ kind: "X" }) } }));
    pods.track(podOf("b", { metadata: { labels: {} } }));
    pods.refresh(job(0));
    expect([pods.active.size, [...pods.mismatched].map(({ uid }) => uid)]).toEqual([0, ["b"]]);
  });
});
