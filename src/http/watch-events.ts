/** Events of watches: they depend on whether the watch selects the object before and after the change. */

import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import type { JsonObject } from "../api/json.ts";
import { jsonText } from "../api/json-text.ts";
import type { EncodedEvent } from "./chunk.ts";
import type { ApiRequest } from "./context.ts";
import { notAcceptable } from "./negotiation.ts";
import { encodeObject } from "./protobuf/envelope.ts";
import type { StoredChange } from "./resources/resource.ts";
import { metadataOnly, type View } from "./resources/view.ts";
import { tableOf } from "./table.ts";

/** The type of a watch event. */
export type WatchEventType = "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";

/** A watch event. */
export interface WatchEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly view: View;
}

/** The event of a change for a watch; `undefined` if the watch does not see it. */
export function eventOf(change: StoredChange, matches: (view: View) => boolean): WatchEvent | undefined {
  const isSelected = change.type !== "DELETED" && matches(change.view);
  const wasSelected = change.previous !== undefined && matches(change.previous);
  if (isSelected) return { type: wasSelected ? "MODIFIED" : "ADDED", view: change.view };
  return wasSelected ? { type: "DELETED", view: change.departed() } : undefined;
}

/** Encodes events in the format that the client accepts: lines of JSON, or frames of protobuf. */
export class EventWriter {
  readonly #request: Pick<ApiRequest, "form" | "resource" | "world" | "query">;
  readonly #write: (type: WatchEventType, object: JsonObject) => EncodedEvent;
  #hasColumns = false;

  constructor(request: ApiRequest) {
    if (request.form.as === "PartialObjectMetadataList" || request.form.format === "yaml") throw notAcceptable();
    const { form, resource, world, query } = request;
    this.#request = { form, resource, world, query };
    this.#write = request.form.format === "protobuf" ? frame : line;
  }

  event({ type, view }: WatchEvent): EncodedEvent {
    const { as, format } = this.#request.form;
    if (as !== undefined) return this.#write(type, this.#projected(view));
    if (format === "protobuf") return view.framedOnce(type, () => frame(type, view.json()));
    return `{"type":"${type}","object":${view.text()}}\n`;
  }

  /** @param metadata of an object without other fields */
  bookmark(metadata: JsonObject): EncodedEvent {
    const { resource, form } = this.#request;
    if (form.as === undefined) return this.#write("BOOKMARK", resource.bookmark(metadata));
    const apiVersion = `meta.k8s.io/${form.asVersion}`;
    if (form.as !== "Table") return this.#write("BOOKMARK", { kind: "PartialObjectMetadata", apiVersion, metadata });
    const table = { kind: "Table", apiVersion, metadata, columnDefinitions: null, rows: [] };
    return this.#write("BOOKMARK", table);
  }

  error(status: JsonObject): EncodedEvent {
    return this.#write("ERROR", status);
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
  return `${jsonText({ type, object })}\n`;
}

/** Size of the length before each frame, in bytes; big-endian. */
const LENGTH_BYTES = 4;

/** An event for a client of `application/vnd.kubernetes.protobuf;stream=watch`: a `WatchEvent` around the envelope. */
function frame(type: string, object: JsonObject): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.LengthDelimited).string(type);
  writer.tag(2, WireType.LengthDelimited).fork();
  writer.tag(1, WireType.LengthDelimited).bytes(encodeObject(object) ?? new Uint8Array());
  const event = writer.join().finish();
  const bytes = Buffer.alloc(LENGTH_BYTES + event.length);
  bytes.writeUInt32BE(event.length);
  bytes.set(event, LENGTH_BYTES);
  return bytes;
}
