// @ts-check

/** The source root of JaCoCo's report: packages are named from below it, so that a path has to be found, as in any Java project. */
export const JACOCO_ROOT = 'packages'

/** What the generated repository's go.mod says, and what every path of the Go profile begins with. */
export const GO_MODULE = 'example.com/big'
