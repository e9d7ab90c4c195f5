/** Finds the Jobs and CronJobs in the documents of a file, and checks their fields. */

import { DEFAULT_NAMESPACE } from "../api/constants.ts";
import { decodeCronJob, decodeJob } from "../api/decode-object.ts";
import { type FieldPath, formatPath } from "../api/field-path.ts";
import { isJsonList, isJsonObject } from "../api/json.ts";
import type { JobRef, JsonObject } from "../simulation/plan.ts";
import { isFault } from "./checked.ts";
import { isClusterObject } from "./cluster-objects.ts";
import { asNew } from "./existing-job.ts";
import { classify, SUPPORTED } from "./file-kinds.ts";
import type { LoadedJob } from "./loaded-job.ts";
import type { Problem } from "./problem.ts";
import { placeRemedy, typeRemedy } from "./remedies.ts";
import { misplacedHint, type SetFlag, setField } from "./set-flag.ts";
import { isOfCronJobs, placeOfSet } from "./set-place.ts";
import type { SkippedObject } from "./skipped-objects.ts";
import { sourceHint } from "./source-files.ts";
import { type Located, partOf, positionOf } from "./yaml-source.ts";

/** A `--set` flag with its value read. */
export interface SetChange extends Pick<SetFlag, "text" | "path"> {
  readonly value: unknown;
}

/** An object that is not part of a run: how it is counted, and what is said if it is alone. */
interface Foreign {
  readonly object: SkippedObject;
  readonly problem: Problem;
}

/** Reads Jobs and CronJobs; problems and warnings are collected. */
export class ManifestReader {
  readonly #changes: readonly SetChange[];
  readonly #problems: Problem[];
  readonly #warnings: Problem[];
  readonly #skipped: SkippedObject[] = [];
  /** By where they stand: copies of a Job's file have them once. */
  readonly #clusterObjects = new Map<string, Located>();

  constructor(changes: readonly SetChange[], problems: Problem[], warnings: Problem[]) {
    this.#changes = changes;
    this.#problems = problems;
    this.#warnings = warnings;
  }

  /** What was found next to the Jobs so far. */
  get skipped(): readonly SkippedObject[] {
    return this.#skipped;
  }

  /** The objects so far that say what the cluster is. */
  get clusterObjects(): readonly Located[] {
    return [...this.#clusterObjects.values()];
  }

  /**
   * Reads the Jobs of documents that belong together.
   *
   * Other Kubernetes objects next to a Job (a ConfigMap, a ServiceAccount) are skipped, alone they are a problem; those
   * that say what the cluster is (a Node, a ResourceQuota) are kept.
   *
   * @param atMs when the Jobs are created: whole milliseconds from the start of the run
   * @param prefix path of the documents in their file, for messages
   */
  read(documents: readonly Located[], atMs: number, prefix: FieldPath = []): LoadedJob[] {
    const foreign: Foreign[] = [];
    const around = this.#clusterObjects.size;
    const jobs = documents.flatMap((document) => this.#document(document, atMs, prefix, foreign));
    if (jobs.length > 0 || this.#clusterObjects.size > around)
      this.#skipped.push(...foreign.map(({ object }) => object));
    else this.#problems.push(...foreign.map(({ problem }) => problem));
    return jobs;
  }

  #document(document: Located, atMs: number, prefix: FieldPath, foreign: Foreign[]): LoadedJob[] {
    const { value } = document;
    if (!isJsonObject(value)) {
      this.#problems.push(problemAt(document, [], prefix, `not a Kubernetes object; supported are ${SUPPORTED}`));
      return [];
    }
    if (isClusterObject(value)) {
      this.#clusterObjects.set(`${document.source.file}:${document.mark.start}`, document);
      return [];
    }
    const found = classify(value);
    if ("problem" in found) {
      const hint = sourceHint(document.source.file, value);
      const text = hint === undefined ? found.problem : `${found.problem}; ${hint}`;
      const problem = problemAt(document, [found.key], prefix, text);
      if (found.foreign === undefined) this.#problems.push(problem);
      else foreign.push({ problem, object: skippedObject(found.foreign, value, hint) });
      return [];
    }
    if (found.fileKind === "job") return [this.#job("Job", document, value, atMs, prefix)];
    if (found.fileKind === "cronJob") return [this.#job("CronJob", document, value, atMs, prefix)];
    if (found.fileKind === "list") return this.#list(document, value, atMs, prefix, foreign);
    const message = "a scenario cannot be next to or inside other documents; list Jobs under its jobs";
    this.#problems.push(problemAt(document, ["kind"], prefix, message));
    return [];
  }

  #list(document: Located, list: JsonObject, atMs: number, prefix: FieldPath, foreign: Foreign[]): LoadedJob[] {
    const { items } = list;
    if (!isJsonList(items) || items.length === 0) {
      this.#problems.push(problemAt(document, ["items"], prefix, "must be a list with at least one Job"));
      return [];
    }
    const inList = partOf(document, "items", items);
    return items.flatMap((item, i) => {
      const part = partOf(inList, i, withKind(list, item));
      return this.#document(part, atMs, [...prefix, "items", i], foreign);
    });
  }

  #job(kind: LoadedJob["kind"], document: Located, given: JsonObject, atMs: number, prefix: FieldPath): LoadedJob {
    const { manifest: written, note } = asNew(given);
    if (note !== undefined) this.#warnings.push(problemAt(document, ["metadata", "name"], prefix, note));
    const manifest = this.#changed(kind, written);
    const { problems } = kind === "Job" ? decodeJob(manifest) : decodeCronJob(manifest);
    for (const { path, message, ...problem } of problems) {
      const text = formatPath(path);
      const rule = message.startsWith(`${text} `) ? message.slice(text.length + 1) : message;
      const change = this.#changes.find((flag) => overlaps(placeOfSet(kind, flag.path) ?? flag.path, path));
      if (change !== undefined) {
        this.#problems.push({ file: `--set ${change.text}`, path: text, message: rule });
      } else {
        const isUnknown = problem.kind === "unknownField";
        const position = positionOf(document, path, isUnknown ? "key" : "value");
        const remedy = isUnknown ? placeRemedy(kind, path) : typeRemedy(document, path, problem.expected);
        const told = problem.suggestion === undefined ? `${rule}${remedy}` : rule;
        this.#problems.push({ ...position, path: formatPath([...prefix, ...path]), message: told });
      }
    }
    const ref = refOf(manifest);
    const spec = kind === "Job" ? manifest.spec : jobSpecIn(manifest);
    const indexed = isJsonObject(spec) && spec.completionMode === "Indexed";
    const place = (path: FieldPath) => positionOf(document, path, "value");
    return { kind, atMs, manifest, ...(ref === undefined ? {} : { ref }), indexed, place };
  }

  /** All Jobs and CronJobs of a file: without a CronJob, changes of fields that only CronJobs have are wrong. */
  whole(workloads: readonly LoadedJob[]): readonly LoadedJob[] {
    const hasCronJobs = workloads.some(({ kind }) => kind === "CronJob");
    for (const { text, path } of this.#changes) {
      if (!hasCronJobs && isOfCronJobs(path)) this.#problems.push({ file: `--set ${text}`, message: ONLY_CRON_JOBS });
    }
    return workloads;
  }

  #changed(kind: LoadedJob["kind"], manifest: JsonObject): JsonObject {
    let changed = manifest;
    for (const change of this.#changes) {
      const misplaced = misplacedHint(change.path);
      if (misplaced !== undefined) {
        this.#problems.push({ file: `--set ${change.text}`, message: misplaced });
        continue;
      }
      const place = placeOfSet(kind, change.path);
      if (place === undefined) continue;
      const result = setField(changed, place, change.value);
      if (isFault(result)) this.#problems.push({ file: `--set ${change.text}`, message: result.problem });
      else changed = result.value;
    }
    return changed;
  }
}

const ONLY_CRON_JOBS = "is a field of CronJobs, and there are none here";

/** In a list of one kind, such as a JobList, objects need not have the kind: kubectl fills it in. */
function withKind({ kind, apiVersion }: JsonObject, item: unknown): unknown {
  if (typeof kind !== "string" || kind === "List" || !isJsonObject(item) || item.kind !== undefined) return item;
  return { apiVersion, kind: kind.replace(/List$/, ""), ...item };
}

function skippedObject(kind: string, { metadata }: JsonObject, hint: string | undefined): SkippedObject {
  const name = isJsonObject(metadata) && typeof metadata.name === "string" ? metadata.name : undefined;
  return { kind, ...(name === undefined ? {} : { name }), ...(hint === undefined ? {} : { hint }) };
}

/** The spec of the Jobs that a CronJob makes. */
function jobSpecIn({ spec }: JsonObject): unknown {
  const template = isJsonObject(spec) ? spec.jobTemplate : undefined;
  return isJsonObject(template) ? template.spec : undefined;
}

/** How rules and events name the Job of a manifest; a Job whose name is generated has no such name. */
export function refOf({ metadata }: JsonObject): JobRef | undefined {
  if (!isJsonObject(metadata)) return undefined;
  const { name, namespace } = metadata;
  if (typeof name !== "string" || name === "") return undefined;
  return { name, namespace: typeof namespace === "string" && namespace !== "" ? namespace : DEFAULT_NAMESPACE };
}

/** Whether one path is a suffix of the other. */
function overlaps(flag: readonly (string | number)[], path: FieldPath): boolean {
  const steps = path.map((step) => (typeof step === "object" ? step.key : step));
  return steps.slice(0, flag.length).every((step, i) => step === flag[i]);
}

function problemAt(document: Located, path: FieldPath, prefix: FieldPath, message: string): Problem {
  const text = formatPath([...prefix, ...path]);
  return { ...positionOf(document, path, "value"), ...(text === "" ? {} : { path: text }), message };
}
