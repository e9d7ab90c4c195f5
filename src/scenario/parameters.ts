/** Parameters of a scenario: `${name}` stands for a value that flags and sweeps can change. */

import { type FieldPath, formatPath } from "../api/field-path.ts";
import { describeJson, isJsonList, isJsonObject } from "../api/json.ts";
import { nearest } from "../api/nearest.ts";
import { quote } from "../api/quote.ts";
import type { Problem } from "./problem.ts";
import { type Located, positionOf } from "./yaml-source.ts";

export type ParameterValue = string | number | boolean;

/** A `--param` flag with its value read. */
export interface ParameterFlag {
  /** The flag as it was given, without `--param`. */
  readonly text: string;
  readonly name: string;
  readonly value: unknown;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const REFERENCE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;
const WHOLE = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/;

/** Parameters with their values, and which of them are used. */
export class Parameters {
  readonly #values = new Map<string, ParameterValue>();
  readonly #used = new Set<string>();

  /** Names that are declared. */
  get names(): readonly string[] {
    return [...this.#values.keys()];
  }

  /**
   * Reads `parameters` of a scenario, and applies what flags say.
   *
   * @param declared the document; what is not a map of scalars is left to the schema
   * @param problems problems are added here
   */
  declare(document: Located, flags: readonly ParameterFlag[], problems: Problem[]): void {
    const declared = isJsonObject(document.value) ? document.value.parameters : undefined;
    for (const [name, value] of isJsonObject(declared) ? Object.entries(declared) : []) {
      if (!NAME.test(name)) {
        const path: FieldPath = ["parameters", name];
        const message = "is not a name: letters, digits and _, a letter first";
        problems.push({ ...positionOf(document, path, "key"), path: formatPath(path), message });
      }
      if (isParameterValue(value)) this.#values.set(name, value);
    }
    for (const { text, name, value } of flags) {
      const file = `--param ${text}`;
      if (!this.#values.has(name)) problems.push({ file, message: unknownName(name, this.names) });
      else if (isParameterValue(value)) this.#values.set(name, value);
      else problems.push({ file, message: `must be a number, text, or true or false, not ${describeJson(value)}` });
    }
  }

  /**
   * Replaces every `${name}` of a declared parameter in a value; a text that consists only of it becomes the value
   * itself. Undeclared names stay: in a manifest they may be meant for a shell.
   */
  fill(value: unknown): unknown {
    if (this.#values.size === 0) return value;
    return fill(value, (name) => {
      const found = this.#values.get(name);
      if (found !== undefined) this.#used.add(name);
      return found;
    });
  }

  /** Reports parameters that are not used anywhere. */
  reportUnused(document: Located, problems: Problem[]): void {
    for (const name of this.names) {
      if (this.#used.has(name)) continue;
      const path: FieldPath = ["parameters", name];
      const message = `is not used anywhere; write \${${name}} where its value belongs`;
      problems.push({ ...positionOf(document, path, "key"), path: formatPath(path), message });
    }
  }
}

/** Says that there is no parameter of a name, and which one was probably meant. */
export function unknownName(name: string, known: readonly string[]): string {
  if (known.length === 0) return `there is no parameter ${quote(name)}; the scenario declares none`;
  const meant = nearest(name, known);
  const advice = meant === undefined ? `there is ${known.join(", ")}` : `did you mean "${meant}"?`;
  return `there is no parameter ${quote(name)}; ${advice}`;
}

/**
 * Replaces `${name}` in all texts of a value by what `lookUp` returns; `undefined` leaves it. Parts in which nothing is
 * replaced are shared: a thousand copies of a Job have the same spec object.
 */
export function fill(value: unknown, lookUp: (name: string) => ParameterValue | undefined): unknown {
  if (typeof value === "string") {
    if (!value.includes("${")) return value;
    const [, whole] = WHOLE.exec(value) ?? [];
    if (whole !== undefined) return lookUp(whole) ?? value;
    return value.replaceAll(REFERENCE, (text, name: string) => String(lookUp(name) ?? text));
  }
  if (isJsonList(value)) {
    const items = value.map((item) => fill(item, lookUp));
    return items.every((item, i) => item === value[i]) ? value : items;
  }
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, part]): [string, unknown] => [key, fill(part, lookUp)]);
  return entries.every(([key, part]) => part === value[key]) ? value : Object.fromEntries(entries);
}

function isParameterValue(value: unknown): value is ParameterValue {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
