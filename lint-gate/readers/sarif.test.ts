import { expect, test } from 'vitest'
import { lintReport, readLintText, shown } from '../../test/lint-report-fixtures.ts'

const location = (uri: string, region: object = { startLine: 1 }, more: object = {}) => ({
  physicalLocation: { artifactLocation: { uri, ...more }, region },
})

function run(result: object | null, more: object = {}): string {
  const results = result === null ? [] : [{ message: { text: 'm' }, locations: [location('a.c')], ...result }]
  return JSON.stringify({
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Tool', rules: [{ id: 'R', defaultConfiguration: { level: 'error' } }] } },
        results,
        ...more,
      },
    ],
  })
}

const severities = async (text: string) => (await readLintText(text)).findings.map(each => each.severity)

test('real reports: file URIs, ranges, and a file that could not be read', async () => {
  const content = await readLintText(lintReport('eslint/eslint.sarif'))
  expect(shown(content)).toEqual([
    '/build/src/a.js:1:7-1:13 warning no-unused-vars',
    '/build/src/a.js:3:9-3:11 error eqeqeq',
    '/build/src/a.js:4:12-4:25 error no-undef',
    '/build/src/broken.js:1:14-1:null error ESL0999!',
  ])
  expect(content).toMatchObject({ tool: 'ESLint', proven: true, checked: null })
  expect(content.troubles).toEqual(['/build/src/broken.js: Parsing error: Unexpected token ='])
  expect(shown(await readLintText(lintReport('ruff/ruff.sarif')))).toContain(
    '/build/a.py:7:16-7:28 error F821',
  )
})

test.each([
  [{ level: 'note' }, ['note']],
  [{ level: 'none' }, []],
  [{}, ['warning']],
  [{ ruleId: 'R' }, ['error']],
  [{ ruleIndex: 0 }, ['error']],
  [{ rule: { id: 'R' } }, ['error']],
  [{ kind: 'pass' }, []],
  [{ kind: 'notApplicable' }, []],
  [{ kind: 'informational' }, []],
  [{ kind: 'review' }, ['note']],
  [{ baselineState: 'absent' }, []],
  [{ baselineState: 'unchanged' }, ['warning']],
  [{ suppressions: [{ kind: 'inSource' }] }, []],
  [{ suppressions: [{ kind: 'external', status: 'accepted' }] }, []],
  [{ suppressions: [{ kind: 'external', status: 'underReview' }] }, ['warning']],
  [{ suppressions: [{ kind: 'external', status: 'rejected' }] }, ['warning']],
  [{ suppressions: [] }, ['warning']],
])('a result with %j is %j', async (result, expected) => {
  expect(await severities(run(result))).toEqual(expected)
})

test('an empty list of results proves a run; results that were not computed are a trouble', async () => {
  expect(await readLintText(run(null))).toMatchObject({ findings: [], proven: true, troubles: [] })
  expect(await readLintText(run(null, { results: undefined }))).toMatchObject({
    proven: false,
    troubles: ['Tool computed no results'],
  })
  expect((await readLintText('{"version":"2.1.0","runs":[]}')).proven).toBe(false)
})

test.each([
  [[{ executionSuccessful: false, exitCode: 2 }], ['its run was not successful (exit code 2)']],
  [
    [
      {
        executionSuccessful: true,
        toolExecutionNotifications: [{ level: 'error', message: { text: 'boom' } }],
      },
    ],
    ['boom'],
  ],
  [
    [
      {
        executionSuccessful: true,
        toolExecutionNotifications: [{ level: 'warning', message: { text: 'hm' } }],
      },
    ],
    [],
  ],
  [[{ executionSuccessful: true }], []],
])('invocations %j: troubles %j', async (invocations, troubles) => {
  expect((await readLintText(run(null, { invocations }))).troubles).toEqual(troubles)
})

test('paths: percent signs, drives, hosts, and roots', async () => {
  const paths = async (uri: string, more: object = {}, root: object = {}) => {
    const { findings, sources } = await readLintText(
      run({ locations: [location(uri, {}, more)] }, { originalUriBaseIds: root }),
    )
    return [findings[0]?.path, ...sources]
  }
  expect(await paths('src/a%20b%C3%BC.c')).toEqual(['src/a bü.c'])
  expect(await paths('file:///C:/a/b.c')).toEqual(['C:/a/b.c'])
  expect(await paths('file:///a/b%2.c')).toEqual(['/a/b%2.c'])
  expect(await paths('file://host/share/b.c')).toEqual(['//host/share/b.c'])
  expect(await paths('a.c', { uriBaseId: 'SRC' }, { SRC: { uri: 'file:///build%201/' } })).toEqual([
    'a.c',
    '/build 1/',
  ])
  const chain = { SRC: { uri: 'src', uriBaseId: 'ROOT' }, ROOT: { uri: 'file:///r/' } }
  expect(await paths('a.c', { uriBaseId: 'SRC' }, chain)).toEqual(['src/a.c', '/r/'])
  expect(await paths('a.c', { uriBaseId: 'A' }, { A: { uriBaseId: 'A' } })).toEqual(['a.c'])
  expect(await paths('a.c', { uriBaseId: '__proto__' })).toEqual(['a.c'])
})

test('a location may point at an artifact; analysis targets were checked', async () => {
  const artifacts = [
    { location: { uri: 'a.c' }, roles: ['analysisTarget'] },
    { location: { uri: 'b.c' }, roles: ['analysisTarget'] },
    { location: { uri: 'x.h' } },
  ]
  const locations = [{ physicalLocation: { artifactLocation: { index: 1 } } }]
  const content = await readLintText(run({ locations }, { artifacts }))
  expect(content.findings.map(each => each.path)).toEqual(['b.c'])
  expect(content.checked).toEqual(['a.c', 'b.c'])
})

test('a result in several places is found in each, one in none is kept in words', async () => {
  const several = await readLintText(
    run({ locations: [location('a.c'), location('b.c', { startLine: 2, endLine: 3, endColumn: 1 })] }),
  )
  expect(shown(several)).toEqual(['a.c:1:null-1:null warning null', 'b.c:2:null-2:null warning null'])
  expect(await readLintText(run({ locations: [], ruleId: 'R' }))).toMatchObject({
    findings: [],
    unread: ['error: m [R]'],
  })
})

test('messages may be named by the rule, with arguments', async () => {
  const driver = { name: 'T', rules: [{ id: 'R', messageStrings: { x: { text: 'no {0} in {1} {2}' } } }] }
  const result = { ruleId: 'R', message: { id: 'x', arguments: ['a', 'b'] } }
  const { findings } = await readLintText(run(result, { tool: { driver } }))
  expect(findings[0]?.message).toBe('no a in b {2}')
})

test.each([
  [run({ level: 'fatal' }), /level of a result is "fatal"/],
  [run({ locations: [location('a.c', { startLine: '1' })] }), /startLine is "1"/],
  [run({ locations: {} }), /locations is an object, where a list is expected/],
  ['{"version":"1.0.0","runs":[]}', /version is 1.0.0/],
  ['{"version":"2.1.0","runs":[{}]}', /tool is missing/],
])('%s is damage', async (text, message) => {
  await expect(readLintText(text)).rejects.toThrow(
    expect.objectContaining({ code: 'report.damaged', message: expect.stringMatching(message) }),
  )
})

test('results that lie beside the runs are a trouble', async () => {
  const log = {
    ...JSON.parse(run(null)),
    inlineExternalProperties: [{ results: [{ message: { text: 'm' } }] }],
  }
  expect((await readLintText(JSON.stringify(log))).troubles).toEqual([
    expect.stringMatching(/inlineExternalProperties/),
  ])
  const none = { ...JSON.parse(run(null)), inlineExternalProperties: [{ artifacts: [] }] }
  expect(await readLintText(JSON.stringify(none))).toMatchObject({ troubles: [], proven: true })
})

test('results of no file are no proof of a clean run where nothing else was understood', async () => {
  const artifacts = [{ location: { uri: 'a.c' }, roles: ['analysisTarget'] }]
  const nowhere = await readLintText(run({ locations: [] }, { artifacts }))
  expect(nowhere).toMatchObject({ findings: [], checked: null, proven: false, unread: ['warning: m'] })
})

test('a place by a count of characters is none in lines', async () => {
  const unplaced = async (region: object) =>
    (await readLintText(run({ locations: [location('a.c', region)] }))).findings[0]?.unplaced
  expect(await unplaced({ charOffset: 3, charLength: 1 })).toBe(true)
  expect(await unplaced({ byteOffset: 3 })).toBe(true)
  expect(await unplaced({ charOffset: 3, startLine: 2 })).toBeUndefined()
})
