import { describe, expect, test } from 'vitest'
import { lintReport, readLintText, shown } from '../../test/lint-report-fixtures.ts'

const damaged = (why: RegExp) =>
  expect.objectContaining({ code: 'report.damaged', message: expect.stringMatching(why) })

describe('ESLint JSON', () => {
  const result = (message: object, more: object = {}) =>
    JSON.stringify([{ filePath: 'a.js', messages: [{ message: 'm', severity: 2, ...message }], ...more }])

  test('has findings with their ranges, and every file that was checked', async () => {
    const content = await readLintText(lintReport('eslint/eslint.json'))
    expect(shown(content)).toEqual([
      '/build/src/a.js:1:7-1:13 warning no-unused-vars',
      '/build/src/a.js:3:9-3:11 error eqeqeq',
      '/build/src/a.js:4:12-4:25 error no-undef',
      '/build/src/broken.js:1:14-1:null error null!',
    ])
    expect(content).toMatchObject({ tool: 'eslint', proven: true, troubles: [], unread: [] })
    expect(content.checked).toEqual(['/build/src/a.js', '/build/src/broken.js', '/build/src/clean.js'])
  })

  test('a file that was ignored was not checked, and its warning is no finding', async () => {
    expect(await readLintText(lintReport('eslint/ignored.json'))).toMatchObject({
      findings: [],
      checked: [],
      proven: false,
    })
    expect((await readLintText(lintReport('eslint/with-metadata.json'))).checked).toEqual([
      '/build/src/clean.js',
    ])
  })

  test('what was suppressed is no finding', async () => {
    const text = JSON.stringify([
      { filePath: 'a.js', messages: [], suppressedMessages: [{ message: 'm', severity: 2, line: 1 }] },
    ])
    expect((await readLintText(text)).findings).toEqual([])
  })

  test('the text that was looked at is kept, and after --fix the one that was written', async () => {
    const of = (more: object) =>
      readLintText(JSON.stringify([{ filePath: 'a.js', messages: [], ...more }])).then(each => each.texts)
    expect(await of({ source: 'one' })).toEqual(new Map([['a.js', 'one']]))
    expect(await of({ source: 'one', output: 'two' })).toEqual(new Map([['a.js', 'two']]))
    expect(await of({})).toEqual(new Map())
  })

  test('errors that are counted and not listed are a trouble', async () => {
    expect((await readLintText(result({}, { errorCount: 2 }))).troubles).toEqual([
      'a.js is said to have 2 errors, and 1 are listed',
    ])
  })

  test('line 0 is the file as a whole; an end at the first column leaves that line untouched', async () => {
    expect(shown(await readLintText(result({ line: 0, column: 0 })))).toEqual([
      'a.js:null:null-null:null error null',
    ])
    expect(shown(await readLintText(result({ line: 2, column: 1, endLine: 4, endColumn: 1 })))).toEqual([
      'a.js:2:1-3:null error null',
    ])
  })

  test.each([
    [{ line: '3' }, /line is "3", where a number is expected/],
    [{ line: 1e99 }, /1e\+99 is no number of a line/],
    [{ line: 1.5 }, /1.5 is no number of a line/],
    [{ line: -1 }, /-1 is no number of a line/],
    [{ line: 0, endLine: 3 }, /0 is no number of a line/],
    [{ severity: 3 }, /severity of a message is 3/],
    [{ severity: '2' }, /severity/],
    [{ message: null }, /message is null, where a string is expected/],
    [{ ruleId: {} }, /ruleId is an object/],
    [{ fatal: 'yes' }, /fatal is "yes"/],
  ])('%j is damage', async (message, why) => {
    await expect(readLintText(result(message))).rejects.toThrow(damaged(why))
  })

  test('names like __proto__ are names', async () => {
    const text =
      '[{"filePath":"__proto__","__proto__":{"messages":[]},"messages":[{"message":"constructor","severity":1,"ruleId":"__proto__"}]}]'
    expect(shown(await readLintText(text))).toEqual(['__proto__:null:null-null:null warning __proto__'])
  })
})

describe('Pylint JSON', () => {
  test('has columns from 0, which are made 1-based', async () => {
    const content = await readLintText(lintReport('pylint/pylint.json'))
    expect(shown(content)).toEqual([
      'nothere.py:1:1-1:null error F0001!',
      'broken.py:1:13-1:null error E0001!',
      'a.py:1:1-1:null note C0114',
      'a.py:5:1-5:8 note C0116',
      'a.py:6:8-6:21 note C0121',
      'a.py:7:16-7:28 error E0602',
      'a.py:5:16-5:22 warning W0613',
      'a.py:8:5-8:11 warning W0612',
      'a.py:12:1-12:10 note C0116',
      'a.py:1:1-1:10 warning W0611',
      'a.py:2:1-2:11 warning W0611',
    ])
    expect(content).toMatchObject({ tool: 'pylint', checked: null, proven: true })
    expect(content.troubles).toEqual(['nothere.py: No module named nothere.py'])
  })

  test('json2 proves that it ran by the modules that it linted; a bare [] proves nothing', async () => {
    expect(await readLintText(lintReport('pylint/clean-json2.json'))).toMatchObject({
      findings: [],
      proven: true,
    })
    expect(await readLintText(lintReport('pylint/clean.json'))).toMatchObject({ findings: [], proven: false })
    const none = '{"messages":[],"statistics":{"modulesLinted":0}}'
    expect((await readLintText(none)).proven).toBe(false)
    expect(shown(await readLintText(lintReport('pylint/json2.json')))).toContain('a.py:7:16-7:28 error E0602')
  })

  test('a type that does not exist is damage', async () => {
    const text = '[{"type":"errorr","path":"a.py","symbol":"x","module":"a","message":"m","message-id":"E1"}]'
    await expect(readLintText(text)).rejects.toThrow(damaged(/"errorr" is no type/))
  })
})

describe('rdjson and rdjsonl', () => {
  const diagnostic = (more: object) => ({ message: 'm', location: { path: 'a.go' }, ...more })

  test('have ranges, codes and the name of their source', async () => {
    const content = await readLintText(lintReport('biome/rdjson.json'))
    expect(shown(content)).toEqual([
      'src/a.js:1:7-1:13 warning lint/correctness/noUnusedVariables',
      'src/a.js:3:9-3:11 error lint/suspicious/noDoubleEquals',
      'src/broken.js:1:14-1:17 error parse!',
    ])
    expect(content).toMatchObject({ tool: 'Biome', checked: null, proven: true })
    expect(await readLintText(lintReport('biome/clean-rdjson.json'))).toMatchObject({
      findings: [],
      proven: true,
    })
  })

  test.each([
    ['ERROR', 'error'],
    ['WARNING', 'warning'],
    ['INFO', 'note'],
    [1, 'error'],
    [3, 'note'],
    ['UNKNOWN_SEVERITY', 'error'],
    [undefined, 'error'],
  ])('severity %j is %s', async (severity, expected) => {
    const text = JSON.stringify({ diagnostics: [diagnostic({ severity })] })
    expect((await readLintText(text)).findings[0]?.severity).toBe(expected)
  })

  test('a severity of the whole report is that of a diagnostic without one', async () => {
    const text = JSON.stringify({ severity: 'WARNING', diagnostics: [diagnostic({})] })
    expect((await readLintText(text)).findings[0]?.severity).toBe('warning')
  })

  test('each line of rdjsonl is one, and a damaged one is named', async () => {
    const one = diagnostic({
      source: { name: 'golint' },
      location: { path: 'a.go', range: { start: { line: 3 } } },
    })
    const text = `${JSON.stringify(one)}\n\n${JSON.stringify(diagnostic({ code: 'x' }))}\n`
    const content = await readLintText(text)
    expect(shown(content)).toEqual(['a.go:3:null-3:null error null', 'a.go:null:null-null:null error x'])
    expect(content).toMatchObject({ tool: 'golint', proven: false })
    await expect(readLintText(`${text}{"message":`)).rejects.toThrow(damaged(/line 4: /))
    await expect(readLintText('{"message":"m","location":{}}')).rejects.toThrow(
      damaged(/line 1: path is missing/),
    )
  })
})
