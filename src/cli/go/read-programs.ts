/** Reads the Go programs of a command line, and finds the script that starts them. */

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { GoControllerOptions } from "../../go/go-controller.ts";
import { InputError } from "../../scenario/problem.ts";
import type { GoFlags } from "./go-flags.ts";

const SCRIPT = "wasm_exec.js";
/** Where it lies below GOROOT: since Go 1.24, and before. */
const PLACES = ["lib/wasm", "misc/wasm"];

/**
 * Reads the programs.
 *
 * @throws InputError if a file cannot be read, or is not a WebAssembly program, or the script is not found
 */
export function readPrograms({ go = [], goArg = [], wasmExec }: GoFlags): readonly GoControllerOptions[] {
  if (go.length === 0 && (goArg.length > 0 || wasmExec !== undefined)) {
    throw new InputError([{ file: "--go-arg, --wasm-exec", message: "need a program: --go keeper.wasm" }]);
  }
  return go.map((file) => {
    const module = readModule(file);
    const script = wasmExec ?? findScript(file);
    return { module, wasmExec: readBytes(script).toString("utf8"), name: path.basename(file, ".wasm"), args: goArg };
  });
}

function readModule(file: string): Uint8Array {
  const bytes = readBytes(file);
  if (bytes.subarray(0, 4).toString("latin1") === "\0asm") return bytes;
  const message = "is no WebAssembly module: build the program with GOOS=js GOARCH=wasm go build -o keeper.wasm .";
  throw new InputError([{ file, message }]);
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new InputError([
      { file, message: `cannot be read: ${error instanceof Error ? error.message : String(error)}` },
    ]);
  }
}

/** The script next to the program, or a folder up; else that of the installed Go. */
function findScript(program: string): string {
  const folder = path.dirname(path.resolve(program));
  const beside = [folder, path.dirname(folder)].map((each) => path.join(each, SCRIPT)).find((each) => existsSync(each));
  const found = beside ?? installedScript();
  if (found !== undefined) return found;
  const message = `needs ${SCRIPT} of the Go that compiled it: install Go, or name the file with --wasm-exec`;
  throw new InputError([{ file: program, message }]);
}

function installedScript(): string | undefined {
  let root: string;
  try {
    root = execFileSync("go", ["env", "GOROOT"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return undefined;
  }
  return PLACES.map((place) => path.join(root, place, SCRIPT)).find((each) => existsSync(each));
}
