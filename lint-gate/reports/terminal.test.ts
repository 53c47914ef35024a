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
  passing,
  sampleSource,
  samples,
  unclear,
} from '../../test/sample-lint-verdicts.ts'
import type { LintVerdict } from '../model.ts'
import { renderTerminal } from './terminal.ts'

async function render(
  verdict: LintVerdict,
  {
    source = sampleSource,
    colour = false,
    width = 80,
  }: { source?: SourceText; colour?: boolean; width?: number } = {},
): Promise<string> {
  const [output] = await renderTerminal(verdict, source, { colour, width, now: new Date(0) })
  return output?.text ?? ''
}

test.each(['failing', 'passing', 'unclear', 'advisory', 'allowed', 'empty'])(
  '%s, as it is shown',
  async name => {
    await expect(await render(samples[name]!)).toMatchFileSnapshot(`../../test/golden/lint/${name}.txt`)
  },
)

test('the first line is the outcome and its figure, the last one what to do next', async () => {
  const text = await render(failing, { width: 120 })
  expect(text).toMatch(/^FAIL {2}5 new findings, 1 caused outside the changed lines; 0 allowed\n/)
  expect(text.trimEnd().endsWith(failing.summary)).toBe(true)
})

test('what cannot be told is said first, not a figure that would mislead', async () => {
  expect(await render(unclear)).toMatch(/^COULD NOT TELL {2}src\/new\.ts was not checked/)
})

test('old findings are counted, and never listed', async () => {
  expect(await render(passing)).toContain('4 old findings outside the changed lines, not judged')
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
  const lines = text.split('\n')
  // A single word may be longer than the terminal is wide: it is not broken, so that it can be searched for.
  const words = lines
    .filter(line => columnsOf(line) > width)
    .map(line => line.replace(/^ +(?:[✗!·] \S+ +)?/, ''))
  expect(words.filter(line => line.includes(' '))).toEqual([])
  expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
  expect(lines.filter(line => /^(::|##)/.test(line))).toEqual([])
})

test('a great many findings stay readable, and what is left out is counted', async () => {
  const text = await render(large())
  expect(text.split('\n').length).toBeLessThan(400)
  expect(text).toContain('and 30 more findings')
  expect(text).toContain('and 475 more files with findings')
})
