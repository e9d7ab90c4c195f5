/** Files from which other tools make manifests: how to render them. */

import path from "node:path";

import { ownValue } from "../api/json.ts";
import type { JsonObject } from "../simulation/plan.ts";

/**
 * The command that turns a source of Kustomize or Helm into manifests.
 *
 * @param file that contains the document
 * @returns nothing for a document of another kind
 * @example
 * sourceHint("app/kustomization.yaml", { kind: "Kustomization" });
 * // to see what it makes: kubectl kustomize app | jobsim run -
 */
export function sourceHint(file: string, document: JsonObject): string | undefined {
  const folder = path.dirname(file);
  const name = path.basename(file);
  if (document.kind === "Kustomization" || /^kustomization\.ya?ml$|^Kustomization$/.test(name)) {
    return `to see what it makes: kubectl kustomize ${folder} | jobsim run -`;
  }
  if (/^Chart\.ya?ml$/.test(name) && typeof ownValue(document, "version") === "string") {
    return `to see what it makes: helm template ${folder} | jobsim run -`;
  }
  return undefined;
}
