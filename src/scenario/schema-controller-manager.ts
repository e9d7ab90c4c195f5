/** Schema of `controllerManager`: settings of the process that holds the controllers. */

import { z } from "zod";

import { durationSchema, whenOtherType } from "./schema-time.ts";

/** The defaults of kube-controller-manager's flags. */
export const KUBE_API_DEFAULTS = { qps: 20, burst: 30 } as const;

export const controllerManagerSchema = z
  .strictObject(
    {
      concurrentJobSyncs: z
        .number()
        .int()
        .min(1)
        .max(10_000)
        .optional()
        .describe("Jobs that are synced at the same time (--concurrent-job-syncs); 5 if absent."),
      kubeAPIQPS: z
        .number()
        .positive()
        .max(1_000_000)
        .optional()
        .describe(
          "Requests a second that the Job controller may send, including Events (--kube-api-qps). 20 in Kubernetes; if both this and kubeAPIBurst are absent, there is no limit.",
        ),
      kubeAPIBurst: z
        .number()
        .int()
        .min(1)
        .max(1_000_000)
        .optional()
        .describe("Requests that it may send at once after a pause (--kube-api-burst); 30 in Kubernetes."),
      terminatedPodGCThreshold: z
        .number()
        .int()
        .min(0)
        .max(1_000_000)
        .optional()
        .describe(
          "If more pods than this have ended, the oldest are deleted, every 20s (--terminated-pod-gc-threshold;  " +
            "12500 in Kubernetes). If absent, the pod garbage collector does not run: pods that are deleted before " +
            "they are bound to a node stay as long as a finalizer holds them.",
        ),
      controllers: z
        .enum(["all", "none"])
        .optional()
        .describe(
          "Which controllers run (--controllers); with none, events and clients do their work, as in a suite for envtest. " +
            "Dependents of what is deleted are deleted in any case. all if absent.",
        ),
      apiLatency: durationSchema.optional().describe("How long each write of the Job controller takes; 0s if absent."),
    },
    { error: whenOtherType("must be a map, for example {kubeAPIQPS: 20, kubeAPIBurst: 30}") },
  )
  .meta({ id: "ControllerManager", description: "Settings of kube-controller-manager, by the names of its flags." });

export type ControllerManagerInput = z.infer<typeof controllerManagerSchema>;
