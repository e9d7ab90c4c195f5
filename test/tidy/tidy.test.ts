/** Keeps the house: layers, determinism, sizes and names. An exception is named here, with its reason. */

import { describe, expect, test } from "vitest";
import {
  commentLinesOf,
  exportedTypesOf,
  functionsOf,
  importsOf,
  literalAccessorsOf,
  type SourceFile,
  silencingsOf,
  sourceFiles,
  worldlyCallsOf,
} from "./source-files.ts";

/** The rooms from the top down; a file may import from its own room and from those below. */
const ROOMS = [
  "index.ts",
  "cli",
  "go",
  "http",
  "report",
  "testing",
  "analysis",
  "scenario",
  "simulation",
  "controller",
  "kubelet",
  "scheduler",
  "apiserver",
  "api",
  "engine",
];

/** Rooms that meet the real world; below them time and chance come from the plan alone. */
const EDGES = new Set(["cli", "http"]);
const WORLDLY = new Set([
  "Date.now",
  "Math.random",
  "performance.now",
  "process.env",
  "process.hrtime",
  "setTimeout",
  "setInterval",
  "setImmediate",
]);

const MAX_FILE_LINES = 300;
const MAX_FUNCTION_LINES = 70;
/** As the formatter has code; comments it leaves alone. */
const MAX_COMMENT_COLUMNS = 120;

/** The formatter leaves long texts alone. */
const MAX_COLUMNS = 200;

const LONG_FILES: Readonly<Record<string, string>> = {
  "src/http/protobuf/tables/core.ts": "a table that generate/protobuf-tables.ts writes",
};
const LONG_FUNCTIONS: Readonly<Record<string, string>> = {};

const SILENCINGS: Readonly<Record<string, string>> = {
  "src/api/decode-object.ts": "the schema tables tie decoded JSON to the types of objects",
};

const WORLDLY_FILES: Readonly<Record<string, string>> = {};

/** Rooms whose objects are there once for each server, command or page. */
const ONCE = new Set(["cli", "http", "report"]);
const LITERAL_ACCESSORS: Readonly<Record<string, string>> = {
  "src/api/custom/custom-kind.ts": "one for each definition of a kind, and the kind is what it was declared as",
};

const CLOCKS = new Set(["Date.now", "performance.now", "process.hrtime", "process.cpuUsage"]);
const TESTS_WITH_CLOCKS: Readonly<Record<string, string>> = {
  "test/http/session.ts": "the clock of a server that stands still",
  "test/analysis/import/served.test.ts": "the clock of a server that stands still",
};

const VAGUE = /^(utils?|helpers?|managers?|misc|common)$/;

const files = sourceFiles("src");

function roomRank({ room }: SourceFile): number {
  return ROOMS.indexOf(room);
}

describe("the sources", () => {
  test("lie in the rooms that the architecture names", () => {
    expect(files.filter((file) => roomRank(file) === -1).map(({ path }) => path)).toEqual([]);
  });

  test("import only from their own room and from rooms below", () => {
    const upward = files.flatMap((file) =>
      importsOf(file)
        .filter((target) => ROOMS.indexOf(target.split("/")[1] ?? "") < roomRank(file))
        .map((target) => `${file.path} imports ${target}`),
    );
    expect(upward).toEqual([]);
  });

  test("read no clock, chance, timer or environment below the edges", () => {
    const worldly = files
      .filter(({ room, path }) => !EDGES.has(room) && !(path in WORLDLY_FILES))
      .flatMap((file) => worldlyCallsOf(file, WORLDLY).map((call) => `${file.path}: ${call}`));
    expect(worldly).toEqual([]);
  });

  test("do not silence the compiler", () => {
    const silenced = files
      .filter(({ path }) => !(path in SILENCINGS))
      .flatMap((file) => silencingsOf(file).map((what) => `${file.path}: ${what}`));
    expect(silenced).toEqual([]);
  });

  test("hold one idea a file: none is long", () => {
    const long = files.filter(({ lines, path }) => lines > MAX_FILE_LINES && !(path in LONG_FILES));
    expect(long.map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
  });

  test("have functions that fit on a page", () => {
    const long = files.flatMap((file) =>
      functionsOf(file)
        .filter(({ name, lines }) => lines > MAX_FUNCTION_LINES && !(`${file.path} ${name}` in LONG_FUNCTIONS))
        .map(({ name, lines }) => `${file.path} ${name}: ${lines}`),
    );
    expect(long).toEqual([]);
  });

  test("have comments that are no wider than the code", () => {
    const wide = files.flatMap((file) =>
      commentLinesOf(file)
        .filter(({ text }) => text.length > MAX_COMMENT_COLUMNS)
        .map(({ number, text }) => `${file.path}:${number}: ${text.length} columns`),
    );
    expect(wide).toEqual([]);
  });

  test("have no line that nobody can read", () => {
    const wide = files.flatMap(({ path, tree }) =>
      tree.text
        .split("\n")
        .flatMap((line, i) => (line.length > MAX_COLUMNS ? [`${path}:${i + 1}: ${line.length}`] : [])),
    );
    expect(wide).toEqual([]);
  });

  // V8 gives each such literal a hidden class of its own, which leads to the accessor and keeps the whole run alive.
  test("have no accessor in an object literal that a run makes", () => {
    const accessors = files
      .filter(({ room, path }) => !ONCE.has(room) && !(path in LITERAL_ACCESSORS))
      .flatMap((file) => literalAccessorsOf(file).map(({ name, line }) => `${file.path}:${line}: ${name}`));
    expect(accessors).toEqual([]);
  });

  test("have names that say what they hold", () => {
    const vague = files.filter(({ path }) => path.split(/[/.]/).some((part) => VAGUE.test(part)));
    expect(vague.map(({ path }) => path)).toEqual([]);
  });

  test("give each exported type a unique name", () => {
    const places = new Map<string, string[]>();
    for (const file of files) {
      for (const name of exportedTypesOf(file)) places.set(name, [...(places.get(name) ?? []), file.path]);
    }
    const doubled = [...places].filter(([, paths]) => paths.length > 1);
    expect(doubled.map(([name, paths]) => `${name}: ${paths.join(", ")}`)).toEqual([]);
  });
});

test("no test reads a clock, so that none depends on the speed of a machine", () => {
  const timed = sourceFiles("test")
    .filter(({ path }) => !(path in TESTS_WITH_CLOCKS))
    .flatMap((file) => worldlyCallsOf(file, CLOCKS).map((call) => `${file.path}: ${call}`));
  expect(timed).toEqual([]);
});
