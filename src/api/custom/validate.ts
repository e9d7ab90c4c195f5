/** Validates a value against a structural schema, with the messages of the API server. */

import { type FieldError, type FieldPath, formatPath } from "../field-path.ts";
import { equalJson, isJsonList, isJsonObject, type JsonObject } from "../json.ts";
import { invalid, required, tooLong, tooMany, unsupported } from "../validation/errors.ts";

type Check = (schema: JsonObject, value: unknown, path: FieldPath) => FieldError[];

/** Returns the violations of a value; rules in CEL are not evaluated. */
export function validateBySchema(schema: JsonObject, value: unknown, path: FieldPath): FieldError[] {
  if (value === null && schema.nullable === true) return [];
  const wrong = checkType(schema, value, path);
  if (wrong.length > 0) return wrong;
  return [checkEnum, checkNumber, checkText, checkList, checkObject, checkCombined].flatMap((check: Check) =>
    check(schema, value, path),
  );
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (isJsonList(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

function checkType({ type, ...schema }: JsonObject, value: unknown, path: FieldPath): FieldError[] {
  const given = typeOf(value);
  if (schema["x-kubernetes-int-or-string"] === true) {
    if (given === "integer" || given === "string") return [];
    return [invalid(path, given, `${formatPath(path)} in body must be of type integer,string: "${given}"`)];
  }
  if (typeof type !== "string" || type === given || (type === "number" && given === "integer")) return [];
  return [invalid(path, given, `${formatPath(path)} in body must be of type ${type}: "${given}"`)];
}

function checkEnum(schema: JsonObject, value: unknown, path: FieldPath): FieldError[] {
  const choices = schema.enum;
  if (!isJsonList(choices) || choices.some((choice) => equalJson(choice, value))) return [];
  return [unsupported(path, value, choices.map(String))];
}

function checkNumber(schema: JsonObject, value: unknown, path: FieldPath): FieldError[] {
  if (typeof value !== "number") return [];
  const { minimum, maximum, exclusiveMinimum = false, exclusiveMaximum = false, multipleOf } = schema;
  const errors: FieldError[] = [];
  const should = (words: string) => invalid(path, value, `${formatPath(path)} in body should be ${words}`);
  if (typeof minimum === "number" && (exclusiveMinimum === true ? value <= minimum : value < minimum)) {
    errors.push(should(`greater than ${exclusiveMinimum === true ? "" : "or equal to "}${minimum}`));
  }
  if (typeof maximum === "number" && (exclusiveMaximum === true ? value >= maximum : value > maximum)) {
    errors.push(should(`less than ${exclusiveMaximum === true ? "" : "or equal to "}${maximum}`));
  }
  if (typeof multipleOf === "number" && !Number.isInteger(value / multipleOf)) {
    errors.push(should(`a multiple of ${multipleOf}`));
  }
  return errors;
}

function checkText(schema: JsonObject, value: unknown, path: FieldPath): FieldError[] {
  if (typeof value !== "string") return [];
  const { minLength, maxLength, pattern } = schema;
  const errors: FieldError[] = [];
  if (typeof maxLength === "number" && [...value].length > maxLength) errors.push(tooLong(path, maxLength));
  if (typeof minLength === "number" && [...value].length < minLength) {
    errors.push(invalid(path, value, `${formatPath(path)} in body should be at least ${minLength} chars long`));
  }
  if (typeof pattern === "string" && !new RegExp(pattern, "u").test(value)) {
    errors.push(invalid(path, value, `${formatPath(path)} in body should match '${pattern}'`));
  }
  return errors;
}

function checkList({ minItems, maxItems, items }: JsonObject, value: unknown, path: FieldPath): FieldError[] {
  if (!isJsonList(value)) return [];
  const errors: FieldError[] = [];
  if (typeof maxItems === "number" && value.length > maxItems) errors.push(tooMany(path, value.length, maxItems));
  if (typeof minItems === "number" && value.length < minItems) {
    errors.push(invalid(path, value.length, `${formatPath(path)} in body should have at least ${minItems} items`));
  }
  if (!isJsonObject(items)) return errors;
  return [...errors, ...value.flatMap((item, i) => validateBySchema(items, item, [...path, i]))];
}

function checkObject(schema: JsonObject, value: unknown, path: FieldPath): FieldError[] {
  if (!isJsonObject(value)) return [];
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const needed = isJsonList(schema.required) ? schema.required.map(String) : [];
  const missing = needed.filter((key) => value[key] === undefined).map((key) => required([...path, key]));
  const wrong = Object.entries(value).flatMap(([key, part]) => {
    const of = Object.hasOwn(properties, key) ? properties[key] : schema.additionalProperties;
    return isJsonObject(of) ? validateBySchema(of, part, [...path, key]) : [];
  });
  return [...missing, ...wrong];
}

function checkCombined(schema: JsonObject, value: unknown, path: FieldPath): FieldError[] {
  const fits = (of: unknown) => isJsonObject(of) && validateBySchema(of, value, path).length === 0;
  const all = (key: string): readonly unknown[] => (isJsonList(schema[key]) ? schema[key] : []);
  const where = `${formatPath(path)} in body must`;
  const errors = all("allOf").flatMap((of) => (isJsonObject(of) ? validateBySchema(of, value, path) : []));
  const [anyOf, oneOf] = [all("anyOf"), all("oneOf")];
  if (anyOf.length > 0 && !anyOf.some(fits)) {
    errors.push(invalid(path, value, `${where} validate at least one schema (anyOf)`));
  }
  const found = oneOf.filter(fits).length;
  if (oneOf.length > 0 && found !== 1) {
    const how = found === 0 ? "Found none valid" : `Found ${found} valid alternatives`;
    errors.push(invalid(path, value, `${where} validate one and only one schema (oneOf). ${how}`));
  }
  if (isJsonObject(schema.not) && fits(schema.not)) {
    errors.push(invalid(path, value, `${where} not validate the schema (not)`));
  }
  return errors;
}
