/** What an update of a Secret or ConfigMap must not change (`ValidateSecretUpdate`, `ValidateConfigMapUpdate`). */

import type { FieldError } from "../field-path.ts";
import { equalJson } from "../json.ts";
import { forbidden, IMMUTABLE, invalid } from "./errors.ts";

interface Data {
  readonly data?: unknown;
  readonly binaryData?: unknown;
  readonly immutable?: boolean;
}

const WHEN_SET = "field is immutable when `immutable` is set";

/** What has once been made immutable stays so, with its data. */
export function validateDataUpdate(next: Data, stored: Data): readonly FieldError[] {
  if (stored.immutable !== true) return [];
  const isChanged = (field: "data" | "binaryData") => !equalJson(next[field] ?? {}, stored[field] ?? {});
  return [
    ...(next.immutable === true ? [] : [forbidden(["immutable"], WHEN_SET)]),
    ...(["data", "binaryData"] as const).filter(isChanged).map((field) => forbidden([field], WHEN_SET)),
  ];
}

/** The type of a Secret never changes. */
export function validateSecretUpdate(
  next: Data & { readonly type?: string },
  stored: Data & { readonly type?: string },
): readonly FieldError[] {
  const errors = next.type === stored.type ? [] : [invalid(["type"], next.type ?? "", IMMUTABLE)];
  return [...errors, ...validateDataUpdate(next, stored)];
}
