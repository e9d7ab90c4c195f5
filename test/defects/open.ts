/** Defects that Kubernetes still has: the built-in controller plays them faithfully. */

import type { Defect } from "./defect.ts";

export const OPEN: readonly Defect[] = [
  {
    id: "recreated-job-without-pods",
    issues: ["131917", "142142"],
    title: "A Job created again under its name inherits the expectations of the old one, and gets no pods.",
    seenBy: ["settled", "deadline-kept"],
    withinRuns: 1_000,
    open: "131917",
  },
  {
    id: "orphan-error-dropped",
    issues: ["141346"],
    title: "An error while pods of a deleted Job lose their finalizers is dropped, and nobody tries again.",
    seenBy: ["finalizers-gone"],
    withinRuns: 3_000,
    open: "141346",
  },
  {
    id: "scale-down-lost",
    issues: [],
    title: "A scale-down that is followed by another parallelism before its sync: the API refuses the status forever.",
    seenBy: ["writes-accepted", "settled", "counts-true", "finalizers-gone"],
    withinRuns: 10_000,
    open: "scale-down-lost",
  },
  {
    id: "startless-verdict",
    issues: [],
    title: "A verdict on a suspended Job without startTime can never become final.",
    seenBy: ["writes-accepted", "settled"],
    withinRuns: 1_000,
    open: "startless-verdict",
  },
  {
    id: "creation-missed",
    issues: ["130683"],
    title: "A pod that a fresh list shows being deleted already leaves its creation expected forever.",
    seenBy: ["settled", "deadline-kept"],
    withinRuns: 10_000,
    open: "creation-missed",
  },
  {
    id: "index-ended-twice",
    issues: [],
    title: "Two pods of one index, of which one succeeds and one fails for good, make a status that the API refuses.",
    seenBy: ["writes-accepted"],
    withinRuns: 1_000,
    open: "index-ended-twice",
  },
];
