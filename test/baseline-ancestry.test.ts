import { expect, test } from 'vitest'
import { openRepository } from '../core/system/git.ts'
import { ancestorsOf, commitsBetween, treeOf, uncommittedPaths } from '../core/system/git-ancestry.ts'
import { createRepository } from './repository.ts'

test('ancestors come by steps from child to parent, first parents first', async () => {
  const repository = createRepository({ 'a.js': 'a()\n' })
  const begin = repository.git('rev-parse', 'HEAD')
  const main = repository.commit('On main')
  repository.git('checkout', '--quiet', '-b', 'side', begin)
  const side = [repository.commit('One'), repository.commit('Two'), repository.commit('Three')]
  repository.git('checkout', '--quiet', 'main')
  repository.git('merge', '--quiet', '--no-ff', '-m', 'Merge', 'side')
  const merge = repository.git('rev-parse', 'HEAD')
  const opened = await openRepository(repository.directory, process.env)
  const found = await ancestorsOf(opened, merge, 100)
  expect(found.map(each => each.commit)).toEqual([merge, main, side[2], begin, side[1], side[0]])
  expect(found[0]?.tree).toBe(await treeOf(opened, merge))
  expect(await ancestorsOf(opened, merge, 1)).toEqual(found.slice(0, 1))
  expect(await commitsBetween(opened, main, merge)).toBe(4)
  await expect(ancestorsOf(opened, 'nothing', 5)).rejects.toMatchObject({ code: 'git.failed' })
})

test('what differs from the commit: on disk, staged, moved, gone; not what is untracked', async () => {
  const files = {
    ' a.js': 'a()\n',
    'b.js': 'b()\n',
    'old.js': 'o()\np()\n',
    'gone.js': 'g()\n',
    'same.js': 's()\n',
  }
  const repository = createRepository(files)
  repository.write(' a.js', 'other()\n')
  repository.write('b.js', 'other()\n')
  repository.git('add', 'b.js')
  repository.git('mv', 'old.js', 'new.js')
  repository.git('rm', '--quiet', 'gone.js')
  repository.write('untracked.js', 'u()\n')
  const opened = await openRepository(repository.directory, process.env)
  expect([...(await uncommittedPaths(opened))].sort()).toEqual([
    ' a.js',
    'b.js',
    'gone.js',
    'new.js',
    'old.js',
  ])
})
