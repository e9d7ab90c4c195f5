/** `jobsim serve` in a process of its own, as users run it, with what the system says of its memory and its work. */

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const COMMAND = fileURLToPath(new URL("../../../dist/js/jobsim.js", import.meta.url));
const START_MS = 20_000;

/** Why no server can be started; `undefined` if one can. */
export function serverAbsent(): string | undefined {
  return existsSync(COMMAND) ? undefined : "dist/ is not built (npm run build)";
}

export class Server {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  /** Starts a server on a free port of the loopback address. */
  static async start(flags: readonly string[]): Promise<Server> {
    const args = [
      ...process.execArgv.filter((flag) => /^--(cpu|heap)-prof/.test(flag)),
      COMMAND,
      "serve",
      "--port",
      "0",
    ];
    const child = spawn(process.execPath, [...args, ...flags], { stdio: ["ignore", "pipe", "inherit"] });
    return new Server(child, await urlOf(child));
  }

  /** Memory in use, megabytes. */
  get memoryMb(): number {
    return Number(this.#ps("rss")) / 1024;
  }

  /** Processor time since it began, whole seconds. */
  get cpuSeconds(): number {
    return Number(this.#ps("cputimes"));
  }

  stop(): Promise<void> {
    this.#child.kill("SIGTERM");
    return new Promise((resolve) => this.#child.once("exit", () => resolve()));
  }

  #ps(field: string): string {
    return execFileSync("ps", ["-o", `${field}=`, "-p", String(this.#child.pid)], { encoding: "utf8" }).trim();
  }
}

function urlOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("the server did not start in time")), START_MS);
    let output = "";
    child.stdout?.on("data", (chunk) => {
      output += String(chunk);
      const url = /http:\/\/\S+/.exec(output)?.[0];
      if (url === undefined || !output.includes("\n")) return;
      clearTimeout(late);
      resolve(url);
    });
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}: ${output}`)));
  });
}
