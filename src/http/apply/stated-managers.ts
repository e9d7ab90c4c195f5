/** Managers that an update states explicitly, as `kubectl apply --server-side` does when it takes over an object. */

import { equalJson, isJsonList, isJsonObject, type JsonObject } from "../../api/json.ts";
import { fromFieldsV1 } from "./field-text.ts";
import type { ManagedEntry } from "./managed-fields.ts";

/**
 * The managers that an object states, if they differ from those of the current object; `undefined` if it states none or
 * they are invalid.
 */
export function statedManagers(current: JsonObject, next: unknown): readonly ManagedEntry[] | undefined {
  const [known, stated] = [managedFieldsOf(current), managedFieldsOf(next)];
  if (!isJsonList(stated) || equalJson(known, stated)) return undefined;
  // Clients remove all managers by sending one empty entry.
  if (stated.every((entry) => isJsonObject(entry) && Object.keys(entry).length === 0)) return [];
  const entries = stated.map(readEntry);
  const read = entries.filter((entry) => entry !== undefined);
  return read.length === entries.length ? read : undefined;
}

function managedFieldsOf(object: unknown): unknown {
  const metadata = isJsonObject(object) ? object.metadata : undefined;
  return isJsonObject(metadata) ? metadata.managedFields : undefined;
}

function readEntry(entry: unknown): ManagedEntry | undefined {
  if (!isJsonObject(entry) || !isJsonObject(entry.fieldsV1)) return undefined;
  const { manager, operation, apiVersion, time, subresource = "", fieldsV1 } = entry;
  if (operation !== "Apply" && operation !== "Update") return undefined;
  const [name, version, at, part] = [manager, apiVersion, time, subresource].map((text) =>
    typeof text === "string" ? text : "",
  );
  return {
    name: name ?? "",
    operation,
    apiVersion: version ?? "",
    time: at ?? "",
    subresource: part ?? "",
    fields: fromFieldsV1(fieldsV1),
  };
}
