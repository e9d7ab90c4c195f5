/** Which Kubernetes the server says it is. */

/** The release whose behaviour is simulated. */
export const GIT_VERSION = "v1.36.3";

/** The answer of `/version`. */
export const VERSION_INFO = {
  major: "1",
  minor: "36",
  gitVersion: GIT_VERSION,
  gitCommit: "",
  gitTreeState: "clean",
  buildDate: "1970-01-01T00:00:00Z",
  goVersion: "",
  compiler: "jobsim",
  platform: `${process.platform}/${process.arch}`,
};
