/** Shows answers of a server as the flows record them: what differs from run to run is named or left out. */

import { isRecord, type RecordedJson } from "./vectors.ts";

const UID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const UNRECORDED = ["resourceVersion", "creationTimestamp", "deletionTimestamp", "managedFields", "uid"];
const AGE_COLUMN = 4;
const RANDOM_SUFFIX_LENGTH = 5;

/** Cleans the answers of one flow, which share their numbering of UIDs. */
export class Cleaner {
  readonly #namespace: string;
  readonly #uids = new Map<string, string>();
  readonly #generated = new Map<string, string>();

  /** @param namespace which the flow writes `{ns}` */
  constructor(namespace: string) {
    this.#namespace = namespace;
  }

  /** Takes note of the objects in an answer, then shows it as it would have been recorded. */
  clean(body: unknown): unknown {
    for (const object of [body, ...listOf(isRecord(body) ? body.items : undefined)]) this.#register(object);
    return this.#show(body);
  }

  #register(object: unknown): void {
    if (!isRecord(object) || !isRecord(object.metadata) || object.kind === "Table") return;
    const { uid, name, generateName } = object.metadata;
    if (typeof uid === "string" && !this.#uids.has(uid)) this.#uids.set(uid, `<uid-${this.#uids.size}>`);
    if (typeof name === "string" && typeof generateName === "string" && name.startsWith(generateName)) {
      this.#generated.set(name, `${name.slice(0, -RANDOM_SUFFIX_LENGTH)}<random>`);
    }
  }

  #show(value: unknown): unknown {
    if (typeof value === "string") return this.#showText(value);
    if (Array.isArray(value)) return value.map((item) => this.#show(item));
    if (!isRecord(value)) return value;
    const entries = Object.entries(value).map(([key, part]): [string, unknown] => [
      this.#showText(key),
      this.#show(part),
    ]);
    const shown: RecordedJson = Object.fromEntries(entries);
    const { metadata, cells } = shown;
    return {
      ...shown,
      ...(isRecord(metadata) ? { metadata: cleanMetadata(metadata) } : {}),
      ...(Array.isArray(cells) ? { cells: cells.with(AGE_COLUMN, "<age>") } : {}),
    };
  }

  #showText(text: string): string {
    const named = text.replaceAll(UID, (uid) => this.#uids.get(uid) ?? "<uid>").replaceAll(this.#namespace, "{ns}");
    return [...this.#generated].reduce((shown, [name, as]) => shown.replaceAll(name, as), named);
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function cleanMetadata(metadata: RecordedJson): RecordedJson {
  const kept = Object.entries(metadata).filter(([key]) => !UNRECORDED.includes(key));
  const cleaned = Object.fromEntries(kept);
  return "continue" in cleaned ? { ...cleaned, continue: "<token>" } : cleaned;
}

/** Of some answers only this much is compared: their words come from Go's decoders. */
export function comparable(body: unknown): unknown {
  if (!isRecord(body) || (body.code !== 400 && body.code !== 500)) return body;
  const { code, kind, status, reason, message } = body;
  return { code, kind, status, reason, message };
}
