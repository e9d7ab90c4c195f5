/**
 * How the fields of a Job are classed: what a run simulates, what makes no difference to it, and what it leaves out.
 */

/** A field that matters to a real cluster and is not simulated. */
export interface LeftOut {
  /** What a real cluster does with it, after "a real cluster would". */
  readonly real: string;
  /** Which values matter; if absent, all but empty ones. */
  readonly when?: (value: unknown) => boolean;
  /** Simulated once a scenario describes its nodes (`cluster`); without any, each pod has room. */
  readonly needsNodes?: true;
  /** What else a real cluster does with it. */
  readonly also?: LeftOut;
}

/** The fields of one type. */
export interface ClassedFields {
  readonly simulated?: readonly string[];
  /** Nothing that a run shows depends on them. */
  readonly noEffect?: readonly string[];
  /** They matter, and are not simulated. */
  readonly leftOut?: Readonly<Record<string, LeftOut>>;
}

/** By the name of the type in the schema. */
export type ClassTable = Readonly<Record<string, ClassedFields>>;
