/** Plays recorded messages: what a Go client sent must decode to its JSON, and the JSON encode to bytes that mean it. */

import { isDeepStrictEqual } from "node:util";
import { decodeObject, encodeObject } from "../../src/http/protobuf/envelope.ts";
import type { VectorResult } from "./run-vector.ts";
import { isRecord, type RecordedJson } from "./vectors.ts";

interface ProtobufVector {
  readonly kind: string;
  /** Base64 of the message with its envelope. */
  readonly protobuf: string;
  readonly json: RecordedJson;
}

export function isProtobufVector(vector: RecordedJson): vector is RecordedJson & ProtobufVector {
  return typeof vector.kind === "string" && typeof vector.protobuf === "string" && isRecord(vector.json);
}

export function runProtobufVector({ kind, protobuf, json }: ProtobufVector): VectorResult {
  const name = `${kind} ${JSON.stringify(json).slice(0, 60)}`;
  const expected = withoutNull(json);
  const decoded = withoutNull(decodeObject(Buffer.from(protobuf, "base64")));
  if (!isDeepStrictEqual(decoded, expected)) return { name, difference: `decodes to ${JSON.stringify(decoded)}` };
  const bytes = encodeObject(json);
  if (bytes === undefined) return { name, difference: "cannot be encoded" };
  const again = withoutNull(decodeObject(bytes));
  const isSame = isDeepStrictEqual(again, expected);
  return { name, difference: isSame ? undefined : `encodes to what decodes to ${JSON.stringify(again)}` };
}

/** Go prints times that were never set as null, which may be left out. */
function withoutNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNull);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([, part]) => part !== null);
  return Object.fromEntries(kept.map(([key, part]) => [key, withoutNull(part)]));
}
