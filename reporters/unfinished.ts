import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type AppendFile, openAppendFile } from '../core/system/append-file.ts'
import { readTextOrNull } from '../core/system/files.ts'
import { addTotals, noTests, type Totals, totalsOf } from '../core/test-run.ts'
import { isWhole, type Journal, readJournal } from './journal.ts'
import { isPartOf, journalOf, partName } from './report-names.ts'
import { unfinishedSuites } from './unfinished-suites.ts'
import { type Profile, profiles } from './xunit/profiles.ts'
import {
  addCounts,
  noCounts,
  type RootCounts,
  renderHead,
  renderSuite,
  renderTail,
  type WriteOptions,
} from './xunit/write.ts'

/** What could be saved of a run that was killed. */
export interface Rescue {
  /** The report's name, of all its parts the first. */
  readonly report: string
  readonly parts: number
  /** What is in it that the run had not finished. */
  readonly unfinished: Totals
}

/**
 * Completes what a killed run left: each part is cut back to its last whole module, what had begun and has no result
 * is told as errors, and the parts take their names.
 * @param output the report's own name, without `.partial`
 * @param target where it goes; usually the same
 * @throws GateError output.unwritable
 */
export function finishReport(output: string, target: string = output): Rescue {
  const journal = readJournal(readTextOrNull(journalOf(output)) ?? '')
  const writing = writingOf(journal, output)
  const name = journal.head?.name ?? basename(output).replace(/\.[^.]*$/, '')
  const bare = renderHead(name, writing.profile, null)
  const parts = partsOf(output)
  const sizes = parts.map(({ size }) => size)
  const lost = unfinishedSuites(journal, name, sizes)
  parts.forEach((file, index) => {
    const { end, counts } = journal.head
      ? endByJournal(journal, index, sizes, bare)
      : endByText(output, index)
    file.cut(end)
    if (end === 0) file.append(bare)
    const more = index === parts.length - 1 ? lost.map(suite => renderSuite(suite, writing)) : []
    for (const { xml } of more) file.append(xml)
    file.append(renderTail(writing.profile))
    const all = more.reduce<RootCounts | null>((sum, each) => sum && addCounts(sum, each.counts), counts)
    if (all) file.overwriteStart(renderHead(name, writing.profile, all))
    file.close()
  })
  for (let part = parts.length; part >= 1; part -= 1) {
    renameSync(`${partName(output, part)}.partial`, partName(target, part))
  }
  rmSync(journalOf(output), { force: true })
  const unfinished = lost.reduce((sum, suite) => addTotals(sum, totalsOf(suite.cases)), noTests)
  return { report: target, parts: parts.length, unfinished }
}

/** The reports under these directories whose runs left them unfinished, by their own names. */
export function findUnfinished(directory: string): readonly string[] {
  if (!existsSync(directory)) return []
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' })
  const partials = names
    .filter(name => name.endsWith('.partial'))
    .map(name => join(directory, name.slice(0, -'.partial'.length)))
  return partials
    .filter(
      each =>
        !partials.some(
          other => other !== each && isPartOf(basename(each), other) && dirname(each) === dirname(other),
        ),
    )
    .sort()
}

function partsOf(output: string): readonly AppendFile[] {
  const parts = [openAppendFile(`${output}.partial`, 'existing')]
  for (let part = 2; existsSync(`${partName(output, part)}.partial`); part += 1) {
    parts.push(openAppendFile(`${partName(output, part)}.partial`, 'existing'))
  }
  return parts
}

function writingOf({ head }: Journal, output: string): WriteOptions {
  const begins = head === null ? (readTextOrNull(`${output}.partial`) ?? '').slice(0, 200) : ''
  const profile: Profile = head
    ? (profiles[head.profile] ?? profiles.jenkins)
    : /^<\?xml[^>]*>\s*<testsuite /.test(begins)
      ? profiles.surefire
      : profiles.jenkins
  return { profile, retries: head?.retries ?? 'surefire', attachmentPath: path => path }
}

interface WholeEnd {
  readonly end: number
  /** `null` where nobody counted. */
  readonly counts: RootCounts | null
}

function endByJournal({ entries }: Journal, index: number, sizes: readonly number[], bare: string): WholeEnd {
  const last = entries.findLast(
    entry => entry[0] === 'written' && entry[2] === index + 1 && isWhole(entry, sizes),
  )
  if (last?.[0] === 'written') return { end: last[3], counts: last[4] }
  const head = Buffer.byteLength(bare)
  return { end: (sizes[index] ?? 0) >= head ? head : 0, counts: noCounts }
}

/** Nothing in a report's text can look like the end of a module: markup is escaped there. */
function endByText(output: string, index: number): WholeEnd {
  const text = readTextOrNull(`${partName(output, index + 1)}.partial`) ?? ''
  const head = /<testsuites? [^>]*>\n/.exec(text)
  if (head === null) return { end: 0, counts: null }
  const module = head[0].startsWith('<testsuites')
    ? /<\/testsuite>\n/g
    : /<\/testcase>\n|<testcase [^>]*\/>\n/g
  const ends = [...text.matchAll(module)].map(match => match.index + match[0].length)
  const end = ends.at(-1) ?? head.index + head[0].length
  return { end: Buffer.byteLength(text.slice(0, end)), counts: null }
}
