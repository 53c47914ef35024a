import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type GitDiff, parseGitDiff } from '../core/git-diff.ts'
import { type DiffOptions, diffOutput, openRepository, readBlobs } from '../core/system/git.ts'
import { createRepository, numberedLines, type TestRepository } from './repository.ts'

async function diff(
  repository: TestRepository,
  base: string,
  given: Partial<DiffOptions> = {},
): Promise<GitDiff> {
  const opened = await openRepository(repository.directory, process.env)
  return parseGitDiff(await diffOutput(opened, { base, head: 'worktree', ignoreWhitespace: false, ...given }))
}

async function changed(repository: TestRepository, base: string, given: Partial<DiffOptions> = {}) {
  const result = await diff(repository, base, given)
  if ('fault' in result) throw new Error(result.fault)
  return Object.fromEntries(result.files.map(file => [file.path, file.addedLines]))
}

test('an old file without a final newline moves no line', async () => {
  const repository = createRepository({ 'a.js': 'a\nb\nc' })
  repository.write('a.js', 'a\nb\nC\nd')
  expect(await changed(repository, 'HEAD')).toEqual({ 'a.js': [3, 4] })
})

test('committed, staged and loose edits are one diff to what lies on disk', async () => {
  const repository = createRepository({ 'a.js': numberedLines(20) })
  const base = repository.git('rev-parse', 'HEAD')
  repository.write('a.js', numberedLines(20).replace('line 10\n', 'ten\n'))
  repository.commit()
  repository.write('a.js', `new\nnew\nnew\n${numberedLines(20).replace('line 10\n', 'ten\n')}`)
  expect(await changed(repository, base)).toEqual({ 'a.js': [1, 2, 3, 13] })
  expect(await changed(repository, base, { head: 'index' })).toEqual({ 'a.js': [10] })
  repository.write(
    'a.js',
    numberedLines(20)
      .replace('line 10\n', 'ten\n')
      .replace(/^(line \d\n){5}/, ''),
  )
  expect(await changed(repository, base)).toEqual({ 'a.js': [5] })
})

const oddNames = [
  'sp ace.js',
  'q"uote.js',
  'new\nline.js',
  'tab\t.js',
  'back\\slash.js',
  'ünï/日本.js',
  '-dash.js',
  ':(top)x.js',
  "it's.js",
  'a => b.js',
  'diff --git a b.js',
]

test('names of any kind', async () => {
  const repository = createRepository(Object.fromEntries(oddNames.map(name => [name, 'a\nb\n'])))
  for (const name of oddNames) repository.write(name, 'a\nb\nc\n')
  expect(await changed(repository, 'HEAD')).toEqual(Object.fromEntries(oddNames.map(name => [name, [3]])))
})

test('the texts of such files are read from the index and from commits', async () => {
  const repository = createRepository(Object.fromEntries(oddNames.map(name => [name, `${name}\n`])))
  const opened = await openRepository(repository.directory, process.env)
  const readable = oddNames.filter(name => !name.includes('\n'))
  for (const head of ['index', { commit: opened.headCommit }] as const) {
    const blobs = await readBlobs(opened, head, [...oddNames, 'missing.js'])
    expect([...blobs].map(([path, bytes]) => [path, bytes.toString()])).toEqual(
      readable.map(name => [name, `${name}\n`]),
    )
  }
})

test("the user's git settings do not reach the diff", async () => {
  const repository = createRepository({ 'old.js': numberedLines(40), 'sub/a.js': 'a\n', 'other.js': 'a\n' })
  repository.git('mv', 'old.js', 'moved.js')
  repository.write('moved.js', numberedLines(40).replace('line 7\n', 'seven\n'))
  repository.write('sub/a.js', 'a\nb\n')
  repository.write('other.js', 'a\nb\n')
  repository.git('add', '--all')
  const expected = { 'moved.js': [7], 'other.js': [2], 'sub/a.js': [2] }
  const settings = [
    ['diff.renames', 'false'],
    ['diff.relative', 'true'],
    ['diff.noprefix', 'true'],
    ['diff.mnemonicPrefix', 'true'],
    ['diff.context', '9'],
    ['diff.interHunkContext', '50'],
    ['diff.external', 'false'],
    ['diff.algorithm', 'patience'],
    ['diff.orderFile', '/dev/null'],
    ['color.ui', 'always'],
    ['color.diff', 'always'],
    ['core.quotePath', 'true'],
    ['diff.submodule', 'log'],
    ['diff.wsErrorHighlight', 'all'],
    ['diff.colorMoved', 'zebra'],
  ] as const
  for (const [name, value] of settings) repository.git('config', name, value)
  expect(await changed(repository, 'HEAD')).toEqual(expected)
  const inside = await openRepository(join(repository.directory, 'sub'), {
    ...process.env,
    GIT_DIFF_OPTS: '--unified=9',
    GIT_EXTERNAL_DIFF: 'false',
  })
  expect(inside.prefix).toBe('sub')
  const output = parseGitDiff(
    await diffOutput(inside, { base: 'HEAD', head: 'worktree', ignoreWhitespace: false }),
  )
  expect(
    'files' in output && Object.fromEntries(output.files.map(file => [file.path, file.addedLines])),
  ).toEqual(expected)
})

test('what has no lines says what it is', async () => {
  const repository = createRepository({
    'mode.js': 'a\n',
    'bin.dat': '\0a',
    'was-link': 'x\n',
    'gone.js': 'a\n',
    'same.js': numberedLines(30),
  })
  repository.link('link', 'mode.js')
  const base = repository.commit()
  repository.makeExecutable('mode.js')
  repository.write('bin.dat', '\0b')
  repository.git('rm', '--quiet', 'gone.js', 'link')
  repository.write('link', 'now a file\n')
  repository.git('mv', 'same.js', 'renamed.js')
  repository.write('empty.js', '')
  repository.git('add', '--all')
  const result = await diff(repository, base)
  const shown =
    'files' in result
      ? result.files.map(({ path, kind, content, addedLines }) => [path, kind, content, addedLines])
      : []
  expect(shown).toEqual([
    ['bin.dat', 'modified', 'binary', []],
    ['empty.js', 'added', 'text', []],
    ['gone.js', 'deleted', 'text', []],
    ['link', 'type-changed', 'text', [1]],
    ['mode.js', 'modified', 'text', []],
    ['renamed.js', 'renamed', 'text', []],
  ])
})

test('a submodule that moves is no text', async () => {
  const inner = createRepository({ 'a.js': 'a\n' })
  const repository = createRepository({ 'b.js': 'b\n' })
  repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.directory, 'sub')
  const base = repository.commit()
  inner.write('a.js', 'b\n')
  inner.commit()
  repository.git('-C', 'sub', '-c', 'protocol.file.allow=always', 'pull', '--quiet')
  repository.git('add', 'sub')
  const result = await diff(repository, base)
  expect('files' in result && result.files).toMatchObject([
    { path: 'sub', content: 'submodule', addedLines: [] },
  ])
})

test('white space alone can be no change', async () => {
  const repository = createRepository({ 'ws.js': 'a\nb\n', 'x.js': 'a\n', 'z.js': 'a\n' })
  repository.write('ws.js', '  a\n\nb\n')
  repository.write('x.js', 'a\nb\n')
  repository.write('z.js', 'a\nc\n')
  expect(await changed(repository, 'HEAD', { ignoreWhitespace: true })).toEqual({
    'ws.js': [],
    'x.js': [2],
    'z.js': [2],
  })
})

test('a file that attributes hide from diffs is named, and read as text when asked', async () => {
  const repository = createRepository({ '.gitattributes': '*.js -diff\n', 'a.js': 'a\n' })
  repository.write('a.js', 'a\nb\n')
  const result = await diff(repository, 'HEAD')
  expect('opaque' in result && result.opaque).toEqual(['a.js'])
  expect(await changed(repository, 'HEAD', { asText: ['a.js'] })).toEqual({ 'a.js': [2] })
})

test('an unmerged index is refused', async () => {
  const repository = createRepository({ 'a.js': 'a\n' })
  repository.git('checkout', '--quiet', '-b', 'feature')
  repository.write('a.js', 'b\n')
  repository.commit()
  repository.git('checkout', '--quiet', 'main')
  repository.write('a.js', 'c\n')
  const base = repository.commit()
  expect(() => repository.git('merge', '--quiet', 'feature')).toThrow()
  expect(await diff(repository, base, { head: 'index' })).toMatchObject({
    path: 'a.js',
    fault: expect.stringMatching(/merge/),
  })
})

type Edit = { readonly keep: number } | { readonly drop: number } | { readonly add: number }

test('for random edits the changed lines are exactly those that the edits made', async () => {
  const repository = createRepository({ 'a.js': 'x\n' })
  const edits = fc.array(
    fc.oneof(
      fc.record({ keep: fc.integer({ min: 1, max: 5 }) }),
      fc.record({ drop: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ add: fc.integer({ min: 1, max: 4 }) }),
    ),
    { minLength: 1, maxLength: 12 },
  )
  await fc.assert(
    fc.asyncProperty(edits, fc.boolean(), fc.boolean(), async (script: readonly Edit[], oldEnd, newEnd) => {
      const { before, after, added } = play(script)
      repository.write('a.js', before.join('\n') + (oldEnd && before.length > 0 ? '\n' : ''))
      repository.commit()
      repository.write('a.js', after.join('\n') + (newEnd && after.length > 0 ? '\n' : ''))
      const { 'a.js': lines = [] } = await changed(repository, 'HEAD')
      // To git a line includes its end: a kept one that gains or loses it has changed.
      const ended = (all: readonly string[], line: string, end: boolean) => end || line !== all.at(-1)
      const touched = before.filter(line => ended(before, line, oldEnd) !== ended(after, line, newEnd))
      const kept = touched.map(line => after.indexOf(line) + 1).filter(number => number > 0)
      expect(lines).toEqual([...added, ...kept].sort((x, y) => x - y))
    }),
    { numRuns: 60 },
  )
})

/** Every line is unlike every other, so that there is one right diff. */
function play(script: readonly Edit[]) {
  const before: string[] = []
  const after: string[] = []
  const added: number[] = []
  let next = 0
  for (const edit of script) {
    for (let left = Object.values(edit)[0] ?? 0; left > 0; left -= 1) {
      const line = `line ${next++}`
      if (!('add' in edit)) before.push(line)
      if (!('drop' in edit)) after.push(line)
      if ('add' in edit) added.push(after.length)
    }
  }
  return { before, after, added }
}

test('a directory outside any repository is refused', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'cd-gate-none-'))
  await expect(openRepository(directory, process.env)).rejects.toMatchObject({ code: 'git.no-repository' })
})
