/** Vector files: recordings of the real controller and API server, as JSON or JSON lines, plain or compressed. */

import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** JSON of a recording, before anything is known of its kind. */
export type RecordedJson = Readonly<Record<string, unknown>>;

/** Reads all documents of a vector file. */
export function readVectorFile(path: string): RecordedJson[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  const parsed: unknown[] = /\.jsonl(\.gz)?$/.test(path)
    ? text
        .split("\n")
        .filter((line) => line.trim() !== "")
        .map((line) => JSON.parse(line))
    : [JSON.parse(text)].flat();
  return parsed.filter(isRecord);
}

export function isRecord(value: unknown): value is RecordedJson {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
