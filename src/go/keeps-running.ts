/** What must hold for every program: it keeps running. */

import type { Invariant } from "../testing/invariants/invariant.ts";

/** A program that panics, or exits with a code other than 0, violates this; the message has its stack. */
export const PROGRAMS_KEEP_RUNNING: Invariant = {
  id: "programs-keep-running",
  sentence: "no program panics, or exits with a code other than 0",
  source: "docs/go-controllers.md",
  watch: () => ({
    entry: (entry, report) => {
      if (entry.kind !== "program" || entry.exitCode === undefined || entry.exitCode === 0) return;
      const { actor, exitCode, text } = entry;
      const lines = text === "" ? "" : `\n${text}`;
      report({ message: `${actor} exits with code ${exitCode}${lines}`, numbers: { exitCode } });
    },
  }),
};
