/** Somebody who waits for entries of the log. */

import type { WatchedSubject } from "./watch-cursor.ts";

export interface LogWatch {
  /** What has to change for it to be woken; anything if absent. */
  readonly subject?: WatchedSubject;
  /** There may be something new to read, from the entry with a number on and up to before another. */
  wake(from: number, to: number): void;
  /** Nothing more will come. */
  end(): void;
}
