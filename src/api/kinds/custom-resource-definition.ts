/** The kind CustomResourceDefinition (apiextensions.k8s.io/v1). */

import { copyWith } from "../copy-with.ts";
import type { FieldError, FieldPath } from "../field-path.ts";
import { isJsonObject, type JsonObject } from "../json.ts";
import type { KubeObject } from "../types.ts";
import { invalid, required, unsupported } from "../validation/errors.ts";
import { kind, type ScalePaths } from "./kind.ts";

/** A version of a custom resource. */
export interface CustomVersion {
  readonly name: string;
  readonly served?: boolean;
  readonly storage?: boolean;
  readonly schema?: { readonly openAPIV3Schema?: JsonObject };
  readonly subresources?: { readonly status?: object; readonly scale?: ScalePaths };
  readonly additionalPrinterColumns?: readonly PrinterColumn[];
}

/** An additional column of the tables of a custom resource. */
export interface PrinterColumn {
  readonly name: string;
  readonly type: string;
  readonly jsonPath: string;
  readonly description?: string;
  readonly priority?: number;
}

/** The names of a custom resource. */
export interface CustomNames {
  readonly plural: string;
  readonly kind: string;
  readonly singular?: string;
  readonly listKind?: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

/** A CustomResourceDefinition of apiextensions.k8s.io/v1. */
export interface CustomResourceDefinition extends KubeObject {
  readonly spec: {
    readonly group: string;
    readonly names: CustomNames;
    readonly scope: "Namespaced" | "Cluster";
    readonly versions: readonly CustomVersion[];
    readonly conversion?: { readonly strategy?: string };
  };
  readonly status?: JsonObject;
}

const VERSIONS: FieldPath = ["spec", "versions"];

/** The kind CustomResourceDefinition. */
export const CUSTOM_RESOURCE_DEFINITION = kind<CustomResourceDefinition>({
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  plural: "customresourcedefinitions",
  shortNames: ["crd", "crds"],
  categories: ["api-extensions"],
  scope: "Cluster",
  strategy: {
    generationFields: ["spec"],
    prepareForCreate: established,
    prepareForUpdate: established,
    validate: validateDefinition,
    validateUpdate: validateDefinition,
    warningsOnCreate: unservedParts,
    warningsOnUpdate: unservedParts,
  },
});

/** The version in which objects are stored. */
export function storageVersion({ spec }: CustomResourceDefinition): CustomVersion | undefined {
  return spec.versions.find(({ storage }) => storage === true);
}

/** Accepts the names and serves the kind at once. */
function established(definition: CustomResourceDefinition): CustomResourceDefinition {
  const { spec } = definition;
  if (!isJsonObject(spec) || !isJsonObject(spec.names)) return definition;
  const { names } = spec;
  const { kind: of, singular = of.toLowerCase(), listKind = `${of}List` } = names;
  const condition = (type: string, reason: string, message: string) => ({ type, status: "True", reason, message });
  return copyWith(definition, {
    spec: copyWith(spec, {
      names: copyWith(names, { singular, listKind }),
      conversion: spec.conversion ?? { strategy: "None" },
    }),
    status: {
      acceptedNames: copyWith(names, { singular, listKind }),
      conditions: [
        condition("NamesAccepted", "NoConflicts", "no conflicts found"),
        condition("Established", "InitialNamesAccepted", "the initial names have been accepted"),
      ],
      storedVersions: [storageVersion(definition)?.name ?? ""],
    },
  });
}

function validateDefinition({ metadata, spec }: CustomResourceDefinition): readonly FieldError[] {
  if (!isJsonObject(spec)) return [required(["spec"])];
  const { group = "", names, scope = "", versions = [], conversion } = spec;
  const errors: FieldError[] = [];
  if (group === "") errors.push(required(["spec", "group"]));
  if (names.plural === "" || names.kind === "") errors.push(required(["spec", "names"]));
  if (scope !== "Namespaced" && scope !== "Cluster") {
    errors.push(unsupported(["spec", "scope"], scope, ["Cluster", "Namespaced"]));
  }
  if (metadata.name !== `${names.plural}.${group}`) {
    const detail = `must be spec.names.plural+"."+spec.group`;
    errors.push(invalid(["metadata", "name"], metadata.name, detail));
  }
  if (versions.filter(({ storage }) => storage === true).length !== 1) {
    errors.push(invalid(VERSIONS, versions, "must have exactly one version marked as storage version"));
  }
  const strategy = conversion?.strategy ?? "None";
  if (strategy !== "None") errors.push(unsupported(["spec", "conversion", "strategy"], strategy, ["None"]));
  return [...errors, ...versions.flatMap((version, i) => validateVersion(version, [...VERSIONS, i]))];
}

function validateVersion({ schema, subresources }: CustomVersion, path: FieldPath): FieldError[] {
  return [...validateSchema(schema, path), ...validateScale(subresources?.scale, [...path, "subresources", "scale"])];
}

/** Each path must address a field in its part of the object (`ValidateCustomResourceDefinitionSubresources`). */
function validateScale(scale: Partial<ScalePaths> | undefined, path: FieldPath): FieldError[] {
  if (scale === undefined) return [];
  const { specReplicasPath = "", statusReplicasPath = "", labelSelectorPath } = scale;
  const under = (field: keyof ScalePaths, value: string, parts: readonly string[]) => {
    if (value === "") return [required([...path, field])];
    if (parts.some((part) => value.startsWith(`.${part}.`)) && /^(\.[\w-]+)+$/.test(value)) return [];
    const detail = `should be a json path under ${parts.map((part) => `.${part}`).join(" or ")}`;
    return [invalid([...path, field], value, detail)];
  };
  return [
    ...under("specReplicasPath", specReplicasPath, ["spec"]),
    ...under("statusReplicasPath", statusReplicasPath, ["status"]),
    ...(labelSelectorPath === undefined ? [] : under("labelSelectorPath", labelSelectorPath, ["spec", "status"])),
  ];
}

function validateSchema(schema: CustomVersion["schema"], path: FieldPath): FieldError[] {
  const at = [...path, "schema", "openAPIV3Schema"];
  if (schema?.openAPIV3Schema === undefined) return [required(at, "schemas are required")];
  return validateStructure(schema.openAPIV3Schema, at);
}

/** Each field must have a type, or be int-or-string, or preserve unknown fields (structural schemas). */
function validateStructure(schema: JsonObject, path: FieldPath): FieldError[] {
  const isOpen =
    schema["x-kubernetes-int-or-string"] === true || schema["x-kubernetes-preserve-unknown-fields"] === true;
  const errors =
    typeof schema.type === "string" || isOpen
      ? []
      : [required([...path, "type"], "must not be empty for specified object fields")];
  const { properties, items, additionalProperties } = schema;
  for (const [key, part] of Object.entries(isJsonObject(properties) ? properties : {})) {
    if (isJsonObject(part)) errors.push(...validateStructure(part, [...path, "properties", key]));
  }
  if (isJsonObject(items)) errors.push(...validateStructure(items, [...path, "items"]));
  if (isJsonObject(additionalProperties)) {
    errors.push(...validateStructure(additionalProperties, [...path, "additionalProperties"]));
  }
  return errors;
}

/** Warnings about parts of a definition that a cluster supports and this server does not. */
function unservedParts(definition: CustomResourceDefinition): readonly string[] {
  const hasRules = JSON.stringify(definition.spec.versions).includes('"x-kubernetes-validations"');
  return hasRules ? ["jobsim: x-kubernetes-validations (CEL rules) are not evaluated"] : [];
}
