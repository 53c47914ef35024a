import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { directoryStore } from '../core/system/store/directory-store.ts'
import { quarantineText } from '../flaky/quarantine-file.ts'
import { planted, plantRecord } from './planted-record.ts'
import { findTool, itNeeds } from './require-tool.ts'
import { runCli } from './run-cli.ts'

/** What Jenkins sends with archived pages. */
const policy = "sandbox; default-src 'none'; img-src 'self'; style-src 'self'"
const directory = mkdtempSync(join(tmpdir(), 'cd-gate-flaky-page-'))
const probes = (await import(new URL('./page-probes.mjs', import.meta.url).href)) as {
  readonly layoutOf: () => {
    readonly scrollWidth: number
    readonly styleSheets: number
    readonly headings: number
  }
  readonly contrasts: () => readonly { readonly contrast: number; readonly needed: number }[]
}
let server: Server
let browser: Browser | null = null

beforeAll(async () => {
  await plantRecord(directoryStore(join(directory, '.cd-gate/record')))
  const terms = {
    fingerprint: 'f'.repeat(16),
    message: planted.long.name,
    owner: planted.long.name,
    reason: 'r',
  }
  const entries = [planted.markup, planted.long].map(test => ({
    ...test,
    ...terms,
    since: '2026-11-01',
    expires: test === planted.long ? '2020-01-01' : '2999-01-01',
  }))
  writeFileSync(join(directory, 'quarantine.json'), quarantineText(entries))
  writeFileSync(join(directory, 'CODEOWNERS'), `* @${'an-owner-without-any-space-'.repeat(20)}\n`)
  await runCli(directory, ['flaky', 'report', '--report', 'html=page/index.html'])
  server = createServer(({ url = '' }, response) => {
    const name = url === '/cd-gate.css' ? 'cd-gate.css' : 'index.html'
    response.writeHead(200, {
      'content-type': name.endsWith('css') ? 'text/css' : 'text/html; charset=utf-8',
      'content-security-policy': policy,
    })
    response.end(readFileSync(join(directory, 'page', name)))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const executablePath = findTool('chromium')
  if (executablePath === null) return
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
})

afterAll(async () => {
  await browser?.close()
  await new Promise(resolve => server.close(resolve))
  rmSync(directory, { recursive: true, force: true })
})

describe.each([
  { width: 1280, colorScheme: 'light' as const },
  { width: 1280, colorScheme: 'dark' as const },
  { width: 390, colorScheme: 'light' as const },
  { width: 390, colorScheme: 'dark' as const },
])('at $width pixels, $colorScheme', ({ width, colorScheme }) => {
  itNeeds('chromium', 'the page works under the policy, does not overflow and can be read', async () => {
    if (browser === null) throw new Error('Chromium did not start')
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme })
    const complaints: string[] = []
    page.on('console', message => {
      if (!message.location().url.endsWith('/favicon.ico')) complaints.push(message.text())
    })
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/index.html`)
    const layout = await page.evaluate(probes.layoutOf)
    expect(layout.scrollWidth).toBeLessThanOrEqual(width)
    expect(layout).toMatchObject({ styleSheets: 1, headings: 1 })
    const contrasts = await page.evaluate(probes.contrasts)
    expect(contrasts.length).toBeGreaterThan(50)
    expect(contrasts.filter(({ contrast, needed }) => contrast < needed)).toEqual([])
    expect(await page.locator('svg[role=img] path.bad').count()).toBe(3)
    expect(complaints).toEqual([])
    await page.close()
  })
})
