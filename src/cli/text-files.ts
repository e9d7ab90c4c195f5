/** The texts that a command reads, each once; standard input has a name, like a file. */

import { STDIN } from "../scenario/find-files.ts";
import { InputError } from "../scenario/problem.ts";
import type { Environment } from "./environment.ts";

const STDIN_NAME = "<stdin>";

/** A text, and its name in messages; paths in it are relative to its folder. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/**
 * Reads a file of the command line.
 *
 * @param file a path, or - for standard input
 * @throws InputError if it cannot be read
 */
export async function readText(file: string, { readStdin, readFile }: Environment): Promise<NamedText> {
  const name = file === STDIN ? STDIN_NAME : file;
  try {
    return { name, text: file === STDIN ? await readStdin() : readFile(file) };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    const known = { ENOENT: "there is no such file", EISDIR: "is a folder; name a file in it" };
    const message =
      code === "ENOENT" || code === "EISDIR"
        ? known[code]
        : `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    throw new InputError([{ file: name, message }]);
  }
}

export class TextFiles {
  readonly #environment: Environment;
  readonly #texts = new Map<string, string>();

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /**
   * Reads a file of the command line.
   *
   * @param file a path, or - for standard input
   * @throws InputError if it cannot be read
   */
  async read(file: string): Promise<NamedText> {
    const read = await readText(file, this.#environment);
    this.#texts.set(read.name, read.text);
    return read;
  }

  /** Reads a file that another one names; throws what the file system throws. */
  readonly readNow = (path: string): string => {
    const text = this.#texts.get(path) ?? this.#environment.readFile(path);
    this.#texts.set(path, text);
    return text;
  };

  /** The text of a file that was already read. */
  known(name: string): string | undefined {
    return this.#texts.get(name);
  }
}
