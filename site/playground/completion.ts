/** What can be written at a place of the editor: fields of manifests from the API's tables, of scenarios from their schema. */

import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import scenarioSchema from "../../schema/scenario.v1.json" with { type: "json" };
import { schemaOf } from "../../src/api/schema/index.ts";

/** A key with its place in the tree of keys, by indentation. */
interface Line {
  readonly indent: number;
  readonly key: string;
}

/** Keys that lead to a place, outermost first; items of lists add no key. */
export function pathAt(lines: readonly string[], at: number, indent: number): string[] {
  const path: string[] = [];
  let within = indent;
  for (let i = at - 1; i >= 0 && within > 0; i--) {
    const line = keyOf(lines[i] ?? "");
    if (/^---/.test(lines[i] ?? "")) break;
    if (line === undefined || line.indent >= within) continue;
    path.unshift(line.key);
    within = line.indent;
  }
  return path;
}

function keyOf(text: string): Line | undefined {
  const found = /^(\s*)((?:- +)*)([A-Za-z][\w.-]*):/.exec(text);
  if (found === null) return undefined;
  const [, space = "", dashes = "", key = ""] = found;
  return { indent: space.length + dashes.length, key };
}

/** Completes keys, for CodeMirror. */
export function completeKeys({ state, pos, explicit }: CompletionContext): CompletionResult | null {
  const line = state.doc.lineAt(pos);
  const before = line.text.slice(0, pos - line.from);
  const found = /^(\s*(?:- +)*)([A-Za-z]*)$/.exec(before);
  if (found === null) return null;
  const [, lead = "", word = ""] = found;
  if (word === "" && !explicit) return null;
  const lines = state.doc.toString().split("\n");
  const options = optionsAt(rootOf(lines, line.number - 1), pathAt(lines, line.number - 1, lead.length));
  return options.length === 0 ? null : { from: pos - word.length, options, validFor: /^\w*$/ };
}

type Root = "Job" | "CronJob" | "Scenario";

/** The kind of the document around a line. */
function rootOf(lines: readonly string[], at: number): Root {
  let from = at;
  while (from > 0 && !/^---/.test(lines[from] ?? "")) from--;
  const rest = lines.slice(from === at ? from : from + 1);
  const end = rest.findIndex((line) => /^---/.test(line));
  const kinds = (end < 0 ? rest : rest.slice(0, end)).map((line) => /^kind: *"?(\w+)/.exec(line)?.[1]);
  if (kinds.includes("Scenario")) return "Scenario";
  return kinds.includes("CronJob") ? "CronJob" : "Job";
}

function optionsAt(root: Root, path: readonly string[]): Completion[] {
  if (root !== "Scenario") return manifestOptions(root, path);
  const inJob = path.lastIndexOf("manifest");
  if (inJob >= 0) return manifestOptions("Job", path.slice(inJob + 1));
  return scenarioOptions(path);
}

function manifestOptions(root: "Job" | "CronJob", path: readonly string[]): Completion[] {
  let type: string = root;
  for (const key of path) {
    const field = schemaOf(type)?.[key];
    if (field === undefined || field.shape === "map") return [];
    type = field.type;
  }
  return Object.entries(schemaOf(type) ?? {}).map(([label, { doc, type: detail, shape }]) => ({
    label,
    type: "property",
    detail: shape === "one" ? detail : `${shape} of ${detail}`,
    apply: `${label}: `,
    ...(doc === undefined ? {} : { info: doc }),
  }));
}

/** The part of JSON Schema that the schema of scenarios uses. */
interface Schema {
  readonly type?: unknown;
  readonly $ref?: string | undefined;
  readonly description?: string | undefined;
  readonly properties?: Readonly<Record<string, Schema | undefined>> | undefined;
  readonly items?: Schema | undefined;
  readonly additionalProperties?: Schema | boolean | undefined;
  readonly anyOf?: readonly Schema[] | undefined;
  readonly oneOf?: readonly Schema[] | undefined;
  readonly allOf?: readonly Schema[] | undefined;
}

const SCENARIO: Schema & { readonly $defs?: Readonly<Record<string, Schema>> } = scenarioSchema;

/** A schema with all that it may be instead: references, alternatives, items of lists. */
function alternatives(schema: Schema, depth = 0): Schema[] {
  if (depth > 8) return [];
  const { $ref, anyOf = [], oneOf = [], allOf = [], items } = schema;
  const referred = $ref === undefined ? undefined : SCENARIO.$defs?.[$ref.split("/").at(-1) ?? ""];
  const others = [referred, ...anyOf, ...oneOf, ...allOf, items].filter((one) => one !== undefined);
  return [schema, ...others.flatMap((one) => alternatives(one, depth + 1))];
}

function scenarioOptions(path: readonly string[]): Completion[] {
  let here = alternatives(SCENARIO);
  for (const key of path) {
    here = here.flatMap(({ properties, additionalProperties }) => {
      const next = properties?.[key] ?? (typeof additionalProperties === "object" ? additionalProperties : undefined);
      return next === undefined ? [] : alternatives(next);
    });
  }
  const found = new Map<string, Completion>();
  for (const [label, schema] of here.flatMap(({ properties = {} }) => Object.entries(properties))) {
    const info = alternatives(schema ?? {}).find(({ description }) => description !== undefined)?.description;
    found.set(label, { label, type: "property", apply: `${label}: `, ...(info === undefined ? {} : { info }) });
  }
  return [...found.values()];
}
