/** Visits the keys of a JSON text in order, including duplicates, which `JSON.parse` drops. */

/** Called for each key with its path as Kubernetes prints it, and whether it is a duplicate. */
export type KeyVisitor = (path: string, isRepeated: boolean) => void;

interface Frame {
  readonly path: string;
  /** Keys seen so far; absent in a list. */
  readonly keys?: Set<string>;
  index: number;
  /** Path of the next value. */
  next: string;
}

/** Maximum nesting that is visited: no API object is deeper, and paths grow with each level. */
const MAX_VISITED_DEPTH = 64;

/** Visits the keys of a text that `JSON.parse` accepts. */
export function visitKeys(text: string, visit: KeyVisitor): void {
  const frames: Frame[] = [];
  let expectsKey = false;
  for (let at = 0; at < text.length; at++) {
    const frame = frames.at(-1);
    switch (text[at]) {
      case "{":
      case "[": {
        const path = frame === undefined ? "" : frame.next;
        const isList = text[at] === "[";
        const isDeep = frames.length >= MAX_VISITED_DEPTH;
        const next = isList && !isDeep ? `${path}[0]` : path;
        frames.push(isList ? { path, index: 0, next } : { path, keys: new Set(), index: 0, next });
        expectsKey = !isList;
        break;
      }
      case "}":
      case "]":
        frames.pop();
        expectsKey = false;
        break;
      case ",":
        expectsKey = frame?.keys !== undefined;
        if (frame !== undefined && frame.keys === undefined) frame.next = `${frame.path}[${++frame.index}]`;
        break;
      case '"': {
        const end = endOfString(text, at);
        const isVisited = expectsKey && frames.length <= MAX_VISITED_DEPTH;
        if (isVisited && frame?.keys !== undefined) enterKey(frame, frame.keys, text.slice(at, end + 1), visit);
        expectsKey = false;
        at = end;
      }
    }
  }
}

function enterKey(frame: Frame, keys: Set<string>, literal: string, visit: KeyVisitor): void {
  const key = String(JSON.parse(literal));
  frame.next = frame.path === "" ? key : `${frame.path}.${key}`;
  visit(frame.next, keys.has(key));
  keys.add(key);
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}
