/** What a watch shows of a change: it depends on whether the watch selected the object before and selects it now. */

import type { JsonObject } from "../api/json.ts";
import type { ApiRequest } from "./context.ts";
import { notAcceptable } from "./negotiation.ts";
import type { Change } from "./resources/resource.ts";
import { metadataOnly, type View } from "./resources/view.ts";
import { tableOf } from "./table.ts";

export type WatchEventType = "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";

export interface WatchEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly view: View;
}

/** The event of a change for a watch; `undefined` where the watch does not see it. */
export function eventOf(change: Change, matches: (view: View) => boolean): WatchEvent | undefined {
  const isSelected = change.type !== "DELETED" && matches(change.view);
  const wasSelected = change.previous !== undefined && matches(change.previous);
  if (isSelected) return { type: wasSelected ? "MODIFIED" : "ADDED", view: change.view };
  return wasSelected ? { type: "DELETED", view: change.departed() } : undefined;
}

/** Writes events as lines, in the form that the client accepts. */
export class EventWriter {
  readonly #request: ApiRequest;
  #hasColumns = false;

  constructor(request: ApiRequest) {
    if (request.form.as === "PartialObjectMetadataList" || request.form.format !== "json") throw notAcceptable();
    this.#request = request;
  }

  event({ type, view }: WatchEvent): string {
    if (this.#request.form.as === undefined) return `{"type":"${type}","object":${view.text()}}\n`;
    return line(type, this.#projected(view));
  }

  /** @param metadata of an object of which nothing else is known */
  bookmark(metadata: JsonObject): string {
    const { resource, form } = this.#request;
    if (form.as === undefined) return line("BOOKMARK", resource.bookmark(metadata));
    const apiVersion = `meta.k8s.io/${form.asVersion}`;
    if (form.as !== "Table") return line("BOOKMARK", { kind: "PartialObjectMetadata", apiVersion, metadata });
    const table = { kind: "Table", apiVersion, metadata, columnDefinitions: null, rows: [] };
    return line("BOOKMARK", table);
  }

  error(status: JsonObject): string {
    return line("ERROR", status);
  }

  #projected(view: View): JsonObject {
    const { form, resource, world, query } = this.#request;
    if (form.as !== "Table") return metadataOnly(view, form.asVersion);
    const options = { nowMs: world.nowMs(), form, query, isContinued: this.#hasColumns };
    const table = tableOf(resource.definition, [view], options);
    this.#hasColumns = true;
    return { ...table, metadata: { resourceVersion: view.metadata.resourceVersion } };
  }
}

function line(type: WatchEventType, object: JsonObject): string {
  return `${JSON.stringify({ type, object })}\n`;
}
