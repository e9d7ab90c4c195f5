/** What a scenario reads in addition to itself: included scenarios, manifests, arrival traces. */

import path from "node:path";

/** Texts by path relative to the folder of the scenario. */
export type OtherFiles = Readonly<Record<string, string>>;

/** Records what is read. */
export class FileCollector {
  readonly #folder: string;
  readonly #readFile: (path: string) => string;
  readonly #texts = new Map<string, string>();

  /** @param file the name of the scenario */
  constructor(file: string, readFile: (path: string) => string) {
    this.#folder = path.dirname(file);
    this.#readFile = readFile;
  }

  readonly read = (name: string): string => {
    const key = path.relative(this.#folder, name);
    const text = this.#texts.get(key) ?? this.#readFile(name);
    this.#texts.set(key, text);
    return text;
  };

  get files(): OtherFiles {
    return Object.fromEntries([...this.#texts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/**
 * Reads from files that were collected, and from nowhere else: a sweep depends on what its spec says.
 *
 * @param file the current name of the scenario; its folder may differ from before
 */
export function readerOf(file: string, files: OtherFiles): (path: string) => string {
  const folder = path.dirname(file);
  return (name) => {
    const text = files[path.relative(folder, name)];
    if (text !== undefined) return text;
    throw new Error("no cell that was checked before the sweep reads it; sweep fewer values at once");
  };
}
