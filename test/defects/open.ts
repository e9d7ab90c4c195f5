/** Defects that Kubernetes still has: the built-in controller plays them faithfully. */

import type { Defect } from "./defect.ts";

export const OPEN: readonly Defect[] = [
  {
    id: "recreated-job-without-pods",
    issues: ["131917", "142142"],
    title: "A Job created again under its name inherits the expectations of the old one, and gets no pods.",
    seenBy: ["settled", "deadline-kept"],
    withinRuns: 10_000,
    open: true,
  },
  {
    id: "orphan-error-dropped",
    issues: ["141346"],
    title: "An error while pods of a deleted Job lose their finalizers is dropped, and nobody tries again.",
    seenBy: ["finalizers-gone"],
    withinRuns: 10_000,
    open: true,
  },
];
