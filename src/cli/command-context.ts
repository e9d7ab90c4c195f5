/** What a command gets when it is added to the program. */

import type { Command } from "commander";
import type { Environment } from "./environment.ts";

export interface CommandContext {
  readonly program: Command;
  readonly environment: Environment;
  /** Reports the exit code of the command that ran. */
  readonly exitWith: (code: number) => void;
}
