import { pathToFileURL } from 'node:url'
import { firstPositional, isNode, nameOf, takesNext } from '../command-words.ts'

/** `node [options] --test [options] [files]`, taken apart. */
export interface NodeWords {
  readonly before: readonly string[]
  readonly program: string
  readonly options: readonly Option[]
  readonly files: readonly string[]
}

/** One option, as it was written. */
export interface Option {
  readonly name: string
  readonly words: readonly string[]
}

/** `null` where the command does not start node's test runner. */
export function nodeWords(argv: readonly string[]): NodeWords | null {
  let start = 0
  if (['cross-env', 'env', 'c8'].includes(nameOf(argv[0] ?? '')))
    start = argv.findIndex(word => isNode(word) || nameOf(word) === 'tsx')
  const program = argv[start]
  if (program === undefined || !(isNode(program) || nameOf(program) === 'tsx')) return null
  const rest = argv.slice(start + 1)
  const end = firstPositional(rest)
  const options = optionsIn(rest.slice(0, end))
  if (!options.some(({ name }) => name === '--test')) return null
  return { before: argv.slice(0, start), program, options, files: rest.slice(end) }
}

export function optionsIn(words: readonly string[]): readonly Option[] {
  const options: Option[] = []
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    if (word === '--') continue
    const own = takesNext(word) ? words.slice(at, at + 2) : [word]
    options.push({ name: word.replace(/=.*$/s, ''), words: own })
    at += own.length - 1
  }
  return options
}

const reporterName = '--test-reporter'
const destinationName = '--test-reporter-destination'

/**
 * With our reporter first. node matches reporters and destinations by their order and, once there are two, wants a
 * destination for each; what the user gets without any is named.
 */
export function recordOptions(
  options: readonly Option[],
  inherited: string,
  reporter: string,
): readonly string[] {
  const all = [...optionsIn(inherited.split(/\s+/).filter(word => word !== '')), ...options]
  const words = options.filter(isNoWatch).flatMap(each => each.words)
  const reporters = all.filter(({ name }) => name === reporterName)
  if (reporters.some(each => isOurs(each.words.join('=')))) return words
  const destinations = all.filter(({ name }) => name === destinationName)
  const theirs = reporters.length === 0 ? [`${reporterName}=spec`] : []
  const stdout = destinations.length === 0 ? [`${destinationName}=stdout`] : []
  return [`${reporterName}=${reporter}`, `${destinationName}=stdout`, ...theirs, ...stdout, ...words]
}

function isOurs(words: string): boolean {
  return /cd-gate[\\/](?:.*[\\/])?node-test/.test(words)
}

function isNoWatch({ name }: Option): boolean {
  return name !== '--watch' && name !== '--watch-path'
}

/** Of the options about tests, only those that say how a test runs, not which, how often, or what is made of it. */
const kept = new Set([
  '--test-timeout',
  '--test-force-exit',
  '--test-global-setup',
  '--experimental-test-module-mocks',
  '--experimental-test-snapshots',
])

export function rerunOptions(
  options: readonly Option[],
  filter: string,
  reporter: string,
): readonly string[] {
  const words = options
    .filter(({ name }) => kept.has(name) || !/^--(?:experimental-)?test(?:-|$)/.test(name))
    .filter(isNoWatch)
    .flatMap(each => each.words)
  return [
    // First of all modules, that it hears of the first test.
    `--import=${pathToFileURL(filter).href}`,
    ...words,
    '--test',
    '--test-concurrency=1',
    `${reporterName}=spec`,
    `${destinationName}=stdout`,
    `${reporterName}=${reporter}`,
    `${destinationName}=stdout`,
  ]
}
