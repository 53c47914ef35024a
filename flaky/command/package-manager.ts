/** What a package manager's command line asks for; `unclear` says why it cannot be told. */
export type PackageRequest =
  | { readonly kind: 'script'; readonly script: string; readonly args: readonly string[] }
  | { readonly kind: 'program'; readonly argv: readonly string[] }
  /** A script of that name if there is one, else a program (pnpm x, yarn x). */
  | { readonly kind: 'either'; readonly name: string; readonly args: readonly string[] }
  | { readonly kind: 'unclear'; readonly why: string }

export const packageManagers = ['npm', 'npx', 'pnpm', 'pnpx', 'yarn', 'bun', 'bunx'] as const
export type PackageManager = (typeof packageManagers)[number]

/** Options without a bearing on what runs. */
const quiet: ReadonlySet<string> = new Set([
  '-s',
  '--silent',
  '--quiet',
  '-q',
  '-y',
  '--yes',
  '--no',
  '--no-install',
])

/** Reads a package manager's arguments. */
export function readRequest(manager: PackageManager, given: readonly string[]): PackageRequest {
  const [first, ...rest] = skipQuiet(given)
  if (manager === 'npx' || manager === 'pnpx' || manager === 'bunx') return program(manager, skipQuiet(given))
  if (first === undefined) return unclear(`${manager} alone starts no test`)
  if (first.startsWith('-')) return unclear(`the option ${first} of ${manager} is not known here`)
  if (manager === 'npm') return npm(first, rest)
  if (first === 'run' || first === 'run-script') return script(manager, rest)
  if (first === 'exec' || (manager === 'bun' && first === 'x'))
    return program(manager, afterDashes(skipQuiet(rest)))
  if (manager === 'bun') return unclear('bun has a test runner of its own')
  if (first === 'dlx') return unclear(`${manager} dlx fetches what it runs`)
  // pnpm and yarn have commands of their own besides; none of these runs tests.
  if (first === 'test' || first === 't') return { kind: 'script', script: 'test', args: rest }
  return { kind: 'either', name: first, args: rest }
}

function npm(command: string, rest: readonly string[]): PackageRequest {
  if (command === 'test' || command === 't' || command === 'tst') return npmScript('test', rest)
  if (['run', 'run-script', 'rum', 'urn'].includes(command)) {
    const [name, ...args] = skipQuiet(rest)
    if (name === undefined) return unclear('npm run names no script')
    if (name.startsWith('-')) return unclear(`the option ${name} of npm is not known here`)
    return npmScript(name, args)
  }
  if (command === 'exec' || command === 'x') return program('npm exec', afterDashes(skipQuiet(rest)))
  return unclear(`npm ${command} runs no test`)
}

/** npm keeps options for itself up to `--`; other words reach the script. */
function npmScript(name: string, rest: readonly string[]): PackageRequest {
  const dashes = rest.indexOf('--')
  const before = (dashes === -1 ? rest : rest.slice(0, dashes)).filter(word => !quiet.has(word))
  const option = before.find(word => word.startsWith('-'))
  if (option !== undefined)
    return unclear(`npm keeps ${option} for itself: what is for the script stands behind "--"`)
  return { kind: 'script', script: name, args: [...before, ...(dashes === -1 ? [] : rest.slice(dashes + 1))] }
}

function script(manager: string, rest: readonly string[]): PackageRequest {
  const [name, ...args] = skipQuiet(rest)
  if (name === undefined) return unclear(`${manager} run names no script`)
  if (name.startsWith('-')) return unclear(`the option ${name} of ${manager} is not known here`)
  // pnpm hands `--` over, yarn and bun take it out; no runner here minds which.
  if (manager === 'pnpm') return { kind: 'script', script: name, args }
  return manager === 'yarn'
    ? { kind: 'either', name, args: afterDashes(args) }
    : { kind: 'script', script: name, args: afterDashes(args) }
}

function program(manager: string, words: readonly string[]): PackageRequest {
  const [first] = words
  if (first === undefined) return unclear(`${manager} names no program`)
  if (first.startsWith('-')) return unclear(`the option ${first} of ${manager} is not known here`)
  if (/^(?:@[^/]+\/[^@]+|[^@/]+)@./.test(first))
    return unclear(`${manager} ${first} fetches a version of its own`)
  return { kind: 'program', argv: words }
}

function skipQuiet(words: readonly string[]): readonly string[] {
  const at = words.findIndex(word => !quiet.has(word))
  return at === -1 ? [] : words.slice(at)
}

function afterDashes(words: readonly string[]): readonly string[] {
  return words[0] === '--' ? words.slice(1) : words
}

function unclear(why: string): PackageRequest {
  return { kind: 'unclear', why }
}
