/**
 * Makes one script of the modules behind a report page: types and imports are taken out, the rest is put together in
 * the order in which modules need each other. Names at the top of modules must differ, which is checked.
 */

import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import ts from "typescript";

/** The text of the whole script that begins with a module. */
export function bundleScript(entry: string): string {
  const modules = new Map<string, string>();
  visit(entry, modules);
  const names = [...modules.values()].flatMap(topNames);
  const twice = names.filter((name, i) => names.indexOf(name) !== i);
  if (twice.length > 0) throw new Error(`two modules of the report page have a name in common: ${twice.join(", ")}`);
  return `(() => {"use strict";\n${[...modules.values()].join("\n")}})();\n`;
}

/** Takes in a module after those that it imports. */
function visit(path: string, modules: Map<string, string>): void {
  if (modules.has(path)) return;
  const { outputText } = ts.transpileModule(readFileSync(path, "utf8"), {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      removeComments: true,
    },
  });
  const tree = ts.createSourceFile(path, outputText, ts.ScriptTarget.ES2022, true);
  for (const statement of tree.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    visit(normalize(join(dirname(path), statement.moduleSpecifier.text)), modules);
  }
  const kept = tree.statements.filter((one) => !ts.isImportDeclaration(one) && !ts.isExportDeclaration(one));
  const text = kept.map((one) => one.getText().replace(/^export /, "")).join("\n");
  modules.set(path, `${text.replaceAll(/^ +/gm, (indent) => " ".repeat(indent.length / 4))}\n`);
}

function topNames(text: string): string[] {
  const tree = ts.createSourceFile("module.js", text, ts.ScriptTarget.ES2022, true);
  return tree.statements.flatMap((one) => {
    if (ts.isVariableStatement(one)) return one.declarationList.declarations.map(({ name }) => name.getText());
    return (ts.isFunctionDeclaration(one) || ts.isClassDeclaration(one)) && one.name ? [one.name.text] : [];
  });
}
