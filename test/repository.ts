import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A real git repository in a directory of its own, removed when the test ends. */
export interface TestRepository {
  readonly directory: string
  readonly git: (...args: readonly string[]) => string
  readonly write: (path: string, content: string | Uint8Array) => void
  readonly link: (path: string, target: string) => void
  readonly makeExecutable: (path: string) => void
  /** Everything on disk becomes a commit; returns its id. */
  readonly commit: (subject?: string) => string
}

export function temporaryDirectory(): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'cd-gate-test-')))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

export function repositoryIn(directory: string): TestRepository {
  mkdirSync(directory, { recursive: true })
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: directory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
  const write = (path: string, content: string | Uint8Array) => {
    const file = join(directory, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
  return {
    directory,
    git,
    write,
    link: (path, target) => symlinkSync(target, join(directory, path)),
    makeExecutable: path => chmodSync(join(directory, path), 0o755),
    commit: (subject = 'A commit') => {
      git('add', '--all')
      git('commit', '--quiet', '--allow-empty', '-m', subject)
      return git('rev-parse', 'HEAD')
    },
  }
}

/** A fresh repository on the branch `main`, with the files committed. */
export function createRepository(files: Readonly<Record<string, string | Uint8Array>> = {}): TestRepository {
  const repository = repositoryIn(temporaryDirectory())
  repository.git('init', '--quiet', '-b', 'main')
  for (const [path, content] of Object.entries(files)) repository.write(path, content)
  repository.commit('Begin')
  return repository
}

/** `count` numbered lines, each ended. */
export function numberedLines(count: number, prefix = 'line'): string {
  return Array.from({ length: count }, (_, index) => `${prefix} ${index + 1}\n`).join('')
}
