/** Mutation testing: `npm run mutation`, or with `-- --mutate src/api/quantity.ts` of one file. See docs/mutation.md. */

export default {
  mutate: ["src/controller/**/*.ts", "src/api/**/*.ts"],
  testRunner: "in-process",
  plugins: [new URL("test/mutation/in-process-runner.mjs", import.meta.url).pathname],
  testRunnerNodeArgs: [
    "--import",
    "tsx",
    "--import",
    new URL("test/mutation/resolve-vitest.mjs", import.meta.url).href,
  ],
  coverageAnalysis: "perTest",
  // Tables and constants: what runs once, while modules load.
  ignoreStatic: true,
  concurrency: 1,
  timeoutMS: 10_000,
  incremental: true,
  incrementalFile: "reports/mutation/incremental.json",
  reporters: ["clear-text", "json"],
  jsonReporter: { fileName: "reports/mutation/report.json" },
  clearTextReporter: { logTests: false, reportTests: false },
};
