/** A Job as the API server of a release stores it, with all defaults. */

import type { Job } from "../../api/types.ts";
import { ApiServer } from "../../apiserver/api-server.ts";
import { CommitLog } from "../../apiserver/log.ts";
import { NameSource } from "../../apiserver/names.ts";
import { Storage } from "../../apiserver/storage.ts";
import type { JobInRelease } from "./rule.ts";

/**
 * Creates the Job on a separate server; `undefined` if that
 * refuses it. UIDs and names are the same in each release.
 */
export function admitted({ manifest, switches }: Pick<JobInRelease, "manifest" | "switches">): Job | undefined {
  const storage = new Storage(new CommitLog("none"), new NameSource("lint"), () => 0, 0);
  const created = new ApiServer(storage, { switches }).jobs.create(manifest, "user");
  return created.ok ? created.object : undefined;
}
