/** Events about objects of any kind except Jobs and pods, which have their own events. */

import { z } from "zod";
import { quote } from "../../api/quote.ts";
import type { ObjectActions } from "../../simulation/actions/object-actions.ts";
import type { EventContext } from "./event-context.ts";
import { type ActionWriters, eventKind } from "./event-kind.ts";
import { at } from "./parts.ts";

const manifest = z
  .record(z.string(), z.unknown())
  .describe("A manifest with apiVersion and kind, as it would be given to kubectl.");

const createObject = eventKind(
  z
    .strictObject({
      at,
      action: z.literal("createObject").describe("Creates an object of any kind that the API server knows."),
      manifest,
    })
    .describe("A user creates a node, a config map, or any other object."),
  (event, context) => {
    checkKind(event.manifest, "manifest", context);
    return [{ atMs: context.durationMs("at", event.at), op: "createObject", manifest: event.manifest }];
  },
);

const putObject = eventKind(
  z
    .strictObject({
      at,
      action: z.literal("putObject").describe("Replaces an object, as kubectl replace does."),
      manifest,
      subresource: z.literal("status").optional().describe("If given, only the status is replaced."),
    })
    .describe("A user replaces a node, a config map, or any other object."),
  ({ at: time, manifest: given, subresource }, context) => {
    checkKind(given, "manifest", context);
    const part = subresource === undefined ? {} : { subresource };
    return [{ atMs: context.durationMs("at", time), op: "putObject", manifest: given, ...part }];
  },
);

const object = z
  .strictObject({
    apiVersion: z.string().describe("Group and version, for example v1."),
    kind: z.string().describe("The kind, for example Node."),
    namespace: z.string().optional().describe("Empty for cluster-scoped kinds."),
    name: z.string().describe("The name of the object."),
  })
  .describe("The object that is meant.");

const deleteObject = eventKind(
  z
    .strictObject({
      at,
      action: z.literal("deleteObject").describe("Deletes an object, as kubectl delete does."),
      object,
      propagation: z
        .enum(["Background", "Foreground", "Orphan"])
        .optional()
        .describe("What happens to its dependents; the default of the kind if absent."),
    })
    .describe("A user deletes a node, a config map, or any other object."),
  ({ at: time, object: { namespace = "", ...ref }, propagation }, context) => {
    checkKind(ref, "object", context);
    const policy = propagation === undefined ? {} : { propagation };
    return [{ atMs: context.durationMs("at", time), op: "deleteObject", object: { ...ref, namespace }, ...policy }];
  },
);

/** An object of a kind that no run has would silently change nothing. */
function checkKind(
  { apiVersion, kind }: { readonly apiVersion?: unknown; readonly kind?: unknown },
  key: string,
  context: EventContext,
): void {
  if (context.kinds.some((known) => known.apiVersion === apiVersion && known.kind === kind)) return;
  const known = context.kinds.map((each) => `${each.kind} (${each.apiVersion})`).join(", ");
  context.problem(key, `there is no kind ${quote(String(kind))} of ${quote(String(apiVersion))}; there are ${known}`);
}

/** Events about objects, by their actions. */
export const OBJECT_EVENTS = { createObject, putObject, deleteObject } as const;

export const OBJECT_WRITERS: ActionWriters<keyof ObjectActions> = {
  createObject: ({ manifest: given }) => ({ action: "createObject", manifest: given }),
  putObject: ({ manifest: given, subresource }) => ({
    action: "putObject",
    manifest: given,
    ...(subresource === undefined ? {} : { subresource }),
  }),
  deleteObject: ({ object: ref, propagation }) => ({
    action: "deleteObject",
    object: { ...ref },
    ...(propagation === undefined ? {} : { propagation }),
  }),
};
