import type { Consumer } from './consumer.ts'
import { dorny } from './dorny.ts'
import { enricomi } from './enricomi.ts'
import { gitlab } from './gitlab.ts'
import { jenkins } from './jenkins.ts'
import { jenkinsXunit } from './jenkins-xunit.ts'
import { mikepenz } from './mikepenz.ts'

/** Everybody whose view is known. Adding one is a file here and a line. */
export const consumers: readonly Consumer[] = [jenkins, jenkinsXunit, gitlab, mikepenz, dorny, enricomi]
