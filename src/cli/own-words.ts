/** How a violation is played again: with the same controllers, in the words of the command line. */

import type { OwnFlags } from "./own-check.ts";

/** The flags that a replay needs to play the same programs. */
export function ownWords({ go = [], goArg = [], wasmExec, invariants, module }: OwnFlags): string[] {
  return [
    ...(module === undefined ? [] : ["--module", module]),
    ...go.flatMap((file) => ["--go", file]),
    ...goArg.map((text) => `--go-arg=${text}`),
    ...(wasmExec === undefined ? [] : ["--wasm-exec", wasmExec]),
    ...(invariants === undefined ? [] : ["--invariants", invariants]),
  ];
}

/** What a file says of the programs that it was found with. */
export function programsOf({ go = [], goArg = [] }: OwnFlags): readonly string[] {
  return go.map((file) => [file, ...goArg].join(" "));
}
