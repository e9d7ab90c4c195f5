import { describe, expect, test } from "vitest";
import type { Job, Pod } from "../../src/api/types.ts";
import { type ApiError, notFound } from "../../src/apiserver/errors.ts";
import { type OrphanWork, orphanKey, releaseOrphans } from "../../src/controller/job/orphans.ts";
import { type AnswerOf, Bench, jobOf, ownedBy, play, podOf } from "./sync-bench.ts";

const SELECTED: OrphanWork = {
  kind: "selector",
  namespace: "default",
  jobUid: "j-uid",
  selector: { matchLabels: { owner: "mine" } },
};
const single = (uid: string, controllerUid: string | undefined = "j-uid"): OrphanWork => ({
  kind: "pod",
  namespace: "default",
  uid,
  controllerUid,
});
const COMPLETE = jobOf({ status: { conditions: [{ type: "Complete", status: "True" }] } });
const refusal: ApiError = { reason: "Forbidden", message: "no" };
const later: ApiError = { reason: "InternalError", message: "later" };

function cleanUp(work: OrphanWork, pods: readonly Pod[], job?: Job, respectsOthers?: boolean, answerOf?: AnswerOf) {
  const bench = new Bench();
  bench.addPods(pods);
  if (job !== undefined) bench.env.jobs.set(job);
  return play(releaseOrphans(work, bench.env.jobs, bench.env.pods, respectsOthers), answerOf);
}

describe("the clean-up after Jobs", () => {
  const owners = (parts: object) => podOf("p", { metadata: { ownerReferences: ownedBy(parts) } });
  const replicaSet = owners({ apiVersion: "apps/v1", kind: "ReplicaSet" });
  const released = ["removeFinalizer p"];
  test.each<[string, Pod, Job | undefined, readonly string[]]>([
    ["of a Job that is gone", podOf("p"), undefined, released],
    ["of a Job that is finished", podOf("p"), COMPLETE, released],
    ["not of a Job that runs", podOf("p"), jobOf(), []],
    ["of an earlier Job of the name", owners({ uid: "earlier" }), jobOf(), released],
    [
      "not of a finished Job that another controller manages",
      podOf("p"),
      { ...COMPLETE, spec: { ...COMPLETE.spec, managedBy: "me" } },
      [],
    ],
    ["without controller", podOf("p", { metadata: { ownerReferences: [] } }), jobOf(), released],
    ["not without the finalizer", podOf("p", { metadata: { finalizers: [] } }), undefined, []],
    ["not of something else", replicaSet, undefined, []],
    ["not of a Job of another API", owners({ apiVersion: "batch/v2" }), undefined, []],
    ["not of another kind of the same API", owners({ kind: "CronJob" }), undefined, []],
  ])("releases a pod %s", (_case, pod, job, batches) => {
    const controllerUid = pod.metadata.ownerReferences?.[0]?.uid;
    expect(cleanUp(single("p", controllerUid), [pod], job).batches).toEqual(batches);
  });

  test("of old releases removes the finalizer from pods with other controllers, too", () => {
    expect(cleanUp(single("p"), [replicaSet], undefined, false).batches).toEqual(released);
  });

  test("releases all pods that the selector of the Job matches, one after the other", () => {
    const pods = [
      podOf("a"),
      podOf("b", { metadata: { ownerReferences: [] } }),
      podOf("c", { metadata: { labels: { owner: "other" } } }),
      podOf("d", { metadata: { ownerReferences: [], namespace: "elsewhere" } }),
      podOf("e"),
    ];
    const { batches } = cleanUp(SELECTED, pods);
    expect(batches).toEqual(["removeFinalizer a", "removeFinalizer e", "removeFinalizer b"]);
  });

  test.each<[string, OrphanWork, ApiError, ApiError | undefined]>([
    ["tries a single pod again", single("p"), refusal, refusal],
    ["does not try again what was found by selector", SELECTED, refusal, undefined],
    ["is done with a pod that is gone", single("p"), notFound("pods", "p"), undefined],
  ])("%s", (_case, work, error, expected) => {
    expect(cleanUp(work, [podOf("p")], undefined, true, () => error).result).toEqual(expected);
  });

  test("does nothing for an unknown pod", () => {
    expect(cleanUp(single("other"), [podOf("p")]).batches).toEqual([]);
    expect(cleanUp(single("p"), [], undefined, true, () => later)).toMatchObject({ batches: [], result: undefined });
  });

  test("has one key per pod and per Job", () => {
    expect([orphanKey(single("p")), orphanKey(SELECTED)]).toEqual(["pod default/p", "job default/j-uid"]);
  });
});
