/** Runs kubectl, unchanged, against a test server. */

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { kubeconfigText } from "../../src/http/kubeconfig.ts";

const OLDEST_MINOR = 32;

/** Why tests with kubectl are skipped; `undefined` if they can run. */
export function whyWithoutKubectl(): string | undefined {
  try {
    const text = execFileSync("kubectl", ["version", "--client", "-o", "json"], { encoding: "utf8", stdio: "pipe" });
    const minor = Number(/"minor": "(\d+)/.exec(text)?.[1]);
    return minor >= OLDEST_MINOR ? undefined : `kubectl 1.${minor} is older than 1.${OLDEST_MINOR}`;
  } catch {
    return "kubectl is not installed";
  }
}

export interface Kubectl {
  /** Runs kubectl; `input` is its standard input. Fails if kubectl fails. */
  run(args: readonly string[], input?: string): Promise<string>;
  /** Starts kubectl; returns its output when it is stopped. */
  start(args: readonly string[]): () => Promise<string>;
}

export function kubectlFor(url: string): Kubectl {
  const folder = mkdtempSync(path.join(tmpdir(), "jobsim-kubectl-"));
  const config = path.join(folder, "kubeconfig");
  writeFileSync(config, kubeconfigText(url));
  const launch = (args: readonly string[]) =>
    spawn("kubectl", ["--kubeconfig", config, "--cache-dir", path.join(folder, "cache"), ...args]);
  return {
    run: (args, input = "") =>
      new Promise((resolve, reject) => {
        const child = launch(args);
        let [output, errors] = ["", ""];
        child.stdout.on("data", (chunk) => {
          output += chunk;
        });
        child.stderr.on("data", (chunk) => {
          errors += chunk;
        });
        child.on("close", (code) => (code === 0 ? resolve(output) : reject(new Error(errors || output))));
        child.stdin.end(input);
      }),
    start: (args) => {
      const child = launch(args);
      let output = "";
      child.stdout.on("data", (chunk) => {
        output += chunk;
      });
      return () =>
        new Promise((resolve) => {
          child.on("close", () => resolve(output));
          child.kill();
        });
    },
  };
}
