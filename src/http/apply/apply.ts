/** Server-side apply: a client says which fields it wants, and the server remembers which fields are whose. */

import { equalJson, isJsonObject, type JsonObject } from "../../api/json.ts";
import { badRequest, HttpError } from "../status.ts";
import { mergeApplied, valueAtSteps, withoutSteps } from "./apply-merge.ts";
import { type FieldSet, type FieldSteps, fieldsOf } from "./field-set.ts";
import { formatSteps } from "./field-text.ts";
import { isSameManager, type ManagedEntry, type Manager, managedIn } from "./managed-fields.ts";

export interface Application {
  /** The live object; `undefined` where the apply creates it. */
  readonly live: JsonObject | undefined;
  readonly config: JsonObject;
  /** Name of the object's type in the schema tables. */
  readonly type: string;
  readonly manager: Manager;
  readonly entries: readonly ManagedEntry[];
  readonly force: boolean;
}

/**
 * Makes the object that an apply wants.
 *
 * @returns the object, still to be decoded, and the fields that the manager now manages
 * @throws HttpError 409 if it would change fields that others manage
 */
export function applyConfig(application: Application): { readonly object: JsonObject; readonly fields: FieldSet } {
  const { live, config, type, manager, entries, force } = application;
  const fields = ownFields(type, config, manager);
  if (live === undefined) return { object: config, fields };
  const others = entries.filter((entry) => !isSameManager(entry, manager));
  const merged = mergeApplied(type, live, config);
  const conflicts = force ? [] : conflictsOf(fields, live, merged, others);
  if (conflicts.length > 0) throw conflictError(conflicts);
  const earlier = entries.find((entry) => isSameManager(entry, manager))?.fields ?? new Map<string, FieldSteps>();
  const abandoned = [...earlier].filter(([key]) => !fields.has(key) && !others.some((entry) => entry.fields.has(key)));
  // What lies deeper goes first: a path through something that is gone would lead nowhere.
  abandoned.sort(([, a], [, b]) => b.length - a.length);
  let object: unknown = merged;
  for (const [, path] of abandoned) {
    if (!holdsKeptFields(path, fields, others)) object = withoutSteps(object, path);
  }
  return { object: isJsonObject(object) ? object : merged, fields };
}

/** The fields of a configuration that its manager can manage: the status only through its subresource. */
function ownFields(type: string, config: JsonObject, { subresource }: Manager): FieldSet {
  const all = managedIn(fieldsOf(type, config));
  return new Map([...all].filter(([, [first]]) => (first === "f:status") === (subresource === "status")));
}

/** Whether somebody still manages a field below a path, so that what holds it must stay. */
function holdsKeptFields(path: FieldSteps, fields: FieldSet, others: readonly ManagedEntry[]): boolean {
  const prefix = `${path.join("\n")}\n`;
  return [fields, ...others.map((entry) => entry.fields)].some((set) =>
    [...set.keys()].some((key) => key.startsWith(prefix)),
  );
}

interface FieldConflict {
  readonly entry: ManagedEntry;
  readonly path: FieldSteps;
}

function conflictsOf(
  fields: FieldSet,
  live: JsonObject,
  merged: JsonObject,
  others: readonly ManagedEntry[],
): FieldConflict[] {
  return others.flatMap((entry) =>
    [...fields]
      .filter(([key, path]) => {
        return entry.fields.has(key) && !equalJson(valueAtSteps(live, path), valueAtSteps(merged, path));
      })
      .map(([, path]) => ({ entry, path })),
  );
}

function conflictError(conflicts: readonly FieldConflict[]): HttpError {
  const causes = conflicts.map(({ entry, path }) => ({
    reason: "FieldManagerConflict",
    message: `conflict with ${printManager(entry)}`,
    field: formatSteps(path),
  }));
  return new HttpError(409, "Conflict", conflictMessage(conflicts), { causes });
}

function conflictMessage(conflicts: readonly FieldConflict[]): string {
  const [only] = conflicts;
  if (conflicts.length === 1 && only !== undefined) {
    return `Apply failed with 1 conflict: conflict with ${printManager(only.entry)}: ${formatSteps(only.path)}`;
  }
  const managers = [...new Set(conflicts.map(({ entry }) => printManager(entry)))].sort();
  const lines = managers.flatMap((manager) => [
    `conflicts with ${manager}:`,
    ...conflicts
      .filter(({ entry }) => printManager(entry) === manager)
      .map(({ path }) => `- ${formatSteps(path)}`)
      .sort(),
  ]);
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join("\n")}`;
}

function printManager({ name, operation, subresource, apiVersion, time }: ManagedEntry): string {
  const who = `${JSON.stringify(name)}${subresource === "" ? "" : ` with subresource ${JSON.stringify(subresource)}`}`;
  return operation === "Apply" ? who : `${who} using ${apiVersion} at ${time}`;
}

/** The configuration in the body of an apply. */
export function readConfig(value: unknown, kind: string, apiVersion: string): JsonObject {
  if (!isJsonObject(value)) throw badRequest("an applied configuration is an object");
  const { metadata } = value;
  if (value.kind !== kind || value.apiVersion !== apiVersion) {
    throw badRequest(`an applied configuration must say apiVersion ${apiVersion} and kind ${kind}`);
  }
  if (isJsonObject(metadata) && isNonEmpty(metadata.managedFields)) {
    throw badRequest("metadata.managedFields must be nil");
  }
  return value;
}

function isNonEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}
