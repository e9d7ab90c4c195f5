import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/**
 * Tests that start processes or browsers, play recordings, or try very many inputs, and those that need a process of
 * their own: they put other modules in place, or measure memory. All others are quick.
 */
const SLOW = [
  "test/conformance/**",
  "test/defects/**",
  "test/fuzz/**",
  "test/property/**",
  "test/report/html/**",
  "test/site/**",
  "test/analysis/import/served.test.ts",
  "test/analysis/lint/bounds.test.ts",
  "test/cli/emit-manifest.test.ts",
  "test/cli/exec.test.ts",
  "test/cli/go.test.ts",
  "test/cli/module.test.ts",
  "test/cli/process.test.ts",
  "test/cli/fleet.test.ts",
  "test/cli/json-output.test.ts",
  "test/cli/sweep.test.ts",
  "test/cli/test-cases.test.ts",
  "test/cli/test-command.test.ts",
  "test/cli/watchdog.test.ts",
  "test/clients/client.test.ts",
  "test/clients/kubectl-apply.test.ts",
  "test/clients/kubectl.test.ts",
  "test/clients/operator.test.ts",
  "test/docs/examples.test.ts",
  "test/docs/guides.test.ts",
  "test/docs/how-to.test.ts",
  "test/generate/late-zod.test.ts",
  "test/go/explore.test.ts",
  "test/go/keeper.test.ts",
  "test/http/flows.test.ts",
  "test/http/kubectl-cron-jobs.test.ts",
  "test/http/kubectl.test.ts",
  "test/http/load.test.ts",
  "test/http/seed-operations.test.ts",
  "test/releases/reach.test.ts",
  "test/testing/coverage.test.ts",
  "test/testing/cron-invariants.test.ts",
  "test/simulation/let-go.test.ts",
  "test/testing/numbers-example.test.ts",
  "test/testing/restless-limits.test.ts",
  "test/testing/restless.test.ts",
  "test/testing/tasks-example.test.ts",
  "test/testing/workload.test.ts",
];

/** With vitest's own, which a list of ours would replace. */
const NOT_OURS = ["**/node_modules/**"];

export default defineConfig({
  // Examples import the package as those who install it do.
  resolve: { alias: { "jobsim/testing": fileURLToPath(new URL("src/testing/index.ts", import.meta.url)) } },
  test: {
    // All cores: vitest keeps one for itself by default, which on two of them leaves a single worker.
    maxWorkers: availableParallelism(),
    testTimeout: 120_000,
    // A page is waited for as long as a busy machine may take; what never comes still fails.
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: "quick",
          include: ["test/**/*.test.ts"],
          exclude: [...NOT_OURS, ...SLOW],
          // One module graph for all files of a thread: most of the time was loading the same modules again.
          pool: "threads",
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: "slow", include: SLOW.map((path) => path.replace(/\*\*$/, "**/*.test.ts")) },
      },
    ],
  },
});
