/**
 * The thread of the watchdog. What it finds stuck it tells on standard error by itself, since the main thread may be
 * what is stuck; then it shows where, and ends the process from within.
 */

import { writeSync } from "node:fs";
import { Session } from "node:inspector";
import { parentPort, workerData } from "node:worker_threads";
import { framesOf } from "../../testing/exceptions.ts";
import { Pulse } from "../../testing/pulse.ts";
import { STUCK, type WatchedThreads } from "./watchdog.ts";

const STDERR_FD = 2;
const ADVICE = "--patience takes more seconds, or 0 for any number of them.";
/** Looks within the time that nothing may happen. */
const LOOKS = 4;
/** If the main thread cannot be halted, the process ends without the place. */
const HALT_MS = 5_000;

// Only `watchThreads` starts this file.
const watched: WatchedThreads = workerData;
const { memory, threads, patienceMs, what, exitCode } = watched;
const pulses = Array.from({ length: threads }, (_, thread) => new Pulse({ memory, thread }));
const seen = pulses.map(() => ({ beats: -1, looks: 0 }));

const looking = setInterval(() => {
  for (const [thread, pulse] of pulses.entries()) {
    const before = seen[thread];
    const { beats } = pulse;
    if (before === undefined) continue;
    const isStill = beats !== undefined && beats === before.beats;
    seen[thread] = { beats: beats ?? -1, looks: isStill ? before.looks + 1 : 0 };
    if (!isStill || before.looks < LOOKS) continue;
    clearInterval(looking);
    tellStuck(thread, pulse.playing);
    break;
  }
}, patienceMs / LOOKS);

function tellStuck(thread: number, playing: number): void {
  const seconds = Math.round(patienceMs / 1000);
  const where = playing < 0 ? "the usual schedule" : `${what} ${playing}`;
  say(
    "",
    `${where}: nothing has happened for ${seconds} s of real time. A controller, an invariant or a workload`,
    "is in a loop that neither ends nor awaits what comes with virtual time, so the run cannot go on.",
  );
  if (thread === 0) {
    endMainThread();
    return;
  }
  const flags = what === "seed" ? `--seed ${playing} --runs 1` : "--workers 1";
  say(`The same with ${flags} shows where. ${ADVICE}`);
  parentPort?.postMessage(STUCK);
}

/** Pauses the main thread as a debugger does, and makes it print its place and exit. */
function endMainThread(): void {
  const session = new Session();
  session.connectToMainThread();
  session.on("Debugger.paused", ({ params }) => {
    const [top] = params.callFrames;
    if (top === undefined) return;
    const evaluate = (expression: string, then: (value: unknown) => void) =>
      session.post("Debugger.evaluateOnCallFrame", { callFrameId: top.callFrameId, expression }, (_error, answer) =>
        then(answer?.result.value),
      );
    evaluate("new Error().stack", (stack) => {
      say(...framesOf(placesIn(String(stack))), ADVICE);
      evaluate(quietExit(exitCode), () => {});
    });
  });
  session.post("Debugger.enable", () => session.post("Debugger.pause"));
  setTimeout(() => process.kill(process.pid, "SIGKILL"), HALT_MS);
}

/**
 * Ends the process without Node's line on standard error that it waits for the debugger, which is this thread: all that
 * is to be said has been said, so the descriptor leads nowhere from then on.
 */
function quietExit(code: number): string {
  const lines = [
    "{",
    'const { closeSync, openSync } = process.getBuiltinModule("node:fs");',
    `closeSync(${STDERR_FD});`,
    'openSync(process.getBuiltinModule("node:os").devNull, "w");',
    `process.exit(${code});`,
    "}",
  ];
  return lines.join(" ");
}

/** Without the expression that asked for it. */
function placesIn(stack: string): string {
  return stack
    .split("\n")
    .filter((line) => !line.includes("at eval ("))
    .join("\n");
}

function say(...lines: readonly string[]): void {
  writeSync(STDERR_FD, `${lines.join("\n")}\n`);
}
