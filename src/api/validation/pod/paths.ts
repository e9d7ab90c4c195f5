/** Rules about paths inside volumes and profiles (core validation, `validateLocalDescendingPath` and similar). */
import type { FieldError, FieldPath } from "../../field-path.ts";
import { invalid } from "../errors.ts";

/** A path that cannot leave its volume: relative, without `..` elements. */
export function validateLocalDescendingPath(target: string, path: FieldPath): FieldError[] {
  const errors = target.startsWith("/") ? [invalid(path, target, "must be a relative path")] : [];
  return [...errors, ...validatePathNoBacksteps(target, path)];
}

/** A path without `..` elements; one error for the whole path. */
export function validatePathNoBacksteps(target: string, path: FieldPath): FieldError[] {
  return target.split("/").includes("..") ? [invalid(path, target, "must not contain '..'")] : [];
}

/** A descending path that avoids names reserved by kubelets. */
export function validateLocalNonReservedPath(target: string, path: FieldPath): FieldError[] {
  const errors = validateLocalDescendingPath(target, path);
  if (target.startsWith("..") && !target.startsWith("../")) {
    errors.push(invalid(path, target, "must not start with '..'"));
  }
  return errors;
}
