/** Scenario files that build on others: maps are merged key by key, everything else is replaced. */

import path from "node:path";

import { isJsonList, isJsonObject } from "../api/json.ts";
import { API_VERSION, SCENARIO_KIND } from "./file-kinds.ts";
import { hideStrangeText, type Problem } from "./problem.ts";
import { readDocuments } from "./yaml-documents.ts";
import { type Located, type Mark, positionOf } from "./yaml-source.ts";

/** A longer chain of includes must be a mistake. */
const MAX_DEPTH = 16;

/** Reads another file, or says why it cannot. */
export type ReadOther = (name: string) => { readonly value: string } | { readonly problem: string };

/**
 * Merges what a scenario includes underneath it.
 *
 * @param document a scenario; without `include` it is returned as it is
 * @param readOther reads a file by its path
 * @param problems problems are added here
 * @returns the scenario with all that it includes, and every value with its file and line
 */
export function withIncludes(document: Located, readOther: ReadOther, problems: Problem[]): Located {
  return new Includer(readOther, problems).resolve(document, []);
}

class Includer {
  readonly #readOther: ReadOther;
  readonly #problems: Problem[];

  constructor(readOther: ReadOther, problems: Problem[]) {
    this.#readOther = readOther;
    this.#problems = problems;
  }

  resolve(document: Located, above: readonly string[]): Located {
    const { value } = document;
    if (!isJsonObject(value) || value.include === undefined) return document;
    const { include, ...own } = value;
    const names = (isJsonList(include) ? include : [include]).filter((name) => typeof name === "string");
    if (names.length === 0 || (isJsonList(include) && names.length < include.length)) {
      this.#report(document, "must be the path of a scenario file, or a list of paths");
      return { ...document, value: own };
    }
    const chain = [...above, document.source.file];
    let merged: Located | undefined;
    for (const name of names) {
      const base = this.#read(document, name, chain);
      if (base !== undefined) merged = merged === undefined ? base : merge(merged, base);
    }
    const over = { ...document, value: own };
    return merged === undefined ? over : merge(merged, over);
  }

  #read(document: Located, name: string, chain: readonly string[]): Located | undefined {
    if (path.isAbsolute(name) || path.normalize(name).split(path.sep).includes("..")) {
      this.#report(document, `includes files of its own folder and those below it; ${name} is elsewhere`);
      return undefined;
    }
    const file = path.join(path.dirname(document.source.file), name);
    if (chain.includes(file) || chain.length >= MAX_DEPTH) {
      this.#report(document, `${file} includes itself: ${[...chain, file].join(" → ")}`);
      return undefined;
    }
    const text = this.#readOther(file);
    if ("problem" in text) {
      this.#report(document, text.problem);
      return undefined;
    }
    const before = this.#problems.length;
    const [found, second] = readDocuments(file, text.value, this.#problems);
    hideStrangeText(file, before, this.#problems);
    if (this.#problems.length > before) return undefined;
    const value = found?.value;
    if (found === undefined || second !== undefined || !isJsonObject(value) || value.kind !== SCENARIO_KIND) {
      this.#report(document, `${file} is not a scenario (kind: ${SCENARIO_KIND}, apiVersion: ${API_VERSION})`);
      return undefined;
    }
    return this.resolve(found, chain);
  }

  #report(document: Located, message: string): void {
    this.#problems.push({ ...positionOf(document, ["include"], "value"), path: "include", message });
  }
}

function merge(base: Located, over: Located): Located {
  const { value, mark } = mergeParts(
    { value: base.value, mark: sourced(base.mark, base) },
    { value: over.value, mark: over.mark },
    over,
  );
  return { source: over.source, value, mark };
}

interface Part {
  readonly value: unknown;
  readonly mark: Mark | undefined;
}

/** Positions in another file remember it, so that problems name the right file. */
function sourced(mark: Mark | undefined, { source }: Located): Mark | undefined {
  return mark === undefined ? undefined : { ...mark, source: mark.source ?? source };
}

function mergeParts(base: Part, over: Part, { source }: Located): { readonly value: unknown; readonly mark: Mark } {
  const empty: Mark = { start: 0, size: 1, depth: 0 };
  if (!isJsonObject(base.value) || !isJsonObject(over.value)) {
    return { value: over.value, mark: { ...(over.mark ?? empty), source: over.mark?.source ?? source } };
  }
  const values = new Map<string, unknown>(Object.entries(base.value));
  const baseSource = base.mark?.source;
  const children = new Map<string | number, Mark>();
  for (const [key, mark] of base.mark?.children ?? []) {
    children.set(key, baseSource === undefined ? mark : { ...mark, source: mark.source ?? baseSource });
  }
  for (const [key, value] of Object.entries(over.value)) {
    const mark = over.mark?.children?.get(key);
    const located = { source: mark?.source ?? over.mark?.source ?? source, value, mark: mark ?? empty };
    const part = values.has(key)
      ? mergeParts({ value: values.get(key), mark: children.get(key) }, { value, mark }, located)
      : { value, mark: { ...located.mark, source: located.source } };
    values.set(key, part.value);
    children.set(key, part.mark);
  }
  return { value: Object.fromEntries(values), mark: { ...(over.mark ?? empty), source, children } };
}

/** Reads other files, and says why one cannot be read. */
export function otherFiles(readFile: (path: string) => string): ReadOther {
  return (name) => {
    try {
      return { value: readFile(name) };
    } catch (error) {
      const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
      const why = error instanceof Error ? error.message : String(error);
      return { problem: missing ? `there is no file ${name}` : `cannot read ${name}: ${why}` };
    }
  };
}
