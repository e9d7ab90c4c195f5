/**
 * A test runner for Stryker that loads the tests once and runs them in its own process.
 *
 * Starting vitest takes a quarter of a second for each of some 8,600 mutants; here most are dead within a millisecond.
 * The price is that mutants of code that runs while modules load cannot be tested: they are left out (`ignoreStatic`).
 */

import { readdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const ALL = [
  "test/api",
  "test/controller",
  "test/analysis/explain/rules.test.ts",
  "test/releases/api-switches.test.ts",
  "test/releases/controller-switches.test.ts",
  "test/mutation/vectors.mutation.ts",
];
/** Folders and files with tests. Those of one room begin sooner: `MUTATION_TESTS=test/api npm run mutation -- …`. */
const TESTS = process.env.MUTATION_TESTS?.split(",") ?? ALL;

const [PASSED, FAILED] = [0, 1];

class InProcessRunner {
  #tests = new Map();
  /** Kills by test: those that killed much go first. */
  #kills = new Map();

  capabilities() {
    // It cannot, and need not, as such mutants are left out; but if it said so, Stryker would end it after each mutant.
    return { reloadEnvironment: true };
  }

  async init() {
    const { collected, collectFrom } = await import("./vitest-in-process.mjs");
    for (const file of TESTS.flatMap(testFiles)) {
      await collectFrom(file, () => import(pathToFileURL(path.resolve(file)).href));
    }
    this.#tests = new Map(collected.map(({ name, run }) => [name, { run, ms: 0 }]));
  }

  async dryRun() {
    const space = stryker();
    const tests = [];
    for (const [id, test] of this.#tests) {
      space.currentTestId = id;
      const error = await this.#errorOf(test);
      const result = error === undefined ? { status: PASSED } : { status: FAILED, failureMessage: messageOf(error) };
      tests.push({ id, name: id, timeSpentMs: test.ms, ...result });
    }
    space.currentTestId = undefined;
    return { status: "complete", tests, mutantCoverage: space.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter = [...this.#tests.keys()], hitLimit }) {
    const space = stryker();
    space.activeMutant = activeMutant.id;
    Object.assign(space, { hitCount: 0, hitLimit });
    // What is covered was counted in the dry run; counting on would cost time and memory.
    space.mutantCoverage = { static: {}, perTest: {} };
    let nrOfTests = 0;
    try {
      for (const id of this.#inOrder(testFilter)) {
        nrOfTests++;
        const error = await this.#errorOf(this.#tests.get(id));
        if (space.hitCount > (hitLimit ?? Number.POSITIVE_INFINITY))
          return { status: "timeout", reason: "endless loop" };
        if (error === undefined) continue;
        this.#kills.set(id, (this.#kills.get(id) ?? 0) + 1);
        return { status: "killed", killedBy: [id], failureMessage: messageOf(error), nrOfTests };
      }
      return { status: "survived", nrOfTests };
    } finally {
      space.activeMutant = undefined;
    }
  }

  async #errorOf(test) {
    const startedMs = performance.now();
    try {
      await test.run();
      return undefined;
    } catch (error) {
      return error ?? new Error("nothing was thrown");
    } finally {
      test.ms ||= performance.now() - startedMs;
    }
  }

  /** The tests that kill most in the shortest time, then the quick ones. */
  #inOrder(ids) {
    const ms = (id) => this.#tests.get(id)?.ms ?? 0;
    const worth = (id) => (this.#kills.get(id) ?? 0) / (ms(id) + 0.3);
    return ids.filter((id) => this.#tests.has(id)).sort((a, b) => worth(b) - worth(a) || ms(a) - ms(b));
  }
}

/** What the instrumented code and Stryker share. */
function stryker() {
  globalThis.__stryker__ ??= {};
  return globalThis.__stryker__;
}

function messageOf(error) {
  return error instanceof Error ? error.message.slice(0, 1_000) : String(error);
}

function testFiles(where) {
  if (where.endsWith(".ts")) return [where];
  const names = readdirSync(where).filter((name) => name.endsWith(".test.ts"));
  return names.sort().map((name) => path.join(where, name));
}

const factory = () => new InProcessRunner();
factory.inject = [];
export const strykerPlugins = [{ kind: "TestRunner", name: "in-process", factory }];
