/** Text forms of field sets: the tree of `fieldsV1`, and paths in messages. */

import { isJsonObject, type JsonObject } from "../../api/json.ts";
import { oncePerObject } from "../../api/once-per-object.ts";
import type { FieldSet, FieldSteps } from "./field-set.ts";

interface Tree {
  [step: string]: Tree;
}

/** Converts a set to `fieldsV1`: a tree of steps, in which `.` is a field that also contains others. */
export const toFieldsV1 = oncePerObject((set: FieldSet): JsonObject => {
  const root: Tree = {};
  const paths = [...set.values()];
  const inner = new Set(paths.flatMap((path) => path.slice(0, -1).map((_step, i) => path.slice(0, i + 1).join("\n"))));
  for (const [key, path] of set) {
    let node = root;
    for (const step of path) {
      node[step] ??= {};
      node = node[step];
    }
    if (inner.has(key)) node["."] = {};
  }
  return root;
});

/** Converts `fieldsV1` to a set. */
export function fromFieldsV1(tree: JsonObject): FieldSet {
  const fields = new Map<string, FieldSteps>();
  readTree(tree, [], fields);
  return fields;
}

function readTree(tree: JsonObject, path: FieldSteps, fields: Map<string, FieldSteps>): void {
  for (const [step, below] of Object.entries(tree)) {
    const isHere = step === ".";
    const whole = isHere ? path : [...path, step];
    if (!isHere && isJsonObject(below) && Object.keys(below).length > 0) readTree(below, whole, fields);
    else fields.set(whole.join("\n"), whole);
  }
}

/** Formats a field for messages: `.spec.template.spec.containers[name="main"].image`. */
export function formatSteps(path: FieldSteps): string {
  return path.map(formatStep).join("");
}

function formatStep(step: string): string {
  const text = step.slice(2);
  if (step.startsWith("f:")) return `.${text}`;
  if (step.startsWith("v:")) return `[=${text}]`;
  const keys: unknown = JSON.parse(text);
  const entries = isJsonObject(keys) ? Object.entries(keys) : [];
  return `[${entries.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(",")}]`;
}
