/** What the library exports: each function says in a sentence what it does, and its example runs. */

import { readFileSync } from "node:fs";
import ts from "typescript-api";
import { expect, test } from "vitest";
import * as analysis from "../../src/analysis/index.ts";
import * as entry from "../../src/index.ts";
import * as report from "../../src/report/index.ts";
import * as testing from "../../src/testing/index.ts";
import { exampleSurroundings } from "./example-surroundings.ts";
import { runSnippet } from "./run-snippet.ts";

interface Exported {
  readonly name: string;
  readonly comment: string;
}

/** The exported functions of an entry with their comments. */
function exportsOf(entry: string, values: Readonly<Record<string, unknown>>): Exported[] {
  const program = ts.createProgram([entry], {
    allowImportingTsExtensions: true,
    noEmit: true,
    module: ts.ModuleKind.NodeNext,
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entry);
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  return (module === undefined ? [] : checker.getExportsOfModule(module)).flatMap((symbol) => {
    if (typeof values[symbol.name] !== "function") return [];
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    const [declaration] = target.declarations ?? [];
    if (declaration === undefined) return [];
    const owner = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
    const text = owner.getSourceFile().text;
    const ranges = ts.getLeadingCommentRanges(text, owner.getFullStart()) ?? [];
    return [{ name: symbol.name, comment: ranges.map(({ pos, end }) => text.slice(pos, end)).join("\n") }];
  });
}

/** The code after `@example`, without the stars. */
function exampleIn(comment: string): string | undefined {
  const [, example] = /@example\n([\s\S]*?)(?:\n \* @|\*\/)/.exec(comment) ?? [];
  return example?.replaceAll(/^ *\* ?/gm, "").trim();
}

const exported = [
  ...exportsOf("src/index.ts", entry),
  ...exportsOf("src/analysis/index.ts", analysis),
  ...exportsOf("src/report/index.ts", report),
];
/** What is made by these is shown by other examples. */
const CLASSES = new Set(exported.map(({ name }) => name).filter((name) => /^[A-Z]/.test(name)));

test("each export of the library says what it is", () => {
  expect(exported.length).toBeGreaterThan(40);
  expect(
    exported.filter(({ comment }) => !/^\/\*\*\s*\*?\s*[A-Z`].*?\.\s/s.test(comment)).map(({ name }) => name),
  ).toEqual([]);
});

const functions = exported.filter(({ name }) => !CLASSES.has(name));

test("each function of the library has an example", () => {
  expect(functions.filter(({ comment }) => exampleIn(comment) === undefined).map(({ name }) => name)).toEqual([]);
});

const surroundings = exampleSurroundings();

test.each(functions)("the example of $name runs", async ({ name, comment }) => {
  const example = exampleIn(comment) ?? "";
  expect(example).toContain(name);
  await runSnippet(example, { ...testing, ...report, ...analysis, ...entry, ...(await surroundings) });
});

test("the package says where its entries are", () => {
  const { exports } = JSON.parse(readFileSync("package.json", "utf8"));
  expect(Object.keys(exports)).toEqual([".", "./analysis", "./report", "./testing", "./go", "./package.json"]);
});
