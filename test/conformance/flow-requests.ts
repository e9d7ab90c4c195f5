/** Makes the requests of a flow. */

import { isRecord, type RecordedJson } from "./vectors.ts";

export interface FlowAnswer {
  readonly code: number;
  readonly body: unknown;
  readonly warnings: readonly string[];
  readonly contentType: string;
}

/** Sends requests of one flow, whose namespace is its own. */
export class FlowClient {
  readonly #url: string;
  readonly #namespace: string;

  constructor(url: string, namespace: string) {
    this.#url = url;
    this.#namespace = namespace;
  }

  /** The flows were recorded in namespaces that were there. */
  async createNamespace(): Promise<void> {
    const body = JSON.stringify({ metadata: { name: this.#namespace } });
    const response = await this.open("/api/v1/namespaces", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body,
    });
    await response.arrayBuffer();
  }

  async send(step: RecordedJson): Promise<FlowAnswer> {
    const { method, path, contentType = "application/json", accept } = step;
    const body = await this.#bodyOf(step);
    const response = await this.open(String(path), {
      method: String(method),
      headers: {
        "Content-Type": String(contentType),
        ...(typeof accept === "string" ? { Accept: accept } : {}),
      },
      ...(body === undefined ? {} : { body }),
    });
    return readAnswer(response);
  }

  open(path: string, init: RequestInit): Promise<Response> {
    return fetch(this.#url + this.#inNamespace(path), init);
  }

  async #bodyOf({ body, readModifyWrite }: RecordedJson): Promise<string | undefined> {
    if (isRecord(readModifyWrite)) {
      const response = await this.open(String(readModifyWrite.get), {});
      return this.#inNamespace(JSON.stringify(modify(await response.json(), readModifyWrite)));
    }
    if (body === undefined) return undefined;
    return this.#inNamespace(typeof body === "string" ? body : JSON.stringify(body));
  }

  #inNamespace(text: string): string {
    return text.replaceAll("{ns}", this.#namespace);
  }
}

/** Reads an answer whole. */
export async function readAnswer(response: Response): Promise<FlowAnswer> {
  const text = await response.text();
  return {
    code: response.status,
    body: parse(text),
    warnings: splitWarnings(response.headers.get("warning") ?? ""),
    contentType: response.headers.get("content-type") ?? "",
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Several headers of one name arrive joined by commas. */
function splitWarnings(joined: string): string[] {
  return joined.match(/299 - "(?:\\.|[^"\\])*"/g) ?? [];
}

function modify(object: unknown, { set, delete: removed }: RecordedJson): unknown {
  let result = object;
  for (const [path, value] of Array.isArray(set) ? set : []) result = withPath(result, String(path).split("."), value);
  for (const path of Array.isArray(removed) ? removed : [])
    result = withPath(result, String(path).split("."), undefined);
  return result;
}

function withPath(value: unknown, [step = "", ...rest]: readonly string[], wanted: unknown): unknown {
  const changed = (part: unknown) => (rest.length === 0 ? wanted : withPath(part, rest, wanted));
  if (Array.isArray(value)) return value.map((item, at) => (at === Number(step) ? changed(item) : item));
  const object = isRecord(value) ? value : {};
  return { ...object, [step]: changed(object[step]) };
}
