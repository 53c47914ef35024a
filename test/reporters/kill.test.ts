import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findUnfinished, finishReport } from '../../reporters/unfinished.ts'
import { wellFormed } from './well-formed.ts'

const repository = join(dirname(fileURLToPath(import.meta.url)), '../..')
const recorder = join(repository, 'reporters/open-recording.ts')
const script = join(repository, 'test/fixtures/reporters/endless-run.mjs')

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cd-gate-kill-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

/** Kills the run once it has told `lines` modules, and returns the modules that it had told by then. */
async function killed(output: string, profile: string, lines: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [script, recorder, output, profile], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let told = ''
  child.stdout.setEncoding('utf8').on('data', text => {
    told += text
    if (told.split('\n').length > lines) child.kill('SIGKILL')
  })
  await new Promise(resolve => child.on('close', resolve))
  expect(child.signalCode).toBe('SIGKILL')
  return told.split('\n').slice(0, -1)
}

test('100 of 100 runs that were killed at any moment leave a whole report with every finished module', async () => {
  const profiles = ['jenkins', 'xunit-strict', 'surefire', 'gitlab']
  for (let round = 0; round < 100; round += 1) {
    const output = join(directory, `run-${round}.xml`)
    const profile = profiles[round % profiles.length]!
    const finished = await killed(output, profile, 1 + ((round * 37) % 60))
    expect(existsSync(output)).toBe(false)
    expect(findUnfinished(directory)).toEqual([output])
    finishReport(output)
    const xml = readFileSync(output, 'utf8')
    expect(wellFormed(xml)).toBe(true)
    for (const module of finished) expect(xml).toContain(`classname="src.${module}_test.describe"`)
    expect(xml).toContain('did not finish: the run was killed before it was over')
    expect(findUnfinished(directory)).toEqual([])
  }
})

test('a partial report that was cut at any byte becomes a whole one', async () => {
  const output = join(directory, 'x.xml')
  await killed(output, 'jenkins', 3)
  const partial = readFileSync(`${output}.partial`)
  const journal = readFileSync(`${output}.partial.jsonl`)
  const { writeFileSync } = await import('node:fs')
  for (let size = 0; size <= partial.length; size += Math.ceil(partial.length / 97)) {
    for (const withJournal of [true, false]) {
      writeFileSync(`${output}.partial`, partial)
      truncateSync(`${output}.partial`, size)
      if (withJournal) writeFileSync(`${output}.partial.jsonl`, journal)
      finishReport(output)
      const xml = readFileSync(output, 'utf8')
      expect(wellFormed(xml), `${size} bytes, journal: ${withJournal}`).toBe(true)
      expect(xml).toContain('<error message="did not finish')
    }
  }
})

test('the next run completes what the killed one left, and does not let it pass for its own', async () => {
  const output = join(directory, 'x.xml')
  const finished = await killed(output, 'jenkins', 2)
  await killed(output, 'jenkins', 1)
  const previous = readFileSync(`${output}.previous`, 'utf8')
  expect(wellFormed(previous)).toBe(true)
  expect(previous).toContain(`src.${finished.at(-1)}_test`)
  expect(existsSync(output)).toBe(false)
})
