/** The flags of `jobsim upgrade` as the command line gives them. */

export const UPGRADE_FORMATS = ["text", "json", "html"] as const;

export interface UpgradeFlags {
  readonly from: string;
  readonly to: string;
  readonly each?: boolean;
  readonly seeds: number;
  readonly run?: string;
  readonly exit?: string;
  readonly start?: string;
  readonly ready?: string;
  readonly schedule?: string;
  readonly seed?: string;
  readonly set?: readonly string[];
  readonly param?: readonly string[];
  readonly until?: string;
  readonly for?: string;
  readonly startTime?: string;
  readonly output: (typeof UPGRADE_FORMATS)[number];
  /** Whether unchanged manifests are shown in full. */
  readonly all?: boolean;
  /** The file to write the page to. */
  readonly html?: string;
  readonly color: boolean;
}
