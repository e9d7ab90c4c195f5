/** The description of a switch, for the reference page and `jobsim upgrade`. */

export interface SwitchDoc {
  /** A few words. */
  readonly title: string;
  /** What each value means, for people who run Jobs. */
  readonly does: string;
  /** What changed it upstream: a pull request or issue of kubernetes/kubernetes, or an enhancement proposal. */
  readonly upstream?: string;
  /**
   * Set if no source names the number: it was concluded from the change. The release itself is known from recordings.
   */
  readonly isUnconfirmed?: true;
}
