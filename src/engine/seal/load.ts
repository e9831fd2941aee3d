/**
 * The records of a release at a place outside of this machine, a database or a store: written, checked and not visible. What
 * is staged under the log stays until the rest is done.
 */
export interface Load {
  /** Makes them visible, with the sidecars and the proof by path. */
  commit(files: Record<string, string>): Promise<void>
  /** Undoes it: nothing of it was ever there. */
  abandon(): Promise<void>
}
