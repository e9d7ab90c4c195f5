/** From YAML nodes to plain JSON values, with a mark for each, under the rules of kubectl. */

import { isAlias, isMap, isScalar, isSeq, type ParsedNode, type Scalar, type YAMLMap, type YAMLSeq } from "yaml";

import { formatPath, type PathStep } from "../api/field-path.ts";
import type { Problem } from "./problem.ts";
import type { Located, Mark, YamlSource } from "./yaml-source.ts";

/** Maximum number of values in one document, counting what aliases repeat: more is a mistake or an attack. */
const MAX_VALUES = 1_000_000;
/** Deepest nesting: a Job needs about 15 levels, and readers of values recurse. */
export const MAX_DEPTH = 100;
const MERGE_KEY = "<<";

interface Converted {
  readonly value: unknown;
  readonly mark: Mark;
}

type JsonMap = { [key: string]: unknown };

/** Converts the nodes of one document; problems are collected, and a placeholder value is used. */
export class ValueReader {
  readonly #source: YamlSource;
  readonly #problems: Problem[];
  readonly #repeated: Problem[];
  /** Values by anchor; `undefined` while the value is being read, so that a self-reference is noticed. */
  readonly #anchors = new Map<string, Converted | undefined>();
  readonly #path: PathStep[] = [];

  /** @param repeated keys that occur twice in a map are added here; the last one counts */
  constructor(source: YamlSource, problems: Problem[], repeated: Problem[]) {
    this.#source = source;
    this.#problems = problems;
    this.#repeated = repeated;
  }

  /** @param node the contents of a document; null if it is empty */
  read(node: ParsedNode | null): Located {
    return { source: this.#source, ...this.#convert(node, 0) };
  }

  #report(offset: number, message: string, to: Problem[] = this.#problems): void {
    const path = formatPath(this.#path);
    const position = this.#source.position(offset);
    to.push({ ...position, ...(path === "" ? {} : { path }), message });
  }

  #convert(node: unknown, emptyAt: number): Converted {
    if (isAlias(node)) return this.#alias(node.source, node.range?.[0] ?? emptyAt);
    const anchor = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, undefined);
    const converted = this.#convertPlain(node, emptyAt);
    if (anchor !== undefined) this.#anchors.set(anchor, converted);
    return converted;
  }

  #convertPlain(node: unknown, emptyAt: number): Converted {
    if (isMap(node)) return this.#map(node);
    if (isSeq(node)) return this.#list(node);
    if (isScalar(node)) return this.#scalar(node, emptyAt);
    return { value: null, mark: { start: emptyAt, size: 1, depth: 0 } };
  }

  #alias(name: string, offset: number): Converted {
    const target = this.#anchors.get(name);
    if (target !== undefined) return target;
    const known = this.#anchors.has(name);
    this.#report(offset, known ? `"*${name}" refers to a value that contains it` : `there is no "&${name}" above`);
    return { value: null, mark: { start: offset, size: 1, depth: 0 } };
  }

  #scalar(node: Scalar, emptyAt: number): Converted {
    const start = node.range?.[0] ?? emptyAt;
    const { value } = node;
    if (typeof value === "number" && !Number.isFinite(value)) {
      this.#report(start, `${node.source ?? value} is not a JSON number`);
      return { value: 0, mark: { start, size: 1, depth: 0 } };
    }
    const plain = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
    return { value: plain ? value : null, mark: { start, size: 1, depth: 0 } };
  }

  #list(node: YAMLSeq): Converted {
    const start = node.range?.[0] ?? 0;
    const values: unknown[] = [];
    const children = new Map<number, Mark>();
    let [size, depth] = [1, 0];
    for (const [i, item] of node.items.entries()) {
      this.#path.push(i);
      const { value, mark } = this.#convert(item, start);
      this.#path.pop();
      values.push(value);
      children.set(i, mark);
      size += mark.size;
      depth = Math.max(depth, mark.depth);
    }
    return { value: values, mark: { start, children, ...this.#checked(size, depth + 1, start) } };
  }

  #map(node: YAMLMap): Converted {
    const start = node.range?.[0] ?? 0;
    const values: JsonMap = {};
    const children = new Map<string, Mark>();
    const merges: Converted[] = [];
    let [size, depth] = [1, 0];
    for (const pair of node.items) {
      const key = this.#key(pair.key, start);
      if (key === undefined) continue;
      const isMerge = key.text === MERGE_KEY && isScalar(pair.key) && pair.key.type === "PLAIN";
      this.#path.push(key.text);
      if (children.has(key.text)) this.#reportRepeated(key.text, key.start, children);
      const { value, mark } = this.#convert(pair.value, key.start);
      if (isMerge) merges.push(...this.#merged({ value, mark }, key.start));
      this.#path.pop();
      size += mark.size;
      depth = Math.max(depth, mark.depth);
      if (isMerge) continue;
      setKey(values, key.text, value);
      children.set(key.text, { ...mark, keyStart: key.start });
    }
    for (const merge of merges) mergeInto(values, children, merge);
    return { value: values, mark: { start, children, ...this.#checked(size, depth + 1, start) } };
  }

  #reportRepeated(key: string, offset: number, children: ReadonlyMap<string, Mark>): void {
    const first = this.#source.position(children.get(key)?.keyStart ?? 0);
    this.#report(offset, `the key occurs twice; the first is in line ${first.line}`, this.#repeated);
  }

  #key(node: unknown, mapStart: number): { readonly text: string; readonly start: number } | undefined {
    const source = isAlias(node) ? this.#anchors.get(node.source)?.value : isScalar(node) ? node.value : undefined;
    const start =
      isAlias(node) || isScalar(node) || isMap(node) || isSeq(node) ? (node.range?.[0] ?? mapStart) : mapStart;
    if (typeof source === "string" || typeof source === "number" || typeof source === "boolean") {
      return { text: String(source), start };
    }
    this.#report(start, "a key must be text");
    return undefined;
  }

  /** The maps that a merge key (`<<: *base` or `<<: [*a, *b]`) brings in; the first takes precedence. */
  #merged(converted: Converted, offset: number): Converted[] {
    const { value, mark } = converted;
    if (isPlainMap(value)) return [converted];
    if (Array.isArray(value) && value.every(isPlainMap)) {
      return value.map((part, i) => ({ value: part, mark: mark.children?.get(i) ?? mark }));
    }
    this.#report(offset, "<< needs a map, or a list of maps, to merge");
    return [];
  }

  /** Refuses what aliases have made too large or too deep; the text itself has already been checked. */
  #checked(size: number, depth: number, offset: number): Pick<Mark, "size" | "depth"> {
    if (size <= MAX_VALUES && depth <= MAX_DEPTH) return { size, depth };
    const much =
      size > MAX_VALUES ? `more than ${MAX_VALUES.toLocaleString("en")} values` : `more than ${MAX_DEPTH} levels deep`;
    this.#report(offset, `aliases make this ${much}`);
    return { size: 1, depth: 0 };
  }
}

function isPlainMap(value: unknown): value is Readonly<JsonMap> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function mergeInto(values: JsonMap, children: Map<string, Mark>, merge: Converted): void {
  if (!isPlainMap(merge.value)) return;
  for (const [key, value] of Object.entries(merge.value)) {
    if (Object.hasOwn(values, key)) continue;
    setKey(values, key, value);
    const mark = merge.mark.children?.get(key);
    if (mark !== undefined) children.set(key, mark);
  }
}

/** Sets an own property, even one named `__proto__`. */
function setKey(values: JsonMap, key: string, value: unknown): void {
  Object.defineProperty(values, key, { value, writable: true, enumerable: true, configurable: true });
}
