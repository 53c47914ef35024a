import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { judged, main, project, rules, same } from './baseline-project.ts'
import { cobertura, lcov } from './reports.ts'
import { repositoryIn, temporaryDirectory } from './repository.ts'

describe('which baseline', () => {
  test('the nearest ancestor that has one, and how far it is', async () => {
    const repository = await project()
    repository.git('checkout', '--quiet', 'main')
    repository.write('src/b.js', 'x()\nnew()\ny()\n')
    repository.commit('Go on')
    repository.git('checkout', '--quiet', '-b', 'later')
    repository.write('src/a.js', 'a()\nb()\nc2()\n')
    repository.commit()
    const hits = { 'src/a.js': { 1: 0, 2: 1, 3: 1 }, 'src/b.js': { 1: 1, 2: 1, 3: 0 } }
    const found = await judged(repository, hits)
    expect(found).toMatchObject({
      code: 1,
      text: expect.stringContaining('1 line outside the change lost coverage'),
    })
    const near = await judged(repository, hits, [...rules, '--baseline-depth', '0'])
    expect(near).toMatchObject({ code: 3, text: expect.stringContaining('none of the 1 commits from') })
  })

  test('none: could not tell, or allowed for the first build', async () => {
    const repository = await project()
    const elsewhere = ['--baseline-record', 'file:record/none', '--max-lost', '0']
    expect(await judged(repository, same, elsewhere)).toMatchObject({
      code: 3,
      text: expect.stringContaining('holds no coverage record yet'),
    })
    const first = await judged(repository, same, [...elsewhere, '--missing-baseline', 'pass'])
    expect(first).toMatchObject({
      code: 0,
      text: expect.stringContaining('allowed by --missing-baseline pass'),
    })
    expect((await judged(repository, same, ['--max-lost', '0'])).code).toBe(3)
    expect((await judged(repository, same, ['--baseline-record', 'none', '--max-drop', '1'])).code).toBe(3)
    expect((await judged(repository, same, ['--ratchet'])).code).toBe(3)
  })

  test('that of another repository is none', async () => {
    const [one, other] = [await project(), await project({ 'other.js': 'o()\n' })]
    const { code, text } = await judged(one, same, [
      '--baseline-record',
      `file:${other.directory}/record`,
      '--max-lost',
      '0',
    ])
    expect({ code, text }).toEqual({
      code: 3,
      text: expect.stringMatching(/none of the 1 commits from \w{10} on backwards has a readable record/),
    })
  })

  test('a damaged one is passed over and said', async () => {
    const repository = await project()
    for (const file of files(join(repository.directory, 'record'))) {
      const bytes = readFileSync(file)
      bytes[bytes.length - 1]! ^= 1
      writeFileSync(file, bytes)
    }
    const { code, text } = await judged(repository, same)
    expect(code).toBe(3)
    expect(text).toMatch(
      /left out of the baseline: the coverage record coverage\/\S+ \(its checksum does not fit: it is damaged\)/,
    )
  })

  test('history that was rewritten keeps the record of what is the same code', async () => {
    const repository = await project()
    repository.git('checkout', '--quiet', 'main')
    repository.git('commit', '--quiet', '--amend', '-m', 'Begin, told better')
    repository.git('checkout', '--quiet', '-b', 'rebased')
    repository.write('src/a.js', 'a()\nb2()\nc()\n')
    repository.commit()
    expect((await judged(repository, same)).code).toBe(0)
    expect((await judged(repository, { ...same, 'src/b.js': { 1: 0, 2: 0 } })).code).toBe(1)
  })

  test('a report of the base, from a machine with other paths', async () => {
    const repository = await project()
    const then = Object.fromEntries(Object.entries(main).map(([path, hits]) => [`/builds/x/${path}`, hits]))
    repository.write('main.xml', cobertura(then, []))
    const given = ['lcov.info', '--baseline-report', 'main.xml', '--max-lost', '0']
    expect((await judged(repository, same, given)).code).toBe(0)
    const lost = { ...same, 'src/b.js': { 1: 0, 2: 0 } }
    expect(await judged(repository, lost, given)).toMatchObject({
      code: 1,
      text: expect.stringContaining('1 line outside the change lost coverage'),
    })
    repository.write('main.xml', cobertura({ '/srv/q/other.js': { 1: 1 } }, []))
    expect(await judged(repository, same, given)).toMatchObject({
      code: 3,
      text: expect.stringContaining('the report main.xml knows no file of commit'),
    })
  })

  test('a baseline that knows half of the files says that the other half cannot be lost', async () => {
    const repository = await project()
    repository.write('main.xml', cobertura({ 'src/a.js': { 1: 1, 2: 1, 3: 1 } }))
    const { code, text } = await judged(repository, same, [
      'lcov.info',
      '--baseline-report',
      'main.xml',
      '--max-lost',
      '0',
    ])
    expect({ code, text }).toEqual({
      code: 0,
      text: expect.stringContaining('1 file is measured that was there'),
    })
  })

  test('looked for from a ref; one that is not here is told', async () => {
    const repository = await project()
    const diff = repository.git('diff', 'main', 'feature')
    repository.write('change.diff', `${diff}\n`)
    const lost = { ...same, 'src/b.js': { 1: 0, 2: 0 } }
    expect(await judged(repository, lost, [...rules, '--diff', 'change.diff'])).toMatchObject({
      code: 3,
      text: expect.stringContaining('give --baseline-ref'),
    })
    expect(
      (await judged(repository, lost, [...rules, '--diff', 'change.diff', '--baseline-ref', 'main'])).code,
    ).toBe(1)
    expect(await judged(repository, lost, [...rules, '--baseline-ref', 'nowhere'])).toMatchObject({
      code: 3,
      text: expect.stringContaining('nowhere'),
    })
  })

  test('a shallow clone says where it ends', async () => {
    const repository = await project()
    const clone = repositoryIn(join(temporaryDirectory(), 'clone'))
    clone.git(
      'clone',
      '--quiet',
      '--depth',
      '2',
      '--branch',
      'feature',
      `file://${repository.directory}`,
      '.',
    )
    repository.git('checkout', '--quiet', 'main')
    clone.write('lcov.info', lcov(same))
    const { code, text } = await judged(clone, null, [
      '--base',
      'HEAD',
      '--baseline-record',
      `file:${repository.directory}/record`,
      '--max-lost',
      '0',
    ])
    expect({ code, text }).toMatchObject({ code: 0 })
    const shallow = repositoryIn(join(temporaryDirectory(), 'shallow'))
    shallow.git(
      'clone',
      '--quiet',
      '--depth',
      '1',
      '--branch',
      'feature',
      `file://${repository.directory}`,
      '.',
    )
    shallow.write('lcov.info', lcov(same))
    const edge = await judged(shallow, null, [
      '--base',
      'HEAD',
      '--baseline-record',
      `file:${repository.directory}/record`,
      '--max-lost',
      '0',
    ])
    expect(edge).toMatchObject({ code: 3, text: expect.stringContaining('where this shallow clone ends') })
  })
})

function files(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
}
