/** How a switch is described: in the reference page, by `jobsim upgrade`, and to who overrides it. */

export interface SwitchDoc {
  /** A few words. */
  readonly title: string;
  /** What each value makes Kubernetes do, for people who run Jobs. */
  readonly does: string;
  /** What changed it upstream: a pull request or issue of kubernetes/kubernetes, or an enhancement proposal. */
  readonly upstream?: string;
  /**
   * The release is sure, from recordings; that this number brought
   * the change was concluded and not found said anywhere.
   */
  readonly isUnconfirmed?: true;
}
