#!/usr/bin/env node
/** The process around the command line: streams, signals, exit code. */

import { readFileSync, writeSync } from "node:fs";
import type { WriteStream } from "node:tty";
import { decodeText } from "../scenario/text-encoding.ts";
import { keepCompiledCode } from "./compile-cache.ts";
import type { Environment, Output } from "./environment.ts";
import { EXIT_OK, EXIT_OUTPUT } from "./exit-codes.ts";
import { collectSeldom } from "./full-collections.ts";
import { runProgram } from "./program.ts";
import { readRegularFile } from "./read-file.ts";
import { orShipped } from "./shipped-examples.ts";
import { terminalText } from "./terminal-text.ts";
import { OutputError } from "./write-output.ts";
import { YoungGeneration } from "./young-generation.ts";

const STDERR_FD = 2;

const NANOSECONDS_PER_MS = 1e6;

const noColor = (process.env.NO_COLOR ?? "") !== "";

/** A stream that is made when something is first written to it: making one loads sockets or terminals. */
function onFirstUse(output: () => Output): Output {
  let made: Output | undefined;
  const use = () => {
    made ??= output();
    return made;
  };
  return {
    write: (chunk) => {
      if (chunk !== "") use().write(chunk);
    },
    get isTerminal() {
      return use().isTerminal;
    },
  };
}

function outputOf(stream: WriteStream): Output {
  const isTerminal = stream.isTTY === true;
  const hasColours = isTerminal && !noColor;
  return {
    write: (chunk) => {
      // A line of progress is written over the one before.
      const isOver = isTerminal && chunk.startsWith("\r");
      stream.write(isOver ? `\r${terminalText(chunk.slice(1), hasColours)}` : terminalText(chunk, hasColours));
    },
    isTerminal,
  };
}

/** A reader that has seen enough, such as `head`, closes the pipe: that is no error. A full disk is one. */
function endOnBrokenStream(stream: WriteStream, name: string): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(EXIT_OK);
    if (stream !== process.stderr) writeSync(STDERR_FD, `jobsim: ${new OutputError(name, error).message}\n`);
    process.exit(EXIT_OUTPUT);
  });
}

function interruption(): AbortSignal {
  const controller = new AbortController();
  // The second Ctrl-C ends the process as usual.
  process.once("SIGINT", () => controller.abort());
  return controller.signal;
}

function packageVersion(): string {
  const found: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return typeof found === "object" && found !== null && "version" in found ? String(found.version) : "unknown";
}

keepCompiledCode(process.env);
const isDebugged = (process.env.JOBSIM_DEBUG ?? "") !== "";
// Stack traces then name files and lines of the sources; following the maps costs time, and only who asks for it pays.
if (isDebugged) process.setSourceMapsEnabled(true);
endOnBrokenStream(process.stdout, "standard output");
const youngGeneration = new YoungGeneration(process.versions.v8);
const environment: Environment = {
  stdout: outputOf(process.stdout),
  stderr: onFirstUse(() => {
    endOnBrokenStream(process.stderr, "standard error");
    return outputOf(process.stderr);
  }),
  readStdin: async () => decodeText(await (await import("node:stream/consumers")).buffer(process.stdin)),
  readFile: (path) => readRegularFile(orShipped(path)),
  // `performance` would load a module of Node for this one figure.
  wallMs: () => Number(process.hrtime.bigint()) / NANOSECONDS_PER_MS,
  nowMs: () => Date.now(),
  breathe: () => {
    youngGeneration.hold();
    return new Promise((resolve) => setImmediate(resolve));
  },
  pauseBriefly: () => {
    youngGeneration.keepSmall();
    collectSeldom();
  },
  watch: async (watched) => (await import("./watchdog/watchdog.ts")).watchThreads(watched),
  interrupted: interruption(),
  variables: {
    noColor,
    debug: isDebugged,
  },
};
// Not process.exit: it would lose output that is still being written.
process.exitCode = await runProgram(process.argv.slice(2), environment, packageVersion());
