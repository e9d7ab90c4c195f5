/** Schema of `cluster`: nodes, and what happens to them. */

import { z } from "zod";
import { EXPANDERS } from "../simulation/autoscaler/pool.ts";
import { durationSchema, timeSchema, whenOtherType } from "./schema-time.ts";

/** Maximum number of nodes of a cluster: what the largest clusters have. */
export const MAX_NODES = 15_000;

const amount = (description: string) =>
  z
    .union([z.number().positive(), z.string()], { error: "must be an amount such as 4, 500m or 16Gi" })
    .optional()
    .describe(description);

const reclaimSchema = z
  .enum(["drain", "shutdown"])
  .describe(
    "How pods are ended: drain (the default) evicts them at the notice; with shutdown the kubelet stops them (graceful node shutdown).",
  );

const spotSchema = z
  .strictObject({
    lifetime: timeSchema(
      "From the start of a node until it is reclaimed, fixed or drawn; exponential for a constant rate.",
    ),
    replacedAfter: durationSchema
      .optional()
      .describe("From then until a replacement node is there; 2m if absent. Pods on the node are evicted."),
    notice: durationSchema
      .optional()
      .describe("From the notice, at which the node is drained, until it is gone; 2m if absent."),
    reclaim: reclaimSchema.optional(),
  })
  .meta({ id: "Spot", description: "Nodes that the cloud reclaims." });

const poolSchema = z
  .strictObject({
    min: z.number().int().min(0).max(MAX_NODES).optional().describe("Minimum number of nodes; 0 if absent."),
    max: z.number().int().min(1).max(MAX_NODES).describe("Maximum number of nodes."),
    startAfter: timeSchema("From the request for a node until it is Ready, fixed or drawn; 3m if absent.").optional(),
    scaleDownAfter: durationSchema
      .optional()
      .describe("How long a node must be unneeded before it is removed (--scale-down-unneeded-time); 10m if absent."),
  })
  .meta({
    id: "Pool",
    description: "A pool of nodes that the Cluster Autoscaler scales; count is its initial size.",
  });

const taintSchema = z
  .strictObject({
    key: z.string().min(1).describe("For example nvidia.com/gpu."),
    value: z.string().optional().describe("Empty if absent."),
    effect: z
      .enum(["NoSchedule", "PreferNoSchedule", "NoExecute"])
      .describe("NoSchedule keeps pods away, PreferNoSchedule only if possible, and NoExecute also evicts them."),
  })
  .meta({ id: "NodeTaint", description: "Keeps pods away that do not tolerate it." });

const nodesSchema = z
  .strictObject(
    {
      name: z.string().min(1).optional().describe("Nodes are called name-0, name-1, …; node if absent."),
      names: z
        .array(z.string().min(1))
        .min(1)
        .optional()
        .describe("The name of each node, if they are not numbered; instead of count."),
      count: z
        .number()
        .int()
        .min(0)
        .max(MAX_NODES)
        .optional()
        .describe("How many such nodes; 1 if absent. Of a pool its initial size, min of the pool if absent."),
      slots: z
        .number()
        .int()
        .min(1)
        .max(100_000)
        .optional()
        .describe("Pods that one node has room for; 110 if absent."),
      capacity: z
        .record(z.string(), z.union([z.number().nonnegative(), z.string()]))
        .optional()
        .describe('What pods can ask of one node, by name, for example {cpu: "64", memory: 512Gi, nvidia.com/gpu: 8}.'),
      labels: z.record(z.string(), z.string()).optional().describe("Labels, for node selectors and affinity."),
      taints: z.array(taintSchema).optional().describe("Taints, which keep away pods that do not tolerate them."),
      unschedulable: z.boolean().optional().describe("Whether the nodes are cordoned. False if absent."),
      price: z.number().nonnegative().optional().describe("The price of one node per hour, in any currency."),
      cpu: amount("CPUs of one node, against the requests of the pods; without limit if absent."),
      memory: amount("Memory of one node, against the requests of the pods; without limit if absent."),
      zone: z.string().min(1).optional().describe("Zone of the nodes, for zoneOutages."),
      pool: poolSchema.optional().describe("The nodes form a pool that scales."),
      spot: spotSchema.optional().describe("The nodes are spot nodes."),
    },
    { error: whenOtherType("must be a map, for example {count: 10, slots: 4}") },
  )
  .meta({ id: "Nodes", description: "Nodes of one kind." });

const nodeFileSchema = z
  .strictObject({
    file: z.string().min(1).describe("A file with the output of kubectl get nodes -o yaml (or -o json)."),
    price: z.number().nonnegative().optional().describe("The price of one of these nodes per hour, in any currency."),
  })
  .meta({ id: "NodesOfFile", description: "The nodes of a real cluster, from a file." });

const nodeObjectSchema = z
  .looseObject({
    kind: z.enum(["Node", "NodeList", "List"]).describe("Node, or List for the output of kubectl about several."),
  })
  .meta({ id: "NodeObjects", description: "Nodes as kubectl get nodes -o yaml prints them." });

const drainSchema = z
  .strictObject({
    node: z.string().min(1).describe("Name of the node, for example node-0."),
    at: durationSchema.describe("When it is cordoned and its pods are evicted."),
    for: durationSchema.optional().describe("How long it stays away; forever if absent."),
    takenAfter: durationSchema
      .optional()
      .describe(
        "The cloud removes the node this long after its notice: whatever is still running is lost, and the Node object is deleted.",
      ),
    reclaim: reclaimSchema.optional(),
  })
  .meta({ id: "Drain", description: "A node is drained, as by kubectl drain; a spot node is then removed." });

const lossSchema = z
  .strictObject({
    node: z.string().min(1).describe("Name of the node, for example node-0."),
    at: durationSchema.describe("When its containers are lost."),
    for: durationSchema.optional().describe("How long it stays away; forever if absent."),
    removed: z
      .boolean()
      .optional()
      .describe(
        "Whether its Node object is deleted as well: its pods then fail within 80s. Otherwise they are evicted after six minutes, and stay Terminating until the node is back. False if absent.",
      ),
  })
  .meta({ id: "NodeLoss", description: "A node is lost without notice, with its containers." });

const zoneOutageSchema = z
  .strictObject({
    zone: z.string().min(1).describe("The zone that is lost."),
    at: durationSchema.optional().describe("When. Give either at or every."),
    every: timeSchema("From the start, or the end of the previous outage, to the next; fixed or drawn.").optional(),
    for: durationSchema.describe(
      "How long. The containers are lost at once; the pods are evicted about six minutes later if there is another zone, and are gone once their nodes have booted.",
    ),
  })
  .meta({ id: "ZoneOutage", description: "All nodes of a zone are lost for a while." });

export const clusterSchema = z
  .strictObject(
    {
      nodes: z
        .union([
          z.array(z.union([nodesSchema, nodeFileSchema, nodeObjectSchema])).min(1),
          nodeObjectSchema,
          z.string().min(1),
        ])
        .describe(
          "The nodes, at least one kind: described here, as kubectl get nodes -o yaml prints them, or a file with that output.",
        ),
      imagePull: durationSchema
        .optional()
        .describe("How long the first pod of an image waits on a node, in addition to pods.start; 0s if absent."),
      nodeObjects: z
        .boolean()
        .optional()
        .describe(
          "Whether nodes are objects even if nothing happens to them, for clients of a server; false if absent.",
        ),
      expander: z
        .enum(EXPANDERS)
        .optional()
        .describe(
          "How the Cluster Autoscaler chooses among pools that would help (--expander); least-waste if absent.",
        ),
      drains: z.array(drainSchema).optional().describe("Nodes that are drained."),
      losses: z.array(lossSchema).optional().describe("Nodes that are lost."),
      zoneOutages: z.array(zoneOutageSchema).optional().describe("Zones that are lost for a while."),
    },
    { error: whenOtherType("must be a map with nodes") },
  )
  .meta({ id: "Cluster", description: "Nodes with limited room; pods that fit nowhere wait, unschedulable." });

export type ClusterInput = z.infer<typeof clusterSchema>;
export type NodesInput = z.infer<typeof nodesSchema>;
export type NodesOfFileInput = z.infer<typeof nodeFileSchema>;
export type NodeObjectsInput = z.infer<typeof nodeObjectSchema>;
export type NodeEntryInput = NodesInput | NodesOfFileInput | NodeObjectsInput;
