/** Each entry of the package, and its types as `npm run build` leaves them. */
export const ENTRY_TYPES = {
  jobsim: "dist/types/index.d.ts",
  "jobsim-analysis": "dist/types/analysis/index.d.ts",
  "jobsim-report": "dist/types/report/index.d.ts",
  "jobsim-testing": "dist/types/testing/index.d.ts",
  "jobsim-go": "dist/types/go/index.d.ts",
} as const;
