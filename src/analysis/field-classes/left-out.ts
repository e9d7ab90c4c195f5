/** Finds what a manifest of a Job uses that matters to a real cluster and is not simulated. */

import type { FieldPath } from "../../api/field-path.ts";
import { isJsonList, isJsonObject, type JsonObject, ownValue } from "../../api/json.ts";
import { schemaOf } from "../../api/schema/index.ts";
import { CONTAINER_CLASSES } from "./container-classes.ts";
import type { ClassTable } from "./field-class.ts";
import { JOB_CLASSES } from "./job-classes.ts";
import { POD_CLASSES } from "./pod-classes.ts";

/** Each field of a Job and of a pod template that a run can meet, by its type. */
export const FIELD_CLASSES: ClassTable = { ...JOB_CLASSES, ...POD_CLASSES, ...CONTAINER_CLASSES };

/** A field that is used, matters, and is not simulated. */
export interface FoundLeftOut {
  readonly path: FieldPath;
  readonly real: string;
  /** It would be simulated if the scenario described nodes. */
  readonly needsNodes: boolean;
}

/**
 * What a manifest uses that is not simulated, in the order of the manifest.
 *
 * @param manifest a Job as its user wrote it, without defaults
 * @param hasNodes whether the scenario describes nodes, so that a scheduler decides
 */
export function leftOutOf(manifest: JsonObject, hasNodes = false): readonly FoundLeftOut[] {
  return findIn(manifest, "Job", []).filter(({ needsNodes }) => !(needsNodes && hasNodes));
}

function findIn(value: unknown, type: string, path: FieldPath): readonly FoundLeftOut[] {
  if (isJsonList(value)) return value.flatMap((item, i) => findIn(item, type, [...path, i]));
  const schema = schemaOf(type);
  const classed = FIELD_CLASSES[type];
  if (schema === undefined || classed === undefined || !isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, field]) => {
    const found = ownValue(classed.leftOut ?? {}, name) === undefined ? undefined : classed.leftOut?.[name];
    if (found !== undefined) {
      const all = found.also === undefined ? [found] : [found, found.also];
      const applying = all.filter(({ when }) => isUsed(field) && (when?.(field) ?? true));
      return applying.map(({ real, needsNodes }) => ({ path: [...path, name], real, needsNodes: needsNodes === true }));
    }
    const of = ownValue(schema, name) === undefined ? undefined : schema[name];
    return of === undefined || of.shape === "map" ? [] : findIn(field, of.type, [...path, name]);
  });
}

/** Empty values ask for nothing. */
function isUsed(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === "") return false;
  if (isJsonList(value)) return value.length > 0;
  return !isJsonObject(value) || Object.keys(value).length > 0;
}
