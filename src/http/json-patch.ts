/**
 * JSON Patch (RFC 6902) as kube-apiserver applies it, which is laxer than the RFC in places: a path may lack its
 * leading slash's text, replacing an absent key adds it, and a list index may count from the end.
 */

import { equalJson, isJsonList, isJsonObject, type JsonObject, ownValue } from "../api/json.ts";
import { badRequest, tooLarge, unprocessable } from "./status.ts";

const MAX_OPERATIONS = 10_000;

type Container = JsonObject | readonly unknown[];

interface Operation {
  readonly op: string;
  readonly path: readonly string[];
  readonly from: readonly string[] | undefined;
  readonly value: unknown;
}

/**
 * Applies a JSON patch.
 *
 * @throws HttpError 400 where it is no JSON patch, 413 where it is too long, 422 where it cannot be applied
 */
export function applyJsonPatch(document: JsonObject, patch: unknown): unknown {
  if (!isJsonList(patch)) throw badRequest("error decoding patch: a JSON patch is a list of operations");
  if (patch.length > MAX_OPERATIONS) {
    throw tooLarge(`The allowed maximum operations in a JSON patch is ${MAX_OPERATIONS}, got ${patch.length}`);
  }
  const operations = patch.map(readOperation);
  return operations.reduce<unknown>(applyOperation, document);
}

function readOperation(given: unknown): Operation {
  if (!isJsonObject(given)) throw badRequest("error decoding patch: an operation is an object");
  const { op, path, from, value } = given;
  if (typeof path !== "string" || (from !== undefined && typeof from !== "string")) throw unprocessable();
  return {
    op: typeof op === "string" ? op : "",
    path: splitPointer(path),
    from: from === undefined ? undefined : splitPointer(from),
    value: value ?? null,
  };
}

function splitPointer(pointer: string): string[] {
  const parts = pointer.split("/").map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  // Whatever stands before the first slash is not looked at.
  return parts.slice(1);
}

function applyOperation(document: unknown, { op, path, from, value }: Operation): unknown {
  switch (op) {
    case "add":
      return edit(document, path, (container, key) => added(container, key, value));
    case "replace":
      return path.length === 0 ? value : edit(document, path, (container, key) => replaced(container, key, value));
    case "remove":
      return edit(document, path, removed);
    case "move": {
      const moved = valueAt(document, from);
      const rest = edit(document, from ?? [], removed);
      return edit(rest, path, (container, key) => added(container, key, moved));
    }
    case "copy": {
      const copied = valueAt(document, from);
      return edit(document, path, (container, key) => added(container, key, copied));
    }
    case "test":
      if (equalJson(valueAt(document, path, true) ?? null, value)) return document;
      throw unprocessable();
    default:
      throw unprocessable();
  }
}

/** Rebuilds the document with a change in the container that holds the last step of a path. */
function edit(
  document: unknown,
  path: readonly string[],
  change: (container: Container, key: string) => unknown,
): unknown {
  const [key, ...below] = path;
  if (key === undefined || !isContainer(document)) throw unprocessable();
  if (below.length === 0) return change(document, key);
  const part = edit(child(document, key), below, change);
  return replaced(document, key, part);
}

function valueAt(document: unknown, path: readonly string[] | undefined, mayLack = false): unknown {
  if (path === undefined) throw unprocessable();
  let value: unknown = document;
  for (const [at, key] of path.entries()) {
    if (!isContainer(value)) throw unprocessable();
    value = child(value, key);
    const isLast = at === path.length - 1;
    if (value === undefined && !(mayLack && isLast)) throw unprocessable();
  }
  return value;
}

function isContainer(value: unknown): value is Container {
  return isJsonObject(value) || isJsonList(value);
}

function child(container: Container, key: string): unknown {
  return isJsonList(container) ? container[indexIn(container, key)] : ownValue(container, key);
}

/** The place of an existing item; a negative index counts from the end. */
function indexIn(list: readonly unknown[], key: string): number {
  const index = integer(key);
  if (index < -list.length || index >= list.length) throw unprocessable();
  return index < 0 ? index + list.length : index;
}

function integer(key: string): number {
  if (!/^[+-]?\d{1,15}$/.test(key)) throw unprocessable();
  return Number(key);
}

function added(container: Container, key: string, value: unknown): unknown {
  if (!isJsonList(container)) return { ...container, [key]: value };
  if (key === "-") return [...container, value];
  const index = integer(key);
  // The end is a place to insert at as well, so there is one more than there are items.
  if (index < -container.length - 1 || index > container.length) throw unprocessable();
  const at = index < 0 ? index + container.length + 1 : index;
  return [...container.slice(0, at), value, ...container.slice(at)];
}

function replaced(container: Container, key: string, value: unknown): unknown {
  if (!isJsonList(container)) return { ...container, [key]: value };
  const at = indexIn(container, key);
  return container.map((item, index) => (index === at ? value : item));
}

function removed(container: Container, key: string): unknown {
  if (isJsonList(container)) {
    const at = indexIn(container, key);
    return container.filter((_item, index) => index !== at);
  }
  if (!Object.hasOwn(container, key)) throw unprocessable();
  const { [key]: _removed, ...rest } = container;
  return rest;
}
