/**
 * Go's own `wasm_exec.js`, run with our globals.
 *
 * It comes with each release of Go and fits only that release, so the user supplies it. It reads its surroundings from
 * global names; here these are the parameters of one function around it, with the values of a run.
 */

import { compileFunction } from "node:vm";
import type { Calls } from "./calls.ts";
import type { Surroundings } from "./surroundings.ts";
import type { Timers } from "./timers.ts";
import type { GoExports } from "./webassembly.ts";

/** The part of `wasm_exec.js` that this room uses: the tables of JavaScript values that Go holds, and how to start. */
export interface GoRuntime {
  argv: readonly string[];
  env: Readonly<Record<string, string>>;
  exit: (code: number) => void;
  readonly importObject: object;
  exited: boolean;
  mem: DataView;
  _inst: unknown;
  _values: unknown[];
  _goRefCounts: number[];
  _ids: Map<unknown, number>;
  _idPool: number[];
  _pendingEvent: unknown;
  _scheduledTimeouts: Map<number, number>;
  _nextCallbackTimeoutID: number;
  run(instance: RunInstance): Promise<void>;
}

/** What `run` accepts as an instance. */
export class RunInstance {
  readonly exports: GoExports;

  constructor(exports: GoExports) {
    this.exports = exports;
  }
}

/** Makes the runtime of one program, with its own globals. */
export type NewGoRuntime = (world: GlobalsOf) => GoRuntime;

/** What the globals of a program refer to. */
export interface GlobalsOf {
  readonly surroundings: () => Surroundings;
  readonly calls: Calls;
  readonly timers: Timers;
  /** Receives what is written to a file that is open from the start. */
  readonly write: (file: number, bytes: Uint8Array) => void;
}

/** What the monotonic clock shows when a process starts, milliseconds: Go takes 0 for a broken clock. */
const CLOCK_STARTS_MS = 1;

const PARAMETERS = ["globalThis", "WebAssembly", "crypto", "performance", "Date", "setTimeout", "clearTimeout", "fs"];

/**
 * Reads `wasm_exec.js`.
 *
 * @param file its name in messages
 * @throws Error if the text cannot start programs
 */
export function readWasmExec(text: string, file: string): NewGoRuntime {
  const load = compileFunction(text, PARAMETERS, { filename: file });
  return (world) => {
    const scope: Record<string, unknown> & { Go?: new () => GoRuntime } = globalsOf(world);
    scope.globalThis = scope;
    load(...PARAMETERS.map((name) => scope[name]));
    if (scope.Go === undefined) throw new Error(`${file} is not Go's wasm_exec.js: it defines no Go`);
    return new scope.Go();
  };
}

function globalsOf({ surroundings, calls, timers, write }: GlobalsOf): Record<string, unknown> {
  /** Time zones are UTC. */
  class ProgramDate {
    getTime(): number {
      return surroundings().instantMs();
    }
    getTimezoneOffset(): number {
      return 0;
    }
    /** Only `wasm_exec.js` asks, for the origin of the monotonic clock: the start of the process. */
    static now(): number {
      return CLOCK_STARTS_MS;
    }
  }
  return {
    Object,
    Array,
    Uint8Array,
    Error,
    TextEncoder,
    TextDecoder,
    Date: ProgramDate,
    performance: { now: () => surroundings().elapsedMs() },
    WebAssembly: { Instance: RunInstance },
    crypto: { getRandomValues: (bytes: Uint8Array) => surroundings().fill(bytes) },
    setTimeout: (action: () => void, delayMs: number) => timers.set(action, delayMs),
    clearTimeout: (handle: number | undefined) => timers.clear(handle),
    fs: filesOf(write),
    ...calls.globals(),
  };
}

type Callback = (error: unknown, value?: unknown) => void;

/** There is no file system: only files that are open from the start can be written to. */
function filesOf(write: (file: number, bytes: Uint8Array) => void): object {
  const known = {
    constants: { O_WRONLY: -1, O_RDWR: -1, O_CREAT: -1, O_TRUNC: -1, O_APPEND: -1, O_EXCL: -1, O_DIRECTORY: -1 },
    writeSync: (file: number, bytes: Uint8Array) => {
      write(file, bytes);
      return bytes.length;
    },
    write: (file: number, bytes: Uint8Array, offset: number, length: number, _position: unknown, done: Callback) => {
      write(file, bytes.subarray(offset, offset + length));
      done(null, length);
    },
    fsync: (_file: number, done: Callback) => done(null),
  };
  return new Proxy<Record<string, unknown>>(known, { get: (files, name) => Reflect.get(files, name) ?? notThere });
}

/** Any other call of Node's `fs`: its last argument receives the error. */
function notThere(...parameters: readonly unknown[]): void {
  const done = parameters.at(-1);
  const error = Object.assign(new Error("a program in a run has no files"), { code: "ENOSYS" });
  if (typeof done === "function") done(error);
}
