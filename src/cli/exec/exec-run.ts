/** One run of a check with an external program: a world that is served over HTTP, and invariants over its log. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Phase } from "../../engine/event-loop.ts";
import { kubeconfigText } from "../../http/kubeconfig.ts";
import { type Session, startSession } from "../../http/live/session.ts";
import { writeScenario } from "../../scenario/write/write-scenario.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import type { ProcessTrouble } from "../../testing/generate/client-trouble.ts";
import { circumstancesOf } from "../../testing/invariants/circumstances.ts";
import type { Invariant, Violation } from "../../testing/invariants/invariant.ts";
import { Watcher } from "../../testing/invariants/watcher.ts";
import { untilSettled } from "../../testing/settle.ts";
import { ChildProgram } from "./child-program.ts";

/** Real time between two checks of the run. */
const LOOK_MS = 20;
/** Real time without a change after which a world in which nothing is pending counts as finished. */
const REST_MS = 1_000;
/** Real time within which a process must make its first request. */
const FIRST_REQUEST_MS = 30_000;
/** The longest real time of a run. */
const MOST_REAL_MS = 120_000;
/** A program that exits is restarted as the kubelet restarts containers: after 10 s, doubling up to 5 min. */
const RESTART_MS = 10_000;
const MOST_RESTART_MS = 300_000;

const RESTLESS = `never lets the clock move on: after ${MOST_REAL_MS / 1000} s a run had not ended, since the clock moves only between requests`;

/** The program never made a request, or never stops making them, so the clock cannot move. */
export class ExecError extends Error {
  override readonly name = "ExecError";
}

export interface ExecRun {
  readonly violations: readonly Violation[];
  readonly entries: number;
  readonly kills: number;
  /** The run, with everything that the program did, as a scenario file. */
  readonly scenario: string;
}

export interface ExecOptions {
  readonly command: string;
  readonly trial: SimulationPlan;
  readonly trouble: ProcessTrouble;
  readonly invariants: readonly Invariant[];
  readonly wallMs: () => number;
}

/**
 * Plays a run: the virtual clock moves whenever no request is in progress, and is stopped while the program starts.
 *
 * @throws ExecError if the program makes no requests, or never stops making them
 */
export async function playExec(options: ExecOptions): Promise<ExecRun> {
  const folder = mkdtempSync(path.join(tmpdir(), "jobsim-exec-"));
  const run = new ExecutedRun(options, path.join(folder, "kubeconfig.yaml"));
  try {
    return await run.play();
  } finally {
    await run.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

class ExecutedRun {
  readonly #options: ExecOptions;
  readonly #plan: SimulationPlan;
  readonly #kubeconfig: string;
  readonly #watcher: Watcher;
  #session: Session | undefined;
  #child: ChildProgram | undefined;
  #isHeard = false;
  #restartMs = RESTART_MS;
  #kills = 0;
  #complaint = "";

  constructor(options: ExecOptions, kubeconfig: string) {
    this.#options = options;
    this.#plan = untilSettled(options.trial);
    this.#kubeconfig = kubeconfig;
    this.#watcher = new Watcher(options.invariants, circumstancesOf(this.#plan));
  }

  async play(): Promise<ExecRun> {
    const { wallMs, trouble } = this.#options;
    const listen = { host: "127.0.0.1", port: 0, speed: "idle", paused: true } as const;
    const base = writeScenario(this.#plan);
    const plan = { ...this.#plan, clientFaults: trouble.faults };
    const session = await startSession(plan, { ...listen, wallMs, base, arrived: () => this.#hear() });
    this.#session = session;
    writeFileSync(this.#kubeconfig, kubeconfigText(session.url));
    const { log, loop } = session.world.simulation;
    for (const entry of log.entries) this.#watcher.see(entry);
    log.follow((entry) => this.#watcher.see(entry));
    for (const atMs of trouble.killsMs) loop.schedule(atMs, Phase.world, () => this.#kill());
    this.#start();
    await this.#rest();
    const scenario = session.scenario();
    this.#watcher.ledger.busy = loop.pending > 0;
    this.#watcher.end(Math.max(loop.nowMs, this.#plan.untilMs ?? 0));
    return { violations: this.#watcher.violations, entries: log.length, kills: this.#kills, scenario };
  }

  async close(): Promise<void> {
    this.#child?.kill();
    await this.#session?.close();
  }

  #start(): void {
    this.#isHeard = false;
    this.#session?.world.pause();
    const { command } = this.#options;
    const env = { KUBECONFIG: this.#kubeconfig };
    this.#child = new ChildProgram({ command, env, exited: (code, complaint) => this.#exit(code, complaint) });
  }

  /** The clock is stopped until the first request of the program. */
  #hear(): void {
    if (this.#isHeard) return;
    this.#isHeard = true;
    this.#session?.world.resume();
  }

  #kill(): void {
    this.#kills++;
    this.#child?.kill();
    this.#start();
  }

  #exit(exitCode: number, complaint: string): void {
    const world = this.#session?.world;
    if (world === undefined) return;
    const { loop, log } = world.simulation;
    this.#complaint = complaint;
    log.append({
      kind: "program",
      timeMs: Math.round(loop.nowMs),
      actor: this.#options.command,
      text: complaint,
      exitCode,
    });
    loop.schedule(loop.nowMs + this.#restartMs, Phase.world, () => this.#start());
    this.#restartMs = Math.min(2 * this.#restartMs, MOST_RESTART_MS);
    this.#hear();
  }

  /** Waits for the end of the run: its time, a violation, or a world in which nothing is pending or changes. */
  async #rest(): Promise<void> {
    let [length, wasHeard, quietMs] = [-1, false, 0];
    for (let lookedMs = 0; ; lookedMs += LOOK_MS) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      const world = this.#session?.world;
      if (world === undefined || this.#hasViolated) return;
      const { timeMs, nextEventMs } = world.state;
      const isChanged = world.simulation.log.length !== length || this.#isHeard !== wasHeard;
      quietMs = isChanged ? 0 : quietMs + LOOK_MS;
      [length, wasHeard] = [world.simulation.log.length, this.#isHeard];
      const untilMs = this.#plan.untilMs ?? 0;
      if (timeMs >= untilMs) return;
      if (this.#isHeard && (nextEventMs ?? untilMs) >= untilMs && quietMs > REST_MS) return;
      if (!this.#isHeard && quietMs > FIRST_REQUEST_MS) throw new ExecError(this.#silence());
      if (lookedMs > MOST_REAL_MS) throw new ExecError(RESTLESS);
    }
  }

  get #hasViolated(): boolean {
    return this.#watcher.violations.some(({ known }) => known === undefined);
  }

  #silence(): string {
    const said = this.#complaint === "" ? "" : `\n${this.#complaint}`;
    return `made no request within ${FIRST_REQUEST_MS / 1000} s: it must find the server through KUBECONFIG${said}`;
  }
}
