/** `--set spec.backoffLimit=2`: reading the flag, and changing a manifest by it. */

import { formatPath, type PathStep } from "../api/field-path.ts";
import { isJsonList, isJsonObject } from "../api/json.ts";
import { schemaOf } from "../api/schema/index.ts";
import type { JsonObject } from "../simulation/plan.ts";
import type { Checked } from "./checked.ts";

/** A change of one field in every Job; the value is still YAML text, because reading YAML needs a heavy library. */
export interface SetFlag {
  /** The flag as it was given, without `--set`. */
  readonly text: string;
  readonly path: readonly (string | number)[];
  readonly valueText: string;
}

/**
 * Reads the text of one `--set` flag.
 *
 * @param text a path with dots, `[i]` or a name for list items, and `[a.b/c]` for keys that hold dots; `=`; a YAML
 * value
 * @example
 * parseSetFlag("spec.template.spec.containers[0].image=busybox");
 * parseSetFlag("metadata.labels[app.kubernetes.io/name]=sweep");
 */
export function parseSetFlag(text: string): Checked<SetFlag> {
  const path: (string | number)[] = [];
  const step = /(?:^|\.)([^.[\]=]+)|\[([^\]]+)\]/y;
  let end = 0;
  for (let found = step.exec(text); found !== null; found = step.exec(text)) {
    const [, name, bracket] = found;
    if (bracket !== undefined && path.length === 0) break;
    path.push(name ?? (/^\d{1,9}$/.test(bracket ?? "") ? Number(bracket) : (bracket ?? "")));
    end = step.lastIndex;
  }
  if (path.length === 0 || text[end] !== "=") {
    return { problem: "write a path, =, and a value, for example spec.backoffLimit=2" };
  }
  return { value: { text, path, valueText: text.slice(end + 1) } };
}

/** Parents of fields that people write without them, innermost last. */
const PLACES: readonly (readonly [type: "JobSpec" | "PodSpec" | "Container", place: string])[] = [
  ["JobSpec", "spec"],
  ["PodSpec", "spec.template.spec"],
  ["Container", "spec.template.spec.containers[0]"],
];

/**
 * Says where a field of a Job belongs that was written at the top of the manifest.
 *
 * @returns nothing for a path that may be valid
 * @example
 * misplacedHint(["backoffLimit"]); // a Job has no backoffLimit at the top; did you mean spec.backoffLimit?
 */
export function misplacedHint(path: readonly (string | number)[]): string | undefined {
  const [first] = path;
  if (typeof first !== "string" || Object.hasOwn(schemaOf("Job") ?? {}, first)) return undefined;
  const missing = `a Job has no ${first} at the top`;
  const found = PLACES.find(([type]) => Object.hasOwn(schemaOf(type) ?? {}, first));
  if (found === undefined) return `${missing}; its fields are below spec, such as spec.backoffLimit`;
  return `${missing}; did you mean ${found[1]}.${formatPath(path)}?`;
}

/** A parameter with its value, still as YAML text. */
export interface ParamFlag {
  /** The flag as it was given, without `--param`. */
  readonly text: string;
  readonly name: string;
  readonly valueText: string;
}

/**
 * Reads the text of one `--param` flag.
 *
 * @param text `name=value`, the value in YAML
 * @example
 * parseParamFlag("failRate=5");
 */
export function parseParamFlag(text: string): Checked<ParamFlag> {
  const [, name, valueText] = /^([^=\s]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || valueText === undefined) {
    return { problem: "write a name, =, and a value, for example failRate=5" };
  }
  return { value: { text, name, valueText } };
}

/**
 * Copies a manifest with one field changed; missing maps on the way are added.
 *
 * @param path the path of the field
 * @param value its new value; null removes the field
 * @returns the changed copy, or why the path is invalid
 * @example
 * setField(manifest, ["spec", "backoffLimit"], 2);
 */
export function setField(
  manifest: JsonObject,
  path: readonly (string | number)[],
  value: unknown,
): Checked<JsonObject> {
  const changed = change(manifest, path, 0, value);
  if ("problem" in changed) return changed;
  return isJsonObject(changed.value) ? { value: changed.value } : { problem: "a manifest is a map" };
}

function change(at: unknown, path: readonly (string | number)[], depth: number, value: unknown): Checked<unknown> {
  const step = path[depth];
  if (step === undefined) return { value };
  const here = formatPath(path.slice(0, depth) satisfies readonly PathStep[]);
  if (isJsonList(at)) {
    const place = typeof step === "number" ? step : at.findIndex((item) => isJsonObject(item) && item.name === step);
    if (place === -1) {
      const names = at.flatMap((item) => (isJsonObject(item) && typeof item.name === "string" ? [item.name] : []));
      const known = names.length === 0 ? "" : `, or the name of an item: ${names.slice(0, 5).join(", ")}`;
      return { problem: `${here} is a list; write ${here}[0] for its first item${known}` };
    }
    if (place > at.length) return { problem: `${here} has ${at.length} items; there is no [${place}]` };
    const changed = change(at[place], path, depth + 1, value);
    return "problem" in changed ? changed : { value: at.toSpliced(place, 1, changed.value) };
  }
  if (at === undefined || at === null) {
    const begun = typeof step === "number" ? [] : {};
    return change(begun, path, depth, value);
  }
  if (!isJsonObject(at)) return { problem: `${here} is ${JSON.stringify(at)}; it has no ${step}` };
  const changed = change(Object.hasOwn(at, step) ? at[step] : undefined, path, depth + 1, value);
  if ("problem" in changed) return changed;
  const kept = Object.entries(at).filter(([key]) => key !== String(step));
  return { value: Object.fromEntries(changed.value === null ? kept : [...kept, [step, changed.value]]) };
}
