/**
 * The commands: just enough of each for the program's help. A command's file, with its flags, is loaded when its name
 * is given, because each loaded file costs a millisecond of startup.
 */

import type { CommandContext } from "./command-context.ts";

export interface ListedCommand {
  /** Its name and arguments, as the program's help shows them. */
  readonly usage: string;
  readonly summary: string;
  /** Loads the function that adds the command to a program. */
  readonly load: () => Promise<(context: CommandContext) => void>;
}

/** In the order of the program's help. */
export const COMMANDS: readonly ListedCommand[] = [
  {
    usage: "run [options] <file...>",
    summary: "play Jobs or a scenario, and show what happens",
    load: async () => (await import("./commands/run.ts")).addRunCommand,
  },
  {
    usage: "explain [options] <file...>",
    summary: "say which rule caused what, with its numbers",
    load: async () => (await import("./commands/explain.ts")).addExplainCommand,
  },
  {
    usage: "lint [options] <file...>",
    summary: "say what will surprise you, before anything runs",
    load: async () => (await import("./commands/lint.ts")).addLintCommand,
  },
  {
    usage: "report [options] <file...>",
    summary: "write a run as an HTML page that you can step through",
    load: async () => (await import("./commands/report.ts")).addReportCommand,
  },
  {
    usage: "import [options] <file...>",
    summary: "turn what a real cluster did into a scenario",
    load: async () => (await import("./commands/import.ts")).addImportCommand,
  },
  {
    usage: "check [options]",
    summary: "look for bugs of the Job controller under random faults",
    load: async () => (await import("./commands/check.ts")).registerCheck,
  },
  {
    usage: "explore [options]",
    summary: "play every schedule of a small world",
    load: async () => (await import("./commands/explore.ts")).registerExplore,
  },
  {
    usage: "replay [options] <file>",
    summary: "replay a violation that jobsim check found",
    load: async () => (await import("./commands/replay.ts")).registerReplay,
  },
  {
    usage: "serve [options] [file...]",
    summary: "answer as a Kubernetes API server over a running simulation",
    load: async () => (await import("./commands/serve.ts")).addServeCommand,
  },
  {
    usage: "clock [options] [action] [arguments...]",
    summary: "read and set the clock of a running server",
    load: async () => (await import("./commands/clock.ts")).addClockCommand,
  },
  {
    usage: "test [options] [path...]",
    summary: "play scenarios, and check their expectations",
    load: async () => (await import("./commands/test.ts")).registerTest,
  },
  {
    usage: "compare [options] <file...>",
    summary: "play variants side by side with the same seed",
    load: async () => (await import("./commands/compare.ts")).registerCompare,
  },
  {
    usage: "sweep [options] <file...>",
    summary: "play a scenario with many parameters and seeds",
    load: async () => (await import("./commands/sweep.ts")).registerSweep,
  },
  {
    usage: "merge [options] <file...>",
    summary: "join the parts of a sweep",
    load: async () => (await import("./commands/merge.ts")).registerMerge,
  },
  {
    usage: "upgrade [options] <file...>",
    summary: "say what another release of Kubernetes changes",
    load: async () => (await import("./commands/upgrade.ts")).registerUpgrade,
  },
  {
    usage: "completion <shell>",
    summary: "print a completion script for a shell",
    load: async () => (await import("./commands/completion.ts")).addCompletionCommand,
  },
  {
    usage: "help [topic]",
    summary: "show the help of a command, or a page of the docs",
    load: async () => (await import("./commands/help.ts")).addHelpCommand,
  },
];
