/** How objects of a kind without dedicated handlers look to clients, and the kind in discovery. */

import { encodeObject } from "../../api/encode-object.ts";
import { isJsonObject, type JsonObject } from "../../api/json.ts";
import { fieldText } from "../../api/kinds/field-text.ts";
import type { AnyKind } from "../../api/kinds/kind.ts";
import type { KubeObject } from "../../api/types.ts";
import { ageOf } from "./age.ts";
import { AGE_COLUMN, NAME_COLUMN } from "./common-columns.ts";
import type { MetadataExtras, ResourceDefinition, ResourceVerb } from "./resource.ts";
import type { Representation, TableColumn } from "./view.ts";

const GET_AND_WRITE: readonly ResourceVerb[] = ["get", "patch", "update"];
const SCALE = { name: "scale", kind: "Scale", verbs: GET_AND_WRITE, group: "autoscaling", version: "v1" };
/** The representation of a kind's objects. */
export function representationOf(
  of: AnyKind,
  columns: AnyKind["columns"],
  extras: MetadataExtras,
): Omit<Representation<KubeObject>, "complete"> {
  return {
    apiVersion: of.apiVersion,
    kind: of.kind,
    namesKindOfItems: of.strategy.structuralSchema !== undefined,
    encode: (whole, stored) => withExtras(encodeObject(of, whole), extras(stored)),
    fields: Object.fromEntries(
      selectableNames(of).map((field) => [field, (object) => fieldText(of, object, field) ?? ""]),
    ),
    columns: columnsOf(of, columns),
    cells: (object, nowMs) => {
      const own = columns.map((column) => column.cell(object, nowMs));
      const { name, creationTimestamp } = object.metadata;
      return of.hasAllColumns ? own : [name, ...own, ageOf(creationTimestamp, nowMs)];
    },
  };
}

function withExtras(object: JsonObject, extras: JsonObject): JsonObject {
  if (Object.keys(extras).length === 0) return object;
  return { ...object, metadata: { ...(isJsonObject(object.metadata) ? object.metadata : {}), ...extras } };
}

function selectableNames(of: AnyKind): readonly string[] {
  return [...Object.keys(of.selectableFields), ...Object.keys(of.selectableTexts)];
}

function columnsOf(of: AnyKind, columns: AnyKind["columns"]): readonly TableColumn[] {
  const own = columns.map(({ name, type, format = "", description, priority = 0 }) => ({
    name,
    type,
    format,
    description,
    priority,
  }));
  return of.hasAllColumns ? own : [NAME_COLUMN, ...own, AGE_COLUMN];
}

/** A kind in discovery. */
export function definitionOf(of: AnyKind, columns: AnyKind["columns"]): ResourceDefinition {
  const { group, version, plural, singular, kind, isNamespaced, shortNames, categories, strategy } = of;
  const { structuralSchema } = strategy;
  return {
    group,
    version,
    plural,
    singular,
    kind,
    isNamespaced,
    shortNames,
    categories,
    verbs: of.deletesCollections
      ? ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]
      : ["create", "delete", "get", "list", "patch", "update", "watch"],
    subresources: [
      ...(of.scale === undefined ? [] : [SCALE]),
      ...(of.hasStatus ? [{ name: "status", kind, verbs: GET_AND_WRITE }] : []),
    ],
    selectableFields: ["metadata.name", ...(isNamespaced ? ["metadata.namespace"] : []), ...selectableNames(of)],
    columns: columnsOf(of, columns),
    patchType: of.schema,
    ...(of.scale === undefined ? {} : { scale: of.scale }),
    ...(structuralSchema === undefined ? {} : { schema: () => structuralSchema() }),
  };
}
