/** The texts that a command reads, each once; standard input has a name like a file. */

import { InputError } from "../scenario/problem.ts";
import type { Environment } from "./environment.ts";

const STDIN = "-";
const STDIN_NAME = "<stdin>";

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
   * @throws InputError where it cannot be read
   */
  async read(file: string): Promise<{ readonly name: string; readonly text: string }> {
    const name = file === STDIN ? STDIN_NAME : file;
    try {
      const text = file === STDIN ? await this.#environment.readStdin() : this.readNow(file);
      this.#texts.set(name, text);
      return { name, text };
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      const why = { ENOENT: "there is no such file", EISDIR: "is a directory; name the files in it" };
      const message =
        code === "ENOENT" || code === "EISDIR"
          ? why[code]
          : `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
      throw new InputError([{ file: name, message }]);
    }
  }

  /** Reads a file that another one names; throws what the file system throws. */
  readNow(path: string): string {
    const text = this.#texts.get(path) ?? this.#environment.readFile(path);
    this.#texts.set(path, text);
    return text;
  }

  /** The text of a file that was read before. */
  known(name: string): string | undefined {
    return this.#texts.get(name);
  }
}
