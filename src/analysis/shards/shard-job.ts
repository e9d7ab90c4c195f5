/**
 * The manifest of an Indexed Job that computes one share of some work in each pod. A share is printed: the logs of the
 * pods are the result, so the cluster needs no volume that several nodes can write.
 */

import { stringify } from "yaml";
import { InputError } from "../../scenario/problem.ts";

/** Where and how the shares are computed. */
export interface ManifestOptions {
  /** Shares, and pods: one each. */
  readonly shards: number;
  /** An image with `jobsim` and a shell. */
  readonly image: string;
}

/** A file that the pods find in a folder. */
export interface MountedFile {
  /** In the ConfigMap. */
  readonly key: string;
  /** Path below the folder. */
  readonly place: string;
  readonly text: string;
}

export interface ShardJob extends ManifestOptions {
  readonly name: string;
  /** The name of the container. */
  readonly container: string;
  /** A command of the shell, in which JOB_COMPLETION_INDEX counts the shares from 0. */
  readonly command: string;
  /** Exit codes after which no share is worth computing: wrong input, or what was looked for. */
  readonly endsAll: readonly number[];
  /** Exit codes after which a second attempt at the same share would end in the same way. */
  readonly endsShare?: readonly number[];
  readonly files?: readonly MountedFile[];
  /** Lines for those who apply the manifest. */
  readonly help: readonly string[];
}

const MOST_SHARDS = 100_000;
const DAY_S = 86_400;

const IMAGE_HELP = "The image has jobsim and a shell: jobsim help sweep-on-kubernetes shows how to build it.";

/** The folder of {@link ShardJob.files} in each pod. */
export const FILES_FOLDER = "/scenario";

/**
 * Writes the manifests: the Job, and a ConfigMap if its pods read files.
 *
 * @throws InputError for more shares than an Indexed Job can have
 */
export function shardManifest(work: ShardJob): string {
  if (work.shards > MOST_SHARDS) {
    throw new InputError([{ file: "--emit-manifest", message: `at most ${MOST_SHARDS} parts` }]);
  }
  const documents = [...(work.files === undefined ? [] : [configMap(work.name, work.files)]), job(work)];
  const help = [IMAGE_HELP, ...work.help].map((line) => `# ${line}\n`).join("");
  return `${help}${documents.map((document) => stringify(document, { lineWidth: 0 })).join("---\n")}`;
}

function configMap(name: string, files: readonly MountedFile[]) {
  const data = Object.fromEntries(files.map(({ key, text }) => [key, text]));
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data };
}

function job(work: ShardJob) {
  const { name, shards } = work;
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name },
    spec: {
      completionMode: "Indexed",
      completions: shards,
      parallelism: shards,
      backoffLimitPerIndex: 3,
      activeDeadlineSeconds: DAY_S,
      // The logs go with the pods: a week to read them.
      ttlSecondsAfterFinished: 7 * DAY_S,
      podFailurePolicy: { rules: failureRules(work) },
      template: { spec: podSpec(work) },
    },
  };
}

function failureRules({ container, endsAll, endsShare }: ShardJob) {
  const onExit = (action: string, values: readonly number[]) => ({
    action,
    onExitCodes: { containerName: container, operator: "In", values },
  });
  return [
    { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
    onExit("FailJob", endsAll),
    ...(endsShare === undefined ? [] : [onExit("FailIndex", endsShare)]),
  ];
}

function podSpec({ name, container, image, command, files }: ShardJob) {
  const main = {
    name: container,
    image,
    command: ["sh", "-c", `exec ${command}`],
    resources: { requests: { cpu: "1", memory: "512Mi" }, limits: { cpu: "1", memory: "1Gi" } },
  };
  if (files === undefined) return { restartPolicy: "Never", containers: [main] };
  const volumeMounts = [{ name: "scenario", mountPath: FILES_FOLDER, readOnly: true }];
  const items = files.map(({ key, place }) => ({ key, path: place }));
  return {
    restartPolicy: "Never",
    containers: [{ ...main, volumeMounts }],
    volumes: [{ name: "scenario", configMap: { name, items } }],
  };
}
