/** Runs command lines in this process, with separate streams and files. */

import { readFileSync } from "node:fs";
import type { Environment, Output } from "../../src/cli/environment.ts";
import { runProgram } from "../../src/cli/program.ts";
import { EPOCH_MS } from "../../src/simulation/plan.ts";

export interface World {
  /** Files by path, in addition to those of the project. */
  readonly files?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly terminal?: boolean;
  readonly noColor?: boolean;
  readonly debug?: boolean;
  readonly interrupted?: AbortSignal;
  readonly breathe?: () => Promise<void>;
  readonly largest?: Environment["largest"];
  /** The wall clock; it stands still if absent. */
  readonly wallMs?: () => number;
}

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `jobsim` with these arguments. */
export async function jobsim(args: readonly string[], world: World = {}): Promise<Ended> {
  const { files = {}, stdin = "", terminal = false, noColor = false, debug = false, wallMs = () => 0 } = world;
  const out: string[] = [];
  const err: string[] = [];
  const to = (texts: string[]): Output => ({ write: (text) => texts.push(text), isTerminal: terminal });
  const environment: Environment = {
    stdout: to(out),
    stderr: to(err),
    readStdin: () => Promise.resolve(stdin),
    readFile: (path) => files[path] ?? readFileSync(path, "utf8"),
    ...(world.largest === undefined ? {} : { largest: world.largest }),
    wallMs,
    nowMs: () => EPOCH_MS,
    breathe: world.breathe ?? (() => Promise.resolve()),
    interrupted: world.interrupted ?? new AbortController().signal,
    variables: { noColor, debug },
  };
  const code = await runProgram(args, environment, "1.2.3");
  return { code, out: out.join(""), err: err.join("") };
}

/** A small Job manifest; `spec` is further lines of its spec, without indentation. */
export function manifest(name: string, ...spec: readonly string[]): string {
  return [
    "apiVersion: batch/v1",
    "kind: Job",
    "metadata:",
    `  name: ${name}`,
    "spec:",
    ...spec.map((line) => `  ${line}`),
    "  template:",
    "    spec:",
    "      restartPolicy: Never",
    "      containers:",
    "        - name: main",
    "          image: worker",
    "",
  ].join("\n");
}
