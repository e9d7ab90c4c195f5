/** Which Job is meant. */

export interface JobRef {
  readonly namespace: string;
  readonly name: string;
}
