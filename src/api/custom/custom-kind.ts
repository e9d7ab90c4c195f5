/** Makes kinds from a CustomResourceDefinition; their objects are pruned, defaulted and validated by the schema. */

import type { FieldPath } from "../field-path.ts";
import { humanDuration } from "../human-duration.ts";
import { isJsonObject, type JsonObject } from "../json.ts";
import type { Column } from "../kinds/column.ts";
import {
  type CustomResourceDefinition,
  type CustomVersion,
  type PrinterColumn,
  storageVersion,
} from "../kinds/custom-resource-definition.ts";
import { type Kind, kind } from "../kinds/kind.ts";
import { oncePerObject } from "../once-per-object.ts";
import type { KubeObject } from "../types.ts";
import { withDefaults } from "./defaults.ts";
import { valueAt } from "./json-path.ts";
import { pruned } from "./prune.ts";
import { validateBySchema } from "./validate.ts";

/** The definition that holds now: it may change while objects are there. */
export interface LiveDefinition {
  definition: CustomResourceDefinition;
}

/**
 * The kind that a definition declares, in the version in which objects are stored; whatever may change of it is looked
 * up in the definition that holds now.
 */
export function customKind(live: LiveDefinition): Kind {
  return kindOfVersion(live, () => storageVersion(live.definition));
}

/**
 * The kind of a further version that the definition serves. Between versions only `apiVersion` changes (conversion
 * strategy None), and each has its own schema, subresources and columns.
 *
 * @param stored the kind in its stored version
 */
export function customKindInVersion(live: LiveDefinition, name: string, stored: Kind): Kind {
  const of = kindOfVersion(live, () => live.definition.spec.versions.find((version) => version.name === name));
  const apiVersion = `${of.group}/${name}`;
  const sources = new WeakMap<KubeObject, KubeObject>();
  const own = {
    resource: `${of.plural}.${name}.${of.group}`,
    storedAs: {
      of: stored,
      toStored: (object: KubeObject) => sources.get(object) ?? { ...object, apiVersion: stored.apiVersion },
      // Once per object, so that views of an object that has not changed are not made again.
      fromStored: oncePerObject((object: KubeObject): KubeObject => {
        const converted = { ...object, apiVersion };
        sources.set(converted, object);
        return converted;
      }),
    },
  };
  return Object.defineProperties(of, Object.getOwnPropertyDescriptors(own));
}

function kindOfVersion(live: LiveDefinition, versionNow: () => CustomVersion | undefined): Kind {
  const { group, names, scope } = live.definition.spec;
  const apiVersionNow = () => `${group}/${versionNow()?.name ?? ""}`;
  const schemaNow = () => versionNow()?.schema?.openAPIV3Schema ?? {};
  const validate = (object: KubeObject) => validateBySchema(schemaNow(), bodyOf(object), []);
  const declared = kind<KubeObject>({
    apiVersion: apiVersionNow(),
    kind: names.kind,
    plural: names.plural,
    scope,
    ...(names.singular === undefined ? {} : { singular: names.singular }),
    strategy: {
      setDefaults: (object) => completed(schemaNow(), object),
      validate,
      validateUpdate: validate,
      validateStatusUpdate: validate,
      structuralSchema: schemaNow,
      unknownFields: (object) => unknownFields(schemaNow(), object),
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

/** Tables always have an AGE column. */
const AGE_PATH = ".metadata.creationTimestamp";

function completed(schema: JsonObject, object: KubeObject): KubeObject {
  const { apiVersion, kind: of, metadata } = object;
  return { ...withDefaults(schema, pruned(schema, { ...object })), apiVersion, kind: of, metadata };
}

function unknownFields(schema: JsonObject, object: JsonObject): readonly FieldPath[] {
  const found: FieldPath[] = [];
  pruned(schema, object, found);
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
