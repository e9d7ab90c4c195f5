/**
 * JSON Patch (RFC 6902) as kube-apiserver applies it, which is more lenient than the RFC: text before the leading slash
 * of a path is ignored, replacing an absent key adds it, and a list index may count from the end.
 */

import { equalJson, isJsonList, isJsonObject, type JsonObject, ownValue } from "./json.ts";

const MAX_OPERATIONS = 10_000;
/** The most bytes that a patch may copy, as in Kubernetes (`maxRequestBodyBytes`). */
const MAX_COPIED_BYTES = 3 * 1024 * 1024;
/** The most list items that the operations of a patch may move: some 50 ms. A patch of Jobs moves a few. */
const MAX_MOVED_ITEMS = 20_000_000;

/** Why a JSON patch is refused: it is malformed, too large, or cannot be applied to the document. */
export type JsonPatchProblem = "malformed" | "tooLarge" | "inapplicable";

/** Thrown for a JSON patch that is refused. */
export class JsonPatchError extends Error {
  override readonly name = "JsonPatchError";
  readonly problem: JsonPatchProblem;

  constructor(problem: JsonPatchProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}

function malformed(message: string): JsonPatchError {
  return new JsonPatchError("malformed", message);
}

function tooLarge(message: string): JsonPatchError {
  return new JsonPatchError("tooLarge", message);
}

/** Kubernetes' message does not give a reason. */
function inapplicable(): JsonPatchError {
  return new JsonPatchError("inapplicable", "the server rejected our request due to an error in our request");
}

type Container = Record<string, unknown> | unknown[];

interface Operation {
  readonly op: string;
  readonly path: readonly string[];
  readonly from: readonly string[] | undefined;
  readonly value: unknown;
}

/**
 * Applies a JSON patch.
 *
 * @throws JsonPatchError if the patch is malformed, too large, or cannot be applied
 */
export function applyJsonPatch(document: JsonObject, patch: unknown): unknown {
  if (!isJsonList(patch)) throw malformed("error decoding patch: a JSON patch must be a list of operations");
  if (patch.length > MAX_OPERATIONS) {
    throw tooLarge(`The allowed maximum operations in a JSON patch is ${MAX_OPERATIONS}, got ${patch.length}`);
  }
  const operations = patch.map(readOperation);
  const patched = new PatchedDocument(document);
  for (const operation of operations) patched.apply(operation);
  return patched.root;
}

function readOperation(given: unknown): Operation {
  if (!isJsonObject(given)) throw malformed("error decoding patch: an operation must be an object");
  const { op, path, from, value } = given;
  if (typeof path !== "string" || (from !== undefined && typeof from !== "string")) throw inapplicable();
  return {
    op: typeof op === "string" ? op : "",
    path: splitPointer(path),
    from: from === undefined ? undefined : splitPointer(from),
    value: value ?? null,
  };
}

function splitPointer(pointer: string): string[] {
  const parts = pointer.split("/").map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  // Whatever comes before the first slash is ignored.
  return parts.slice(1);
}

/** A copy of the document that operations change in place, with counters of their cost. */
class PatchedDocument {
  root: unknown;
  #copiedBytes = 0;
  #movedItems = 0;

  constructor(document: JsonObject) {
    this.root = structuredClone(document);
  }

  apply({ op, path, from, value }: Operation): void {
    switch (op) {
      case "add":
        this.#add(path, value);
        break;
      case "replace":
        this.#replace(path, value);
        break;
      case "remove":
        this.#remove(path);
        break;
      case "move": {
        const moved = this.#valueAt(from);
        this.#remove(from ?? []);
        this.#add(path, moved);
        break;
      }
      case "copy":
        this.#add(path, this.#copyOf(this.#valueAt(from)));
        break;
      case "test":
        if (!equalJson(this.#valueAt(path, true) ?? null, value)) throw inapplicable();
        break;
      default:
        throw inapplicable();
    }
  }

  #add(path: readonly string[], value: unknown): void {
    const [container, key] = this.#place(path);
    if (!Array.isArray(container)) setKey(container, key, value);
    else if (key === "-") container.push(value);
    else {
      const index = integer(key);
      // An item can also be inserted at the end, so there is one index more than there are items.
      if (index < -container.length - 1 || index > container.length) throw inapplicable();
      const at = index < 0 ? index + container.length + 1 : index;
      this.#move(container.length - at);
      container.splice(at, 0, value);
    }
  }

  #replace(path: readonly string[], value: unknown): void {
    if (path.length === 0) {
      this.root = value;
      return;
    }
    const [container, key] = this.#place(path);
    if (Array.isArray(container)) container[indexIn(container, key)] = value;
    else setKey(container, key, value);
  }

  #remove(path: readonly string[]): void {
    const [container, key] = this.#place(path);
    if (Array.isArray(container)) {
      const at = indexIn(container, key);
      this.#move(container.length - at);
      container.splice(at, 1);
    } else if (Object.hasOwn(container, key)) delete container[key];
    else throw inapplicable();
  }

  /** The container that the last step of a path addresses, and that step. */
  #place(path: readonly string[]): [Container, string] {
    const key = path.at(-1);
    const container = this.#valueAt(path.slice(0, -1));
    if (key === undefined || !isContainer(container)) throw inapplicable();
    return [container, key];
  }

  #valueAt(path: readonly string[] | undefined, mayLack = false): unknown {
    if (path === undefined) throw inapplicable();
    let value = this.root;
    for (const [at, key] of path.entries()) {
      if (!isContainer(value)) throw inapplicable();
      value = Array.isArray(value) ? value[indexIn(value, key)] : ownValue(value, key);
      const isLast = at === path.length - 1;
      if (value === undefined && !(mayLack && isLast)) throw inapplicable();
    }
    return value;
  }

  #copyOf(value: unknown): unknown {
    const text = JSON.stringify(value);
    this.#copiedBytes += text.length;
    if (this.#copiedBytes > MAX_COPIED_BYTES) {
      throw tooLarge(`the copies of a JSON patch may add up to ${MAX_COPIED_BYTES} bytes`);
    }
    return JSON.parse(text);
  }

  #move(items: number): void {
    this.#movedItems += items;
    if (this.#movedItems > MAX_MOVED_ITEMS) throw tooLarge("the JSON patch moves too many items of lists");
  }
}

function isContainer(value: unknown): value is Container {
  return isJsonObject(value) || Array.isArray(value);
}

/** The index of an existing item; a negative index counts from the end. */
function indexIn(list: readonly unknown[], key: string): number {
  const index = integer(key);
  if (index < -list.length || index >= list.length) throw inapplicable();
  return index < 0 ? index + list.length : index;
}

function integer(key: string): number {
  if (!/^[+-]?\d{1,15}$/.test(key)) throw inapplicable();
  return Number(key);
}

/** Sets a key, even one with a special meaning in JavaScript. */
function setKey(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== "__proto__") object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}
