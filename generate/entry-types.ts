/** Each entry of the package, and its types as `npm run build` leaves them. */
export const ENTRY_TYPES = {
  jobsim: "dist/declarations/index.d.ts",
  "jobsim-analysis": "dist/declarations/analysis/index.d.ts",
  "jobsim-report": "dist/declarations/report/index.d.ts",
  "jobsim-testing": "dist/declarations/testing/index.d.ts",
  "jobsim-go": "dist/declarations/go/index.d.ts",
} as const;
