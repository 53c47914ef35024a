import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkedOutBranch, repositoryRoot, testedCommit } from './repository.ts'

let directory: string
beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'cd-gate-repository-')))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
    cwd: directory,
    encoding: 'utf8',
  }).trim()

function commit(): string {
  git('init', '-q')
  writeFileSync(join(directory, 'a'), '1')
  git('add', 'a')
  git('commit', '-qm', 'one')
  return git('rev-parse', 'HEAD')
}

test('the root is where .git is, above the package', () => {
  commit()
  const inside = join(directory, 'packages/a')
  mkdirSync(inside, { recursive: true })
  expect(repositoryRoot(inside)).toBe(directory)
})

test('the commit is read on a branch, detached, packed and in a work tree', () => {
  const head = commit()
  expect(testedCommit(directory, {})).toBe(head)
  expect(checkedOutBranch(directory)).toBe(git('branch', '--show-current'))
  git('worktree', 'add', '-q', '-b', 'other', join(directory, 'tree'))
  expect(testedCommit(join(directory, 'tree'), {})).toBe(head)
  git('pack-refs', '--all')
  expect(testedCommit(directory, {})).toBe(head)
  expect(testedCommit(join(directory, 'tree'), {})).toBe(head)
  expect(checkedOutBranch(join(directory, 'tree'))).toBe('other')
  git('checkout', '-q', '--detach')
  expect(checkedOutBranch(directory)).toBe(null)
  expect(testedCommit(directory, {})).toBe(head)
})

test('without a repository the CI is asked, and nobody is believed who says no commit', () => {
  const sha = '0123456789abcdef0123456789abcdef01234567'
  expect(testedCommit(directory, { GITHUB_ACTIONS: 'true', GITHUB_SHA: sha })).toBe(sha)
  expect(testedCommit(directory, {})).toBe(null)
  mkdirSync(join(directory, '.git'))
  writeFileSync(join(directory, '.git/HEAD'), 'ref: refs/heads/unborn\n')
  expect(testedCommit(directory, {})).toBe(null)
})
