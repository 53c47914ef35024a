/** A build's end, in Jenkins' words (hudson.model.Result). */
export const buildStatuses = ['SUCCESS', 'UNSTABLE', 'FAILURE', 'ABORTED', 'NOT_BUILT'] as const
export type BuildStatus = (typeof buildStatuses)[number]

/**
 * What a build's end means beside the one before it, in the terms of Jenkins' e-mail triggers. `unstable`: it was built
 * and tests fail, which did not before. `first-build`: nothing is known of an earlier one.
 */
export const buildEvents = ['broken', 'still-broken', 'fixed', 'unstable', 'aborted', 'first-build'] as const
export type BuildEvent = (typeof buildEvents)[number]

/** Whether something is broken: tests that fail break a build as well as one that could not be made. */
export function isRed(status: BuildStatus): boolean {
  return status === 'FAILURE' || status === 'UNSTABLE'
}

/** Aborted builds and those that were not built say nothing about the code: what came before them still counts. */
export function isTelling(status: BuildStatus): boolean {
  return isRed(status) || status === 'SUCCESS'
}

/**
 * `null`: nothing to tell (green after green, not built).
 * @param previous of the newest earlier build that is telling; `null`: none is known
 */
export function eventFor(previous: BuildStatus | null, status: BuildStatus): BuildEvent | null {
  if (status === 'ABORTED') return 'aborted'
  if (status === 'NOT_BUILT') return null
  if (previous === null || !isTelling(previous)) return 'first-build'
  if (status === 'SUCCESS') return isRed(previous) ? 'fixed' : null
  if (previous === status) return 'still-broken'
  if (status === 'UNSTABLE') return 'unstable'
  return previous === 'SUCCESS' ? 'broken' : 'still-broken'
}
