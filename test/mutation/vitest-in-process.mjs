/**
 * What tests of pure functions and small simulations need of vitest, without its threads: tests are only collected, and
 * whoever collected them runs them, as often as wanted. `expect` is vitest's own.
 */

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

// vitest itself works in its own threads only, so its parts are taken from where it has them.
const requireFromVitest = createRequire(createRequire(import.meta.url).resolve("vitest/package.json"));
const partOfVitest = (name) => import(pathToFileURL(requireFromVitest.resolve(name)).href);
const chai = await partOfVitest("chai");
const { GLOBAL_EXPECT, JestAsymmetricMatchers, JestChaiExpect, JestExtend, setState } =
  await partOfVitest("@vitest/expect");

for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin);

export const expect = Object.assign((value, message) => chai.expect(value, message), chai.expect);
globalThis[GLOBAL_EXPECT] = expect;
setState({ assertionCalls: 0 }, expect);

/** Every test of the files that were loaded: its name and what it does. */
export const collected = [];
/** Names of the suites around the test that is being collected, the file first. */
const suites = [];
/** How many tests have a name so far: two tables in one suite may be named alike. */
const namesakes = new Map();

/** Loads a file, and collects its tests under its name. */
export async function collectFrom(name, load) {
  suites.push(name);
  await load();
  suites.pop();
}

export function test(name, ...rest) {
  const full = [...suites, name].join(" > ");
  const before = namesakes.get(full) ?? 0;
  namesakes.set(full, before + 1);
  collected.push({ name: before === 0 ? full : `${full} (${before + 1})`, run: bodyOf(rest) });
}

export function describe(name, ...rest) {
  suites.push(name);
  bodyOf(rest)();
  suites.pop();
}

test.each = eachOf(test);
describe.each = eachOf(describe);
export const it = test;

/** Options may stand before or behind the function. */
function bodyOf(rest) {
  return rest.find((part) => typeof part === "function");
}

/** Names count up instead of showing their row: they only have to differ. */
function eachOf(register) {
  return (rows) =>
    (name, ...rest) => {
      const body = bodyOf(rest);
      [...rows].forEach((row, i) => {
        register(`${name} [${i}]`, () => (Array.isArray(row) ? body(...row) : body(row)));
      });
    };
}
