/** Decodes protobuf to the JSON that Go prints for the same object. */

import { type BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import type { JsonObject } from "../../api/json.ts";
import { type Field, type Message, messageOf } from "./message-table.ts";
import { eachField, OWN_FORMS } from "./own-forms.ts";

/** The bytes are not a valid message of their kind. */
export class MalformedMessage extends Error {
  override readonly name = "MalformedMessage";
}

/**
 * Decodes one message. Unknown fields are skipped, as proto2 requires.
 *
 * @throws MalformedMessage if the bytes end early or fields have wrong types
 */
export function decodeMessage(message: Message, bytes: Uint8Array): JsonObject {
  try {
    return decodeFields(message, bytes);
  } catch (error) {
    if (error instanceof MalformedMessage) throw error;
    throw new MalformedMessage(error instanceof Error ? error.message : String(error));
  }
}

function decodeFields(message: Message, bytes: Uint8Array): JsonObject {
  const found = new Map<Field, unknown>();
  eachField(bytes, (number, wireType, reader) => {
    const field = message.byNumber.get(number);
    if (field === undefined) return false;
    readField(message, field, wireType, reader, found);
    return true;
  });
  const object: Record<string, unknown> = {};
  for (const field of message.fields) {
    const value = printed(field, found.get(field));
    if (value === undefined) continue;
    if (field.isInline) Object.assign(object, value);
    else object[field.name] = value;
  }
  return object;
}

function readField(
  message: Message,
  field: Field,
  wireType: WireType,
  reader: BinaryReader,
  found: Map<Field, unknown>,
): void {
  const isNumber = field.type === "bool" || field.type === "int32" || field.type === "int64";
  const expected = isNumber && field.shape !== "map" ? WireType.Varint : WireType.LengthDelimited;
  if (field.shape === "list" && isNumber && wireType === WireType.LengthDelimited) {
    readPacked(field, reader, found);
    return;
  }
  if (wireType !== expected) {
    throw new MalformedMessage(`${message.name}.${field.name} has wire type ${wireType}, and not ${expected}`);
  }
  if (field.shape === "map") {
    const [key, value] = readEntry(field, reader.bytes());
    const entries = found.get(field) ?? Object.create(null);
    entries[key] = value;
    found.set(field, entries);
    return;
  }
  const value = readValue(field.type, reader);
  const before = found.get(field);
  if (field.shape === "single") found.set(field, value);
  else if (Array.isArray(before)) before.push(value);
  else found.set(field, [value]);
}

/** A packed list of numbers, which encoders other than Go's send. */
function readPacked(field: Field, reader: BinaryReader, found: Map<Field, unknown>): void {
  const before = found.get(field);
  const values = Array.isArray(before) ? before : [];
  const end = reader.uint32() + reader.pos;
  while (reader.pos < end) values.push(readValue(field.type, reader));
  found.set(field, values);
}

function readEntry(field: Field, bytes: Uint8Array): [string, unknown] {
  let key = "";
  let value: unknown;
  eachField(bytes, (number, wireType, reader) => {
    if (number === 1 && wireType === WireType.LengthDelimited) key = reader.string();
    else if (number === 2) value = readValue(field.type, reader);
    else return false;
    return true;
  });
  return [key, value ?? emptyOf(field.type)];
}

function readValue(type: string, reader: BinaryReader): unknown {
  switch (type) {
    case "string":
      return reader.string();
    case "bool":
      return reader.bool();
    case "int32":
      return reader.int32();
    case "int64":
      return Number(reader.int64());
    case "bytes":
      return Buffer.from(reader.bytes()).toString("base64");
  }
  const bytes = reader.bytes();
  const form = OWN_FORMS[type];
  return form === undefined ? decodeFields(knownMessage(type), bytes) : form.decode(bytes);
}

/** The message of a type that a table names. */
export function knownMessage(type: string): Message {
  const message = messageOf(type);
  if (message === undefined) throw new Error(`no table holds the message ${type}`);
  return message;
}

/** The JSON value of a field: Go omits empty values, unless the tag of the field says otherwise. */
function printed(field: Field, value: unknown): unknown {
  if (field.shape !== "single" || field.isOptional) return value;
  const isMessage = field.type.includes(".") && OWN_FORMS[field.type] === undefined;
  if (isMessage) return value ?? decodeFields(knownMessage(field.type), new Uint8Array());
  const empty = emptyOf(field.type);
  if (value === undefined || value === empty) return field.isPrintedEmpty ? empty : undefined;
  return value;
}

function emptyOf(type: string): unknown {
  switch (type) {
    case "string":
    case "bytes":
      return "";
    case "bool":
      return false;
    case "int32":
    case "int64":
      return 0;
  }
  return OWN_FORMS[type]?.decode(new Uint8Array());
}
