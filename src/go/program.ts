/**
 * A Go program that can be started again and again.
 *
 * From its start until it waits for the first time a program knows nothing about the run except its arguments, its
 * environment and a few random bytes. So that much is played once, and each further start is a copy of it.
 */

import { randomStream } from "../engine/random.ts";
import { GoInstance, type Pristine, type ProgramCopy, type ProgramStart } from "./instance.ts";
import { fillFrom } from "./random-bytes.ts";
import type { Surroundings } from "./surroundings.ts";
import { readWasmExec } from "./wasm-exec.ts";
import { compile } from "./webassembly.ts";

/** Memory that waiting instances and their copies may take together, bytes. */
const MOST_KEPT_BYTES = 768 * 1024 * 1024;
/** Number of starts that are remembered, to know which recur. */
const MOST_SEEN = 10_000;
/** How far a memory may have grown beyond its copy: it cannot shrink, and is cleared at each start. */
const MOST_GROWN_BYTES = 64 * 1024 * 1024;

/** A program as it is on disk, and its name. */
export interface ProgramFiles {
  /** The program, compiled with `GOOS=js GOARCH=wasm`. */
  readonly module: Uint8Array;
  /** The text of `wasm_exec.js` of the Go that compiled it. */
  readonly wasmExec: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A program that has waited once. */
interface Begun {
  readonly instance: GoInstance;
  /** Absent if nothing will ask for it: no start like it has been seen before. */
  readonly copy: ProgramCopy | undefined;
  /** Size of its memory when it waited, bytes. */
  readonly size: number;
  readonly beginning: string;
  /** The instant that the program has seen before it waited; absent if it has not looked at the clock. */
  readonly instantMs: number | undefined;
  /** What it printed before it waited. */
  readonly printed: readonly PrintedLine[];
}

interface PrintedLine {
  readonly file: number;
  readonly line: string;
}

/** A started program. */
export interface Started {
  /** Ends it immediately. */
  end(): void;
}

/** A program that is ready to start. */
export class GoProgram {
  readonly #start: ProgramStart;
  /** Starts that have been seen, so that only recurring ones are copied. */
  readonly #seen = new Set<string>();
  /** With copies of their beginnings, and without. */
  #waiting: Begun[] = [];
  #pristine: Pristine | undefined;

  /** @throws Error if the module or the text is not what it should be */
  constructor({ module, wasmExec, args = [], env = {} }: ProgramFiles) {
    this.#start = { module: compile(module), newRuntime: readWasmExec(wasmExec, "wasm_exec.js"), args, env };
  }

  /**
   * Starts a process.
   *
   * @param beginning equal ones begin with equal random bytes
   */
  start(surroundings: Surroundings, beginning: string): Started {
    const instantMs = surroundings.instantMs();
    const known = this.#take(beginning, instantMs);
    const isNew = known === undefined;
    const begun = known ?? this.#begin(beginning, instantMs);
    const { printed } = begun;
    for (const { file, line } of printed) surroundings.printed(file, line);
    if ("exitCode" in begun) {
      surroundings.exited(begun.exitCode);
      return { end: () => {} };
    }
    const { instance, copy } = begun;
    if (isNew || copy === undefined) instance.attach(surroundings);
    else instance.restore(copy, surroundings);
    return { end: () => this.#keep(begun) };
  }

  #take(beginning: string, instantMs: number): Begun | undefined {
    const at = this.#waiting.findLastIndex(
      ({ copy, ...begun }) =>
        copy !== undefined && begun.beginning === beginning && (begun.instantMs ?? instantMs) === instantMs,
    );
    return this.#waiting.splice(at, at < 0 ? 0 : 1)[0];
  }

  #begin(beginning: string, instantMs: number): Begun | Exited {
    const before: Before = { printed: [], hasSeenClock: false, exitCode: undefined };
    const surroundings = surroundingsBefore(before, beginning, instantMs);
    const instance = this.#idle() ?? new GoInstance(this.#start, surroundings);
    this.#pristine ??= instance.pristine();
    instance.begin(this.#pristine, surroundings);
    const { exitCode, printed } = before;
    if (exitCode !== undefined) return { exitCode, printed };
    const seenMs = before.hasSeenClock ? instantMs : undefined;
    const copy = this.#comesAgain(beginning, seenMs) ? instance.copy() : undefined;
    return { instance, copy, size: instance.size, beginning, instantMs: seenMs, printed };
  }

  /** An instance that can start over: one without a copy of its beginning. */
  #idle(): GoInstance | undefined {
    const at = this.#waiting.findIndex(({ copy }) => copy === undefined);
    return this.#waiting.splice(at, at < 0 ? 0 : 1)[0]?.instance;
  }

  #comesAgain(beginning: string, seenMs: number | undefined): boolean {
    const start = `${beginning} ${seenMs}`;
    if (seenMs === undefined || this.#seen.has(start)) return true;
    if (this.#seen.size >= MOST_SEEN) this.#seen.clear();
    this.#seen.add(start);
    return false;
  }

  #keep(begun: Begun): void {
    const { instance, size } = begun;
    if (instance.hasEnded || instance.size - size > MOST_GROWN_BYTES) return;
    this.#waiting.push(begun);
    // The most recent are the most likely to be needed again.
    while (this.#waiting.length > 1 && sizeOf(this.#waiting) > MOST_KEPT_BYTES) this.#waiting.shift();
  }
}

function sizeOf(waiting: readonly Begun[]): number {
  return waiting.reduce((sum, { instance, copy }) => sum + instance.size + (copy?.memory.length ?? 0), 0);
}

/** A program that exited before it waited for anything. */
interface Exited {
  readonly exitCode: number;
  readonly printed: readonly PrintedLine[];
}

/** What a program does before it first waits. */
interface Before {
  readonly printed: PrintedLine[];
  hasSeenClock: boolean;
  exitCode: number | undefined;
}

/** The world before a program waits for the first time: timers and calls are in its copy, and nothing comes back. */
function surroundingsBefore(before: Before, beginning: string, instantMs: number): Surroundings {
  const next = randomStream(beginning, "go");
  return {
    elapsedMs: () => 0,
    instantMs: () => {
      before.hasSeenClock = true;
      return instantMs;
    },
    fill: (bytes) => fillFrom(next, bytes),
    later: () => {},
    ask: () => () => {},
    printed: (file, line) => before.printed.push({ file, line }),
    exited: (code) => {
      before.exitCode = code;
    },
  };
}
