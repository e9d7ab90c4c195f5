/**
 * The OpenAPI 2 document as protobuf, the only form that kubectl requests.
 *
 * Field numbers are from `openapi.v2` (gnostic's OpenAPIv2.proto). Parts of that schema that our documents never use
 * (examples, limits, security) are left out.
 */

import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { stringify } from "yaml";
import { isJsonObject, type JsonObject } from "../../api/json.ts";

/** The media type of the document. */
export const OPENAPI_V2_PROTOBUF = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
/** The name that older clients request; it is not a valid type for an answer. */
const OLDER_NAME = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

/** Whether a client accepts the document as protobuf. */
export function acceptsOpenApiProtobuf(accept: string): boolean {
  return accept.includes(OPENAPI_V2_PROTOBUF) || accept.includes(OLDER_NAME);
}

const DOCUMENT = { swagger: 1, info: 2, paths: 8, definitions: 9 };
const INFO = { title: 1, version: 2 };
const SCHEMA = {
  $ref: 1,
  format: 2,
  title: 3,
  description: 4,
  pattern: 13,
  required: 19,
  enum: 20,
  additionalProperties: 21,
  type: 22,
  items: 23,
  allOf: 24,
  properties: 25,
  extension: 31,
};

/** Encodes an OpenAPI 2 document. */
export function encodeOpenApi2({ swagger, info, definitions }: JsonObject): Uint8Array {
  const writer = new BinaryWriter();
  text(writer, DOCUMENT.swagger, swagger);
  nested(writer, DOCUMENT.info, () => {
    const { title, version } = isJsonObject(info) ? info : {};
    text(writer, INFO.title, title);
    text(writer, INFO.version, version);
  });
  nested(writer, DOCUMENT.paths, () => {});
  nested(writer, DOCUMENT.definitions, () => writeNamed(writer, definitions));
  return writer.finish();
}

/** Each entry of an object as a `NamedSchema`. */
function writeNamed(writer: BinaryWriter, schemas: unknown): void {
  for (const [name, schema] of Object.entries(isJsonObject(schemas) ? schemas : {})) {
    nested(writer, 1, () => {
      text(writer, 1, name);
      nested(writer, 2, () => writeSchema(writer, schema));
    });
  }
}

function writeSchema(writer: BinaryWriter, value: unknown): void {
  const schema = isJsonObject(value) ? value : {};
  for (const key of ["$ref", "format", "title", "description", "pattern"] as const) {
    text(writer, SCHEMA[key], schema[key]);
  }
  for (const name of arrayOf(schema.required)) text(writer, SCHEMA.required, name);
  for (const choice of arrayOf(schema.enum)) nested(writer, SCHEMA.enum, () => text(writer, 2, stringify(choice)));
  writeAdditional(writer, schema.additionalProperties);
  if (schema.type !== undefined) nested(writer, SCHEMA.type, () => text(writer, 1, schema.type));
  if (schema.items !== undefined) {
    nested(writer, SCHEMA.items, () => nested(writer, 1, () => writeSchema(writer, schema.items)));
  }
  for (const part of arrayOf(schema.allOf)) nested(writer, SCHEMA.allOf, () => writeSchema(writer, part));
  if (schema.properties !== undefined) {
    nested(writer, SCHEMA.properties, () => writeNamed(writer, schema.properties));
  }
  for (const [name, extension] of Object.entries(schema).filter(([key]) => key.startsWith("x-"))) {
    nested(writer, SCHEMA.extension, () => {
      text(writer, 1, name);
      nested(writer, 2, () => text(writer, 2, stringify(extension)));
    });
  }
}

/** `AdditionalPropertiesItem`: a schema, or whether any value is allowed. */
function writeAdditional(writer: BinaryWriter, additional: unknown): void {
  if (additional === undefined) return;
  nested(writer, SCHEMA.additionalProperties, () => {
    if (typeof additional === "boolean") writer.tag(2, WireType.Varint).bool(additional);
    else nested(writer, 1, () => writeSchema(writer, additional));
  });
}

function text(writer: BinaryWriter, number: number, value: unknown): void {
  if (typeof value === "string") writer.tag(number, WireType.LengthDelimited).string(value);
}

function nested(writer: BinaryWriter, number: number, write: () => void): void {
  writer.tag(number, WireType.LengthDelimited).fork();
  write();
  writer.join();
}

function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
