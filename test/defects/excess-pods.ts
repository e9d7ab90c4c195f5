/** Too many pods, or none. */

import { Expectations } from "../../src/controller/expectations.ts";
import { WorkQueue } from "../../src/controller/work-queue.ts";
import { trustStaleCaches } from "./counting.ts";
import type { Defect } from "./defect.ts";
import { replaceMethod } from "./install.ts";
import { loseEvents, misreadJobs, misreadSpec } from "./misread.ts";
import { tamper } from "./tamper.ts";

function all(...installs: readonly (() => () => void)[]): () => () => void {
  return () => {
    const undo = installs.map((install) => install());
    return () => {
      for (const restore of undo) restore();
    };
  };
}

const ignoreExpectations = () => replaceMethod(Expectations.prototype, "satisfied", () => () => true);

export const EXCESS_PODS: readonly Defect[] = [
  {
    id: "stale-job-cache",
    issues: ["130103", "137210"],
    title: "A sync acts on a Job without the status that it wrote itself, and starts a pod too many.",
    seenBy: [
      "active-bound",
      "counted-once",
      "creation-allowed",
      "index-unique",
      "backoff-kept",
      "writes-accepted",
      "terminal-conditions",
    ],
    withinRuns: 1_000,
    install: trustStaleCaches,
  },
  {
    id: "lost-expectation",
    issues: ["130683", "120790", "62772"],
    title: "A sync does not wait to see its own creations, and creates them again.",
    seenBy: ["active-bound", "index-unique"],
    withinRuns: 500,
    install: all(ignoreExpectations, trustStaleCaches),
  },
  {
    id: "replaced-while-terminating",
    issues: ["115844"],
    title: "A replacement starts while the old pod still terminates, although the policy says Failed.",
    seenBy: ["active-bound", "index-unique"],
    withinRuns: 2_000,
    install: misreadSpec(() => ({ podReplacementPolicy: "TerminatingOrFailed" })),
  },
  {
    id: "errors-not-retried",
    issues: ["111026"],
    title: "A sync that fails on a quota is not tried again.",
    seenBy: ["settled", "counts-true", "finalizers-gone", "deadline-kept"],
    withinRuns: 1_000,
    install: () => replaceMethod(WorkQueue.prototype, "addRateLimited", () => () => {}),
  },
  {
    id: "suspension-ignored",
    issues: ["website 31719"],
    title: "A suspended Job gets pods.",
    seenBy: ["creation-allowed", "surplus-deleted"],
    withinRuns: 500,
    install: misreadSpec(() => ({ suspend: false })),
  },
  {
    id: "created-while-deleted",
    issues: ["62772"],
    title: "A Job that is being deleted gets new pods.",
    seenBy: ["creation-allowed"],
    withinRuns: 1_000,
    install: misreadJobs((job) => {
      const { deletionTimestamp: _, ...metadata } = job.metadata;
      return { ...job, metadata };
    }),
  },
  {
    id: "one-too-many",
    issues: ["70251"],
    title: "One pod more than parallelism allows.",
    seenBy: ["active-bound"],
    withinRuns: 300,
    install: misreadSpec(({ parallelism = 1 }) => ({ parallelism: parallelism + 1 })),
  },
  {
    id: "surplus-kept",
    issues: [],
    title: "Pods that a smaller parallelism, a suspension or a failure leaves without use run on.",
    seenBy: ["surplus-deleted"],
    withinRuns: 500,
    controllers: tamper({
      request: (request, { server }) => {
        if (request.resource !== "pods" || request.verb !== "delete") return request;
        const object = server.pods.pods.get(request.namespace, request.name);
        return object === undefined ? request : { answer: { ok: true, object } };
      },
    }),
  },
  {
    id: "missed-event",
    issues: ["91235", "130683"],
    title: "The watch loses some changes of pods, and nothing makes up for it.",
    seenBy: ["settled", "counts-true", "finalizers-gone", "deadline-kept", "active-bound", "listed-before-release"],
    withinRuns: 500,
    install: loseEvents(
      (commit) => commit.resource === "pods" && commit.type !== "DELETED" && commit.resourceVersion % 7 === 0,
    ),
  },
];
