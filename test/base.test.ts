import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { BaseCandidate } from '../core/ci.ts'
import { chooseBase, resolveHead } from '../core/system/base.ts'
import { openRepository } from '../core/system/git.ts'
import { createRepository, repositoryIn, type TestRepository, temporaryDirectory } from './repository.ts'

const candidate = (ref: string, given: Partial<BaseCandidate> = {}): BaseCandidate => ({
  ref,
  remoteBranch: null,
  why: 'the CI says so',
  kind: 'target',
  onlyIfHead: null,
  ...given,
})

async function choose(
  repository: TestRepository,
  named: string | null,
  candidates: readonly BaseCandidate[] = [],
  head = 'worktree',
) {
  const opened = await openRepository(repository.directory, process.env)
  return chooseBase(opened, await resolveHead(opened, head), named, candidates)
}

/** main: 0 - 1; feature leaves at 0 with two commits. */
function branched() {
  const repository = createRepository({ 'a.js': '0\n' })
  const fork = repository.git('rev-parse', 'HEAD')
  repository.git('checkout', '--quiet', '-b', 'feature')
  const one = repository.commit('One')
  const two = repository.commit('Two')
  repository.git('checkout', '--quiet', 'main')
  const main = repository.commit('Main goes on')
  repository.git('checkout', '--quiet', 'feature')
  return { repository, fork, one, two, main }
}

function cloneOf(origin: TestRepository, ...args: readonly string[]): TestRepository {
  const directory = join(temporaryDirectory(), 'clone')
  origin.git('clone', '--quiet', ...args, `file://${origin.directory}`, directory)
  return repositoryIn(directory)
}

test('the merge base with what the user names, by branch, remote branch, or commit', async () => {
  const { repository, fork, main } = branched()
  for (const name of ['main', main, 'refs/heads/main']) {
    expect(await choose(repository, name)).toMatchObject({ commit: fork, ref: name })
  }
  const clone = cloneOf(repository, '--branch', 'feature')
  expect(await choose(clone, 'main')).toMatchObject({ commit: fork, ref: 'origin/main' })
})

test('what the CI says comes before the default branch, that before the first parent', async () => {
  const { repository, fork, one } = branched()
  expect(await choose(repository, null, [candidate(one)])).toEqual({
    commit: one,
    ref: one,
    why: 'the CI says so',
  })
  expect(await choose(repository, null)).toMatchObject({
    commit: fork,
    ref: 'main',
    why: 'the default branch',
  })
  repository.git('checkout', '--quiet', 'main')
  expect(await choose(repository, null)).toMatchObject({ commit: fork, ref: 'HEAD^1' })
})

test('a candidate that is the head itself is passed over', async () => {
  const { repository, fork, two } = branched()
  expect(await choose(repository, null, [candidate(two)])).toMatchObject({ commit: fork, ref: 'main' })
})

test('the parent of a merge commit that a CI made is taken only when that is the head', async () => {
  const { repository, main, two } = branched()
  repository.git('checkout', '--quiet', '--detach', 'main')
  repository.git('merge', '--quiet', '--no-ff', '-m', 'Merge', 'feature')
  const merge = repository.git('rev-parse', 'HEAD')
  const parent = candidate('HEAD^1', { kind: 'merge-parent', onlyIfHead: merge })
  expect(await choose(repository, null, [parent])).toMatchObject({ commit: main, ref: 'HEAD^1' })
  repository.git('checkout', '--quiet', '--detach', two)
  expect(await choose(repository, null, [parent])).toMatchObject({ ref: 'main' })
})

test('a target that is not here is no reason to compare with something else', async () => {
  const { repository } = branched()
  const target = candidate('origin/release/1', { remoteBranch: 'release/1' })
  await expect(choose(repository, null, [target])).rejects.toMatchObject({
    code: 'git.missing-base',
    hint: 'git fetch origin +refs/heads/release/1:refs/remotes/origin/release/1',
  })
})

test('a previous commit that a rewrite lost gives way to the default branch, not to the first parent', async () => {
  const { repository, fork } = branched()
  const lost = candidate('1234567890123456789012345678901234567890', { kind: 'previous' })
  expect(await choose(repository, null, [lost])).toMatchObject({ commit: fork, ref: 'main' })
  repository.git('checkout', '--quiet', 'main')
  await expect(choose(repository, null, [lost])).rejects.toMatchObject({ code: 'git.missing-base' })
})

test('hostile names are quoted in the command that mends', async () => {
  const { repository } = branched()
  const target = candidate('origin/$(id)', { remoteBranch: '$(id)' })
  await expect(choose(repository, null, [target])).rejects.toMatchObject({
    hint: "git fetch origin '+refs/heads/$(id):refs/remotes/origin/$(id)'",
  })
  await expect(choose(repository, '--upload-pack=x')).rejects.toMatchObject({ code: 'git.missing-base' })
})

test('the first commit has nothing to be compared with', async () => {
  const repository = createRepository({ 'a.js': '0\n' })
  await expect(choose(repository, null)).rejects.toMatchObject({ code: 'git.no-base' })
})

test('a repository without a commit', async () => {
  const repository = repositoryIn(temporaryDirectory())
  repository.git('init', '--quiet')
  await expect(openRepository(repository.directory, process.env)).rejects.toMatchObject({
    code: 'git.no-commit',
  })
})

test('unrelated histories have no merge base', async () => {
  const { repository } = branched()
  repository.git('checkout', '--quiet', '--orphan', 'other')
  repository.commit('Other')
  await expect(choose(repository, 'main')).rejects.toMatchObject({ code: 'git.no-merge-base' })
})

test('a shallow clone in which a better merge base may hide is refused', async () => {
  // main merges feature's first commit: the true merge base is that one, not the fork.
  const { repository, one, fork } = branched()
  repository.git('checkout', '--quiet', 'main')
  repository.git('merge', '--quiet', '--no-ff', '-m', 'Merge', one)
  for (let at = 0; at < 3; at += 1) repository.commit(`More ${at}`)
  const clone = cloneOf(repository, '--depth=2', '--no-single-branch')
  clone.git('checkout', '--quiet', 'feature')
  await expect(choose(clone, 'origin/main')).rejects.toMatchObject({
    exitCode: 3,
    hint: expect.stringMatching(/^git fetch --unshallow origin/),
  })
  clone.git('fetch', '--quiet', '--unshallow')
  expect(await choose(clone, 'origin/main')).toMatchObject({ commit: one })
  expect(one).not.toBe(fork)
})

test('a shallow clone that holds all that matters is good enough', async () => {
  const { repository, fork } = branched()
  for (let at = 0; at < 5; at += 1) repository.commit(`More ${at}`)
  const clone = cloneOf(repository, '--depth=8', '--no-single-branch', '--branch', 'feature')
  expect(await choose(clone, 'origin/main')).toMatchObject({ commit: fork })
})

test('the head can be the index or a commit, and a detached one', async () => {
  const { repository, fork, one } = branched()
  repository.git('checkout', '--quiet', '--detach')
  expect(await choose(repository, 'main', [], 'index')).toMatchObject({ commit: fork })
  expect(await choose(repository, null, [], one)).toMatchObject({ commit: fork })
  await expect(choose(repository, 'main', [], 'nowhere')).rejects.toMatchObject({ code: 'git.missing-head' })
})
