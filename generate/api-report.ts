/**
 * Writes what the package exports, entry by entry, as the API reports of `docs/api`: a change of a public name or type
 * shows in the diff of a commit. With `--check` it writes nothing and fails if a report is out of date.
 */

import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";

/** Each entry of the package, and its types as `npm run build` leaves them. */
const ENTRIES = {
  jobsim: "dist/types/index.d.ts",
  "jobsim-analysis": "dist/types/analysis/index.d.ts",
  "jobsim-report": "dist/types/report/index.d.ts",
  "jobsim-testing": "dist/types/testing/index.d.ts",
  "jobsim-go": "dist/types/go/index.d.ts",
};

const FOLDER = "docs/api";

const check = process.argv.includes("--check");
mkdirSync(FOLDER, { recursive: true });
for (const [name, types] of Object.entries(ENTRIES)) {
  const config = ExtractorConfig.prepare({
    configObject: {
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
        extractorMessageReporting: {
          default: { logLevel: ExtractorLogLevel.None },
          "ae-forgotten-export": { logLevel: ExtractorLogLevel.None, addToApiReportFile: true },
        },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: resolve("package.json"),
  });
  const { apiReportChanged, errorCount } = Extractor.invoke(config, { localBuild: !check, showVerboseMessages: false });
  if (errorCount > 0 || (check && apiReportChanged)) process.exitCode = 1;
}
