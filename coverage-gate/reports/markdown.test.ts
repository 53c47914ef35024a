import { expect, test } from 'vitest'
import type { SourceText } from '../../core/source-file.ts'
import {
  failing,
  hostile,
  hostileSource,
  large,
  sampleFile,
  sampleSource,
  samples,
  sampleVerdict,
} from '../../test/sample-verdicts.ts'
import type { CoverageVerdict } from '../model.ts'
import { renderMarkdown } from './markdown.ts'

async function render(verdict: CoverageVerdict, source: SourceText = sampleSource): Promise<string> {
  const [output] = await renderMarkdown(verdict, source)
  return output?.text ?? ''
}

test.each(['failing', 'passing', 'unclear', 'empty', 'losing'])('%s, as it is written', async name => {
  await expect(await render(samples[name]!)).toMatchFileSnapshot(`../../test/golden/coverage/${name}.md`)
})

/** What is outside of fenced code and of `<code>`: there, hosts look for markup, names and links. */
function prose(markdown: string): string {
  return markdown.replace(/^(`{3,})diff\n.*?\n\1$/gms, '').replace(/<code>.*?<\/code>/g, '')
}

test('no text from outside becomes markup, a link or a mention', async () => {
  const text = await render(hostile, hostileSource)
  const outside = prose(text)
  expect(outside.length).toBeGreaterThan(500)
  expect(outside.replace(/<\/?(?:details|summary|sub)>/g, '')).not.toMatch(/[<>`\\]/)
  expect(outside).not.toMatch(/[@!]\w|(?<!&)#\w|:\/\/|\]\(/)
  expect(outside).not.toMatch(/&#(?:64|35|33);\w/)
  expect(
    text
      .match(/<code>.*?<\/code>/g)
      ?.join('')
      .replace(/<\/?code>/g, ''),
  ).not.toMatch(/[<>|`]/)
  expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
})

test('a fence is longer than any in the code', async () => {
  const lines = ['`````', '</details>']
  const source = () => ({ lineCount: 2, lines: () => lines })
  const text = await render(sampleVerdict([sampleFile('a.md.ts', 'measured', { missed: [1, 2] })]), source)
  expect(text).toMatch(/^`{6}diff\n- {5}1 {2}`{5}\n- {5}2 {2}<\/details>\n`{6}$/m)
})

test('rows of a table stay rows', async () => {
  const rows = (await render(hostile, hostileSource)).split('\n').filter(line => /^\| [✗✓?] /u.test(line))
  expect(rows).toHaveLength(4)
  for (const row of rows) expect(row.match(/\|/g)).toHaveLength(4)
})

test('a large change fits into a comment; what is left out is counted', async () => {
  const { verdict, source } = large(2000)
  const text = await render(verdict, source)
  expect(text.length).toBeLessThanOrEqual(60_000)
  expect(text.length).toBeGreaterThan(30_000)
  const rows = text.match(/^\| [✗✓] <code>/gmu)?.length ?? 0
  expect(text).toContain(`… and ${2000 - rows} more files.`)
  const blocks = text.match(/^```diff$/gm)?.length ?? 0
  expect(text).toContain(`… and ${667 - blocks} more files with lines that no test runs.`)
  expect(text.match(/<details>/g)).toHaveLength(text.match(/<\/details>/g)!.length)
})

test('one file with a thousand gaps does not push out the others', async () => {
  const missed = Array.from({ length: 1000 }, (_, index) => index * 10 + 1)
  const source = () => ({
    lineCount: 10_000,
    lines: () => Array.from({ length: 10_000 }, () => 'x'.repeat(150)),
  })
  const files = [
    sampleFile('big.ts', 'measured', { missed }),
    sampleFile('small.ts', 'measured', { missed: [1] }),
  ]
  const text = await render(sampleVerdict(files), source)
  expect(text).toContain('<code>small.ts</code>: 1 missed line')
  expect(text).toMatch(/^@@ … \d+ more lines @@$/m)
})

test('it is short even when everything from outside is long', async () => {
  const long = 'directory/'.repeat(400)
  const files = Array.from({ length: 500 }, (_, index) => [
    sampleFile(`${long}${index}.ts`, 'stale', {}, { reason: long }),
    sampleFile(`${long}${index}.test.ts`, 'excluded', {}, { reason: long }),
    sampleFile(`${long}${index}.md`, 'no-code', {}, { reason: long }),
  ]).flat()
  const reports = files.map(({ path }) => ({ name: path, format: 'lcov', files: 1, located: 1 }))
  expect((await render(sampleVerdict(files, { reports }))).length).toBeLessThanOrEqual(60_000)
})

test('what the headline does not say is listed', async () => {
  const more = {
    rule: 'report-left-aside',
    severity: 'note',
    message: 'lcov.info was not read',
    path: null,
  } as const
  const findings = [...failing.findings, { ...more, startLine: null, endLine: null }]
  expect(await render({ ...failing, findings })).toContain('- note: lcov.info was not read')
})
