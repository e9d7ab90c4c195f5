/** From `jobs` of a scenario to the Jobs of a run: copies, arrivals, retries by the user. */

import path from "node:path";

import type { FieldPath } from "../api/field-path.ts";
import { isJsonObject } from "../api/json.ts";
import type { UserRetry } from "../simulation/plan.ts";
import { type Arrivals, arrivalOffsets, compileArrivals, TOGETHER } from "./arrivals.ts";
import { isClusterObject } from "./cluster-objects.ts";
import { compileDuration } from "./compile-time.ts";
import type { EventInput } from "./events/table.ts";
import type { ReadOther } from "./include.ts";
import type { LoadedJob } from "./loaded-job.ts";
import type { ManifestReader } from "./manifests.ts";
import { fill, type Parameters } from "./parameters.ts";
import { hideStrangeText, type Problem } from "./problem.ts";
import type { Reporter } from "./report.ts";
import type { JobEntryInput } from "./schema-jobs.ts";
import { readDocuments } from "./yaml-documents.ts";
import { type Located, partOf } from "./yaml-source.ts";

const COPY_PARAMETER = "i";

/** What one entry of `jobs` creates. */
export interface JobGroup {
  readonly atMs: number;
  /** The Jobs of each copy. */
  readonly copies: readonly (readonly LoadedJob[])[];
  readonly arrivals: Arrivals;
  readonly retries: readonly UserRetry[];
}

/** The Jobs of all groups under a seed, in the order of the file. */
export function jobsOf(groups: readonly JobGroup[], seed: string): LoadedJob[] {
  return groups.flatMap(({ atMs, copies, arrivals }, group) => {
    if (arrivals === TOGETHER) return copies.flat();
    const offsets = arrivalOffsets(arrivals, copies.length, seed, group);
    return copies.flatMap((jobs, i) => jobs.map((job) => ({ ...job, atMs: atMs + (offsets[i] ?? 0) })));
  });
}

/** What reading entries needs. */
export interface GroupReader {
  readonly document: Located;
  readonly reporter: Reporter;
  readonly manifests: ManifestReader;
  readonly parameters: Parameters;
  readonly problems: Problem[];
  readonly warnings: Problem[];
  /** Reads another file by its path. */
  readonly readOther: ReadOther;
}

/** Reads one entry of `jobs`; problems are collected. */
export function readGroup(reader: GroupReader, entry: JobEntryInput, i: number): JobGroup {
  const { reporter } = reader;
  const { at, count, arrivals: input, retry } = entry;
  const place: FieldPath = ["jobs", i];
  const atMs = at === undefined ? 0 : compileDuration(at, [...place, "at"], reporter);
  const folder = path.dirname(entryPart(reader, i).source.file);
  const inFolder = (name: string) => (path.isAbsolute(name) ? name : path.join(folder, name));
  const arrivals =
    input === undefined
      ? TOGETHER
      : compileArrivals(input, count, [...place, "arrivals"], reporter, (name) => reader.readOther(inFolder(name)));
  const copies = count ?? (arrivals.kind === "instants" ? arrivals.instantsMs.length : undefined);
  const documents = readTemplates(reader, entry, i, inFolder);
  const jobs = copies === undefined ? [readCopy(reader, documents, atMs)] : readCopies(reader, documents, atMs, copies);
  const afterMs = retry?.after === undefined ? 0 : compileDuration(retry.after, [...place, "retry", "after"], reporter);
  const retries = retry === undefined ? [] : jobs.flat().flatMap(({ ref }) => ref ?? []);
  if (retry !== undefined && jobs.flat().some(({ kind }) => kind === "CronJob")) {
    reporter.problem([...place, "retry"], "is for Jobs: a CronJob makes new ones by its schedule");
  }
  if (retry !== undefined && retries.length < jobs.flat().length) {
    reporter.problem([...place, "retry"], "needs a Job with a metadata.name; generateName gives each Job another one");
  }
  return {
    atMs,
    copies: jobs,
    arrivals,
    retries: retries.map((job) => ({ job, times: retry?.times ?? 0, afterMs })),
  };
}

/** The Jobs that events create, so that others can refer to them. */
export function jobsOfEvents(
  { document, manifests, reporter }: GroupReader,
  events: readonly EventInput[],
): LoadedJob[] {
  const list = partOf(document, "events", undefined);
  return events.flatMap((event, i) => {
    if (event.action !== "create") return [];
    const manifest = partOf(partOf(list, i, undefined), "manifest", event.manifest);
    return manifests.read([manifest], compileDuration(event.at, ["events", i, "at"], reporter), [
      "events",
      i,
      "manifest",
    ]);
  });
}

interface Templates {
  readonly documents: readonly Located[];
  readonly prefix: FieldPath;
}

const NO_TEMPLATES: Templates = { documents: [], prefix: [] };

function entryPart({ document }: GroupReader, i: number): Located {
  return partOf(partOf(document, "jobs", undefined), i, undefined);
}

function readTemplates(
  reader: GroupReader,
  { file, manifest }: JobEntryInput,
  i: number,
  inFolder: (name: string) => string,
): Templates {
  const { reporter, problems, parameters } = reader;
  if ((file === undefined) === (manifest === undefined)) {
    reporter.problem(["jobs", i], "needs exactly one of file and manifest");
    return NO_TEMPLATES;
  }
  if (file === undefined) {
    return { documents: [partOf(entryPart(reader, i), "manifest", manifest)], prefix: ["jobs", i, "manifest"] };
  }
  const name = inFolder(file);
  const text = reader.readOther(name);
  if ("problem" in text) {
    reporter.problem(["jobs", i, "file"], text.problem);
    return NO_TEMPLATES;
  }
  const before = problems.length;
  const repeated: Problem[] = [];
  const documents = readDocuments(name, text.value, problems, repeated);
  hideStrangeText(name, before, problems);
  reader.warnings.push(...repeated);
  if (problems.length > before) return NO_TEMPLATES;
  if (documents.length === 0) reporter.problem(["jobs", i, "file"], `${name} is empty`);
  return { documents: documents.map((one) => ({ ...one, value: parameters.fill(one.value) })), prefix: [] };
}

function readCopy({ manifests }: GroupReader, { documents, prefix }: Templates, atMs: number): LoadedJob[] {
  return manifests.read(documents, atMs, prefix);
}

function readCopies(reader: GroupReader, templates: Templates, atMs: number, count: number): LoadedJob[][] {
  const copies: LoadedJob[][] = [];
  const before = reader.problems.length;
  for (let i = 0; i < count; i++) {
    const documents = templates.documents.map((one) => ({ ...one, value: numbered(one.value, i) }));
    copies.push(readCopy(reader, { ...templates, documents }, atMs));
    // A problem with one copy is a problem with all of them.
    if (reader.problems.length > before) break;
  }
  return copies;
}

/** A copy of a manifest with its number and its own name; all copies share one cluster. */
function numbered(manifest: unknown, i: number): unknown {
  const isCopied = isJsonObject(manifest) && !isClusterObject(manifest);
  const named = isCopied ? withNumberInName(manifest) : manifest;
  return fill(named, (name) => (name === COPY_PARAMETER ? i : undefined));
}

/** The placeholder for the number of the copy. */
const NUMBER = `\${${COPY_PARAMETER}}`;

function withNumberInName(manifest: { readonly [key: string]: unknown }): unknown {
  const { metadata } = manifest;
  if (!isJsonObject(metadata) || typeof metadata.name !== "string" || metadata.name.includes(NUMBER)) return manifest;
  return { ...manifest, metadata: { ...metadata, name: `${metadata.name}-${NUMBER}` } };
}
