/** From a CustomResourceDefinition to a kind whose objects are pruned, defaulted and checked by its schema. */

import type { FieldPath } from "../field-path.ts";
import { humanDuration } from "../human-duration.ts";
import { isJsonObject, type JsonObject } from "../json.ts";
import type { Column } from "../kinds/column.ts";
import {
  type CustomResourceDefinition,
  type PrinterColumn,
  storageVersion,
} from "../kinds/custom-resource-definition.ts";
import { type Kind, kind } from "../kinds/kind.ts";
import type { KubeObject } from "../types.ts";
import { withDefaults } from "./defaults.ts";
import { valueAt } from "./json-path.ts";
import { pruned } from "./prune.ts";
import { validateBySchema } from "./validate.ts";

/** The schema that holds now: a definition may change while objects are there. */
export interface LiveSchema {
  schema: JsonObject;
}

/** The kind that a definition declares; `live` is asked for the schema at each write. */
export function customKind(definition: CustomResourceDefinition, live: LiveSchema): Kind {
  const { group, names, scope } = definition.spec;
  const { name = "", subresources, additionalPrinterColumns = [] } = storageVersion(definition) ?? {};
  const validate = (object: KubeObject) => validateBySchema(live.schema, bodyOf(object), []);
  return kind<KubeObject>({
    apiVersion: `${group}/${name}`,
    kind: names.kind,
    plural: names.plural,
    scope,
    hasStatus: subresources?.status !== undefined,
    scale: subresources?.scale,
    columns: additionalPrinterColumns.filter(({ jsonPath }) => jsonPath !== AGE_PATH).map(columnOf),
    ...(names.singular === undefined ? {} : { singular: names.singular }),
    ...(names.shortNames === undefined ? {} : { shortNames: names.shortNames }),
    ...(names.categories === undefined ? {} : { categories: names.categories }),
    strategy: {
      setDefaults: (object) => completed(live, object),
      validate,
      validateUpdate: validate,
      validateStatusUpdate: validate,
      structuralSchema: () => live.schema,
      unknownFields: (object) => unknownFields(live, object),
    },
  });
}

/** The schema of the version that is served. */
export function schemaOf(definition: CustomResourceDefinition): JsonObject {
  return storageVersion(definition)?.schema?.openAPIV3Schema ?? {};
}

/** Tables have a column AGE of their own. */
const AGE_PATH = ".metadata.creationTimestamp";

function completed({ schema }: LiveSchema, object: KubeObject): KubeObject {
  const { apiVersion, kind: of, metadata } = object;
  return { ...withDefaults(schema, pruned(schema, { ...object })), apiVersion, kind: of, metadata };
}

function unknownFields({ schema }: LiveSchema, object: JsonObject): readonly FieldPath[] {
  const found: FieldPath[] = [];
  pruned(schema, object, found);
  return found;
}

/** The metadata are checked as those of all objects are. */
function bodyOf({ metadata: _metadata, ...body }: KubeObject): JsonObject {
  return body;
}

function columnOf({ name, type, jsonPath, description = "", priority = 0 }: PrinterColumn): Column<KubeObject> {
  const isDate = type === "date";
  return {
    name,
    type: type === "integer" ? type : "string",
    description,
    priority,
    cell: (object, nowMs) => {
      const value = valueAt(object, jsonPath);
      if (value === undefined || value === null) return null;
      if (isDate) return humanDuration(nowMs - Date.parse(String(value)));
      return isJsonObject(value) || Array.isArray(value) ? JSON.stringify(value) : value;
    },
  };
}
