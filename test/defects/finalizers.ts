/** Finalizers that stay, or go too early. */

import { PodView } from "../../src/controller/job/pod-view.ts";
import type { Defect } from "./defect.ts";
import { replaceMethod } from "./install.ts";
import { tamper } from "./tamper.ts";

export const FINALIZERS: readonly Defect[] = [
  {
    id: "orphan-kept",
    issues: ["108645"],
    title: "Pods that were being deleted already keep their finalizer when their Job is deleted.",
    seenBy: ["finalizers-gone"],
    withinRuns: 1_000,
    install: () =>
      replaceMethod(
        PodView.prototype,
        "inReachOf",
        (original) =>
          function (this: PodView, namespace: string, controllerUid: string) {
            const pods = original.call(this, namespace, controllerUid);
            return pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
          },
      ),
  },
  {
    id: "no-orphan-clean-up",
    issues: ["108645", "109429"],
    title: "Nobody removes the finalizers of a deleted Job's pods.",
    seenBy: ["finalizers-gone"],
    withinRuns: 1_000,
    install: () => replaceMethod(PodView.prototype, "inReachOf", () => () => []),
  },
  {
    id: "removal-error-ignored",
    issues: ["109429"],
    title: "A finalizer removal that fails is taken for done: the pod is counted, the Job ends, the finalizer stays.",
    seenBy: ["writes-accepted", "uid-kept", "finalizers-gone", "counted-once"],
    withinRuns: 1_000,
    controllers: tamper({
      answer: (answer, request) => {
        if (request.verb !== "removeFinalizer" || answer.ok) return answer;
        return { ok: false, error: { reason: "NotFound", message: "pods not found" } };
      },
    }),
  },
];
