/** What the page asks of the engine, which runs in a worker, and what it gets back: plain data, both ways. */

import type { Problem } from "../../src/scenario/problem.ts";

/** What is played: the text of the editor, and the settings above it, which are the flags of the command line. */
export interface Source {
  readonly text: string;
  readonly flags: Settings;
}

/** Flags by their names on the command line; an empty one was not given. */
export interface Settings {
  readonly run: string;
  readonly exit: string;
  readonly seed: string;
  readonly kubernetes: string;
  readonly until: string;
  /** One `--set` a line. */
  readonly set: string;
}

export type Ask =
  /** `page`: whether the page of the run is wanted too, which takes longer than the rest of a large run. */
  | { readonly kind: "play"; readonly id: number; readonly source: Source; readonly page: boolean }
  | { readonly kind: "compare"; readonly id: number; readonly source: Source; readonly other: Source }
  | { readonly kind: "sweep"; readonly id: number; readonly source: Source; readonly seeds: number };

/** Something to be marked in the editor. */
export interface Mark {
  readonly severity: "error" | "warning" | "info";
  /** From 1; absent if it belongs to a setting and not to a line. */
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
}

/** What a person looks at first. */
export interface PlayedAnswer {
  readonly kind: "played";
  readonly timeline: string;
  readonly digest: string;
}

/** What else there is to say about a run that was played. */
export interface ReviewedAnswer {
  readonly kind: "reviewed";
  readonly why: string;
  readonly lint: string;
  readonly marks: readonly Mark[];
  /** The run as a scenario file. */
  readonly scenario: string;
}

/** Runs of a sweep so far. */
export interface SweepAnswer {
  readonly kind: "swept";
  readonly done: number;
  readonly of: number;
  readonly complete: number;
  /** Of the runs in which every Job ended, milliseconds. */
  readonly makespansMs: readonly number[];
}

export type Answer =
  | PlayedAnswer
  | ReviewedAnswer
  /** The page that `jobsim report` writes. */
  | { readonly kind: "page"; readonly html: string }
  | { readonly kind: "problems"; readonly marks: readonly Mark[] }
  | { readonly kind: "compared"; readonly page: string; readonly text: string }
  | SweepAnswer;

/** What the engine posts: an answer to the question of that number, or that there are no more. */
export interface Post {
  readonly id: number;
  readonly answer: Answer | "done";
}

/** A problem of an input as a mark. */
export function markOf({ file, line, column, path, message }: Problem): Mark {
  const where = line === undefined ? `${file}: ` : "";
  return {
    severity: "error",
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    message: `${where}${path === undefined ? "" : `${path}: `}${message}`,
  };
}
