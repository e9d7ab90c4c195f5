/**
 * Writes what the package exports, entry by entry, as the API reports of `docs/api`: a change of a public name or type
 * shows in the diff of a commit. With `--check` it writes nothing and fails if a report is out of date. In both cases it
 * fails if a signature uses a type that no entry exports.
 */

import { mkdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { ENTRY_TYPES } from "./entry-types.ts";

const FOLDER = "docs/api";

/** Tables such as `MEASURES`, whose keys or items are the words of a type: readers need the words alone. */
const TABLE = /^[A-Z][A-Z_]+$/;

const check = process.argv.includes("--check");
const used = new Set<string>();
mkdirSync(FOLDER, { recursive: true });
for (const [name, types] of Object.entries(ENTRY_TYPES)) {
  const config = ExtractorConfig.prepare({
    configObject: {
      newlineKind: "lf",
      projectFolder: resolve("."),
      mainEntryPointFilePath: resolve(types),
      compiler: { tsconfigFilePath: resolve("tsconfig.build.json") },
      apiReport: {
        enabled: true,
        reportFileName: name,
        reportFolder: resolve(FOLDER),
        reportTempFolder: resolve("dist/api"),
      },
      dtsRollup: { enabled: false },
      docModel: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: resolve("package.json"),
  });
  const { apiReportChanged, errorCount } = Extractor.invoke(config, {
    localBuild: !check,
    showVerboseMessages: false,
    messageCallback: ({ messageId, text }) => {
      const [, symbol] = messageId === "ae-forgotten-export" ? (/symbol "(\w+)"/.exec(text) ?? []) : [];
      if (symbol !== undefined) used.add(symbol.replace(/_\d+$/, ""));
    },
  });
  if (errorCount > 0 || (check && apiReportChanged)) process.exitCode = 1;
}

const exported = new Set(
  Object.keys(ENTRY_TYPES).flatMap((name) => {
    const report = readFileSync(`${check ? "dist/api" : FOLDER}/${name}.api.md`, "utf8");
    const declared = report.matchAll(/^export (?:declare |abstract )*(?:type|interface|function|const|class) (\w+)/gm);
    const named = report.matchAll(/^export \{ (\w+)(?: as \w+)? \}/gm);
    return [...declared, ...named].map(([, symbol = ""]) => symbol.replace(/_\d+$/, ""));
  }),
);
const missing = [...used].filter((symbol) => !exported.has(symbol) && !TABLE.test(symbol));
if (missing.length > 0) {
  console.error(`signatures use what no entry exports: ${missing.sort().join(", ")}`);
  process.exitCode = 1;
}
