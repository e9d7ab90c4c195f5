/** What people can start from: scenarios of the project, and a few manifests. */

import quota from "../../sim-scenarios/exceeded-quota.yaml";
import flaky from "../../sim-scenarios/flaky-pods.yaml";
import success from "../../sim-scenarios/leader-success-policy.yaml";
import replacement from "../../sim-scenarios/pod-replacement.yaml";
import poison from "../../sim-scenarios/poison-index.yaml";
import spot from "../../sim-scenarios/spot-preemption.yaml";
import first from "./examples/first-job.yaml";
import cron from "./examples/nightly-backup.yaml";
import proxy from "./examples/proxy-beside-the-work.yaml";

export interface Example {
  readonly title: string;
  readonly text: string;
}

export const EXAMPLES: readonly [Example, ...Example[]] = [
  { title: "A Job of ten indexes", text: first },
  { title: "A CronJob for a month", text: cron },
  { title: "A proxy next to the work", text: proxy },
  { title: "Pods that fail now and then", text: flaky },
  { title: "One index that always fails", text: poison },
  { title: "Spot nodes", text: spot },
  { title: "A quota that is too small", text: quota },
  { title: "Replaced when failed, or when terminating", text: replacement },
  { title: "Done when the leader is", text: success },
];
