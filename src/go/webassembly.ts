/** The parts of WebAssembly that this room uses, which neither the language nor Node's types declare. */

import { nameOfGlobal, withExportedGlobals } from "./exported-globals.ts";

declare const MODULE: unique symbol;

/** A compiled module; worker threads can share it. */
export interface WasmModule {
  readonly [MODULE]?: never;
}

/** What a Go program exports. */
export interface GoExports {
  readonly mem: { readonly buffer: ArrayBuffer };
  run(argc: number, argv: number): void;
  resume(): void;
  getsp(): number;
}

/** A global: a number of 32 or 64 bits. */
export interface WasmGlobal {
  value: number | bigint;
}

/** An instance: what it exports, and all of its globals. */
export interface WasmInstance {
  readonly exports: GoExports;
  readonly globals: readonly WasmGlobal[];
}

interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Instance: new (
    module: WasmModule,
    imports: object,
  ) => { readonly exports: GoExports & Record<string, WasmGlobal | undefined> };
}

const { Module, Instance }: WebAssemblyApi = Reflect.get(globalThis, "WebAssembly");

/**
 * Compiles a module of Go.
 *
 * @throws Error (a CompileError among them) for bytes that are not a module
 */
export function compile(bytes: Uint8Array): WasmModule {
  return new Module(withExportedGlobals(bytes));
}

/** Makes an instance with its own memory. */
export function instantiate(module: WasmModule, imports: object): WasmInstance {
  const { exports } = new Instance(module, imports);
  const globals: WasmGlobal[] = [];
  for (let found = exports[nameOfGlobal(0)]; found !== undefined; found = exports[nameOfGlobal(globals.length)]) {
    globals.push(found);
  }
  return { exports, globals };
}
