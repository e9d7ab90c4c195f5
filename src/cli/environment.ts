/** What commands need from the process around them; tests supply their own. */

import type { RunSizes } from "../analysis/longest-run.ts";
import type { WatchThreads } from "./watchdog/watchdog.ts";

/** Standard output or standard error. */
export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
}

export interface Environment {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Reads standard input to its end. */
  readonly readStdin: () => Promise<string>;
  /** Reads a file, and throws if it cannot. */
  readonly readFile: (path: string) => string;
  /** The wall clock, milliseconds; only for people to see how fast a run was. */
  readonly wallMs: () => number;
  /** The current time, milliseconds since 1970; for servers whose clients look at the date. */
  readonly nowMs: () => number;
  /** Gives the process a chance to see signals. */
  readonly breathe: () => Promise<void>;
  /** From now on short pauses matter more than how much is done in all; if absent, nothing changes. */
  readonly pauseBriefly?: () => void;
  /** Watches threads that play what authors wrote; if absent, nobody does. */
  readonly watch?: WatchThreads;
  /** Aborted when the user presses Ctrl-C. */
  readonly interrupted: AbortSignal;
  /** JSON was asked for, so errors are JSON too. */
  readonly jsonErrors?: boolean;
  /** How large a run may become; what a process of Node holds if absent. */
  readonly largest?: RunSizes;
  readonly variables: {
    /** NO_COLOR is set: see https://no-color.org. */
    readonly noColor: boolean;
    /** JOBSIM_DEBUG is set: internal errors show their stack. */
    readonly debug: boolean;
  };
}
