import { expect, test } from 'vitest'
import { lintReport, readLintText, shown } from '../../test/lint-report-fixtures.ts'

const wrap = (inside: string) => `<?xml version="1.0"?><checkstyle version="8">${inside}</checkstyle>`

test('real reports, with what their tool is', async () => {
  const eslint = await readLintText(lintReport('eslint/checkstyle.xml'))
  expect(shown(eslint)).toEqual([
    '/build/src/a.js:1:7-1:null warning no-unused-vars',
    '/build/src/a.js:3:9-3:null error eqeqeq',
    '/build/src/a.js:4:12-4:null error no-undef',
    '/build/src/broken.js:1:14-1:null error null!',
  ])
  expect(eslint.checked).toEqual(['/build/src/a.js', '/build/src/broken.js', '/build/src/clean.js'])
  expect(eslint).toMatchObject({ tool: 'eslint', proven: true })
  const shell = await readLintText(lintReport('shellcheck/checkstyle.xml'))
  expect(shown(shell)).toContain('b.sh:1:11-1:null error SC1073!')
  expect(shell).toMatchObject({ tool: 'shellcheck', checked: null })
  expect((await readLintText(lintReport('biome/checkstyle.xml'))).tool).toBe('biome')
  expect((await readLintText(lintReport('oxlint/checkstyle.xml'))).tool).toBe('oxlint')
})

test('a file without errors shows that every file is listed; without one it cannot be told', async () => {
  const error = '<file name="a.x"><error line="1" severity="error" message="m" source="s"/></file>'
  expect((await readLintText(wrap(error))).checked).toBeNull()
  expect((await readLintText(wrap(`${error}<file name="b.x"></file>`))).checked).toEqual(['a.x', 'b.x'])
  expect(await readLintText(wrap(''))).toMatchObject({ checked: null, proven: true, findings: [] })
})

test("Checkstyle's own rules lose their package", async () => {
  const source = 'com.puppycrawl.tools.checkstyle.checks.imports.UnusedImportsCheck'
  const content = await readLintText(
    wrap(`<file name="A.java"><error line="3" severity="info" message="m" source="${source}"/></file>`),
  )
  expect(shown(content)).toEqual(['A.java:3:null-3:null note UnusedImports'])
  expect(content).toMatchObject({ tool: 'checkstyle', checked: ['A.java'] })
})

test('an exception is a trouble, and its file is not one without errors', async () => {
  const text = wrap('<file name="A.java"><exception><![CDATA[java.lang.X: boom\n\tat y]]></exception></file>')
  expect(await readLintText(text)).toMatchObject({ checked: null, troubles: ['A.java: java.lang.X: boom'] })
})

test('severity "ignore" is no finding; none at all is an error; no line is the whole file', async () => {
  const text = wrap(
    '<file name="a"><error severity="ignore" message="m"/><error message="&lt;b&gt;"/></file>',
  )
  expect(shown(await readLintText(text))).toEqual(['a:null:null-null:null error null'])
})

test.each([
  [wrap('<file name="a"><error line="x"/></file>'), /"x" is no number of a line/],
  [wrap('<file name="a"><error line="99999999999"/></file>'), /no number of a line/],
  [wrap('<file name="a"><error severity="bad"/></file>'), /severity of an error is "bad"/],
  [wrap('<file><error/></file>'), /a file has no name/],
  [wrap('<error/>'), /outside of a file/],
  [wrap('<file name="a">'), /in line 1/],
])('%s is damage', async (text, message) => {
  await expect(readLintText(text)).rejects.toThrow(
    expect.objectContaining({ code: 'report.damaged', message: expect.stringMatching(message) }),
  )
})

test('entities of its own are refused', async () => {
  const { readCheckstyle } = await import('./checkstyle.ts')
  const text = '<!DOCTYPE checkstyle [<!ENTITY a "aaaa">]><checkstyle>&a;</checkstyle>'
  expect(() => readCheckstyle(text, 'r')).toThrow(expect.objectContaining({ code: 'report.hostile' }))
})

test('what is no error within a file is shown as unread, and is no proof that every file is listed', async () => {
  const content = await readLintText(wrap('<file name="a.x"><violation line="1"/></file>'))
  expect(content).toMatchObject({ unread: ['<violation> in a.x'], findings: [], checked: null })
})
