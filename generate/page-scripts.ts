/** The scripts of report pages as modules: the library needs no file of its own, and no bundler, to write a page. */

import { buildSync } from "esbuild";
import type { GeneratedFile } from "./generated-file.ts";

const SCRIPTS = [
  { entry: "src/report/html/client/main.ts", file: "page-script", name: "PAGE_SCRIPT" },
  { entry: "src/report/html/client/comparison.ts", file: "comparison-script", name: "COMPARISON_SCRIPT" },
] as const;

/** A changed line of a source changes few lines of what is committed. */
const LINE_LIMIT = 120;

export function pageScripts(): GeneratedFile[] {
  return SCRIPTS.flatMap(({ entry, file, name }) => {
    const literals = scriptOf(entry).map((line) => `${JSON.stringify(line)},\n`);
    return [
      {
        path: `generated/${file}.js`,
        text: `/** Made from ${entry}. */\nexport const ${name} = [\n${literals.join("")}].join("\\n");\n`,
      },
      { path: `generated/${file}.d.ts`, text: `export declare const ${name}: string;\n` },
    ];
  });
}

/** The lines of one script of a module and all that it imports. */
function scriptOf(entry: string): string[] {
  const { outputFiles } = buildSync({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    minify: true,
    lineLimit: LINE_LIMIT,
    charset: "ascii",
    logLevel: "error",
  });
  return outputFiles.flatMap(({ text }) => text.trimEnd().split("\n"));
}
