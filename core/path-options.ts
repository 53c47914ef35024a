import type { PathMapping } from './locate/locate.ts'
import { fromDirectory, list, type ValueType } from './options.ts'

export const globs: ValueType<readonly string[]> = list(
  'glob',
  'a repository path or glob',
  'src/gen/**',
  glob => glob || undefined,
)

export const mapping: ValueType<readonly PathMapping[]> = list<PathMapping>(
  'from=to',
  'two path prefixes joined by "="',
  '/builds/app=.',
  text => {
    const at = text.lastIndexOf('=')
    return at < 1 ? undefined : { from: text.slice(0, at), to: text.slice(at + 1) }
  },
)

export const paths: ValueType<readonly string[]> = {
  ...list('report', 'a report file or glob', 'coverage/lcov.info', file => file || undefined),
  rebase: (files, directory) => files.map(file => fromDirectory(file, directory)),
}
