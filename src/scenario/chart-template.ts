/** Recognises Helm chart templates, which are not YAML until they are rendered. */

import path from "node:path";

import type { Problem } from "./problem.ts";
import { FILL_IN } from "./remedies.ts";

/** Objects that only Helm's templates know. */
const HELM_OBJECT = /\{\{-?\s*(?:.*[\s(])?\.(?:Release|Values|Chart|Capabilities|Files|Template)\b/;
const UNQUOTED_VARIABLE = /^[^"'#]*[:[,{]\s*\$\{\w+\}/;
/** Actions of any Go template; commands in Jobs also contain them, in quotes. */
const TEMPLATE_ACTION = /\{\{-?\s*(?:if|else|end|range|with|define|include|template|block|\/\*|\$)/;

/**
 * Says what to do with a template of a chart.
 *
 * @param file the name of the text
 * @param isBroken whether the text is not YAML as it is
 * @returns nothing if the text is not such a template
 * @example
 * chartTemplateProblem("chart/templates/job.yaml", "name: {{ .Release.Name }}", true);
 */
export function chartTemplateProblem(file: string, text: string, isBroken: boolean): Problem | undefined {
  const lines = text.split("\n");
  const isTemplate = (line: string) => {
    const written = line.trimStart().startsWith("#") ? "" : line;
    return HELM_OBJECT.test(written) || (isBroken && TEMPLATE_ACTION.test(written));
  };
  const at = lines.findIndex(isTemplate);
  const lineText = lines[at];
  if (lineText === undefined) return isBroken ? variableProblem(file, lines) : undefined;
  const message = `a template of a Helm chart; render it first: helm template ${chartOf(file)} | jobsim run -`;
  return { file, line: at + 1, column: lineText.indexOf("{{") + 1, lineText: lineText.replace(/\r$/, ""), message };
}

/** A variable where YAML has a value: its brace begins a map that ends too late. */
function variableProblem(file: string, lines: readonly string[]): Problem | undefined {
  const at = lines.findIndex((line) => UNQUOTED_VARIABLE.test(line));
  const lineText = lines[at];
  if (lineText === undefined) return undefined;
  const column = lineText.indexOf("${") + 1;
  return { file, line: at + 1, column, lineText: lineText.replace(/\r$/, ""), message: `not YAML; ${FILL_IN}` };
}

/** The folder of the chart that a template belongs to; the current one if the path does not show it. */
function chartOf(file: string): string {
  const folders = path.dirname(file).split(/[/\\]/);
  const at = folders.lastIndexOf("templates");
  if (at === -1) return ".";
  return at === 0 ? "." : folders.slice(0, at).join("/");
}
