/**
 * `jobsim/report`: runs and what was found out about them as text, as JSON and as pages.
 *
 * @example
 * const { plan } = loadScenario({ text, file: "job.yaml", readFile: (path) => readFileSync(path, "utf8") });
 * writeFileSync("run.html", reportPage(collectReport(simulate(plan))));
 *
 * @packageDocumentation
 */

export { comparedRunsText, comparedSeedsText } from "./compare-text.ts";
export { explainText } from "./explain/explain-text.ts";
export { fleetText } from "./fleet/fleet-text.ts";
export { collectReport, type ReportTexts } from "./html/collect.ts";
export { comparisonPage } from "./html/comparison-page.ts";
export { reportPage } from "./html/page.ts";
export type {
  JobVersion,
  PodKind,
  PodLook,
  ReportData,
  ReportJob,
  ReportMark,
  ReportPod,
  ReportTransition,
} from "./html/report-data.ts";
export { type ViolationPage, type ViolationPageOptions, violationPage } from "./html/violation-page.ts";
export { distanceText } from "./import/distance-text.ts";
export { lintSarif } from "./lint/sarif.ts";
export { lintText } from "./lint/text.ts";
export type { FinalStatus, PodReport } from "./machine-report.ts";
export { machineReport, type RunReport } from "./machine-report.ts";
export { type RunReportOptions, runReport } from "./run-report.ts";
export { type Style, styleFor } from "./style.ts";
export { sweepHtml } from "./sweep-html.ts";
export { sweepCsv, sweepJsonl, sweepText } from "./sweep-text.ts";
export { type TestedFile, testJunit } from "./test-junit.ts";
export { testText, testTotals } from "./test-report.ts";
export { upgradePage } from "./upgrade-html.ts";
export { upgradeText } from "./upgrade-text.ts";
