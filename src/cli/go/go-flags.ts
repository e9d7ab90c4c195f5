/** The flags of commands that play Go programs next to the controllers of Kubernetes. */

import type { Command } from "commander";
import { collect } from "../commands/flag-values.ts";

export interface GoFlags {
  /** A program, compiled with `GOOS=js GOARCH=wasm`; several are given one after the other. */
  readonly go?: readonly string[];
  /** Arguments of each program. */
  readonly goArg?: readonly string[];
  readonly wasmExec?: string;
}

/** Adds them to a command, in a group of its help. */
export function addGoOptions(command: Command): Command {
  return command
    .optionsGroup("Controllers in Go:")
    .option("--go <file>", "a program compiled with GOOS=js GOARCH=wasm plays along (repeatable)", collect)
    .option("--go-arg <text>", "an argument of the program: --go-arg=-v=2 (repeatable)", collect)
    .option("--wasm-exec <file>", "Go's wasm_exec.js (default: next to the program, else from `go env GOROOT`)");
}
