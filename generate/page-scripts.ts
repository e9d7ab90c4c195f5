/** The scripts of report pages as modules: the library needs no file of its own, and no bundler, to write a page. */

import { bundleScript } from "./bundle-script.ts";
import type { GeneratedFile } from "./generated-file.ts";

const SCRIPTS = [
  { entry: "src/report/html/client/main.ts", file: "page-script", name: "PAGE_SCRIPT" },
  { entry: "src/report/html/client/comparison.ts", file: "comparison-script", name: "COMPARISON_SCRIPT" },
] as const;

export function pageScripts(): GeneratedFile[] {
  return SCRIPTS.flatMap(({ entry, file, name }) => {
    const lines = bundleScript(entry).split("\n");
    const literals = lines.map((line) => `${JSON.stringify(line)},\n`).join("");
    return [
      {
        path: `generated/${file}.js`,
        text: `/** Made from ${entry}. */\nexport const ${name} = [\n${literals}].join("\\n");\n`,
      },
      { path: `generated/${file}.d.ts`, text: `export declare const ${name}: string;\n` },
    ];
  });
}
