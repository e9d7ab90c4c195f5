/**
 * One instance of a Go program: a memory, the tables of JavaScript values that Go holds, and its current surroundings.
 *
 * Go on WebAssembly has one thread. Whenever something calls back into it, it runs until it waits again, and then all
 * its state is in its memory and these tables: that is when it can be copied and restored.
 */

import { Calls, type CopiedCall } from "./calls.ts";
import { OutputLines } from "./output-lines.ts";
import type { Surroundings } from "./surroundings.ts";
import { type SetTimer, Timers } from "./timers.ts";
import { type GoRuntime, type NewGoRuntime, RunInstance } from "./wasm-exec.ts";
import { type GoExports, instantiate, type WasmGlobal, type WasmModule } from "./webassembly.ts";

/** Exit code of a program that the Go runtime aborts, as after a panic. */
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

/** A program before it has begun: what is the same in all of its instances. */
export interface Pristine {
  readonly memory: Uint8Array;
  readonly globals: readonly (number | bigint)[];
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

  /** @param surroundings until the program has begun */
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
  }

  /** Whether the program has exited. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Size of the memory, bytes. */
  get size(): number {
    return this.#exports.mem.buffer.byteLength;
  }

  /** Copies what there is before the program has begun. */
  pristine(): Pristine {
    return { memory: withoutZeros(this.#memory()), globals: this.#globals.map(({ value }) => value) };
  }

  /**
   * Starts the program, again if it has already run, and lets it run until it waits.
   *
   * @param pristine the initial memory
   */
  begin(pristine: Pristine, surroundings: Surroundings): void {
    this.#put(pristine.memory, pristine.globals);
    this.#surroundings = surroundings;
    this.#hasEnded = false;
    this.#lines.restore(new Map());
    this.#timers.restore([], surroundings);
    this.#calls.restore([], surroundings);
    Object.assign(this.#runtime, { _pendingEvent: null, _scheduledTimeouts: new Map(), _nextCallbackTimeoutID: 1 });
    const { mem, getsp, run, resume } = this.#exports;
    const guarded = { mem, getsp, run: this.#guard(run), resume: this.#guard(resume) };
    // The promise is pending until the program exits; anything that goes wrong earlier is known by then.
    this.#runtime.run(new RunInstance(guarded)).catch(() => {});
  }

  /** Gives the waiting program its surroundings: its timers and calls start in them. */
  attach(surroundings: Surroundings): void {
    this.#surroundings = surroundings;
    this.#timers.restore(this.#timers.copy(), surroundings);
    this.#calls.restore(this.#calls.copy(), surroundings);
  }

  /** Copies the program while it waits. */
  copy(): ProgramCopy {
    const { _values, _goRefCounts, _ids, _idPool, _scheduledTimeouts, _nextCallbackTimeoutID } = this.#runtime;
    return {
      memory: withoutZeros(this.#memory()),
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

  /** Restores a copy of this instance: its timers and calls start in the new surroundings. */
  restore({ memory, globals, tables, calls, timers, begunLines }: ProgramCopy, surroundings: Surroundings): void {
    this.#put(memory, globals);
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

  #memory(): Uint8Array {
    return new Uint8Array(this.#exports.mem.buffer);
  }

  /** A memory cannot shrink: whatever is beyond the bytes is cleared. */
  #put(memory: Uint8Array, globals: readonly (number | bigint)[]): void {
    const bytes = this.#memory();
    bytes.set(memory);
    bytes.fill(0, memory.length);
    for (const [at, value] of globals.entries()) {
      const global = this.#globals[at];
      if (global !== undefined && global.value !== value) global.value = value;
    }
  }

  /** An error inside ends the program, not the run. */
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

/** A page of WebAssembly's memories, all zeros. */
const EMPTY_PAGE = Buffer.alloc(65_536);

/** A copy of a memory, up to the last page that is not empty. */
function withoutZeros(memory: Uint8Array): Uint8Array {
  let end = memory.length;
  while (end > 0 && EMPTY_PAGE.equals(memory.subarray(end - EMPTY_PAGE.length, end))) end -= EMPTY_PAGE.length;
  return memory.slice(0, end);
}
