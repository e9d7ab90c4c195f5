/** What a page of two runs holds: both runs, on one axis of time. */

import type { ReportData, ReportMark } from "./report-data.ts";

export interface ComparisonData {
  readonly runs: readonly [ReportData, ReportData];
  /** The end of the longer run, virtual milliseconds. */
  readonly endMs: number;
  /** Where the runs diverge, if they do. */
  readonly marks: readonly ReportMark[];
}
