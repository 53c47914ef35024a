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
import { renderHtml } from './html.ts'

async function render(verdict: CoverageVerdict, source: SourceText = sampleSource): Promise<string> {
  const now = new Date('2026-11-24T10:00:00Z')
  const [page, ...others] = await renderHtml(verdict, source, { colour: false, width: 80, now })
  expect(page?.file).toBe('')
  expect(others.map(({ file }) => file)).toEqual(['cd-gate.css'])
  return page?.text ?? ''
}

test.each(['failing', 'passing', 'unclear', 'empty', 'losing'])('%s, as it is written', async name => {
  await expect(await render(samples[name]!)).toMatchFileSnapshot(`../../test/golden/coverage/${name}.html`)
})

test('nothing from outside becomes markup', async () => {
  const text = await render(hostile, hostileSource)
  const tags = new Set(text.match(/<\/?[a-z][a-z0-9]*/g)?.map(tag => tag.replace(/<\/?/, '')))
  const plain = new Set(
    (await render(failing)).match(/<\/?[a-z][a-z0-9]*/g)?.map(tag => tag.replace(/<\/?/, '')),
  )
  expect([...tags].filter(tag => !plain.has(tag))).toEqual([])
  expect(text).not.toMatch(/\sstyle=|<script|\son[a-z]+="/)
  expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/u)
})

/** Links within the page that lead nowhere. */
function deadLinks(text: string): readonly string[] {
  const ids = new Set([...text.matchAll(/ id="([^"]+)"/g)].map(match => match[1]))
  const links = [...text.matchAll(/ href="#([^"]+)"/g)].map(match => match[1] ?? '')
  expect(links.length).toBeGreaterThan(5)
  return links.filter(link => !ids.has(link))
}

test('every link leads somewhere, to what was cut too', async () => {
  const missed = Array.from({ length: 1000 }, (_, index) => index * 2 + 1)
  const long = sampleVerdict([sampleFile('a.ts', 'measured', { missed })])
  expect(deadLinks(await render(failing))).toEqual([])
  expect(deadLinks(await render(long, () => null))).toEqual([])
})

test('a page of 540 files stays small, and says what it leaves out', async () => {
  const { verdict, source } = large()
  const text = await render(verdict, source)
  expect(text.length).toBeLessThan(3_000_000)
  expect(text.match(/<tr>/g)).toHaveLength(541)
  const shown = text.match(/<span class="n">/g)?.length ?? 0
  expect(shown).toBe(12_000)
  expect(text).toMatch(/\d+ more lines not shown/)
})

test('covered files are folded, files with gaps are open', async () => {
  const text = await render(failing)
  expect(text).toMatch(/<h3 id="file-0"><span class="path">src\/<wbr>billing\/<wbr>invoice\.ts/)
  expect(text).toMatch(/<details id="file-2"><summary><span class="path">src\/<wbr>billing\/<wbr>money\.ts/)
})
