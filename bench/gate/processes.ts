/** Whole processes of the command, each run beside a process with a fixed piece of work of about the same kind. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const COMMAND = fileURLToPath(new URL("../../../dist/js/jobsim.js", import.meta.url));
const YARDSTICK = fileURLToPath(new URL("yardstick.js", import.meta.url));

export interface ProcessRow {
  readonly name: string;
  /** Of the Job that is run; the help if absent. */
  readonly pods?: number;
  /** The work of the yardstick: new functions that it runs, objects that it writes. */
  readonly yardstick: { readonly functions: number; readonly writes: number };
  /** Each of the command and the yardstick: a short process needs more of them. */
  readonly pairs: number;
}

export const PROCESS_ROWS: readonly ProcessRow[] = [
  { name: "process: jobsim --help", yardstick: { functions: 200, writes: 0 }, pairs: 15 },
  { name: "process: run of 5 pods", pods: 5, yardstick: { functions: 2_000, writes: 5_000 }, pairs: 10 },
  { name: "process: run of 10,000 pods", pods: 10_000, yardstick: { functions: 4_000, writes: 500_000 }, pairs: 5 },
];

/** The least processor time of the command in that of its yardstick. */
export function processFigure({ pods, yardstick, pairs }: ProcessRow): number {
  const folder = mkdtempSync(path.join(tmpdir(), "jobsim-bench-"));
  try {
    const file = path.join(folder, "job.json");
    writeFileSync(file, JSON.stringify(job(pods ?? 1)));
    const words = pods === undefined ? [COMMAND, "--help"] : [COMMAND, "run", file];
    const measure = [YARDSTICK, String(yardstick.functions), String(yardstick.writes)];
    const [yardsticks, whole]: [number[], number[]] = [[], []];
    for (let pair = 0; pair < pairs; pair++) {
      yardsticks.push(processorSeconds(measure));
      whole.push(processorSeconds(words));
    }
    return Math.min(...whole) / Math.min(...yardsticks);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Processor time of a process of its own, which Node does not say: the shell does. */
function processorSeconds(words: readonly string[]): number {
  const script = `TIMEFORMAT='%U %S'; time "$@" >/dev/null 2>&1`;
  const { status, stderr } = spawnSync("bash", ["-c", script, "bash", process.execPath, ...words], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
  });
  const [user, system] = (stderr ?? "").trim().split(" ").map(Number);
  if (status !== 0 || user === undefined || system === undefined) throw new Error(`${words.join(" ")}: ${stderr}`);
  return user + system;
}

function job(pods: number): object {
  const containers = [{ name: "main", image: "example.com/worker:1" }];
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "bench" },
    spec: {
      completions: pods,
      parallelism: Math.min(pods, 1_000),
      completionMode: "Indexed",
      template: { spec: { restartPolicy: "Never", containers } },
    },
  };
}
