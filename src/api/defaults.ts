/** The defaults that kube-apiserver 1.36 adds to CronJobs, Jobs and Pods. */

export { defaultCronJob } from "./defaults/cron-job.ts";
export { defaultJob, withLabelsOfTemplate } from "./defaults/job.ts";
export { defaultPod } from "./defaults/pod.ts";
