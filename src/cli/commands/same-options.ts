/** The options that apply to every variant of a comparison and every cell of a sweep. */

import type { Command } from "commander";
import { collect } from "./flag-values.ts";

/** Adds them to a command, as a group of its help. */
export function addSameOptions(command: Command, group: string): Command {
  return command
    .optionsGroup(group)
    .option("--run <time>", "how long pods run, or forever")
    .option("--exit <codes>", "exit code, or codes with chances: 0:95%,1:5%")
    .option("--container <name.key=value>", "one container: proxy.run=forever, main.oomAt=2m (repeatable)", collect)
    .option("--start <time>", "from being scheduled to running, or never")
    .option("--ready <time>", "from running to ready, or never")
    .option("--schedule <time>", "from creation to being scheduled, or never")
    .option("--kubernetes <release>", "the release to play, 1.25 to 1.36 (default: 1.36)")
    .option("--until <time>", "stop runs at this virtual time")
    .option("--for <time>", "the same as --until, for schedules: 30d")
    .option("--start-time <time>", "the date and time that runs begin at, such as 2026-10-24T00:00Z");
}
