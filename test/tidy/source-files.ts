/** The sources of the project, parsed, for the rules that keep the house. */

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import ts from "typescript-api";

export interface SourceFile {
  /** Path from the project's root, with forward slashes. */
  readonly path: string;
  /** The first folder below `src`, or the file itself where it lies in `src`. */
  readonly room: string;
  readonly tree: ts.SourceFile;
  readonly lines: number;
}

const root = join(import.meta.dirname, "../..");

const parsed = new Map<string, readonly SourceFile[]>();

/** All TypeScript files below a folder of the project; parsed once, for all rules that look at them. */
export function sourceFiles(folder: string): readonly SourceFile[] {
  const known = parsed.get(folder) ?? parse(folder);
  parsed.set(folder, known);
  return known;
}

function parse(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .sort()
    .map((file) => {
      const path = `${folder}/${file.replaceAll("\\", "/")}`;
      const text = readFileSync(join(root, path), "utf8");
      const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
      return { path, room: path.split("/")[1] ?? "", tree, lines: text.split("\n").length - 1 };
    });
}

/** Paths of the project's own files that a file imports, types included. */
export function importsOf({ path, tree }: SourceFile): string[] {
  const found: string[] = [];
  visit(tree, (node) => {
    const specifier = importSpecifier(node);
    if (specifier?.startsWith(".")) found.push(normalize(join(dirname(path), specifier)).replaceAll("\\", "/"));
  });
  return found;
}

function importSpecifier(node: ts.Node): string | undefined {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined) {
    return ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : undefined;
  }
  if (!ts.isCallExpression(node) || node.expression.kind !== ts.SyntaxKind.ImportKeyword) return undefined;
  const [argument] = node.arguments;
  return argument !== undefined && ts.isStringLiteral(argument) ? argument.text : undefined;
}

/** The lines of a file that are nothing but comment. */
export function commentLinesOf({ tree }: SourceFile): { readonly number: number; readonly text: string }[] {
  const lines = tree.text.split("\n").map((text, at) => ({ number: at + 1, text }));
  return lines.filter(({ text }) => /^\s*(\/\/|\/\*|\*)/.test(text));
}

/** Every function of a file with its length in lines. */
export function functionsOf({ tree }: SourceFile): { readonly name: string; readonly lines: number }[] {
  const found: { name: string; lines: number }[] = [];
  visit(tree, (node) => {
    if (!ts.isFunctionLike(node) || !("body" in node) || node.body === undefined) return;
    const from = tree.getLineAndCharacterOfPosition(node.getStart()).line;
    const to = tree.getLineAndCharacterOfPosition(node.getEnd()).line;
    found.push({ name: node.name?.getText() ?? "(anonymous)", lines: to - from + 1 });
  });
  return found;
}

/** Names of the types that a file declares and exports: interfaces, aliases, classes and enums. */
export function exportedTypesOf({ tree }: SourceFile): string[] {
  return tree.statements.flatMap((node) => {
    const declaresType =
      ts.isInterfaceDeclaration(node) ||
      ts.isTypeAliasDeclaration(node) ||
      ts.isClassDeclaration(node) ||
      ts.isEnumDeclaration(node);
    const isExported = declaresType && node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    return isExported && node.name !== undefined ? [node.name.text] : [];
  });
}

/** Names that a file reads from the world around it: `Date.now`, `Math.random`, `process.env`, `setTimeout` … */
export function worldlyCallsOf({ tree }: SourceFile, banned: ReadonlySet<string>): string[] {
  const found: string[] = [];
  visit(tree, (node) => {
    if (ts.isPropertyAccessExpression(node) && banned.has(node.getText())) found.push(node.getText());
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && banned.has(node.expression.text)) {
      found.push(node.expression.text);
    }
    if (ts.isNewExpression(node) && node.expression.getText() === "Date" && node.arguments?.length === 0) {
      found.push("new Date()");
    }
  });
  return found;
}

/** Accessors of object literals, with their lines. */
export function literalAccessorsOf({ tree }: SourceFile): { readonly name: string; readonly line: number }[] {
  const found: { name: string; line: number }[] = [];
  visit(tree, (node) => {
    if (!ts.isAccessor(node) || !ts.isObjectLiteralExpression(node.parent)) return;
    found.push({ name: node.name.getText(), line: tree.getLineAndCharacterOfPosition(node.getStart()).line + 1 });
  });
  return found;
}

/** Casts that silence the compiler: `as unknown as T`, and any mention of `any`. */
export function silencingsOf({ tree }: SourceFile): string[] {
  const found: string[] = [];
  visit(tree, (node) => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) found.push("any");
    if (ts.isAsExpression(node) && node.type.kind === ts.SyntaxKind.UnknownKeyword) found.push("as unknown");
    if (ts.isNonNullExpression(node)) found.push("!");
  });
  return found;
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  ts.forEachChild(node, (child) => visit(child, look));
}
