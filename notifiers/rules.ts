import { type BuildEvent, buildEvents, isRed } from '../core/build.ts'
import { list, type ValueType } from '../core/options.ts'
import type { Alert } from './model.ts'

/** What a channel wants to hear of. */
export interface Rules {
  /** `null`: what changes something for somebody: everything but aborted builds and a first build that is green. */
  readonly events: readonly BuildEvent[] | null
  /** Globs in which `*` stands for any letters, `/` too, and `?` for one. Empty: all. */
  readonly branches: readonly string[]
  readonly jobs: readonly string[]
}

export interface Hearing {
  readonly hears: boolean
  /** A clause: "it hears only broken, fixed". */
  readonly why: string
}

const eventNames = list('event', `some of ${buildEvents.join(', ')}`, "['broken', 'fixed']", word =>
  buildEvents.find(event => event === word),
)

/** An empty list would be a channel that never speaks: leaving it out says that better. */
export const eventsType: ValueType<readonly BuildEvent[] | null> = {
  placeholder: eventNames.placeholder,
  expected: eventNames.expected,
  example: eventNames.example,
  repeatable: true,
  fromText: eventNames.fromText,
  fromData: data => {
    const events = eventNames.fromData(data)
    return events?.length === 0 ? undefined : events
  },
}

/** Whether a channel tells this alert, and why. */
export function hears({ events, branches, jobs }: Rules, alert: Alert): Hearing {
  const { event, status } = alert
  if (events !== null && !events.includes(event)) return no(`it hears only ${events.join(', ')}`)
  if (events === null && event === 'aborted') return no('an aborted build says nothing about the code')
  if (events === null && event === 'first-build' && !isRed(status)) {
    return no('a first build that is green is no news')
  }
  if (event === 'still-broken' && !saysMore(alert))
    return no('no other test fails than before, and for no other reason')
  const branch = alert.build.branch ?? alert.build.tag
  if (branches.length > 0 && !matchesAny(branches, branch)) {
    return no(`it hears only of the branches ${branches.join(', ')}`)
  }
  if (jobs.length > 0 && !matchesAny(jobs, alert.build.job))
    return no(`it hears only of the jobs ${jobs.join(', ')}`)
  return { hears: true, why: `it hears ${event}` }
}

function no(why: string): Hearing {
  return { hears: false, why }
}

/** What was merely failing tests and now cannot even be built is another fault, whoever made it. */
function saysMore({ newFailureCount, newReasonCount = 0, previous, status }: Alert): boolean {
  return newFailureCount > 0 || newReasonCount > 0 || (previous === 'UNSTABLE' && status === 'FAILURE')
}

function matchesAny(globs: readonly string[], name: string | null): boolean {
  return name !== null && globs.some(glob => matches(glob, name))
}

/** Without a regular expression: a glob of many stars takes no longer than its length times the name's. */
function matches(glob: string, name: string): boolean {
  let at = 0
  let star = -1
  let resume = 0
  let index = 0
  while (at < name.length) {
    if (glob[index] === '*') {
      star = index
      resume = at
      index += 1
    } else if (index < glob.length && (glob[index] === '?' || glob[index] === name[at])) {
      index += 1
      at += 1
    } else if (star >= 0) {
      resume += 1
      at = resume
      index = star + 1
    } else return false
  }
  while (glob[index] === '*') index += 1
  return index === glob.length
}
