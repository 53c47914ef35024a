import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { renderHtml } from '../coverage-gate/reports/html.ts'
import { findTool, itNeeds } from './require-tool.ts'
import { hostileSource, large, sampleSource, samples } from './sample-verdicts.ts'

/** What Jenkins sends with archived pages: its DEFAULT_CSP_VALUE without the exception for its own host. */
const policy = "sandbox; default-src 'none'; img-src 'self'; style-src 'self'"

const files = new Map<string, string>()
let server: Server
let browser: Browser | null = null

beforeAll(async () => {
  for (const [name, verdict] of [...Object.entries(samples), ['large', large().verdict] as const]) {
    const source = name === 'large' ? large().source : name === 'hostile' ? hostileSource : sampleSource
    const now = new Date('2026-11-24T10:00:00Z')
    const outputs = await renderHtml(verdict, source, { colour: false, width: 80, now })
    for (const { file, text } of outputs) files.set(`/${name}/${file || 'index.html'}`, text)
  }
  server = createServer(({ url = '' }, response) => {
    const text = files.get(url)
    const type = url.endsWith('.css') ? 'text/css' : 'text/html; charset=utf-8'
    response.writeHead(text === undefined ? 404 : 200, {
      'content-type': type,
      'content-security-policy': policy,
    })
    response.end(text)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const executablePath = findTool('chromium')
  if (executablePath === null) return
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
  browser = await chromium.launch({ executablePath, args })
})

afterAll(async () => {
  await browser?.close()
  await new Promise(resolve => server.close(resolve))
})

interface Look {
  readonly width: number
  readonly colorScheme: 'light' | 'dark'
}

async function open(name: string, { width, colorScheme }: Look, look: (page: Page) => Promise<void>) {
  if (browser === null) throw new Error('Chromium did not start')
  // The page's own scripts stay forbidden by the policy; those of the test run beside it.
  const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme })
  const complaints: string[] = []
  page.on('console', message => {
    if (!message.location().url.endsWith('/favicon.ico')) complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(error.message))
  try {
    const { port } = server.address() as AddressInfo
    await page.goto(`http://127.0.0.1:${port}/${name}/index.html`)
    await look(page)
    expect(complaints).toEqual([])
  } finally {
    await page.close()
  }
}

/** What ./page-probes.mjs sees inside a page; it is no TypeScript, so that no DOM types reach the product. */
interface Probes {
  readonly layoutOf: () => {
    readonly scrollWidth: number
    readonly styleSheets: number
    readonly maxWidth: string
    readonly paper: string
    readonly headings: number
  }
  readonly openFolds: () => void
  readonly focused: () => { readonly name: string; readonly outline: string } | null
  readonly contrasts: () => readonly {
    readonly text: string
    readonly contrast: number
    readonly needed: number
  }[]
}
const probes = (await import(new URL('./page-probes.mjs', import.meta.url).href)) as Probes

const looks: readonly Look[] = [
  { width: 1280, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
  { width: 390, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
]

describe.each(looks)('at $width pixels, $colorScheme', look => {
  for (const name of [...Object.keys(samples), 'large']) {
    itNeeds('chromium', `${name}: works under Jenkins' policy and does not overflow`, async () => {
      await open(name, look, async page => {
        const { scrollWidth, ...layout } = await page.evaluate(probes.layoutOf)
        expect(scrollWidth).toBeLessThanOrEqual(look.width)
        expect(layout).toEqual({
          styleSheets: 1,
          maxWidth: '1184px',
          paper: look.colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(20, 23, 27)',
          headings: 1,
        })
      })
    })
  }

  itNeeds('chromium', 'every text has AA contrast, folded ones too', async () => {
    for (const name of ['failing', 'passing', 'unclear']) {
      await open(name, look, async page => {
        await page.evaluate(probes.openFolds)
        const all = await page.evaluate(probes.contrasts)
        expect(all.length).toBeGreaterThan(20)
        expect(all.filter(({ contrast, needed }) => contrast < needed)).toEqual([])
      })
    }
  })
})

itNeeds('chromium', 'the keyboard reaches links, folds and code, and shows where it is', async () => {
  await open('failing', { width: 1280, colorScheme: 'light' }, async page => {
    const reached = new Set<string>()
    for (let step = 0; step < 40; step += 1) {
      await page.keyboard.press('Tab')
      const at = await page.evaluate(probes.focused)
      if (at === null) continue
      reached.add(at.name)
      expect(at).not.toMatchObject({ outline: 'none' })
    }
    expect([...reached]).toEqual(expect.arrayContaining(['A.skip', 'A.', 'A.path', 'DIV.code', 'SUMMARY.']))
  })
})

test('the policy of the test forbids what Jenkins forbids', () => {
  expect(policy).not.toMatch(/unsafe-inline|allow-scripts|https?:/)
})
