/**
 * Decodes a JSON value to an API object, as the API server's decoder does.
 *
 * Unknown fields and nulls are dropped; absent and zero become the same if Go does not distinguish them; quantities and
 * times get their canonical form. Every problem is reported with its path. Values of a wrong type are left out, so the
 * result always has the shape of the type.
 */

import {
  type ExpectedScalar,
  isScalarType,
  mustBe,
  readScalar,
  type ScalarProblem,
  type ScalarProblemKind,
  zeroOf,
} from "./decode-scalar.ts";
import { type FieldPath, formatPath, type PathStep } from "./field-path.ts";
import { isJsonList, isJsonObject, type JsonObject, ownValue } from "./json.ts";
import { JsonMemory } from "./json-memory.ts";
import { nearest } from "./nearest.ts";
import { oncePerObject } from "./once-per-object.ts";
import { type FieldSchema, fieldOrderOf, type TypeName } from "./schema/index.ts";

/** A problem found while decoding. */
export interface DecodeProblem {
  readonly path: FieldPath;
  /** `wrongKind`: the document is another kind of object. Only `unknownField` can be tolerated. */
  readonly kind: "unknownField" | "wrongKind" | ScalarProblemKind;
  /** A sentence that names the field. */
  readonly message: string;
  /** What a value of the wrong type must be. */
  readonly expected?: ExpectedScalar;
  /** The known field with the most similar name, for an unknown one. */
  readonly suggestion?: string;
}

/** The result of decoding: the object and its problems. */
export interface Decoded {
  readonly object: JsonObject;
  readonly problems: readonly DecodeProblem[];
}

/** Whether a field of a type is known. */
export type KnowsField = (type: string, field: string) => boolean;

const KNOWS_ALL: KnowsField = () => true;

const NO_PARTS: ReadonlySet<unknown> = new Set();

/** A position in the value. It is only turned into a path for a problem, which is rare. */
interface Position {
  readonly parent: Position | undefined;
  readonly step: PathStep;
}

/** The document itself has no position. */
function pathTo(position: Position | undefined): FieldPath {
  const path: PathStep[] = [];
  for (let at = position; at !== undefined; at = at.parent) path.push(at.step);
  return path.reverse();
}

/** The state of decoding one value. */
interface Reading {
  readonly problems: DecodeProblem[];
  readonly knows: KnowsField;
  readonly settled: ReadonlySet<unknown>;
}

/** Options of {@link decode}. */
export interface DecodeOptions {
  /** Which fields are known; all by default. */
  readonly knows?: KnowsField | undefined;
  /** Objects within the value that are used as they are, since they were decoded before with the same `knows`. */
  readonly settled?: ReadonlySet<unknown>;
}

/** Decodes a JSON value as an object of a type. */
export function decode(type: TypeName, value: unknown, options: DecodeOptions = {}): Decoded {
  const { knows = KNOWS_ALL, settled = NO_PARTS } = options;
  const problems: DecodeProblem[] = [];
  const object = decodeValue(type, value, undefined, { problems, knows, settled });
  return { object: isJsonObject(object) ? object : emptyObject(type), problems };
}

/** An object of a type without any given fields: `{}` and the fields that the type always has. */
function emptyObject(type: string): JsonObject {
  return decodeFields(type, {}, undefined, { problems: [], knows: KNOWS_ALL, settled: NO_PARTS });
}

function decodeValue(type: string, value: unknown, position: Position | undefined, reading: Reading): unknown {
  if (isScalarType(type)) {
    const result = readScalar(type, value);
    if ("value" in result) return result.value;
    return report(reading, position, result);
  }
  if (isJsonObject(value)) {
    if (reading.settled.has(value)) return value;
    const parts = partsRead(reading.knows).get(type);
    return parts === undefined
      ? decodeFields(type, value, position, reading)
      : decodePart(parts, type, value, position, reading);
  }
  return report(reading, position, mustBe("an object", value));
}

/** Decoded parts of one type. */
type PartsRead = JsonMemory<JsonObject>;

/**
 * Caches large parts that were decoded without problems: many Jobs are made from one template, and a patch shares what
 * it does not change with the stored Job.
 */
const partsRead = oncePerObject((_knows: KnowsField): ReadonlyMap<string, PartsRead> => {
  return new Map(["JobSpec", "PodTemplateSpec", "PodSpec"].map((type) => [type, new JsonMemory()]));
});

function decodePart(
  parts: PartsRead,
  type: string,
  value: JsonObject,
  position: Position | undefined,
  reading: Reading,
): JsonObject {
  const known = parts.get(value);
  if (known !== undefined) return known;
  const found = reading.problems.length;
  const decoded = decodeFields(type, value, position, reading);
  if (reading.problems.length === found) parts.set(value, decoded);
  return decoded;
}

/** Visits only fields that are given or always present, in the order of the type, since most types have far more. */
function decodeFields(type: string, object: JsonObject, position: Position | undefined, reading: Reading): JsonObject {
  const { fields, places, required } = fieldOrderOf(type);
  const visited = [...required];
  const unknown: string[] = [];
  for (const name of Object.keys(object)) {
    const place = places.get(name);
    if (place === undefined || !reading.knows(type, name)) unknown.push(name);
    else insert(visited, place);
  }
  const decoded: Record<string, unknown> = {};
  for (const place of visited) {
    const entry = fields[place];
    if (entry === undefined) continue;
    const [name, field] = entry;
    const given = ownValue(object, name) ?? undefined;
    const value =
      given === undefined ? undefined : decodeField(field, given, { parent: position, step: name }, reading);
    const kept = value !== undefined && !(field.presence === "optional" && isEmpty(field, value)) ? value : undefined;
    const present = kept ?? (field.presence === "required" ? zeroOfField(field) : undefined);
    if (present !== undefined) decoded[name] = present;
  }
  for (const name of unknown) reading.problems.push(unknownField(type, name, position, reading));
  return decoded;
}

/** Adds a place to a short ascending list, unless it has it: sorting the list would cost more than decoding a field. */
function insert(places: number[], place: number): void {
  let at = places.length;
  while (at > 0 && (places[at - 1] ?? 0) > place) at--;
  if (at > 0 && places[at - 1] === place) return;
  for (let i = places.length; i > at; i--) places[i] = places[i - 1] ?? 0;
  places[at] = place;
}

function decodeField(field: FieldSchema, value: unknown, position: Position | undefined, reading: Reading): unknown {
  switch (field.shape) {
    case "one":
      return decodeValue(field.type, value, position, reading);
    case "list":
      if (!isJsonList(value)) return report(reading, position, mustBe("a list", value));
      return value.map((item, index) => decodeItem(field.type, item, { parent: position, step: index }, reading));
    case "map":
      if (!isJsonObject(value)) return report(reading, position, mustBe("a map", value));
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [
          key,
          decodeItem(field.type, item, { parent: position, step: { key } }, reading),
        ]),
      );
  }
}

/** Items keep their index, so a null becomes the zero value of the type, as in Go. */
function decodeItem(type: string, item: unknown, position: Position | undefined, reading: Reading): unknown {
  const decoded = item === null || item === undefined ? undefined : decodeValue(type, item, position, reading);
  return decoded ?? zeroOfType(type);
}

function zeroOfField(field: FieldSchema): unknown {
  if (field.shape === "list") return [];
  return field.shape === "map" ? {} : zeroOfType(field.type);
}

function zeroOfType(type: string): unknown {
  return isScalarType(type) ? zeroOf(type) : emptyObject(type);
}

/** Whether Go would omit the value: a zero scalar, or an empty list or map. A given object stays. */
function isEmpty(field: FieldSchema, value: unknown): boolean {
  if (isJsonList(value)) return value.length === 0;
  if (isJsonObject(value)) return field.shape === "map" && Object.keys(value).length === 0;
  return isScalarType(field.type) && field.type !== "quantity" && value === zeroOf(field.type);
}

function unknownField(type: string, name: string, parent: Position | undefined, { knows }: Reading): DecodeProblem {
  const path = pathTo({ parent, step: name });
  const message = `${formatPath(path)} is not a field of ${type}`;
  const names = [...fieldOrderOf(type).places.keys()];
  if (names.includes(name)) return { path, kind: "unknownField", message: `${message} in this release` };
  const known = names.filter((field) => knows(type, field));
  const suggestion = nearest(name, known);
  if (suggestion === undefined) return { path, kind: "unknownField", message };
  return { path, kind: "unknownField", message: `${message}; did you mean "${suggestion}"?`, suggestion };
}

function report(
  { problems }: Reading,
  position: Position | undefined,
  { kind, rule, expected }: ScalarProblem,
): undefined {
  const path = pathTo(position);
  const message = `${path.length === 0 ? "the document" : formatPath(path)} ${rule}`;
  problems.push({ path, kind, message, ...(expected === undefined ? {} : { expected }) });
}
