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
    value: z.string().optional().describe("Text that tolerations may ask for; none if absent."),
    effect: z
      .enum(["NoSchedule", "PreferNoSchedule", "NoExecute"])
      .describe("NoExecute also drives pods off the node that do not tolerate it."),
  })
  .meta({ id: "Taint", description: "What keeps pods away from a node, or drives them off it." });

/** What happens to a node that is named, and to nothing else. */
const OPS = {
  cordonNode: "The node takes no new pods.",
  uncordonNode: "The node takes new pods again; a drain of it is given up.",
  drainNode: "kubectl drain: the node is cordoned, its pods are evicted; those that a budget holds, again every 5s.",
  loseNode: "The power of the node is gone, and nobody says so: its pods stay as they are until they are given up.",
  cutOffNode: "The network of the node is gone: its pods run on, and nobody hears of it until it is back.",
  returnNode: "A lost node boots: containers that ran on it are dead. One that was cut off says how its pods are.",
  deleteNode: "The Node object goes; the pod garbage collector fails the pods of the node within 80s.",
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
  "The node is told to go: its kubelet stops the pods, which fail with the reason Terminated; then its power is gone.";
/** As on the spot nodes of Google's cloud. */
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
        .describe("shutdownGracePeriodCriticalPods: the end of grace, which ordinary pods do not have; 15s if absent."),
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
  untaintNode: withTaint("untaintNode", "An administrator takes a taint off the node.", (atMs, node, taint) => ({
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
