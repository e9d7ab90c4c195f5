/**
 * Caches what a manifest decodes to, since a sweep creates the same Job thousands of times.
 *
 * A manifest that was changed in place is decoded again; Jobs are never changed, so the same object always gives the
 * same result. Whatever differs between runs (UID, generated name, time) is added afterwards.
 */

import { defaultJob } from "../../api/defaults.ts";
import { FadingMap } from "../../api/fading-map.ts";
import { isJsonObject } from "../../api/json.ts";
import { JsonMemory } from "../../api/json-memory.ts";
import { type DecodedJob, readJob } from "../../api/release-fields.ts";
import type { ApiSwitches } from "../../api/switches.ts";
import type { Job } from "../../api/types.ts";

interface Known<T> {
  readonly switches: ApiSwitches;
  readonly result: T;
}

const decoded = new JsonMemory<Known<DecodedJob>>();
const defaulted = new FadingMap<Job, Known<Job>>();
const valid = new FadingMap<Job, ApiSwitches>();

/** Decodes a manifest as the release does. */
export function readManifest(manifest: unknown, switches: ApiSwitches): DecodedJob {
  const read = () => readJob(manifest, switches);
  return isJsonObject(manifest) ? remembered(decoded, manifest, switches, read) : read();
}

/** A submitted Job with its defaults. */
export function withDefaults(submitted: Job, switches: ApiSwitches): Job {
  return remembered(defaulted, submitted, switches, () => defaultJob(submitted, switches));
}

/** Whether a Job with defaults was already found valid; validation does not depend on its UID. */
export function isKnownValid(job: Job, switches: ApiSwitches): boolean {
  return valid.get(job) === switches;
}

export function rememberValid(job: Job, switches: ApiSwitches): void {
  valid.set(job, switches);
}

interface Memory<K, T> {
  get(key: K): Known<T> | undefined;
  set(key: K, known: Known<T>): void;
}

function remembered<K extends object, T>(memory: Memory<K, T>, key: K, switches: ApiSwitches, make: () => T): T {
  const known = memory.get(key);
  if (known?.switches === switches) return known.result;
  const result = make();
  memory.set(key, { switches, result });
  return result;
}
