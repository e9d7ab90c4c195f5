/** Status and conditions that say what is not so. */

import type { Job } from "../../src/api/types.ts";
import { JobPods } from "../../src/controller/job/job-pods.ts";
import { builtInControllers } from "../../src/testing/index.ts";
import type { Defect } from "./defect.ts";
import { replaceMethod } from "./install.ts";
import { tamperStatus } from "./tamper.ts";

export const STATUS: readonly Defect[] = [
  {
    id: "ends-while-terminating",
    issues: ["123775"],
    title: "A Job ends while some of its pods still terminate.",
    seenBy: ["terminal-conditions", "active-bound", "index-unique"],
    withinRuns: 1_000,
    install: () =>
      replaceMethod(
        JobPods.prototype,
        "refresh",
        (original) =>
          function (this: JobPods, job: Job) {
            original.call(this, job);
            for (const pod of [...this.terminating]) this.terminating.delete(pod);
          },
      ),
  },
  {
    id: "terminating-not-updated",
    issues: ["121342", "125089"],
    title: "terminating is written only once and never brought up to date.",
    seenBy: ["counts-true", "writes-accepted", "terminal-conditions", "settled"],
    withinRuns: 1_000,
    controllers: tamperStatus((next, stored) =>
      stored.terminating === undefined ? next : { ...next, terminating: stored.terminating },
    ),
  },
  {
    id: "ready-not-updated",
    issues: ["125175", "125546"],
    title: "ready is not lowered when pods end.",
    seenBy: ["counts-true", "writes-accepted", "terminal-conditions", "settled"],
    withinRuns: 1_000,
    controllers: tamperStatus((next, stored) => ({ ...next, ready: Math.max(next.ready ?? 0, stored.ready ?? 0) })),
  },
  {
    id: "active-zero-in-backoff",
    issues: ["139457", "139428"],
    title: "active is reported as 0 while a back-off blocks creations; the API refuses it when pods are ready.",
    seenBy: ["writes-accepted", "counts-true"],
    withinRuns: 1_000,
    controllers: (host) =>
      builtInControllers({
        ...host,
        plan: { ...host.plan, switches: { ...host.plan.switches, activeDuringBackoff: "zero" } },
      }),
  },
  {
    id: "start-time-kept-in-suspension",
    issues: ["134521"],
    title: "startTime is not cleared by a suspension, and the one that the resumption sets is refused.",
    seenBy: ["writes-accepted", "start-time-kept", "settled", "deadline-kept"],
    withinRuns: 1_000,
    controllers: tamperStatus((next, stored) => {
      if (next.startTime !== undefined || stored.startTime === undefined) return next;
      return { ...next, startTime: stored.startTime };
    }),
  },
  {
    id: "not-announced",
    issues: ["125510", "125429"],
    title: "A Job is to become complete without the condition that announces it.",
    seenBy: ["writes-accepted", "settled"],
    withinRuns: 100,
    controllers: tamperStatus((next) => ({
      ...next,
      conditions: (next.conditions ?? []).filter(({ type }) => type !== "SuccessCriteriaMet"),
    })),
  },
  {
    id: "complete-while-active",
    issues: ["64037"],
    title: "A Job is announced complete while pods are still active.",
    seenBy: ["verdict-true", "terminal-conditions", "writes-accepted"],
    withinRuns: 500,
    controllers: tamperStatus((next, stored) => {
      const decided = [...(next.conditions ?? []), ...(stored.conditions ?? [])].some(
        ({ type }) => type !== "Suspended",
      );
      if (decided || (next.succeeded ?? 0) === 0) return next;
      const reason = "CompletionsReached";
      const condition = { type: "SuccessCriteriaMet", status: "True", reason, message: "enough" } as const;
      return { ...next, conditions: [...(next.conditions ?? []), condition] };
    }),
  },
];
