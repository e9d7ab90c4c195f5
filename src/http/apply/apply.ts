/** Server-side apply: clients say which fields they want, and the server tracks who manages which fields. */

import { isJsonObject, type JsonObject } from "../../api/json.ts";
import { badRequest, HttpError } from "../status.ts";
import type { Application } from "./application.ts";
import { mergeApplied, withoutSteps } from "./apply-merge.ts";
import { compareFields, type FieldSet, type FieldSteps, fieldsOf } from "./field-set.ts";
import type { Fields } from "./field-shape.ts";
import { formatSteps } from "./field-text.ts";
import { fieldsLastApplied, withLastApplied } from "./last-applied.ts";
import { isSameManager, type ManagedEntry, type Manager, managedIn } from "./managed-fields.ts";

/**
 * Computes the result of an apply.
 *
 * @returns the object, still to be decoded, and the fields that the manager now manages
 * @throws HttpError 409 if it would change fields of other managers
 */
export function applyConfig(application: Application): { readonly object: JsonObject; readonly fields: FieldSet } {
  const { live, config, shape, manager, entries, force } = application;
  const fields = ownFields(shape, config, manager);
  if (live === undefined) return { object: config, fields };
  const others = entries.filter((entry) => !isSameManager(entry, manager));
  const merged = mergeApplied(shape, live, config);
  const allowed = force ? fields : fieldsLastApplied(application);
  const { set, removed } = compareFields(shape, live, merged);
  const changed = new Map([...fields].filter(([key]) => (set.has(key) || removed.has(key)) && !allowed.has(key)));
  const conflicts = conflictsOf(changed, others);
  if (conflicts.length > 0) throw conflictError(conflicts);
  const earlier = entries.find((entry) => isSameManager(entry, manager))?.fields ?? new Map<string, FieldSteps>();
  const abandoned = [...earlier].filter(([key]) => !fields.has(key) && !others.some((entry) => entry.fields.has(key)));
  // Remove a whole item before the key that identifies it.
  abandoned.sort(([, a], [, b]) => a.length - b.length);
  let object: unknown = merged;
  for (const [, path] of abandoned) {
    if (!holdsKeptFields(path, fields, others)) object = withoutSteps(object, path);
  }
  return { object: withLastApplied(isJsonObject(object) ? object : merged, application), fields };
}

/** The fields of a configuration that its manager can manage; the status only through its subresource. */
function ownFields(shape: Fields, config: JsonObject, { subresource }: Manager): FieldSet {
  const all = managedIn(fieldsOf(shape, config));
  return new Map([...all].filter(([, [first]]) => (first === "f:status") === (subresource === "status")));
}

/** Whether a manager still has a field below a path, so the path must stay. */
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

/** The fields that an apply changes although others manage them. */
function conflictsOf(changed: FieldSet, others: readonly ManagedEntry[]): FieldConflict[] {
  return others.flatMap((entry) =>
    [...changed].filter(([key]) => entry.fields.has(key)).map(([, path]) => ({ entry, path })),
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

/** Reads the configuration in the body of an apply. */
export function readConfig(value: unknown, kind: string, apiVersion: string): JsonObject {
  if (!isJsonObject(value)) throw badRequest("an applied configuration must be an object");
  const { metadata } = value;
  if (value.kind !== kind || value.apiVersion !== apiVersion) {
    throw badRequest(`an applied configuration must have apiVersion ${apiVersion} and kind ${kind}`);
  }
  if (isJsonObject(metadata) && isNonEmpty(metadata.managedFields)) {
    throw badRequest("metadata.managedFields must be nil");
  }
  return value;
}

function isNonEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}
