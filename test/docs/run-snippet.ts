/** Runs code from the documentation. */

import ts from "typescript-api";

/**
 * Runs a snippet of TypeScript.
 *
 * @param names what the snippet finds around it
 * @returns what it printed, a text for each call of `console.log`
 */
export async function runSnippet(code: string, names: Readonly<Record<string, unknown>>): Promise<string[]> {
  const printed: string[] = [];
  const console = { log: (...values: readonly unknown[]) => printed.push(values.map(textOf).join(" ")) };
  const process = { stdout: { write: (text: string) => printed.push(text) } };
  const { outputText } = ts.transpileModule(`export {}; async () => {\n${code}\n};`, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  const around = { ...names, console, process };
  const body = outputText.replace(/^export \{\};\s*/, "").replace(/export \{\};\s*$/, "");
  const make = new Function(...Object.keys(around), `"use strict"; return (${body.trim().replace(/;$/, "")});`);
  const run: unknown = make(...Object.values(around));
  if (typeof run === "function") await run();
  return printed;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
