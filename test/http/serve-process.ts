/** `jobsim serve` as a separate process, as users run it. */

import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

export interface ServeProcess {
  readonly url: string;
  /** Memory in use, in bytes; 0 if the system does not report it. */
  memoryBytes(): number;
  /** Sends SIGTERM, and returns the exit code. */
  stop(): Promise<number | null>;
}

/** Starts a server on a free port, for one test. */
export async function startProcess(flags: readonly string[]): Promise<ServeProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", MAIN, "serve", "--port", "0", ...flags], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  // A failing test does not get to stop its server.
  onTestFinished(() => void child.kill());
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const url = await readUrl(child);
  return {
    url,
    memoryBytes: () => memoryOf(child),
    stop: () => {
      child.kill("SIGTERM");
      return ended;
    },
  };
}

function readUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    child.stdout?.on("data", (chunk) => {
      output += String(chunk);
      const url = /http:\/\/\S+/.exec(output)?.[0];
      if (url !== undefined && output.includes("\n")) resolve(url);
    });
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}: ${output}`)));
  });
}

function memoryOf({ pid }: ChildProcess): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
