/** The start of the command line, next to the start of Node alone. */

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { BenchCase } from "../case.ts";

const COMMAND = fileURLToPath(new URL("../../../dist/js/jobsim.js", import.meta.url));

export function startOfNode(): BenchCase {
  return starts("start of node -e 0", ["-e", "0"]);
}

export function startOfHelp(): BenchCase {
  return {
    ...starts("start of jobsim --help", [COMMAND, "--help"]),
    absent: () => (existsSync(COMMAND) ? undefined : "dist/ is not built (npm run build)"),
  };
}

function starts(name: string, args: readonly string[]): BenchCase {
  return {
    name,
    unit: "starts",
    warmUps: 2,
    runs: 15,
    elsewhere: true,
    run: () => {
      const { status } = spawnSync(process.execPath, args, { stdio: "ignore" });
      return { units: 1, note: `exit code ${status}` };
    },
  };
}
