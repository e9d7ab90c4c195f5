/** The flags of `jobsim test` as the command line gives them. */

export const TEST_FORMATS = ["text", "json", "junit", "github"] as const;

export interface TestFlags {
  readonly seed?: string;
  readonly kubernetes?: string;
  readonly set?: readonly string[];
  readonly param?: readonly string[];
  readonly workers?: number;
  readonly filter?: string;
  readonly manifests?: readonly string[];
  readonly watch?: boolean;
  readonly output: (typeof TEST_FORMATS)[number];
  readonly timing?: boolean;
  readonly color: boolean;
}
