/** The defaults of CronJobs, Jobs and Pods: what kube-apiserver 1.36 adds to what a user leaves out. */

export { defaultCronJob } from "./defaults/cron-job.ts";
export { defaultJob, withLabelsOfTemplate } from "./defaults/job.ts";
export { defaultPod } from "./defaults/pod.ts";
