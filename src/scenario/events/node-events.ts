/** Events about nodes of the cluster. */

import { z } from "zod";
import type { NodeTaint } from "../../api/kinds/node.ts";
import { nearest } from "../../api/nearest.ts";
import type { NodeActions } from "../../simulation/actions/node-actions.ts";
import type { TimedAction } from "../../simulation/actions/table.ts";
import { formatDuration } from "../duration.ts";
import { durationSchema } from "../schema-time.ts";
import type { EventContext } from "./event-context.ts";
import { type ActionWriters, eventKind } from "./event-kind.ts";
import { at } from "./parts.ts";

const nodeName = z.string().min(1).describe("Name of the node, for example node-0.");

const taintSchema = z
  .strictObject({
    key: z.string().min(1).describe("Such as node.kubernetes.io/out-of-service."),
    value: z.string().optional().describe("Value that tolerations may match; none if absent."),
    effect: z
      .enum(["NoSchedule", "PreferNoSchedule", "NoExecute"])
      .describe("NoExecute also evicts pods that do not tolerate it."),
  })
  .meta({ id: "Taint", description: "What keeps pods off a node, or evicts them from it." });

/** What happens to a node that is named, and to nothing else. */
const OPS = {
  cordonNode: "The node takes no new pods.",
  uncordonNode: "The node takes new pods again; a drain in progress is abandoned.",
  drainNode:
    "kubectl drain: the node is cordoned and its pods are evicted; if a disruption budget prevents that, it is retried every 5s.",
  loseNode: "The node loses power without notice: its pods stay as they are until they are evicted.",
  cutOffNode: "The node loses its network: its pods keep running, but nothing is heard from it until it is back.",
  returnNode: "A lost node boots: its containers are gone. One that lost its network reports its pods.",
  deleteNode: "The Node object is deleted; the pod garbage collector fails the pods of the node within 80s.",
} as const;

/** @param make the action of that name */
function ofNode<Op extends keyof typeof OPS>(op: Op, make: (atMs: number, node: string) => TimedAction) {
  return eventKind(
    z.strictObject({ at, action: z.literal(op).describe(OPS[op]), node: nodeName }).describe(OPS[op]),
    (event, context) => [make(context.durationMs("at", event.at), named(event.node, context))],
  );
}

/** @param make the action of that name */
function withTaint<Op extends "taintNode" | "untaintNode">(
  op: Op,
  description: string,
  make: (atMs: number, node: string, taint: NodeTaint) => TimedAction,
) {
  return eventKind(
    z
      .strictObject({
        at,
        action: z.literal(op).describe(description),
        node: nodeName,
        taint: taintSchema.describe("The taint."),
      })
      .describe(description),
    (event, context) => [make(context.durationMs("at", event.at), named(event.node, context), taintOf(event.taint))],
  );
}

function taintOf({ key, value, effect }: z.infer<typeof taintSchema>): NodeTaint {
  return { key, effect, ...(value === undefined ? {} : { value }) };
}

const SHUTDOWN =
  "The node is asked to shut down: its kubelet stops the pods, which fail with the reason Terminated; then it is gone.";
/** As on Google's spot nodes. */
const SHUTDOWN_GRACE_MS = 30_000;
const CRITICAL_GRACE_MS = 15_000;

const shutDownNode = eventKind(
  z
    .strictObject({
      at,
      action: z.literal("shutDownNode").describe(SHUTDOWN),
      node: nodeName,
      grace: durationSchema.optional().describe("shutdownGracePeriod of its kubelet; 30s if absent."),
      criticalGrace: durationSchema
        .optional()
        .describe(
          "shutdownGracePeriodCriticalPods: the last part of the grace period, which ordinary pods do not get; 15s if absent.",
        ),
    })
    .describe(SHUTDOWN),
  ({ at: time, node: name, grace, criticalGrace }, context) => [
    {
      op: "shutDownNode",
      atMs: context.durationMs("at", time),
      node: named(name, context),
      graceMs: grace === undefined ? SHUTDOWN_GRACE_MS : context.durationMs("grace", grace),
      criticalMs: criticalGrace === undefined ? CRITICAL_GRACE_MS : context.durationMs("criticalGrace", criticalGrace),
    },
  ],
);

/** The name, which must be that of a node of the cluster. */
function named(name: string, context: EventContext): string {
  if (context.nodes.has(name)) return name;
  const meant = nearest(name, context.nodes);
  const advice =
    context.nodes.size === 0 ? "the scenario has no cluster with nodes" : `there is ${[...context.nodes][0]}`;
  context.problem("node", `there is no node "${name}"; ${meant === undefined ? advice : `did you mean "${meant}"?`}`);
  return name;
}

/** Events about nodes, by their actions. */
export const NODE_EVENTS = {
  cordonNode: ofNode("cordonNode", (atMs, node) => ({ op: "cordonNode", atMs, node })),
  uncordonNode: ofNode("uncordonNode", (atMs, node) => ({ op: "uncordonNode", atMs, node })),
  drainNode: ofNode("drainNode", (atMs, node) => ({ op: "drainNode", atMs, node })),
  loseNode: ofNode("loseNode", (atMs, node) => ({ op: "loseNode", atMs, node })),
  shutDownNode,
  cutOffNode: ofNode("cutOffNode", (atMs, node) => ({ op: "cutOffNode", atMs, node })),
  returnNode: ofNode("returnNode", (atMs, node) => ({ op: "returnNode", atMs, node })),
  deleteNode: ofNode("deleteNode", (atMs, node) => ({ op: "deleteNode", atMs, node })),
  taintNode: withTaint("taintNode", "An administrator taints the node.", (atMs, node, taint) => ({
    op: "taintNode",
    atMs,
    node,
    taint,
  })),
  untaintNode: withTaint("untaintNode", "An administrator removes a taint from the node.", (atMs, node, taint) => ({
    op: "untaintNode",
    atMs,
    node,
    taint,
  })),
} as const;

const write = ({ op, node: name }: { readonly op: string; readonly node: string }) => ({ action: op, node: name });
const writeTaint = (action: { readonly op: string; readonly node: string; readonly taint: NodeTaint }) => {
  const { key, value, effect } = action.taint;
  return { ...write(action), taint: { key, effect, ...(value === undefined ? {} : { value }) } };
};

export const NODE_WRITERS: ActionWriters<keyof NodeActions> = {
  cordonNode: write,
  uncordonNode: write,
  drainNode: write,
  loseNode: write,
  shutDownNode: ({ node, graceMs, criticalMs }) => ({
    action: "shutDownNode",
    node,
    grace: formatDuration(graceMs),
    criticalGrace: formatDuration(criticalMs),
  }),
  cutOffNode: write,
  returnNode: write,
  deleteNode: write,
  taintNode: writeTaint,
  untaintNode: writeTaint,
};
