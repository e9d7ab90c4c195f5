/** A status write as a JSON patch, for programs that keep a Job's status up to date. */

import { statusPatches } from "../../apiserver/job-status-write.ts";
import type { JobCommit } from "../../apiserver/log.ts";

/** An operation of RFC 6902, on the Job: `{"op": "replace", "path": "/status/active", "value": 2}`. */
export interface StatusOperation {
  readonly op: "add" | "remove" | "replace";
  readonly path: string;
  readonly value?: unknown;
}

/** What a status write did; applied in turn, such patches lead to the final status. */
export function statusPatchOf(commit: JobCommit): readonly StatusOperation[] {
  return statusPatches(commit).map(({ op, path, value }) => {
    const pointer = path.map((part) => `/${part}`).join("");
    return op === "remove" ? { op, path: pointer } : { op, path: pointer, value };
  });
}
