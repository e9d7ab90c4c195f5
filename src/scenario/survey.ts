/** What a text contains, before it is read closely: which of many files have Jobs. */

import { isJsonList, isJsonObject } from "../api/json.ts";
import { chartTemplateProblem } from "./chart-template.ts";
import { isClusterObject } from "./cluster-objects.ts";
import { classify } from "./file-kinds.ts";
import type { Problem } from "./problem.ts";
import type { SkippedObject } from "./skipped-objects.ts";
import { sourceHint } from "./source-files.ts";
import { readDocuments } from "./yaml-documents.ts";

/**
 * `jobs`, `scenario`: what is wrong with them shows when they are loaded. `cluster`: no Job, but objects that say what
 * the cluster is. `skipped`: nothing of the kind. `broken`: no text that can be read, although it speaks of Jobs.
 */
export type Survey =
  | { readonly content: "jobs" | "scenario" }
  | { readonly content: "cluster" | "skipped"; readonly objects: readonly SkippedObject[] }
  | { readonly content: "broken"; readonly problems: readonly Problem[] };

const SPEAKS_OF_JOBS = /\bkind["']?\s*:\s*["']?(?:Job|CronJob|JobList|List|Scenario)\b/;

/**
 * Surveys a file that is one of many.
 *
 * @param file the name of the text
 * @example
 * surveyText("deploy.yaml", "apiVersion: apps/v1\nkind: Deployment"); // skipped: 1 Deployment
 */
export function surveyText(file: string, text: string): Survey {
  const template = chartTemplateProblem(file, text, false);
  if (template !== undefined) return skippedTemplate(template);
  const problems: Problem[] = [];
  const documents = readDocuments(file, text, problems, []);
  if (problems.length > 0) {
    const found = chartTemplateProblem(file, text, true);
    if (found !== undefined) return skippedTemplate(found);
    if (SPEAKS_OF_JOBS.test(text)) return { content: "broken", problems };
    return { content: "skipped", objects: [{ kind: "file that cannot be read" }] };
  }
  const found = documents.flatMap(({ value }) => objectsOf(file, value));
  for (const content of ["scenario", "jobs"] as const) if (found.includes(content)) return { content };
  const objects = found.filter((object) => typeof object === "object");
  return { content: documents.some(({ value }) => hasClusterObject(value)) ? "cluster" : "skipped", objects };
}

function hasClusterObject(value: unknown): boolean {
  if (!isJsonObject(value)) return false;
  return isClusterObject(value) || (isJsonList(value.items) && value.items.some(hasClusterObject));
}

function skippedTemplate({ message }: Problem): Survey {
  const hint = message.replace(/^.*render it first: /, "to render it: ");
  return { content: "skipped", objects: [{ kind: "chart template", hint }] };
}

function objectsOf(file: string, value: unknown): readonly (SkippedObject | "jobs" | "scenario")[] {
  if (!isJsonObject(value)) return [{ kind: "file without a Kubernetes object" }];
  const hint = sourceHint(file, value);
  const hinted = hint === undefined ? {} : { hint };
  const found = classify(value);
  if ("fileKind" in found) {
    if (found.fileKind === "scenario") return ["scenario"];
    if (found.fileKind !== "list" || !isJsonList(value.items)) return ["jobs"];
    return value.items.flatMap((item) => objectsOf(file, item));
  }
  if (found.foreign !== undefined) return [{ kind: found.foreign, ...hinted }];
  const isObject = value.kind !== undefined || value.apiVersion !== undefined;
  if (hint !== undefined) return [{ kind: hint.includes("helm") ? "Helm chart" : "Kustomization", hint }];
  return isObject ? ["jobs"] : [{ kind: "file without a Kubernetes object" }];
}
