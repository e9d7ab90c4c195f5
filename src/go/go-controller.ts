/**
 * A Go program as a controller of a run: it starts, crashes and restarts with the process that holds the controllers.
 */

import { Phase } from "../engine/event-loop.ts";
import type { StartControllers } from "../simulation/controllers/controllers.ts";
import { GoProcess } from "./go-process.ts";
import { GoProgram, type ProgramFiles } from "./program.ts";

/** A program that exits is restarted as the kubelet restarts containers: after 10 s, doubling up to 5 min. */
const RESTART_MS = 10_000;
const MOST_RESTART_MS = 300_000;

/** A Go program in a run. */
export interface GoControllerOptions extends ProgramFiles {
  /** Name of the actor in the log; `go` if absent. */
  readonly name?: string;
  /** How far the program's clock is ahead of the run's, milliseconds; negative if it is behind. 0 if absent. */
  readonly clockSkewMs?: number;
}

const STARTS = new WeakMap<object, Map<string, number>>();

/**
 * Makes a Go program start in simulations: compiled once, with `GOOS=js GOARCH=wasm`, it runs on the clock of each run.
 *
 * @throws Error if the module is not one, or the text is not Go's `wasm_exec.js`
 * @example
 * const keeper = goController({ module: readFileSync("keeper.wasm"), wasmExec: readFileSync(wasmExecFile, "utf8") });
 * check({ runs: 1_000, controllers: together(builtInControllers, keeper), invariants: [...INVARIANTS, mine] });
 */
export function goController(options: GoControllerOptions): StartControllers {
  const { name = "go", clockSkewMs = 0 } = options;
  const program = new GoProgram(options);
  return (host) => {
    const { loop, server } = host;
    const client = host.connect(name);
    let restartMs = RESTART_MS;
    let isStopped = false;
    let running: GoProcess | undefined;
    const startOne = () => {
      const start = nextStart(server, name);
      running = new GoProcess(host, client, { program, name, clockSkewMs, start, exited: () => comeBack() });
    };
    const comeBack = () => {
      loop.schedule(loop.nowMs + restartMs, Phase.world, () => {
        if (!isStopped) startOne();
      });
      restartMs = Math.min(2 * restartMs, MOST_RESTART_MS);
    };
    // The program starts once the world is set up: its first requests are answered at that instant.
    loop.schedule(loop.nowMs, Phase.control, () => {
      if (!isStopped) startOne();
    });
    return {
      stop: () => {
        isStopped = true;
        running?.stop();
      },
    };
  };
}

function nextStart(run: object, name: string): number {
  const starts = STARTS.get(run) ?? new Map<string, number>();
  STARTS.set(run, starts);
  const start = (starts.get(name) ?? 0) + 1;
  starts.set(name, start);
  return start;
}
