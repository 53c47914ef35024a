import { simpleParser } from 'mailparser'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { email } from '../../notifiers/email/index.ts'
import { findTool, itNeeds } from '../require-tool.ts'
import { mailSamples } from './email-samples.ts'
import { emailSetting } from './email-setting.ts'

const pages = new Map<string, string>()
let browser: Browser | null = null

beforeAll(async () => {
  for (const [name, { delivery, template }] of Object.entries(mailSamples)) {
    const channel = await email.open(emailSetting({ to: ['team@lab.test'] }, {}, { template }))
    const [rendered] = await channel.render(delivery)
    const { html } = await simpleParser(rendered?.text ?? '')
    pages.set(name, html || '')
  }
  const executablePath = findTool('chromium')
  if (executablePath === null) return
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
})

afterAll(async () => {
  await browser?.close()
})

interface Look {
  readonly width: number
  readonly colorScheme: 'light' | 'dark'
}

async function open(name: string, { width, colorScheme }: Look, look: (page: Page) => Promise<void>) {
  if (browser === null) throw new Error('Chromium did not start')
  // Without scripts and the network, as mail programs show mails.
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
  const asked: string[] = []
  await page.route(/^https?:/, route => {
    asked.push(route.request().url())
    return route.abort()
  })
  try {
    await page.setContent(pages.get(name) ?? '')
    await look(page)
    // For people: a directory for pictures of each look.
    const to = process.env.CD_GATE_TEST_LOOKS
    if (to) await page.screenshot({ path: `${to}/${name}-${width}-${colorScheme}.png`, fullPage: true })
    expect(asked).toEqual([])
  } finally {
    await page.close()
  }
}

interface Probes {
  readonly layoutOf: () => { readonly scrollWidth: number; readonly paper: string; readonly headings: number }
  readonly contrasts: () => readonly {
    readonly text: string
    readonly contrast: number
    readonly needed: number
  }[]
}
const probes = (await import(new URL('../page-probes.mjs', import.meta.url).href)) as Probes

const looks: readonly Look[] = [
  { width: 390, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
  { width: 800, colorScheme: 'light' },
  { width: 800, colorScheme: 'dark' },
]

describe.each(looks)('at $width pixels, $colorScheme', look => {
  for (const name of Object.keys(mailSamples)) {
    itNeeds(
      'chromium',
      `${name}: fits, follows the reader’s colours, and every text has AA contrast`,
      async () => {
        await open(name, look, async page => {
          const { scrollWidth, paper, headings } = await page.evaluate(probes.layoutOf)
          expect(scrollWidth).toBeLessThanOrEqual(look.width)
          expect(paper).toBe(look.colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(20, 23, 27)')
          expect(headings).toBe(name === 'template' ? 0 : 1)
          const all = await page.evaluate(probes.contrasts)
          expect(all.length).toBeGreaterThan(1)
          expect(all.filter(({ contrast, needed }) => contrast < needed)).toEqual([])
        })
      },
    )
  }
})
