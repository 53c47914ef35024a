import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { judged, project, record, rules, same, saved } from './baseline-project.ts'
import { lcov } from './reports.ts'
import type { TestRepository } from './repository.ts'
import { runCli } from './run-cli.ts'

describe('every way to name a change', () => {
  const lost = { ...same, 'src/b.js': { 1: 0, 2: 0 } }

  test('a commit, from a directory below', async () => {
    const repository = await project()
    repository.write('lcov.info', lcov(lost))
    const args = [
      '../lcov.info',
      '--baseline-record',
      'file:../record',
      '--max-lost',
      '0',
      '--head',
      'feature',
    ]
    expect((await judged(repository, null, args, join(repository.directory, 'src'))).code).toBe(1)
  })

  test('lines whose white space alone changed are followed', async () => {
    const repository = await project()
    repository.write('src/b.js', '  x()\n  y()\n')
    repository.commit()
    const { code, text } = await judged(repository, lost, [...rules, '--ignore-whitespace'])
    expect({ code, text }).toEqual({
      code: 1,
      text: expect.stringContaining('1 line outside the change lost coverage'),
    })
  })

  test('source that attributes hide from diffs is followed from an older baseline, too', async () => {
    const repository = await project({ '.gitattributes': 'src/b.js binary\n' })
    repository.git('checkout', '--quiet', 'main')
    repository.write('src/b.js', 'new()\nx()\ny()\n')
    repository.commit()
    repository.git('checkout', '--quiet', '-b', 'later')
    repository.write('src/a.js', 'a()\nb3()\nc()\n')
    repository.commit()
    const { code, text } = await judged(repository, { ...same, 'src/b.js': { 1: 1, 2: 0, 3: 0 } })
    expect({ code, text }).toEqual({
      code: 1,
      text: expect.stringContaining('1 line outside the change lost coverage'),
    })
  })

  test('untracked files are new, and no part of a record', async () => {
    const repository = await project()
    repository.write('src/new.js', 'n()\n')
    const hits = { ...same, 'src/new.js': { 1: 1 } }
    expect((await judged(repository, hits, [...rules, '--untracked'])).code).toBe(0)
    const run = await saved(repository, ['--untracked'])
    expect(run.log + run.out).toContain('the coverage of 2 files is kept')
  })

  test('a line that nobody ran before is no fault of who mends it', async () => {
    const repository = await project()
    repository.write('src/b.js', 'x()\nyy()\n')
    repository.commit()
    const gate = [...rules, '--fail-under', '100']
    expect((await judged(repository, same, gate)).code).toBe(1)
    expect((await judged(repository, same, [...gate, '--ratchet'])).code).toBe(0)
  })
})

describe('what is not kept as a baseline', () => {
  const save = (repository: TestRepository, ...more: string[]) =>
    runCli(repository.directory, ['coverage', '--base', 'HEAD', ...record, '--save-baseline', ...more])

  test('a measured file that differs from the commit, and the index', async () => {
    const repository = await project()
    repository.write('src/a.js', 'a()\nb3()\nc()\n')
    expect(await save(repository)).toMatchObject({
      code: 3,
      log: expect.stringContaining('measured files differ from the commit'),
    })
    repository.git('checkout', '--quiet', 'src/a.js')
    expect(await save(repository, '--head', 'index')).toMatchObject({ code: 3 })
    repository.write('README.md', 'not measured\n')
    expect((await save(repository)).code).toBe(0)
  })

  test('without a place, or one that keeps nothing', async () => {
    const repository = await project()
    const cwd = repository.directory
    expect((await runCli(cwd, ['coverage', '--save-baseline'])).code).toBe(2)
    const none = await runCli(cwd, [
      'coverage',
      '--base',
      'HEAD',
      '--save-baseline',
      '--baseline-record',
      'none',
    ])
    expect(none).toMatchObject({ code: 3, log: expect.stringContaining('keeps none') })
  })
})
