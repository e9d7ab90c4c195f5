/** The format of scenario files for editors (JSON Schema) and for people (a reference page), from the one schema. */

import { z } from "zod";

import { isJsonList, isJsonObject } from "../api/json.ts";
import { scenarioSchema } from "./schema.ts";

export type JsonSchema = { readonly [key: string]: unknown };

/**
 * The JSON Schema (draft 2020-12) of scenario files.
 *
 * @example
 * writeFileSync("scenario.json", JSON.stringify(scenarioJsonSchema()));
 */
export function scenarioJsonSchema(): JsonSchema {
  // The input of the schema: values with defaults may be left out.
  return { ...z.toJSONSchema(scenarioSchema, { io: "input" }), $id: "https://jobsim.dev/schema/scenario.v1.json" };
}

/** The text of the schema file that is shipped for editors. */
export function scenarioJsonSchemaText(): string {
  return `${JSON.stringify(scenarioJsonSchema(), undefined, 2)}\n`;
}

/**
 * The reference page: every key of every map, with its type and what it means.
 *
 * @example
 * writeFileSync("reference.md", scenarioReference());
 */
export function scenarioReference(): string {
  const schema = scenarioJsonSchema();
  const definitions = isJsonObject(schema.$defs) ? Object.entries(schema.$defs) : [];
  const sections = definitions.flatMap(([name, definition]) =>
    isJsonObject(definition) ? ["", `## ${name}`, "", textOf(definition), ...tableOf(definition)] : [],
  );
  return [
    "# Scenario files",
    "",
    "A scenario is a YAML or JSON file: Jobs, how their pods behave, and what else happens. This page is generated",
    "from the schema that checks the files; editors complete and check them with `schema/scenario.v1.json`:",
    "",
    "```yaml",
    "# yaml-language-server: $schema=node_modules/jobsim/schema/scenario.v1.json",
    "apiVersion: jobsim.dev/v1",
    "kind: Scenario",
    "```",
    "",
    "## Scenario",
    "",
    textOf(schema),
    ...tableOf(schema),
    ...sections,
    "",
  ].join("\n");
}

function tableOf(schema: JsonSchema): string[] {
  const alternatives = [schema.oneOf, schema.anyOf].flatMap((list) =>
    isJsonList(list) ? list.filter(isJsonObject) : [],
  );
  const maps = alternatives.filter((one) => isJsonObject(one.properties));
  if (isJsonObject(schema.properties)) return keyTable(schema);
  if (maps.length === 0) return alternatives.length === 0 ? [] : ["", typeOf(schema)];
  return maps.flatMap((one) => ["", `### ${headingOf(one)}`, "", textOf(one), ...keyTable(one)]);
}

/** What distinguishes an alternative from the others: the one value of one of its keys. */
function headingOf({ properties }: JsonSchema): string {
  for (const [key, property] of isJsonObject(properties) ? Object.entries(properties) : []) {
    if (isJsonObject(property) && typeof property.const === "string") return `${key}: ${property.const}`;
  }
  return "map";
}

function keyTable({ properties, required }: JsonSchema): string[] {
  const needed = new Set<unknown>(isJsonList(required) ? required : []);
  const rows = (isJsonObject(properties) ? Object.entries(properties) : []).flatMap(([key, property]) => {
    if (!isJsonObject(property)) return [];
    const nested = isJsonObject(property.properties) ? nestedRows(key, property) : [];
    return [row(key, property, needed.has(key)), ...nested];
  });
  return ["", "| key | value | meaning |", "|---|---|---|", ...rows];
}

/** Maps without their own name are in the table of the map that contains them. */
function nestedRows(parent: string, { properties, required }: JsonSchema): string[] {
  const needed = new Set<unknown>(isJsonList(required) ? required : []);
  return (isJsonObject(properties) ? Object.entries(properties) : []).flatMap(([key, property]) => {
    if (!isJsonObject(property)) return [];
    const path = `${parent}.${key}`;
    const nested = isJsonObject(property.properties) ? nestedRows(path, property) : [];
    return [row(path, property, needed.has(key)), ...nested];
  });
}

function row(key: string, property: JsonSchema, needed: boolean): string {
  return `| \`${key}\`${needed ? " (required)" : ""} | ${cell(typeOf(property))} | ${cell(textOf(property))} |`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

function textOf({ description }: JsonSchema): string {
  return typeof description === "string" ? description : "";
}

function typeOf(schema: JsonSchema): string {
  const { $ref, type, items, additionalProperties } = schema;
  if (typeof $ref === "string") return link($ref);
  const parts = [schema.anyOf, schema.oneOf, schema.allOf].find(isJsonList);
  if (parts !== undefined) {
    return [...new Set(parts.flatMap((part) => (isJsonObject(part) ? [typeOf(part)] : [])))].join(" or ");
  }
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (isJsonList(schema.enum)) return schema.enum.map((value) => `\`${String(value)}\``).join(", ");
  if (type === "array") return `list of ${isJsonObject(items) ? typeOf(items) : "anything"}`;
  if (type === "object") {
    return isJsonObject(additionalProperties) && Object.keys(additionalProperties).length > 0
      ? `map of ${typeOf(additionalProperties)}`
      : "map";
  }
  return TYPE_NAMES[String(type)] ?? "anything";
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: "text",
  number: "number",
  integer: "whole number",
  boolean: "true or false",
};

function link(reference: string): string {
  const name = reference.slice(reference.lastIndexOf("/") + 1);
  return `[${name}](#${name.toLowerCase()})`;
}
