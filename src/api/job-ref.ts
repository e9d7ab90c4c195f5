/** Identifies a Job. */

export interface JobRef {
  readonly namespace: string;
  readonly name: string;
}
