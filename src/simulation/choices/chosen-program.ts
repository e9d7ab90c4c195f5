/** A program with its own watches and opaque memory, under the choices of a run. */

import type { LogEntry } from "../../apiserver/log.ts";
import type { ListWatch } from "../../controller/list-watch.ts";
import { RunningDigest } from "../digest.ts";
import { ChosenWatches } from "./chosen-watch.ts";
import type { ChosenWorld } from "./chosen-world.ts";

export interface ProgramOptions {
  /** Unique name among the programs of a run. */
  readonly name: string;
  /** Whether a watch of the program shows an entry. */
  readonly isWatched: (entry: LogEntry) => boolean;
  /** Called when an entry that was held back is shown. */
  readonly shown: () => void;
}

export class ChosenProgram {
  readonly #world: ChosenWorld;
  readonly #name: string;
  readonly #held = new Set<LogEntry>();
  readonly #digest = new RunningDigest();

  constructor(world: ChosenWorld, direct: ListWatch, { name, isWatched, shown }: ProgramOptions) {
    this.#world = world;
    this.#name = name;
    const follow: ListWatch["follow"] = (listener) =>
      direct.follow((entry) => {
        if (!isWatched(entry)) return;
        this.#held.add(entry);
        listener(entry);
      });
    new ChosenWatches(world, name).listWatch({ ...direct, follow }).follow((entry) => {
      this.#held.delete(entry);
      shown();
    });
    this.learn("starts");
  }

  /** Whether a change is held back from the program. */
  isHeld(entry: LogEntry): boolean {
    return this.#held.has(entry);
  }

  /** Adds an input of the program to its digest. */
  learn(what: string): void {
    const { loop, oracle } = this.#world;
    this.#digest.add(`\n${loop.nowMs} ${what}`);
    oracle.learn(this.#name, this.#digest.hex);
  }
}
