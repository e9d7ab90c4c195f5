/** The types and fields that a release knows; others are not in its documents. */

import { hasPodField } from "../../api/pod-fields.ts";
import { unknownFields } from "../../api/release-fields.ts";
import { type FieldSchema, schemaOf } from "../../api/schema/index.ts";
import { type Release, switchesOf } from "../../simulation/releases/releases.ts";

/** The fields of each reachable type, by the name of the type. */
export type KnownFields = ReadonlyMap<string, readonly (readonly [name: string, field: FieldSchema])[]>;

/**
 * Returns the types that a release knows.
 *
 * @param roots names of the types to start from
 */
export function knownFields(roots: readonly string[], release: Release): KnownFields {
  const switches = switchesOf(release);
  const unknown = unknownFields(switches);
  const known = new Map<string, readonly (readonly [string, FieldSchema])[]>();
  const waiting = [...roots];
  for (let type = waiting.pop(); type !== undefined; type = waiting.pop()) {
    const schema = schemaOf(type);
    if (schema === undefined || known.has(type)) continue;
    const fields = Object.entries(schema).filter(
      ([name]) => !isUnknown(type, name) && hasPodField(type, name, switches.podFields),
    );
    known.set(type, fields);
    waiting.push(...fields.map(([, field]) => field.type));
  }
  return known;

  function isUnknown(type: string, name: string): boolean {
    const names: readonly string[] = type === "JobSpec" ? unknown.spec : type === "JobStatus" ? unknown.status : [];
    return names.includes(name);
  }
}
