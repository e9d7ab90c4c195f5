import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";

import { loadScenario } from "../../src/scenario/load.ts";
import { scenarioSchema } from "../../src/scenario/schema.ts";

interface JsonSchema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: unknown;
  readonly [key: string]: unknown;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null;
}

/** Paths of keys that have no description, or of maps that allow any key without saying so. */
function undescribed(schema: JsonSchema, path: string): string[] {
  const found: string[] = [];
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    const described = property.description ?? (property.allOf === undefined ? undefined : "by reference");
    if (described === undefined) found.push(`${path}.${key}`);
  }
  for (const [key, part] of Object.entries(schema))
    if (isSchema(part)) found.push(...undescribed(part, `${path}.${key}`));
  return found;
}

describe("the schema", () => {
  test("becomes a JSON Schema in which every key is described", () => {
    const schema: unknown = JSON.parse(JSON.stringify(z.toJSONSchema(scenarioSchema)));
    if (!isSchema(schema)) throw new Error("no schema");
    expect(Object.keys(schema.properties ?? {})).toContain("pods");
    expect(undescribed(schema, "")).toEqual([]);
  });
});

const folder = new URL("../../sim-scenarios/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));

describe("the scenarios that people start from", () => {
  test("are at least twelve", () => {
    expect(files.length).toBeGreaterThanOrEqual(12);
  });

  test.each(files)("%s loads without a warning, asks its question, and is named like its file", (file) => {
    const text = readFileSync(new URL(file, folder), "utf8");
    const loaded = loadScenario({ text, file, readFile: (path) => readFileSync(new URL(path, folder), "utf8") });
    expect(loaded.warnings).toEqual([]);
    expect(`${loaded.name}.yaml`).toBe(file);
    expect(loaded.description).toMatch(/\.$/);
    expect(text).toMatch(/^# [^\n]*\?/);
    expect(text).toContain("# Look at: ");
    expect(text.split("\n").length).toBeLessThan(80);
  });
});
