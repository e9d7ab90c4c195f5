/** A scenario with everything it reads, as a ConfigMap and the volume that puts the files back in their places. */

import path from "node:path";
import { parseFlags } from "../../scenario/flags.ts";
import { loadScenario } from "../../scenario/load.ts";
import { InputError } from "../../scenario/problem.ts";
import { readerOf } from "./other-files.ts";
import { withSettings } from "./setting.ts";
import type { SweepSpec } from "./spec.ts";

/** A ConfigMap holds at most 1 MiB. */
const MOST_BYTES = 1_000_000;
/** The name of a scenario from standard input, and of one without a name. */
const PLAIN_NAME = "scenario.yaml";

/** Files by their place below one folder. */
export interface ScenarioFolder {
  /** Path of the scenario. */
  readonly main: string;
  readonly files: readonly { readonly key: string; readonly place: string; readonly text: string }[];
}

/**
 * Lays out a scenario with the files that it reads, so that they find each other in any folder.
 *
 * @throws InputError for more than a ConfigMap holds, and for files that are named by absolute paths
 */
export function scenarioFolder(spec: SweepSpec): ScenarioFolder {
  const { file, text, files = {} } = spec;
  const others = Object.entries(files);
  const bytes = [text, ...others.map(([, other]) => other)].reduce((sum, one) => sum + Buffer.byteLength(one), 0);
  if (bytes > MOST_BYTES) {
    const message = `with what it reads is ${bytes} bytes, too large for a ConfigMap; put it into the image`;
    throw new InputError([{ file, message }]);
  }
  const name = path.basename(file).startsWith("<") ? PLAIN_NAME : path.basename(file);
  // Files above the scenario's folder move its folder down.
  const ups = Math.max(0, ...others.map(([place]) => upsOf(place)));
  const below = ups === 0 ? [] : path.resolve(path.dirname(file)).split(path.sep).slice(-ups);
  const main = [...below, name].join("/");
  const folder = below.join("/");
  const placed = [
    { place: main, text },
    ...others.map(([place, other]) => ({
      place: path.posix.join(folder, place.split(path.sep).join("/")),
      text: other,
    })),
  ];
  const found = { main, files: placed.map((one, i) => ({ ...one, key: keyOf(one.place, i, placed.length) })) };
  checkMoved(spec, found);
  return found;
}

function upsOf(place: string): number {
  return place.split(path.sep).filter((part) => part === "..").length;
}

/** Keys of a ConfigMap have no slashes; the number keeps them apart. */
function keyOf(place: string, i: number, count: number): string {
  const plain = place.replaceAll(/[^\w.-]+/g, "-").replaceAll(/^[.-]+/g, "");
  return count === 1 ? plain : `${i}-${plain}`;
}

/** Loads the scenario from its new place: a file named by an absolute path is not found there. */
function checkMoved({ file, flags, cells }: SweepSpec, { main, files }: ScenarioFolder): void {
  const [scenario, ...others] = files;
  const moved = `/scenario/${main}`;
  const folder = path.posix.dirname(moved);
  const texts = Object.fromEntries(
    others.map(({ place, text }) => [path.posix.relative(folder, `/scenario/${place}`), text]),
  );
  const known = readerOf(moved, texts);
  const absolute: string[] = [];
  const readFile = (name: string) => {
    if (texts[path.posix.relative(folder, name)] === undefined) absolute.push(name);
    return known(name);
  };
  try {
    const overrides = parseFlags(withSettings(flags, cells[0] ?? []));
    loadScenario({ text: scenario?.text ?? "", file: moved, readFile, flags: overrides });
  } catch (error) {
    if (absolute.length === 0) throw error;
    const message = `refers to ${absolute.join(", ")} by an absolute path, which does not exist on Kubernetes; name it relative to the scenario`;
    throw new InputError([{ file, message }]);
  }
}
