/** An external program, in any language. */

import { type ChildProcess, spawn } from "node:child_process";

/** Lines of standard error that are kept for the message of an exit. */
const KEPT_LINES = 40;

export interface ChildOptions {
  /** For the shell. */
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
  /** Called when it exits by itself, with the end of its standard error. */
  readonly exited: (code: number, complaint: string) => void;
}

export class ChildProgram {
  readonly #child: ChildProcess;
  #complaint: string[] = [];
  #isKilled = false;

  constructor({ command, env, exited }: ChildOptions) {
    // The shell replaces itself with the program, so that signals reach it.
    const child = spawn("/bin/sh", ["-c", `exec ${command}`], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.#child = child;
    child.stderr.setEncoding("utf8");
    child.stderr.on("data", (text: string) => {
      const lines = (this.#complaint.pop() ?? "") + text;
      this.#complaint = [...this.#complaint, ...lines.split("\n")].slice(-KEPT_LINES);
    });
    child.on("close", (code) => {
      if (!this.#isKilled) exited(code ?? -1, this.#complaint.join("\n").trim());
    });
  }

  /** Kills it as the loss of a machine would, without a chance to clean up. */
  kill(): void {
    this.#isKilled = true;
    this.#child.kill("SIGKILL");
  }
}
