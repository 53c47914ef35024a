import { expect, test } from 'vitest'
import { hostileSource, large, sampleSource, samples } from '../../test/sample-lint-verdicts.ts'
import type { LintVerdict } from '../model.ts'
import { renderMarkdown } from './markdown.ts'

async function render(verdict: LintVerdict): Promise<string> {
  const [output] = await renderMarkdown(verdict, sampleSource)
  return output?.text ?? ''
}

test.each(['failing', 'passing', 'unclear'])('%s, as it is written', async name => {
  await expect(await render(samples[name]!)).toMatchFileSnapshot(`../../test/golden/lint/${name}.md`)
})

test('nothing from outside is markup, calls anybody, or breaks a table', async () => {
  const [output] = await renderMarkdown(samples.hostile!, hostileSource)
  const text = output?.text ?? ''
  expect(text).not.toMatch(/<(?!\/?(?:code|details|summary|sub)>)[a-z/!]/i)
  // In code nobody is called.
  expect(text.replace(/<code>.*?<\/code>/g, '')).not.toMatch(/(?<![&\w])[@#!](?=\w)/)
  expect(text).not.toMatch(/https?:\/\//)
  const rows = text.split('\n').filter(line => line.startsWith('| '))
  expect(rows.length).toBeGreaterThan(3)
  for (const row of rows) expect(row.match(/\|/g)).toHaveLength(5)
})

test('a comment holds it, whatever was found, and what is left out is counted', async () => {
  const text = await render(large())
  expect(text.length).toBeLessThanOrEqual(60_000)
  const shown = text.match(/^\| ✗/gm)?.length ?? 0
  const left = Number(/… and (\d+) more findings/.exec(text)?.[1])
  expect(shown).toBeGreaterThan(100)
  expect(shown + left).toBe(20_000)
})
