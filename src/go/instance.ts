/**
 * One instance of a Go program: a memory, the tables of what Go holds of JavaScript, and its present surroundings.
 *
 * Go on WebAssembly has one thread. Whenever something comes back to it, it runs until it waits again, and then nothing
 * of it lives outside of its memory and these tables: that is the moment at which it can be copied and put back.
 */

import { Calls, type CopiedCall } from "./calls.ts";
import { OutputLines } from "./output-lines.ts";
import type { Surroundings } from "./surroundings.ts";
import { type SetTimer, Timers } from "./timers.ts";
import { type GoRuntime, type NewGoRuntime, RunInstance } from "./wasm-exec.ts";
import { type GoExports, instantiate, type WasmGlobal, type WasmModule } from "./webassembly.ts";

/** Exit code of a program that the Go runtime gives up, as after a panic. */
const GIVEN_UP = 2;

const STANDARD_ERROR = 2;

/** What a program is started with. */
export interface ProgramStart {
  readonly module: WasmModule;
  readonly newRuntime: NewGoRuntime;
  /** Arguments after the program's name. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A program that waits, for the instance that it was copied from. */
export interface ProgramCopy {
  readonly memory: Uint8Array;
  readonly globals: readonly (number | bigint)[];
  readonly tables: Tables;
  readonly calls: readonly CopiedCall[];
  readonly timers: readonly SetTimer[];
  readonly begunLines: ReadonlyMap<number, string>;
}

type Tables = Pick<
  GoRuntime,
  "_values" | "_goRefCounts" | "_ids" | "_idPool" | "_scheduledTimeouts" | "_nextCallbackTimeoutID"
>;

export class GoInstance {
  readonly #calls: Calls;
  readonly #timers: Timers;
  readonly #lines: OutputLines;
  readonly #runtime: GoRuntime;
  readonly #exports: GoExports;
  readonly #globals: readonly WasmGlobal[];
  #surroundings: Surroundings;
  #hasEnded = false;

  /** Starts a program, and lets it run until it waits. */
  constructor({ module, newRuntime, args, env }: ProgramStart, surroundings: Surroundings) {
    this.#surroundings = surroundings;
    this.#calls = new Calls(surroundings);
    this.#timers = new Timers(surroundings);
    this.#lines = new OutputLines((file, line) => this.#surroundings.printed(file, line));
    this.#runtime = newRuntime({
      surroundings: () => this.#surroundings,
      calls: this.#calls,
      timers: this.#timers,
      write: (file, bytes) => this.#lines.write(file, bytes),
    });
    this.#runtime.argv = ["controller", ...args];
    this.#runtime.env = env;
    this.#runtime.exit = (code) => this.#end(code);
    const { exports, globals } = instantiate(module, this.#runtime.importObject);
    this.#exports = exports;
    this.#globals = globals;
    const { mem, getsp, run, resume } = this.#exports;
    const guarded = { mem, getsp, run: this.#guard(run), resume: this.#guard(resume) };
    // The promise is kept until the program exits; whatever goes wrong before that is known by then.
    this.#runtime.run(new RunInstance(guarded)).catch(() => {});
  }

  /** Whether the program has exited. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Size of the memory, bytes. */
  get size(): number {
    return this.#exports.mem.buffer.byteLength;
  }

  /** Copies the program as it waits. */
  copy(): ProgramCopy {
    const { _values, _goRefCounts, _ids, _idPool, _scheduledTimeouts, _nextCallbackTimeoutID } = this.#runtime;
    return {
      memory: new Uint8Array(this.#exports.mem.buffer).slice(),
      globals: this.#globals.map(({ value }) => value),
      tables: {
        _values: [..._values],
        _goRefCounts: [..._goRefCounts],
        _ids: new Map(_ids),
        _idPool: [..._idPool],
        _scheduledTimeouts: new Map(_scheduledTimeouts),
        _nextCallbackTimeoutID,
      },
      calls: this.#calls.copy(),
      timers: this.#timers.copy(),
      begunLines: this.#lines.copy(),
    };
  }

  /** Puts a copy of this instance back: its timers and calls begin in the new surroundings. */
  restore({ memory, globals, tables, calls, timers, begunLines }: ProgramCopy, surroundings: Surroundings): void {
    const bytes = new Uint8Array(this.#exports.mem.buffer);
    bytes.set(memory);
    bytes.fill(0, memory.length);
    for (const [at, value] of globals.entries()) {
      const global = this.#globals[at];
      if (global !== undefined && global.value !== value) global.value = value;
    }
    const { _values, _goRefCounts, _ids, _idPool, _scheduledTimeouts, _nextCallbackTimeoutID } = tables;
    Object.assign(this.#runtime, {
      _values: [..._values],
      _goRefCounts: [..._goRefCounts],
      _ids: new Map(_ids),
      _idPool: [..._idPool],
      _scheduledTimeouts: new Map(_scheduledTimeouts),
      _nextCallbackTimeoutID,
      _pendingEvent: null,
    });
    this.#surroundings = surroundings;
    this.#lines.restore(begunLines);
    this.#timers.restore(timers, surroundings);
    this.#calls.restore(calls, surroundings);
  }

  /** What goes wrong inside ends the program, and not the run. */
  #guard<P extends readonly number[]>(enter: (...parameters: P) => void): (...parameters: P) => void {
    return (...parameters) => {
      try {
        enter(...parameters);
      } catch (error) {
        // A program that exits in the middle of a call leaves that call without its tables.
        if (this.#hasEnded) return;
        this.#lines.flush();
        this.#surroundings.printed(
          STANDARD_ERROR,
          error instanceof Error ? (error.stack ?? error.message) : String(error),
        );
        this.#end(GIVEN_UP);
      }
    };
  }

  #end(code: number): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#lines.flush();
    this.#surroundings.exited(code);
  }
}
