/** What is wrong with scenarios as GitHub Actions annotations, which appear next to the lines of a change. */

import type { TestResult } from "../analysis/test-file.ts";
import { testName, whoseText } from "./test-report.ts";

/** One line for each broken expectation, and for each file that cannot be played. */
export function testAnnotations(results: readonly TestResult[]): string[] {
  return results.flatMap((result) => {
    const { file, problems, broken } = result;
    const title = testName(result);
    if (result.status === "invalid") return [annotation({ file, title }, problems.join("\n"))];
    return broken.map((one) => {
      const { file: at, line, column } = one;
      const place = {
        file: at,
        ...(line === undefined ? {} : { line }),
        ...(column === undefined ? {} : { col: column }),
      };
      return annotation({ ...place, title }, `${whoseText(one)}: ${one.message}`);
    });
  });
}

function annotation(properties: Readonly<Record<string, string | number>>, message: string): string {
  const given = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::error ${given.join(",")}::${escapeData(message)}`;
}

/** How workflow commands escape what would end them. */
function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
