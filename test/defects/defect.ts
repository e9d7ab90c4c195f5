/**
 * A defect of the gallery: something that real controllers got wrong, as a small variant of the built-in controller.
 */

import { builtInControllers, type Feature, type StartControllers } from "../../src/testing/index.ts";

export interface Defect {
  /** Short name in kebab case; also the name of its replay file. */
  readonly id: string;
  /** Numbers in kubernetes/kubernetes, as `shared` lists of defects name them. */
  readonly issues: readonly string[];
  /** What went wrong, in one sentence. */
  readonly title: string;
  /** Invariants that may be the first to see it. */
  readonly seenBy: readonly string[];
  /** Runs of the default check, from seed 1, within which it is found. */
  readonly withinRuns: number;
  /** Kubernetes still has it: the id under which a check of the built-in controller knows and excuses it. */
  readonly open?: string;
  /** What trials must contain to show it; what checks draw by default if absent. */
  readonly features?: readonly Feature[];
  /** The controllers with the defect. */
  readonly controllers?: StartControllers;
  /** Puts the defect into the parts of the controller, and gives back what takes it out again. */
  readonly install?: () => () => void;
}

/** Runs something while a defect is in place. */
export function withDefect<T>({ install }: Defect, action: () => T): T {
  const remove = install?.() ?? (() => {});
  try {
    return action();
  } finally {
    remove();
  }
}

/** What a check of the defect is given. */
export function checkOptionsOf({ controllers = builtInControllers, open, features }: Defect) {
  const drawn = features === undefined ? {} : { features };
  return { controllers, strict: open === undefined ? false : [open], ...drawn };
}
