/** The library reference of the site: typedoc reads the declarations of the package's entries, and writes pages. */

import { register } from "node:module";
import { ENTRY_TYPES } from "../generate/entry-types.ts";

/**
 * Tables whose keys or items are the words of a type. Readers of the reference see the words; the tables themselves are
 * not part of the library.
 */
const TABLES = [
  "API_ERROR_REASONS",
  "CELL_KINDS",
  "CHOICE_KINDS",
  "COUNTERS",
  "DIFFERENCES",
  "EVICTION_CAUSES",
  "EXPANDERS",
  "EXPECTED_PERCENTILES",
  "HAPPENINGS",
  "LAST_FEATURES",
  "MEASURES",
  "Name",
  "NUMBERS",
  "PERCENTILES",
  "POD_FIELD_SETS",
  "QUEUE_PREEMPTIONS",
  "QUEUE_STRATEGIES",
  "REPLICA_FAULTS",
  "RULE_IDS",
  "RUN_COUNTS",
  "RUN_HAPPENINGS",
  "SCHEMA_TABLES",
  "WRITE_VERBS",
];

/**
 * Writes the pages into a folder, from the declarations that `npm run build` leaves in `dist/declarations`.
 *
 * @throws Error if a declaration cannot be read, or if typedoc warns of anything
 */
export async function buildLibraryReference(folder: string): Promise<void> {
  register("./typedoc-compiler.mjs", import.meta.url);
  const { Application } = await import("typedoc");
  const application = await Application.bootstrap({
    name: "jobsim, the library",
    entryPoints: Object.values(ENTRY_TYPES),
    tsconfig: "tsconfig.reference.json",
    readme: "docs/library.md",
    includeVersion: true,
    disableSources: true,
    githubPages: false,
    intentionallyNotExported: TABLES,
    validation: { notExported: true, invalidLink: true, invalidPath: false, notDocumented: false },
    logLevel: "Warn",
  });
  const project = await application.convert();
  if (project === undefined) throw new Error("typedoc cannot read dist/declarations: run npm run build first");
  application.validate(project);
  await application.generateDocs(project, folder);
  const { warningCount, errorCount } = application.logger;
  if (warningCount + errorCount > 0) throw new Error(`typedoc has ${warningCount + errorCount} warnings and errors`);
}
