/** The defaults of Jobs and Pods: what kube-apiserver 1.36 adds to what a user leaves out. */

export { defaultJob } from "./defaults/job.ts";
export { defaultPod } from "./defaults/pod.ts";
