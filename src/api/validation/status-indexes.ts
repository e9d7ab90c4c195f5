/** Rules about the index lists of a Job's status. */
import { type FieldError, type FieldPath, ofRule } from "../field-path.ts";
import type { Job } from "../types.ts";
import { invalid } from "./errors.ts";
import { firstOverlap, type IndexListResult, intervalsOf, parseIndexList } from "./index-list.ts";
import type { StatusChange } from "./status-change.ts";

const COMPLETED: FieldPath = ["status", "completedIndexes"];
const FAILED: FieldPath = ["status", "failedIndexes"];

/** Changed index lists must be well-formed, allowed for this Job, and disjoint. Unchanged lists are not parsed. */
export function checkIndexLists(change: StatusChange): FieldError[] {
  const { next, completedIndexesChanged, failedIndexesChanged } = change;
  if (!completedIndexesChanged && !failedIndexesChanged) return [];
  const { completedIndexes = "", failedIndexes } = next.status;
  const { completions, backoffLimitPerIndex, completionMode } = next.spec;
  const lists = new IndexLists(next);
  const errors: FieldError[] = [];
  if (completedIndexesChanged && completions !== undefined && !lists.completed.ok) {
    errors.push(invalid(COMPLETED, completedIndexes, `error parsing completedIndexes: ${lists.completed.message}`));
  }
  if (failedIndexesChanged && completions !== undefined && backoffLimitPerIndex !== undefined && !lists.failed.ok) {
    errors.push(invalid(FAILED, failedIndexes, `error parsing failedIndexes: ${lists.failed.message}`));
  }
  if (completedIndexesChanged && completionMode !== "Indexed" && completedIndexes !== "") {
    const detail = "cannot set non-empty completedIndexes when non-indexed completion mode";
    errors.push(invalid(COMPLETED, completedIndexes, detail));
  }
  if (failedIndexesChanged && backoffLimitPerIndex === undefined && failedIndexes !== undefined) {
    const detail = "cannot set non-null failedIndexes when backoffLimitPerIndex is null";
    errors.push(invalid(FAILED, failedIndexes, detail));
  }
  const overlap = lists.overlap();
  if (overlap !== undefined) {
    const detail = `failedIndexes and completedIndexes overlap at index: ${overlap}`;
    errors.push(ofRule("indexListsDisjoint", invalid(FAILED, failedIndexes, detail)));
  }
  return errors;
}

/** The two lists of a status, each parsed at most once. */
class IndexLists {
  readonly #job: Job;
  #completed: IndexListResult | undefined;
  #failed: IndexListResult | undefined;

  constructor(job: Job) {
    this.#job = job;
  }

  get completed(): IndexListResult {
    this.#completed ??= parseIndexList(this.#job.status.completedIndexes ?? "", this.#bound);
    return this.#completed;
  }

  get failed(): IndexListResult {
    this.#failed ??= parseIndexList(this.#job.status.failedIndexes ?? "", this.#bound);
    return this.#failed;
  }

  overlap(): number | undefined {
    const { completedIndexes = "", failedIndexes = "" } = this.#job.status;
    if (completedIndexes === "" || failedIndexes === "" || this.#job.spec.completions === undefined) return undefined;
    return firstOverlap(
      intervalsOf(this.completed, completedIndexes, this.#bound),
      intervalsOf(this.failed, failedIndexes, this.#bound),
    );
  }

  get #bound(): number {
    return this.#job.spec.completions ?? 0;
  }
}
