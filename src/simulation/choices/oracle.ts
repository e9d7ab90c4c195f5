/**
 * The oracle decides everything around controllers that is random in a real cluster: each choice has a usual option,
 * and others that the schedule of a run can select. Random, scripted and exhaustive searches only differ in the oracle.
 */

/**
 * The kinds of choices: which event of an instant comes first, whether a delivery is held, the fate of a write, how old
 * the first lists of a process are, and whether a pod is deleted after a change of its phase.
 */
export const CHOICE_KINDS = ["order", "delivery", "write", "start", "pod"] as const;
export type ChoiceKind = (typeof CHOICE_KINDS)[number];

/**
 * The fate of a write; the first one is the usual one. It fails without effect (error, conflict); it takes effect but
 * its answer is lost; it times out and takes effect later; the process dies before it is sent or right after it takes
 * effect; or the process loses its lease then and continues for a while next to its successor.
 */
export const WRITE_FATES = ["ok", "error", "conflict", "lost", "late", "diesBefore", "diesAfter", "ousted"] as const;
export type WriteFate = (typeof WRITE_FATES)[number];

/** A change is shown at once; it is held with all later ones; or the watch lags for a while. */
export const DELIVERIES = ["atOnce", "held", "lagging"] as const;
export type Delivery = (typeof DELIVERIES)[number];

/** The first lists of a process are current, or that of Jobs or pods comes from a stale cache. */
export const FIRST_LISTS = ["ofNow", "oldJobs", "oldPods"] as const;
export type FirstListsOf = (typeof FIRST_LISTS)[number];

/** A pod is left alone or deleted. */
export const POD_FATES = ["left", "deleted"] as const;
export type PodFate = (typeof POD_FATES)[number];

/** A choice of an unusual option. */
export interface ScheduledChoice {
  /** The number of the choice in the run, from 0. */
  readonly point: number;
  readonly kind: ChoiceKind;
  /** Index of the option; 0 is the usual one. */
  readonly option: number;
  /** When it is made, in milliseconds: violations that it explains are excused from then on; by default always. */
  readonly atMs?: number;
}

/** The unusual choices of a run. */
export interface RunSchedule {
  readonly choices: readonly ScheduledChoice[];
  /**
   * How late held deliveries and late writes are, how old lists are, and how long two processes overlap, in
   * milliseconds: more than the second for which the Job controller batches events.
   */
  readonly heldMs: number;
}

/** Makes choices. */
export interface Oracle {
  /**
   * @param options number of options, 2 or more
   * @returns index of the chosen one; 0 is the usual one
   */
  choose(kind: ChoiceKind, options: number): number;
  /** Records something in the memory of a process that does not follow from the log. */
  remember(what: string): void;
  /** Records a digest of all inputs of a program so far, which determine its memory. */
  learn(program: string, digest: string): void;
  /** Records how many deliveries of a watch, or how many writes, are pending. */
  hold(what: string, count: number): void;
}

/** A listener for the choices of a run. */
export interface ChoiceListener {
  onChoice(kind: ChoiceKind, options: number, point: number): void;
  onMemory(what: string): void;
  onLearned(program: string, digest: string): void;
  onHeld(what: string, count: number): void;
}

/** An oracle that follows a schedule. */
export class ScheduledOracle implements Oracle {
  readonly #choices: ReadonlyMap<number, ScheduledChoice>;
  readonly #listener: ChoiceListener | undefined;
  #point = 0;

  constructor({ choices }: RunSchedule, listener?: ChoiceListener) {
    this.#choices = new Map(choices.map((choice) => [choice.point, choice]));
    this.#listener = listener;
  }

  choose(kind: ChoiceKind, options: number): number {
    const point = this.#point++;
    this.#listener?.onChoice(kind, options, point);
    const chosen = this.#choices.get(point);
    if (chosen === undefined) return 0;
    if (chosen.kind === kind && chosen.option < options) return chosen.option;
    const asked = `${kind} of ${options}`;
    throw new Error(
      `choice ${point} of the schedule is option ${chosen.option} of ${chosen.kind}; the run asks ${asked}`,
    );
  }

  remember(what: string): void {
    this.#listener?.onMemory(what);
  }

  learn(program: string, digest: string): void {
    this.#listener?.onLearned(program, digest);
  }

  hold(what: string, count: number): void {
    this.#listener?.onHeld(what, count);
  }
}
