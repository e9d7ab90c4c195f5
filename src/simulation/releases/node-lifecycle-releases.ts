/** The node lifecycle controller of each release (semantics 12, section 1). */

import { DEFAULT_NODE_LIFECYCLE, type NodeLifecycleSettings } from "../../controller/node-lifecycle/settings.ts";
import { NEWEST_RELEASE, type Release } from "./releases.ts";

/** The last minor release with a shorter `--node-monitor-grace-period`. */
const LAST_WITH_SHORT_GRACE = 30;
const SHORT_GRACE_MS = 40_000;

/** The flags of a release as they are by default. */
export function nodeLifecycleOf(release: Release = NEWEST_RELEASE): NodeLifecycleSettings {
  const minor = Number(release.split(".")[1]);
  return minor > LAST_WITH_SHORT_GRACE
    ? DEFAULT_NODE_LIFECYCLE
    : { ...DEFAULT_NODE_LIFECYCLE, graceMs: SHORT_GRACE_MS };
}
