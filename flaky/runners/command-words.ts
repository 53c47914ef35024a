/** A command line that starts a runner, taken apart. */
export interface CommandWords {
  /** What stands before the runner and starts it in turn: `cross-env CI=1`, `c8 --reporter=lcov`. */
  readonly before: readonly string[]
  /** `node` and its own options, where the command starts the runner's script by node. */
  readonly node: { readonly program: string; readonly options: readonly string[] } | null
  /** The runner, or its script. */
  readonly program: string
  readonly args: readonly string[]
}

/** `null` where the command does not start what `isRunner` knows by its name (a path's last part, no `.cmd`). */
export function commandWords(
  argv: readonly string[],
  isRunner: (name: string, path: string) => boolean,
): CommandWords | null {
  const start = programAt(argv, isRunner)
  const word = argv[start]
  if (word === undefined) return null
  const before = argv.slice(0, start)
  if (isRunner(nameOf(word), word)) return { before, node: null, program: word, args: argv.slice(start + 1) }
  if (!isNode(word)) return null
  const rest = argv.slice(start + 1)
  const script = firstPositional(rest)
  const path = rest[script]
  if (path === undefined || !isRunner(nameOf(path), path)) return null
  const node = { program: word, options: rest.slice(0, script) }
  return { before, node, program: path, args: rest.slice(script + 1) }
}

const settingVariables = new Set(['cross-env', 'env'])
const measuringCoverage = new Set(['c8', 'nyc'])

/** Without what measures coverage: what a rerun covers is not what the run covers. */
export function withoutCoverage(before: readonly string[]): readonly string[] {
  const from = before.findIndex(word => measuringCoverage.has(nameOf(word)))
  return from < 0 ? before : before.slice(0, from)
}

/** Where the runner or node stands, behind programs that only start another one. */
function programAt(argv: readonly string[], isRunner: (name: string, path: string) => boolean): number {
  let at = 0
  while (settingVariables.has(nameOf(argv[at] ?? ''))) {
    at += 1
    while (/^\w+=/.test(argv[at] ?? '')) at += 1
  }
  if (!measuringCoverage.has(nameOf(argv[at] ?? ''))) return at
  const found = argv.findIndex((word, index) => index > at && (isNode(word) || isRunner(nameOf(word), word)))
  return found < 0 ? at : found
}

export function isNode(word: string): boolean {
  return nameOf(word) === 'node' || nameOf(word) === 'nodejs'
}

export function nameOf(word: string): string {
  return word.replace(/^.*[\\/]/, '').replace(/\.(?:cmd|exe|ps1)$/i, '')
}

/** The first word that is neither an option of node nor an option's value; the length where there is none. */
export function firstPositional(words: readonly string[]): number {
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    if (word === '--') return at + 1
    if (!word.startsWith('-')) return at
    if (takesNext(word)) at += 1
  }
  return words.length
}

/** Whether an option's value is the next word: node takes no more than these so, for others it wants `--name=value`. */
export function takesNext(option: string): boolean {
  return (
    withValue.has(option) || (/^--test-/.test(option) && !option.includes('=') && !testSwitches.has(option))
  )
}

/** https://nodejs.org/api/cli.html, and tsx's own. */
const withValue = new Set([
  '-r',
  '-C',
  '--require',
  '--import',
  '--loader',
  '--experimental-loader',
  '--conditions',
  '--env-file',
  '--env-file-if-exists',
  '--experimental-test-isolation',
  '--experimental-config-file',
  '--experimental-default-type',
  '--input-type',
  '--watch-path',
  '--disable-warning',
  '--unhandled-rejections',
  '--dns-result-order',
  '--diagnostic-dir',
  '--localstorage-file',
  '--redirect-warnings',
  '--title',
  '--icu-data-dir',
  '--inspect-port',
  '--openssl-config',
  '--tsconfig',
])

const testSwitches = new Set([
  '--test-only',
  '--test-force-exit',
  '--test-update-snapshots',
  '--test-randomize',
])
