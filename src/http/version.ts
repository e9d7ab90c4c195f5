/** The Kubernetes version that the server reports. */

import { patchReleaseOf } from "../simulation/releases/patch-releases.ts";
import { NEWEST_RELEASE, type Release } from "../simulation/releases/releases.ts";

/** The version of a release as Kubernetes writes it, for example `v1.36.3`. */
export function gitVersionOf(release: Release = NEWEST_RELEASE): string {
  return `v${patchReleaseOf(release)}`;
}

/** The answer of `/version`. */
export function versionInfo(release: Release = NEWEST_RELEASE) {
  const [major = "", minor = ""] = release.split(".");
  return {
    major,
    minor,
    gitVersion: gitVersionOf(release),
    gitCommit: "",
    gitTreeState: "clean",
    buildDate: "1970-01-01T00:00:00Z",
    goVersion: "",
    compiler: "jobsim",
    platform: `${process.platform}/${process.arch}`,
  };
}
