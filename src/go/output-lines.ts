/** Cuts what a program writes into lines. */

export class OutputLines {
  readonly #take: (file: number, line: string) => void;
  readonly #decoder = new TextDecoder();
  #begun = new Map<number, string>();

  /** @param take takes each line, without its end */
  constructor(take: (file: number, line: string) => void) {
    this.#take = take;
  }

  write(file: number, bytes: Uint8Array): void {
    const lines = ((this.#begun.get(file) ?? "") + this.#decoder.decode(bytes)).split("\n");
    this.#begun.set(file, lines.pop() ?? "");
    for (const line of lines) this.#take(file, line);
  }

  /** Treats lines without an end as complete. */
  flush(): void {
    for (const [file, line] of this.#begun) if (line !== "") this.#take(file, line);
    this.#begun.clear();
  }

  copy(): ReadonlyMap<number, string> {
    return new Map(this.#begun);
  }

  restore(begun: ReadonlyMap<number, string>): void {
    this.#begun = new Map(begun);
  }
}
