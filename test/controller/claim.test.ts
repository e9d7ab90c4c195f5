import { describe, expect, test } from "vitest";
import type { Job, Pod } from "../../src/api/types.ts";
import { type ApiError, accepted, notFound } from "../../src/apiserver/errors.ts";
import type { Answer } from "../../src/apiserver/requests.ts";
import { claimPods } from "../../src/controller/job/claim.ts";
import { type AnswerOf, Bench, jobOf, KEY, ownedBy, play, podOf, stamp } from "./sync-bench.ts";

const ORPHAN = podOf("orphan", { metadata: { ownerReferences: [] } });
const MISMATCHED = podOf("stray", { metadata: { labels: { owner: "other" } } });
const refusal: ApiError = { reason: "Forbidden", message: "no" };
const gone = notFound("pods", "p");
const other: ApiError = { reason: "InternalError", message: "later" };

/** Adoption answers with the pod as it then is. */
const adopting: AnswerOf = (request) =>
  request.verb === "adopt"
    ? accepted<Job | Pod>(
        podOf(request.name, { metadata: { resourceVersion: "21", ownerReferences: [request.owner] } }),
      )
    : undefined;

const liveJob = (metadata: Partial<Job["metadata"]>): Answer => accepted<Job | Pod>(jobOf({ metadata }));

function claim(pods: readonly Pod[], answerOf: AnswerOf = adopting, job: Job = jobOf()) {
  const bench = new Bench();
  bench.addPods(pods);
  const { result, batches } = play(claimPods(bench.env, KEY, job), answerOf);
  const { active, mismatched } = bench.env.pods.ofController("j-uid");
  return {
    result,
    batches,
    writes: bench.writes,
    active: [...active].map(({ uid }) => uid),
    mismatched: mismatched.size,
  };
}

describe("claiming pods", () => {
  test("releases a pod whose labels no longer match, and records the write", () => {
    const outcome = claim([MISMATCHED, podOf("mine")]);
    expect(outcome).toEqual({
      result: undefined,
      batches: ["release stray"],
      writes: ["pods 20"],
      active: ["mine"],
      mismatched: 1,
    });
  });

  test("adopts a matching pod without controller, ahead of the watch", () => {
    expect(claim([ORPHAN])).toEqual({
      result: undefined,
      batches: ["get job", "adopt orphan"],
      writes: ["pods 21"],
      active: ["orphan"],
      mismatched: 0,
    });
  });

  test("reads the live Job once, however many pods it adopts", () => {
    const second = podOf("second", { metadata: { ownerReferences: [] } });
    expect(claim([ORPHAN, second]).batches).toEqual(["get job", "adopt orphan", "adopt second"]);
  });

  test.each<[string, Pod]>([
    ["whose labels do not match", podOf("p", { metadata: { ownerReferences: [], labels: { owner: "other" } } })],
    ["that is being deleted", podOf("p", { metadata: { ownerReferences: [], deletionTimestamp: stamp(1) } })],
    ["of another namespace", podOf("p", { metadata: { ownerReferences: [], namespace: "elsewhere" } })],
    ["of another controller", podOf("p", { metadata: { ownerReferences: ownedBy({ uid: "other" }) } })],
  ])("leaves a pod alone %s", (_case, pod) => {
    expect(claim([pod])).toEqual({ result: undefined, batches: [], writes: [], active: [], mismatched: 0 });
  });

  test("adopts and releases nothing for a Job that is being deleted, but refreshes its pods", () => {
    const deleted = jobOf({ metadata: { deletionTimestamp: stamp(1) } });
    expect(claim([podOf("mine"), MISMATCHED, ORPHAN], adopting, deleted)).toEqual({
      result: undefined,
      batches: [],
      writes: [],
      active: ["mine"],
      mismatched: 1,
    });
  });

  test.each<[string, Answer | ApiError, string]>([
    ["is another", liveJob({ uid: "successor" }), "Conflict"],
    ["is being deleted", liveJob({ deletionTimestamp: stamp(1) }), "Conflict"],
    ["is gone", notFound("jobs", "j"), "NotFound"],
    ["cannot be read", refusal, "Forbidden"],
  ])("adopts nothing and fails if the live Job %s", (_case, answer, reason) => {
    const second = podOf("second", { metadata: { ownerReferences: [] } });
    const outcome = claim([ORPHAN, second], (request) => (request.verb === "get" ? answer : undefined));
    expect([outcome.batches, outcome.result?.reason, outcome.writes]).toEqual([["get job"], reason, []]);
  });

  test.each<[string, Record<string, ApiError>, ApiError | undefined]>([
    ["a release that is refused", { "release stray": refusal }, refusal],
    ["an adoption that is refused", { "adopt orphan": refusal }, refusal],
    ["the first of two", { "release stray": refusal, "adopt orphan": other }, refusal],
    ["no release of a pod that is gone", { "release stray": gone }, undefined],
    ["no adoption of a pod that is gone", { "adopt orphan": gone }, undefined],
    ["what comes after one that is gone", { "release stray": gone, "adopt orphan": other }, other],
    ["that the Job cannot be read, but first a release", { "release stray": refusal, "get job": other }, refusal],
  ])("fails with %s, but handles the other pods", (_case, answers, expected) => {
    const outcome = claim([MISMATCHED, ORPHAN], (request, text) => answers[text] ?? adopting(request, text));
    const sent = "get job" in answers ? ["release stray", "get job"] : ["release stray", "get job", "adopt orphan"];
    expect([outcome.result, outcome.batches]).toEqual([expected, sent]);
    const written = ["release stray", "adopt orphan"].filter((text) => sent.includes(text) && !(text in answers));
    expect(outcome.writes).toHaveLength(written.length);
  });

  test("fails with the first of two errors", () => {
    const another = podOf("another", { metadata: { labels: { owner: "other" } } });
    const answers: Record<string, ApiError> = { "release stray": refusal, "release another": other };
    expect(claim([MISMATCHED, another], (_request, text) => answers[text]).result).toEqual(refusal);
  });
});
