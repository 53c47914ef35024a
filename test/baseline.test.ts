import { describe, expect, test } from 'vitest'
import { judged, main, project, record, same, saved } from './baseline-project.ts'
import { type Hits, lcov } from './reports.ts'

describe('what was planted is told', () => {
  test('nothing lost passes, and says so', async () => {
    const { code, text } = await judged(await project(), same)
    expect({ code, text }).toEqual({
      code: 0,
      text: expect.stringContaining('no line outside the change lost its coverage'),
    })
  })

  test("a deleted test's lines are lost, each with its place", async () => {
    const { code, text, verdict } = await judged(await project(), {
      'src/a.js': { 1: 0, 2: 1, 3: 1 },
      'src/b.js': { 1: 0, 2: 0 },
    })
    expect(code).toBe(1)
    expect(text).toContain('2 lines outside the change lost coverage (in 2 files); 0 allowed')
    expect(text).toContain("the project's coverage fell from 75 % (3 of 4 lines) to 40 % (2 of 5 lines)")
    expect(verdict.summary).toContain('2 lines in 2 files outside your change lost coverage')
    const places = verdict.findings.filter(each => each.rule === 'lost-lines' && each.path)
    expect(places.map(each => [each.path, each.startLine])).toEqual([
      ['src/a.js', 1],
      ['src/b.js', 1],
    ])
    expect(
      (
        await judged(await project(), { 'src/a.js': { 1: 0, 2: 1, 3: 1 }, 'src/b.js': { 1: 1, 2: 0 } }, [
          ...record,
          '--max-lost',
          '1',
        ])
      ).code,
    ).toBe(0)
  })

  test('a covered file that is deleted is neither a loss nor a drop', async () => {
    const repository = await project()
    repository.git('rm', '--quiet', 'src/a.js')
    repository.write('src/c.js', 'new()\n')
    repository.commit()
    const { code, text } = await judged(repository, { 'src/b.js': { 1: 1, 2: 0 }, 'src/c.js': { 1: 1 } })
    expect({ code, text }).toMatchObject({
      code: 0,
      text: expect.stringContaining('coverage went from 50 % (1 of 2 lines) to 66.66 % (2 of 3 lines)'),
    })
  })

  test('a pragma is listed, may be counted, and may need a reason', async () => {
    const repository = await project()
    repository.write('src/a.js', 'a()\n/* istanbul ignore next */\nb2()\nc()\n')
    const hits = { ...same, 'src/a.js': { 1: 1, 4: 1 } }
    const told = await judged(repository, hits, [])
    expect(told).toMatchObject({
      code: 0,
      text: expect.stringContaining('istanbul ignore takes code out of coverage'),
    })
    const counted = await judged(repository, hits, ['--max-hidden', '0'])
    expect(counted).toMatchObject({
      code: 1,
      text: expect.stringContaining('the change takes code out of coverage in 1 place; 0 allowed'),
    })
    const bare = await judged(repository, hits, ['--hidden-reasons'])
    expect(bare).toMatchObject({
      code: 1,
      text: expect.stringContaining('1 pragma that the change adds has no reason after " -- "'),
    })
    repository.write('src/a.js', 'a()\n/* istanbul ignore next -- only on Windows */\nb2()\nc()\n')
    const explained = await judged(repository, hits, ['--hidden-reasons', '--max-hidden', '1'])
    expect(explained).toMatchObject({ code: 0, text: expect.stringContaining('(only on Windows)') })
  })

  test('a file that no report knows any more is "could not tell", whatever was allowed', async () => {
    const { code, text } = await judged(await project(), { 'src/a.js': { 1: 1, 2: 1, 3: 1 } }, [
      ...record,
      '--max-lost',
      '9',
    ])
    expect({ code, text }).toEqual({
      code: 3,
      text: expect.stringContaining(
        'no report knows 1 file any more that the baseline covers (src/b.js; 1 line)',
      ),
    })
    const shown = await judged(await project(), { 'src/a.js': { 1: 1, 2: 1, 3: 1 } }, record)
    expect(shown).toMatchObject({ code: 0, text: expect.stringContaining('no report knows 1 file any more') })
  })

  test('a line that flips from run to run is unstable', async () => {
    const repository = await project()
    repository.git('checkout', '--quiet', 'main')
    repository.write('lcov.info', lcov({ ...main, 'src/b.js': { 1: 0, 2: 0 } }))
    await saved(repository)
    repository.git('checkout', '--quiet', 'feature')
    const { code, text } = await judged(repository, { ...same, 'src/b.js': { 1: 0, 2: 0 } })
    expect({ code, text }).toEqual({
      code: 0,
      text: expect.stringContaining('not run this time, but runs of the same code differ here'),
    })
  })

  test('shards that were kept one by one hide no loss', async () => {
    const lines = Array.from({ length: 30 }, (_, index) => index + 1)
    const hits = (count: 0 | 1): Hits => Object.fromEntries(lines.map(line => [line, count]))
    const long = lines.map(line => `call${line}()\n`).join('')
    const repository = await project({ 'src/long.js': long })
    repository.git('checkout', '--quiet', 'main')
    for (const count of [0, 1] as const) {
      repository.write('lcov.info', lcov({ ...main, 'src/long.js': hits(count) }))
      await saved(repository)
    }
    repository.git('checkout', '--quiet', 'feature')
    const { code, text } = await judged(repository, { ...same, 'src/long.js': hits(0) })
    expect(code).toBe(1)
    expect(text).toContain('30 lines outside the change lost coverage')
    expect(text).toContain('runs of the same code differ in 30 of')
  })
})
