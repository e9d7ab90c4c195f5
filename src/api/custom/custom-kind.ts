/** Makes a kind from a CustomResourceDefinition; its objects are pruned, defaulted and validated by the schema. */

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

/** The definition that holds now: it may change while objects are there. */
export interface LiveDefinition {
  definition: CustomResourceDefinition;
}

/** The kind that a definition declares; whatever may change of it is looked up in the definition that holds now. */
export function customKind(live: LiveDefinition): Kind {
  const { group, names, scope } = live.definition.spec;
  const versionNow = () => storageVersion(live.definition);
  const apiVersionNow = () => `${group}/${versionNow()?.name ?? ""}`;
  const validate = (object: KubeObject) => validateBySchema(schemaOf(live), bodyOf(object), []);
  const declared = kind<KubeObject>({
    apiVersion: apiVersionNow(),
    kind: names.kind,
    plural: names.plural,
    scope,
    ...(names.singular === undefined ? {} : { singular: names.singular }),
    strategy: {
      setDefaults: (object) => completed(live, object),
      validate,
      validateUpdate: validate,
      validateStatusUpdate: validate,
      structuralSchema: () => schemaOf(live),
      unknownFields: (object) => unknownFields(live, object),
    },
  });
  return {
    ...declared,
    get apiVersion() {
      return apiVersionNow();
    },
    get version() {
      return versionNow()?.name ?? "";
    },
    get shortNames() {
      return live.definition.spec.names.shortNames ?? [];
    },
    get categories() {
      return live.definition.spec.names.categories ?? [];
    },
    get hasStatus() {
      return versionNow()?.subresources?.status !== undefined;
    },
    get scale() {
      return versionNow()?.subresources?.scale;
    },
    get columns() {
      const columns = versionNow()?.additionalPrinterColumns ?? [];
      return columns.filter(({ jsonPath }) => jsonPath !== AGE_PATH).map(columnOf);
    },
  };
}

/** The schema of the version that is served. */
function schemaOf({ definition }: LiveDefinition): JsonObject {
  return storageVersion(definition)?.schema?.openAPIV3Schema ?? {};
}

/** Tables always have an AGE column. */
const AGE_PATH = ".metadata.creationTimestamp";

function completed(live: LiveDefinition, object: KubeObject): KubeObject {
  const schema = schemaOf(live);
  const { apiVersion, kind: of, metadata } = object;
  return { ...withDefaults(schema, pruned(schema, { ...object })), apiVersion, kind: of, metadata };
}

function unknownFields(live: LiveDefinition, object: JsonObject): readonly FieldPath[] {
  const found: FieldPath[] = [];
  pruned(schemaOf(live), object, found);
  return found;
}

/** Metadata is validated as for all objects. */
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
