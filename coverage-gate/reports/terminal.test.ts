import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { columnsOf } from '../../core/columns.ts'
import type { SourceText } from '../../core/source-file.ts'
import {
  advisory,
  failing,
  hostile,
  hostileSource,
  large,
  sampleFile,
  sampleSource,
  samples,
  sampleVerdict,
  unclear,
} from '../../test/sample-verdicts.ts'
import type { CoverageVerdict } from '../model.ts'
import { renderTerminal } from './terminal.ts'

async function render(
  verdict: CoverageVerdict,
  {
    source = sampleSource,
    colour = false,
    width = 80,
  }: { source?: SourceText; colour?: boolean; width?: number } = {},
): Promise<string> {
  const [output] = await renderTerminal(verdict, source, { colour, width, now: new Date(0) })
  return output?.text ?? ''
}

test.each(['failing', 'passing', 'unclear', 'advisory', 'empty', 'losing'])(
  '%s, as it is shown',
  async name => {
    await expect(await render(samples[name]!)).toMatchFileSnapshot(`../../test/golden/coverage/${name}.txt`)
  },
)

test('the first line is the outcome and its figure, the last one what to do next', async () => {
  const lines = (await render(failing)).trimEnd().split('\n')
  expect(lines[0]).toBe('FAIL  7 of 12 changed lines are covered (58.33 %); 80 % needed')
  expect(lines.slice(-2).join(' ')).toBe(failing.summary)
})

test('what cannot be told is said first, not a figure that would mislead', async () => {
  expect(await render(unclear)).toMatch(
    /^COULD NOT TELL {2}src\/billing\/invoice\.ts: the report has line 312/,
  )
})

test('advice says that it fails nothing', async () => {
  expect(await render(advisory)).toContain('advice only: the exit code is 0')
  expect(await render(failing)).not.toContain('advice only')
})

test('colour adds nothing but colour', async () => {
  const coloured = await render(failing, { colour: true })
  expect(coloured).toContain('\u001b[31m')
  expect(stripVTControlCharacters(coloured)).toBe(await render(failing))
})

test.each([40, 60, 80, 120])('at %i columns no line is wider, and nothing from outside acts', async width => {
  const text = await render(hostile, { source: hostileSource, width })
  expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
  const words = text.split('\n').filter(line => columnsOf(line) > width)
  // A single word may be longer than the terminal is wide: it is not broken, so that it can be searched for.
  expect(words.filter(line => line.trim().includes(' '))).toEqual([])
})

test('many files are cut and counted, and only the sources that are shown are read', async () => {
  const { verdict, source } = large()
  const read: string[] = []
  const recorded: SourceText = path => {
    read.push(path)
    return source(path)
  }
  const text = await render(verdict, { source: recorded })
  expect(text).toContain('and 515 more files')
  expect(text).toContain('and 170 more places in 170 files: --report html shows them all')
  expect(new Set(read).size).toBe(10)
})

test('a long hunk is cut and counted', async () => {
  const missed = Array.from({ length: 50 }, (_, index) => index + 1)
  const text = await render(sampleVerdict([sampleFile('a.ts', 'measured', { missed })]), {
    source: () => null,
  })
  expect(text).toContain('│ … 38 more lines')
})

test('files that are not judged are named up to five, then counted, each kind on its own', async () => {
  const files = Array.from({ length: 7 }, (_, index) =>
    sampleFile(`t${index}.test.ts`, 'excluded', {}, { reason: 'r' }),
  )
  const text = await render(sampleVerdict([...files, sampleFile('README.md', 'no-code')]), { width: 120 })
  expect(text).toContain('7 excluded: t0.test.ts (r)')
  expect(text).toContain('t4.test.ts (r), and 2 more')
  expect(text).toContain('1 without code: README.md')
})
