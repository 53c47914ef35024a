import type { PathMapping } from './locate/locate.ts'
import { flag, type OptionTable, path, text, type ValueType } from './options.ts'
import { globs, mapping } from './path-options.ts'

/** How a gate is asked for a change. */
export interface ChangeRequest {
  readonly base: string | null
  readonly head: string
  readonly untracked: boolean
  readonly diff: string | null
  readonly ignoreWhitespace: boolean
}

export interface ChangeOptions extends ChangeRequest {
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}

export interface PlaceOptions {
  readonly map: readonly PathMapping[]
}

const change = 'The change'
const reports = 'Reports'

/** A branch, tag or commit. */
export const ref: ValueType<string | null> = text('ref', 'a branch, tag or commit', 'origin/main')

/** Where the files lie that reports name: every gate that reads reports has it. */
export const placeOptions: OptionTable<PlaceOptions> = {
  map: {
    type: mapping,
    group: reports,
    default: [],
    describe: 'A path prefix in the reports, and the repository path prefix that it stands for.',
  },
}

/** What was changed, and which of it is judged: the same in every gate. */
export const changeOptions: OptionTable<ChangeOptions> = {
  base: {
    type: ref,
    group: change,
    default: null,
    defaultText: "the change's target, the CI's previous commit, the default branch, or the first parent",
    describe: 'Compare with the merge base of this and the head.',
  },
  head: {
    type: {
      ...(text('worktree|index|commit', 'worktree, index or a commit', 'HEAD') as ValueType<string>),
    },
    group: change,
    default: 'worktree',
    defaultText: 'worktree',
    describe: 'What was changed: what lies on disk, what is staged, or a commit ("commit" is HEAD).',
  },
  untracked: {
    type: flag,
    group: change,
    default: false,
    describe: 'Count untracked files that are not ignored as part of the change.',
  },
  diff: {
    type: path('file', 'a file with a unified diff, or - for standard input', 'change.diff'),
    group: change,
    default: null,
    describe: 'Take this unified diff instead of asking git.',
  },
  ignoreWhitespace: {
    type: flag,
    group: change,
    default: false,
    describe: 'Changes of white space only are no changes.',
  },
  include: {
    type: globs,
    group: change,
    default: [],
    describe: 'Judge only these paths; also takes them out of the default excludes.',
  },
  exclude: {
    type: globs,
    group: change,
    default: [],
    describe: 'Do not judge these paths. They stay visible as excluded.',
  },
}
