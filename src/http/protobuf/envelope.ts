/** The envelope of each object: four magic bytes, then `runtime.Unknown` with the kind and the bytes of the object. */

import { type BinaryReader, BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import type { JsonObject } from "../../api/json.ts";
import { decodeMessage, MalformedMessage } from "./decode.ts";
import { encodeMessage } from "./encode.ts";
import { messageOfKind } from "./message-table.ts";
import { eachField } from "./own-forms.ts";

/** The media type of protobuf. */
export const PROTOBUF = "application/vnd.kubernetes.protobuf";

/** The magic bytes: `k8s` and a zero. */
const MAGIC = Uint8Array.of(0x6b, 0x38, 0x73, 0);

const LIST = "List";

const NOTHING = new Uint8Array();

/** The kind in the envelope has no table. */
export class UnknownKind extends Error {
  override readonly name = "UnknownKind";
  readonly apiVersion: string;
  readonly kind: string;

  constructor(apiVersion: string, kind: string) {
    super(`no kind "${kind}" of "${apiVersion}" is known in protobuf`);
    this.apiVersion = apiVersion;
    this.kind = kind;
  }
}

/**
 * Decodes an object that a client sent.
 *
 * @throws MalformedMessage if the bytes are not an envelope, or the object is invalid
 * @throws UnknownKind for a kind without a table
 * @example
 * decodeObject(body).kind; // "Job"
 */
export function decodeObject(bytes: Uint8Array): JsonObject {
  if (MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw new MalformedMessage(
      "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]",
    );
  }
  let envelope: Envelope;
  try {
    envelope = readEnvelope(bytes.subarray(MAGIC.length));
  } catch (error) {
    throw new MalformedMessage(error instanceof Error ? error.message : String(error));
  }
  const { apiVersion, kind, raw } = envelope;
  const message = messageOfKind(apiVersion, kind);
  if (message === undefined) throw new UnknownKind(apiVersion, kind);
  const object = decodeMessage(message, raw);
  return { kind, apiVersion, ...(kind.endsWith(LIST) ? listed(kind, apiVersion, object) : object) };
}

interface Envelope {
  apiVersion: string;
  kind: string;
  raw: Uint8Array;
}

function readEnvelope(bytes: Uint8Array): Envelope {
  const envelope: Envelope = { apiVersion: "", kind: "", raw: NOTHING };
  eachField(bytes, (number, wireType, reader) => {
    if (wireType !== WireType.LengthDelimited || number > 2) return false;
    if (number === 2) envelope.raw = reader.bytes();
    else Object.assign(envelope, readTypeMeta(reader.bytes()));
    return true;
  });
  return envelope;
}

function readTypeMeta(bytes: Uint8Array) {
  const meta = { apiVersion: "", kind: "" };
  eachField(bytes, (number, wireType, reader: BinaryReader) => {
    if (wireType !== WireType.LengthDelimited || number > 2) return false;
    if (number === 1) meta.apiVersion = reader.string();
    else meta.kind = reader.string();
    return true;
  });
  return meta;
}

/** Lists always have items; these have a kind in JSON, but not in protobuf. */
function listed(kind: string, apiVersion: string, object: JsonObject): JsonObject {
  const items = Array.isArray(object.items) ? object.items : [];
  return { ...object, items: items.map((item) => ({ kind: kind.slice(0, -LIST.length), apiVersion, ...item })) };
}

/**
 * Encodes an object with its envelope; `undefined` for a kind without a table.
 *
 * @param object with `apiVersion` and `kind`
 */
export function encodeObject(object: JsonObject): Uint8Array | undefined {
  const { apiVersion, kind } = object;
  if (typeof apiVersion !== "string" || typeof kind !== "string") return undefined;
  const message = messageOfKind(apiVersion, kind);
  if (message === undefined) return undefined;
  const writer = new BinaryWriter();
  writer.tag(1, WireType.LengthDelimited).fork();
  writer.tag(1, WireType.LengthDelimited).string(apiVersion).tag(2, WireType.LengthDelimited).string(kind).join();
  writer.tag(2, WireType.LengthDelimited).bytes(encodeMessage(message, object));
  writer.tag(3, WireType.LengthDelimited).string("").tag(4, WireType.LengthDelimited).string("");
  return Buffer.concat([MAGIC, writer.finish()]);
}
