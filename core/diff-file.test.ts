import { expect, test } from 'vitest'
import { parseDiffFile } from './diff-file.ts'

const nothing = () => false
const read = (text: string | Uint8Array, known: (path: string) => boolean = nothing) =>
  parseDiffFile(typeof text === 'string' ? Buffer.from(text) : text, known)
const lines = (text: string | Uint8Array, known?: (path: string) => boolean) => {
  const diff = read(text, known)
  return 'fault' in diff ? diff.fault : diff.files.map(file => [file.path, file.addedLines])
}

const hunk = '@@ -1,2 +1,3 @@\n a\n+b\n c\n'
const git = `diff --git a/src/a.js b/src/a.js\nindex 1111111..2222222 100644\n--- a/src/a.js\n+++ b/src/a.js\n${hunk}`

test("git's own form", () => {
  expect(lines(git)).toEqual([['src/a.js', [2]]])
})

test.each([
  ['mnemonic prefixes', git.replaceAll(' a/', ' i/').replaceAll(' b/', ' w/')],
  ['no prefix', git.replaceAll(' a/', ' ').replaceAll(' b/', ' ')],
  ['prefixes of their own', git.replaceAll(' a/', ' old/').replaceAll(' b/', ' new/')],
  [
    'plain diff -u with time stamps',
    `--- src/a.js.orig\t2026-01-01 00:00:00.0 +0000\n+++ src/a.js\t2026-01-02 00:00:00.0 +0000\n${hunk}`,
  ],
  [
    'plain diff -ru of two trees',
    `diff -ru /tmp/old/src/a.js /tmp/new/src/a.js\n--- /tmp/old/src/a.js\t2026-01-01\n+++ /tmp/new/src/a.js\t2026-01-02\n${hunk}`,
  ],
  ['CRLF', git.replaceAll('\n', '\r\n')],
  [
    'a commit message before it',
    `commit 1234\nAuthor: A <a@example.org>\n\n    Say --- and +++ and @@\n\n${git}`,
  ],
  ['a mail signature behind it', `${git}-- \n2.39.5\n`],
])('%s', (_, text) => {
  expect(lines(text, path => path === 'src/a.js')).toEqual([['src/a.js', [2]]])
})

test('UTF-16 as PowerShell writes it', () => {
  const bytes = Buffer.concat([
    Buffer.from([0xff, 0xfe]),
    Buffer.from(git.replaceAll('\n', '\r\n'), 'utf16le'),
  ])
  expect(lines(bytes)).toEqual([['src/a.js', [2]]])
})

test('a directory that is called like a prefix is a directory when the repository says so', () => {
  const text = `--- a/x.js\n+++ a/x.js\n${hunk}`
  expect(lines(text, path => path === 'a/x.js')).toEqual([['a/x.js', [2]]])
  expect(lines(text)).toEqual([['x.js', [2]]])
})

test('quoted names, spaces, octal escapes', () => {
  const name = 'a/d\\303\\251 \\"x\\"\\t.js'
  const text = `diff --git "${name}" "${name.replace('a/', 'b/')}"\n--- "${name}"\n+++ "${name.replace('a/', 'b/')}"\n${hunk}`
  expect(lines(text)).toEqual([['dé "x"\t.js', [2]]])
  expect(lines(`--- a/sp ace.js\t\n+++ b/sp ace.js\t\n${hunk}`)).toEqual([['sp ace.js', [2]]])
})

test('renames, deletions, new files, binaries, submodules', () => {
  const diff = read(
    [
      'diff --git a/old.js b/new.js\nsimilarity index 90%\nrename from old.js\nrename to new.js\n--- a/old.js\n+++ b/new.js\n' +
        hunk,
      'diff --git a/gone.js b/gone.js\ndeleted file mode 100644\n--- a/gone.js\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n',
      'diff --git a/n.js b/n.js\nnew file mode 100644\n--- /dev/null\n+++ b/n.js\n@@ -0,0 +1 @@\n+x\n',
      'diff --git a/i.png b/i.png\nindex 1..2 100644\nBinary files a/i.png and b/i.png differ\n',
      'diff --git a/sub b/sub\nindex 1111111..2222222 160000\n--- a/sub\n+++ b/sub\n@@ -1 +1 @@\n-Subproject commit 1\n+Subproject commit 2\n',
    ].join(''),
  )
  expect(
    'files' in diff && diff.files.map(({ path, oldPath, kind, content }) => [path, oldPath, kind, content]),
  ).toEqual([
    ['new.js', 'old.js', 'renamed', 'text'],
    ['gone.js', null, 'deleted', 'text'],
    ['n.js', null, 'added', 'text'],
    ['i.png', null, 'modified', 'binary'],
    ['sub', null, 'modified', 'submodule'],
  ])
})

test.each([
  ['hello\nworld\n', /no file is named/],
  [`${git}@@ -9,2 +9,4 @@\n a\n+b\n`, /cut off/],
  [git.slice(0, -5), /cut off/],
  [hunk, /before any file/],
  [git.slice(0, git.indexOf('--- ')), /ends before the lines of src\/a\.js/],
  [`--- a/../../x.js\n+++ b/../../x.js\n${hunk}`, /lies outside the repository/],
  [git + git, /twice/],
  ['diff --cc a.js\n--- a/a.js\n+++ b/a.js\n@@@ -1,1 -1,1 +1,1 @@@\n', /combined/],
  ['*** a.js\n--- a.js\n***************\n', /context diff/],
  ['\x89PNG\r\n\x1a\n\0\0\0', /no file is named/],
])('%j is refused with its reason', (text, reason) => {
  expect(lines(text)).toMatch(reason)
})

test('an empty diff names no file', () => {
  expect(read('')).toMatchObject({ files: [] })
})
