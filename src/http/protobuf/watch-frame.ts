/** Watch events in protobuf: each is a frame with its length and a `WatchEvent` around the object's envelope. */

import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import type { JsonObject } from "../../api/json.ts";
import { encodeObject } from "./envelope.ts";

/** Size of the length before each event, in bytes; big-endian. */
const LENGTH_BYTES = 4;

/** Encodes an event for a client of `application/vnd.kubernetes.protobuf;stream=watch`. */
export function encodeWatchFrame(type: string, object: JsonObject): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.LengthDelimited).string(type);
  writer.tag(2, WireType.LengthDelimited).fork();
  writer.tag(1, WireType.LengthDelimited).bytes(encodeObject(object) ?? new Uint8Array());
  const event = writer.join().finish();
  const frame = Buffer.alloc(LENGTH_BYTES + event.length);
  frame.writeUInt32BE(event.length);
  frame.set(event, LENGTH_BYTES);
  return frame;
}
