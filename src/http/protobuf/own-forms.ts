/** Messages whose JSON is not an object: times, quantities, and values that are a number or a string. */

import { BinaryReader, type BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/** Converts a message between bytes and JSON; `undefined` for a value that JSON omits. */
export interface OwnForm {
  decode(bytes: Uint8Array): unknown;
  encode(value: unknown, writer: BinaryWriter): void;
}

const MS = 1000;
const MICROS = 1_000_000;
const NANOS_PER_MICRO = 1000;
/** The second of Go's zero time, 0001-01-01T00:00:00Z, since 1970. */
const ZERO_SECONDS = -62_135_596_800;

/** Calls `read` for each field of a message; fields that it does not read are skipped. */
export function eachField(
  bytes: Uint8Array,
  read: (number: number, wireType: WireType, reader: BinaryReader) => boolean,
): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    if (!read(number, wireType, reader)) reader.skip(wireType, number);
  }
}

function decodeInstant(bytes: Uint8Array): { readonly seconds: number; readonly nanos: number } | undefined {
  let seconds: number | undefined;
  let nanos = 0;
  eachField(bytes, (number, wireType, reader) => {
    if (wireType !== WireType.Varint || number > 2) return false;
    if (number === 1) seconds = Number(reader.int64());
    else nanos = reader.int32();
    return true;
  });
  return seconds === undefined || seconds === ZERO_SECONDS ? undefined : { seconds, nanos };
}

function encodeInstant(value: unknown, writer: BinaryWriter): void {
  const ms = typeof value === "string" ? Date.parse(value) : Number.NaN;
  if (typeof value !== "string" || Number.isNaN(ms)) return;
  const fraction = /\.(\d+)/.exec(value)?.[1] ?? "";
  writer.tag(1, WireType.Varint).int64(Math.floor(ms / MS));
  writer.tag(2, WireType.Varint).int32(Number(fraction.slice(0, 9).padEnd(9, "0")));
}

/** A time in seconds, as the API prints it. */
const time: OwnForm = {
  decode(bytes) {
    const instant = decodeInstant(bytes);
    return instant === undefined ? undefined : isoSecond(instant.seconds);
  },
  encode: (value, writer) => encodeInstant(typeof value === "string" ? value.replace(/\.\d+/, "") : value, writer),
};

const microTime: OwnForm = {
  decode(bytes) {
    const instant = decodeInstant(bytes);
    if (instant === undefined) return undefined;
    const micros = String(Math.floor(instant.nanos / NANOS_PER_MICRO)).padStart(String(MICROS - 1).length, "0");
    return isoSecond(instant.seconds).replace("Z", `.${micros}Z`);
  },
  encode: encodeInstant,
};

function isoSecond(seconds: number): string {
  const date = new Date(seconds * MS);
  if (Number.isNaN(date.getTime())) throw new RangeError(`a time of ${seconds} seconds since 1970 is out of range`);
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}

const quantity: OwnForm = {
  decode(bytes) {
    let text = "0";
    eachField(bytes, (number, wireType, reader) => {
      if (number !== 1 || wireType !== WireType.LengthDelimited) return false;
      text = reader.string();
      return true;
    });
    return text;
  },
  encode(value, writer) {
    writer.tag(1, WireType.LengthDelimited).string(String(value ?? "0"));
  },
};

const intOrString: OwnForm = {
  decode(bytes) {
    let isText = false;
    let number = 0;
    let text = "";
    eachField(bytes, (field, wireType, reader) => {
      if (field === 3 && wireType === WireType.LengthDelimited) text = reader.string();
      else if (field === 1 && wireType === WireType.Varint) isText = Number(reader.int64()) === 1;
      else if (field === 2 && wireType === WireType.Varint) number = reader.int32();
      else return false;
      return true;
    });
    return isText ? text : number;
  },
  encode(value, writer) {
    const isText = typeof value === "string";
    writer.tag(1, WireType.Varint).int64(isText ? 1 : 0);
    writer.tag(2, WireType.Varint).int32(typeof value === "number" ? value : 0);
    writer.tag(3, WireType.LengthDelimited).string(isText ? value : "");
  },
};

/** JSON inside protobuf: field sets of managed fields, and objects of a kind that the schema does not fix. */
const embeddedJson: OwnForm = {
  decode(bytes) {
    let value: unknown;
    eachField(bytes, (number, wireType, reader) => {
      if (number !== 1 || wireType !== WireType.LengthDelimited) return false;
      const raw = reader.bytes();
      value = raw.length === 0 ? undefined : JSON.parse(Buffer.from(raw).toString("utf8"));
      return true;
    });
    return value;
  },
  encode(value, writer) {
    if (value !== undefined) writer.tag(1, WireType.LengthDelimited).bytes(Buffer.from(JSON.stringify(value)));
  },
};

/** A list in its own message. */
const texts: OwnForm = {
  decode(bytes) {
    const items: string[] = [];
    eachField(bytes, (number, wireType, reader) => {
      if (number !== 1 || wireType !== WireType.LengthDelimited) return false;
      items.push(reader.string());
      return true;
    });
    return items;
  },
  encode(value, writer) {
    for (const item of Array.isArray(value) ? value : []) writer.tag(1, WireType.LengthDelimited).string(String(item));
  },
};

/** The messages with such a form, by name. */
export const OWN_FORMS: Readonly<Record<string, OwnForm>> = {
  "meta.Time": time,
  "meta.MicroTime": microTime,
  "meta.FieldsV1": embeddedJson,
  "meta.Verbs": texts,
  "authorization.ExtraValue": texts,
  "authentication.ExtraValue": texts,
  "certificates.ExtraValue": texts,
  "resource.Quantity": quantity,
  "intstr.IntOrString": intOrString,
  "runtime.RawExtension": embeddedJson,
};
