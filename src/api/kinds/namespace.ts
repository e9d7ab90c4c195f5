/** Namespaces (core/v1). */

import type { KubeObject } from "../types.ts";
import { checkDnsLabel } from "../validation/names.ts";
import { kind } from "./kind.ts";

export interface Namespace extends KubeObject {
  readonly apiVersion: "v1";
  readonly kind: "Namespace";
  readonly spec?: { readonly finalizers?: readonly string[] };
  readonly status?: { readonly phase?: "Active" | "Terminating" };
}

export const NAMESPACE = kind<Namespace>({
  apiVersion: "v1",
  kind: "Namespace",
  plural: "namespaces",
  shortNames: ["ns"],
  scope: "Cluster",
  selectableFields: { "status.phase": "" },
  strategy: { validateName: checkDnsLabel },
});
