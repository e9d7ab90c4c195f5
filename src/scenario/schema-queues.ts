/** Schema of `queues`: admission of Jobs as in Kueue. */

import { z } from "zod";

import { QUEUE_PREEMPTIONS, QUEUE_STRATEGIES } from "../simulation/queues/queue.ts";
import { durationSchema } from "./schema-time.ts";

const flavorSchema = z
  .strictObject({
    name: z.string().min(1).optional().describe("Name of the flavour; default if absent."),
    quota: z
      .record(z.string(), z.union([z.number().nonnegative(), z.string()]))
      .describe("How much of each resource the Jobs of the queue may request in total, for example {cpu: 64}."),
    nodeLabels: z
      .record(z.string(), z.string())
      .optional()
      .describe("Labels of its nodes: pods of Jobs that are admitted to it select these nodes."),
  })
  .meta({ id: "QueueFlavor", description: "Quota of one kind of nodes (ResourceFlavor)." });

const podsReadySchema = z
  .strictObject({
    timeout: durationSchema
      .optional()
      .describe("From the admission until all pods must be ready; 5m if absent. A late Job is evicted."),
    requeueAfter: durationSchema
      .optional()
      .describe("From an eviction to the next attempt; it doubles each time, up to an hour. 60s if absent."),
    limit: z
      .number()
      .int()
      .min(0)
      .optional()
      .describe("Number of evictions after which the Job is deactivated; unlimited if absent."),
    blockAdmission: z
      .boolean()
      .optional()
      .describe("Whether to block the admission of other Jobs until all pods are ready. False if absent."),
  })
  .meta({ id: "PodsReady", description: "Kueue's waitForPodsReady." });

export const queueSchema = z
  .strictObject({
    name: z.string().min(1).describe("The value of the label kueue.x-k8s.io/queue-name of its Jobs, in any namespace."),
    flavors: z.array(flavorSchema).min(1).describe("Kinds of nodes, in the order in which they are tried."),
    strategy: z
      .enum(QUEUE_STRATEGIES)
      .optional()
      .describe("StrictFIFO: a Job that does not fit holds back later ones. BestEffortFIFO if absent."),
    preemption: z
      .enum(QUEUE_PREEMPTIONS)
      .optional()
      .describe("Which Jobs are suspended again for one that does not fit (withinClusterQueue); Never if absent."),
    waitForPodsReady: podsReadySchema
      .optional()
      .describe("Evicts admitted Jobs whose pods do not all become ready in time; off if absent."),
  })
  .meta({
    id: "Queue",
    description:
      "A queue of Kueue: a ClusterQueue, and the LocalQueue of its name. Cohorts and Workload objects are not simulated.",
  });

export type QueueInput = z.infer<typeof queueSchema>;
