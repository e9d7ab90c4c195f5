/** Files that import each other, directly or through others: each circle once (Tarjan's strongly connected components). */

import { importsOf, type SourceFile } from "./source-files.ts";

export function circlesAmong(files: readonly SourceFile[]): string[][] {
  const imports = new Map(files.map((file) => [file.path, importsOf(file)]));
  return circlesOf(imports);
}

/** The circles of any graph, given as what each node leads to. */
export function circlesOf(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const numbers = new Map<string, number>();
  const path: string[] = [];
  const onPath = new Set<string>();
  /** Visits a node and all that it leads to; returns the lowest number on the path that they lead back to. */
  const visit = (node: string): number => {
    const own = numbers.size;
    numbers.set(node, own);
    path.push(node);
    onPath.add(node);
    let lowest = own;
    for (const next of graph.get(node) ?? []) {
      const known = numbers.get(next);
      if (known === undefined && graph.has(next)) lowest = Math.min(lowest, visit(next));
      else if (known !== undefined && onPath.has(next)) lowest = Math.min(lowest, known);
    }
    if (lowest < own) return lowest;
    const circle = path.splice(path.indexOf(node));
    for (const member of circle) onPath.delete(member);
    if (circle.length > 1) found.push(circle.sort());
    return lowest;
  };
  for (const node of graph.keys()) if (!numbers.has(node)) visit(node);
  return found;
}
