/** The options of every command that plays one run: how pods behave, and the settings of the run. */

import type { Command } from "commander";
import { collect } from "./flag-values.ts";

/** Adds them to a command, in two groups of its help. */
export function addRunOptions(command: Command): Command {
  return command
    .optionsGroup("Pods (with a scenario: instead of its pods.default):")
    .option("--run <time>", "how long pods run, or forever (default: 10s)")
    .option("--exit <codes>", "exit code, or codes with chances: 0:95%,1:5% (default: 0)")
    .option("--container <name.key=value>", "one container: proxy.run=forever, main.oomAt=2m (repeatable)", collect)
    .option("--start <time>", "from being scheduled to running, or never (default: 1s)")
    .option("--ready <time>", "from running to ready, or never (default: 0s)")
    .option("--schedule <time>", "from creation to being scheduled, or never (default: 0s)")
    .optionsGroup("Run:")
    .option("--seed <text>", "the seed of the run: the same seed gives the same run")
    .option("--kubernetes <release>", "the release to play, 1.25 to 1.36 (default: 1.36)")
    .option("--set <path=value>", "change a field of every Job; null removes it (repeatable)", collect)
    .option("--until <time>", "stop at this virtual time")
    .option("--for <time>", "the same as --until, for schedules: 30d")
    .option("--start-time <time>", "the date and time that runs begin at, such as 2026-10-24T00:00Z");
}
