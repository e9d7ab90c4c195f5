/** Encodes the JSON of an object to protobuf, byte for byte like Go's encoder: fields by number, maps by key. */

import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { isJsonObject } from "../../api/json.ts";
import { knownMessage } from "./decode.ts";
import type { Field, Message } from "./message-table.ts";
import { OWN_FORMS } from "./own-forms.ts";

/** Encodes one message; unknown keys are skipped. */
export function encodeMessage(message: Message, object: unknown): Uint8Array {
  const writer = new BinaryWriter();
  writeFields(message, object, writer);
  return writer.finish();
}

function writeFields(message: Message, object: unknown, writer: BinaryWriter): void {
  const values = isJsonObject(object) ? object : {};
  for (const field of message.fields) {
    const value = field.isInline ? object : (values[field.name] ?? undefined);
    if (field.shape === "list") {
      if (Array.isArray(value)) for (const item of value) writeValue(field, field.number, item, writer);
    } else if (field.shape === "map") writeMap(field, value, writer);
    else if (value !== undefined || !field.isOptional) writeValue(field, field.number, value, writer);
  }
}

function writeMap(field: Field, value: unknown, writer: BinaryWriter): void {
  if (!isJsonObject(value)) return;
  for (const key of Object.keys(value).sort()) {
    writer.tag(field.number, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.LengthDelimited).string(key);
    writeValue(field, 2, value[key], writer);
    writer.join();
  }
}

function writeValue({ type }: Field, number: number, value: unknown, writer: BinaryWriter): void {
  switch (type) {
    case "string":
      writer.tag(number, WireType.LengthDelimited).string(typeof value === "string" ? value : "");
      return;
    case "bool":
      writer.tag(number, WireType.Varint).bool(value === true);
      return;
    case "int32":
      writer.tag(number, WireType.Varint).int32(typeof value === "number" ? value : 0);
      return;
    case "int64":
      writer.tag(number, WireType.Varint).int64(int64(value));
      return;
    case "bytes":
      writer.tag(number, WireType.LengthDelimited).bytes(Buffer.from(typeof value === "string" ? value : "", "base64"));
      return;
  }
  const form = OWN_FORMS[type];
  writer.tag(number, WireType.LengthDelimited).fork();
  if (form === undefined) writeFields(knownMessage(type), value, writer);
  else form.encode(value, writer);
  writer.join();
}

/** JSON numbers are exact up to 2^53; 2^63 stands for the largest integer. */
function int64(value: unknown): bigint {
  if (typeof value !== "number" || !Number.isFinite(value)) return 0n;
  return BigInt.asIntN(64, value >= 2 ** 63 ? 2n ** 63n - 1n : BigInt(Math.trunc(value)));
}
