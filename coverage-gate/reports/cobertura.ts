import { xmlAttribute, xmlText } from '../../core/xml.ts'
import { mergeDetails } from '../merge-details.ts'
import { type Branch, COVERED, type FileCoverage, MISSED } from '../model.ts'
import type { OutputFile, RenderContext } from './report.ts'

/**
 * All reports as one Cobertura XML (coverage-04.dtd) for the hosts that read that: GitLab's diff view, Jenkins' coverage
 * plugin. Every file goes by its repository path below one `<source>`; one that lies elsewhere is left out. A line's hits
 * are 1 or 0: what ran in several reports is not added up.
 * @param stale paths that are left out: no host may colour their lines
 */
export async function renderCobertura(
  { map, top, now }: RenderContext,
  stale: ReadonlySet<string>,
): Promise<readonly OutputFile[]> {
  // What lies outside of the repository has a key that is no path: see mergeReports.
  const files = [...map.files]
    .filter(([path]) => !path.startsWith('\0') && !stale.has(path))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const packages = new Map<string, [string, FileCoverage][]>()
  for (const [path, file] of files) {
    const directory = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
    const held = packages.get(directory)
    if (held) held.push([path, file])
    else packages.set(directory, [[path, file]])
  }
  const parts = [...packages].map(([name, all]) => packageOf(name, all))
  const total = sum(parts.map(part => part.counts))
  const head =
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">\n'
  const text = `${head}<coverage ${rates(total)} lines-covered="${total.covered}" lines-valid="${total.lines}" branches-covered="${total.taken}" branches-valid="${total.branches}" complexity="0" version="cd-gate" timestamp="${Math.floor(now.getTime() / 1000)}">
<sources><source>${xmlText(top)}</source></sources>
<packages>
${parts.map(part => part.text).join('')}</packages>
</coverage>
`
  return [{ file: '', text }]
}

interface Counts {
  readonly lines: number
  readonly covered: number
  readonly branches: number
  readonly taken: number
}

interface Part {
  readonly counts: Counts
  readonly text: string
}

function packageOf(name: string, files: readonly (readonly [string, FileCoverage])[]): Part {
  const classes = files.map(([path, file]) => classOf(path, file))
  const counts = sum(classes.map(each => each.counts))
  const body = classes.map(each => each.text).join('')
  const text = `<package name="${xmlAttribute(name.replaceAll('/', '.'))}" ${rates(counts)} complexity="0"><classes>\n${body}</classes></package>\n`
  return { counts, text }
}

function classOf(path: string, file: FileCoverage): Part {
  const { branches, functions } = mergeDetails(file.details)
  const byLine = new Map<number, Branch[]>()
  for (const branch of branches ?? []) {
    const held = byLine.get(branch.line)
    if (held) held.push(branch)
    else byLine.set(branch.line, [branch])
  }
  let [lines, covered] = [0, 0]
  let rows = ''
  for (let number = 1; number < file.lines.length; number += 1) {
    const state = file.lines[number]!
    if (state < MISSED) continue
    lines += 1
    if (state === COVERED) covered += 1
    rows += `<line number="${number}" hits="${state === COVERED ? 1 : 0}"${conditions(byLine.get(number))}/>\n`
  }
  const methods = (functions ?? []).map(
    ({ name, line, hit }) =>
      `<method name="${xmlAttribute(name)}" signature="" line-rate="${hit ? 1 : 0}" branch-rate="0" complexity="0"><lines><line number="${line}" hits="${hit ? 1 : 0}"/></lines></method>\n`,
  )
  const counts = {
    lines,
    covered,
    branches: branches?.length ?? 0,
    taken: (branches ?? []).filter(each => each.taken).length,
  }
  const name = path.slice(path.lastIndexOf('/') + 1)
  const text = `<class name="${xmlAttribute(name)}" filename="${xmlAttribute(path)}" ${rates(counts)} complexity="0">\n<methods>${methods.join('')}</methods>\n<lines>\n${rows}</lines>\n</class>\n`
  return { counts, text }
}

function conditions(branches: readonly Branch[] | undefined): string {
  if (!branches) return ''
  const taken = branches.filter(each => each.taken).length
  const percent = Math.floor((100 * taken) / branches.length)
  return ` branch="true" condition-coverage="${percent}% (${taken}/${branches.length})"`
}

function sum(all: readonly Counts[]): Counts {
  const total = { lines: 0, covered: 0, branches: 0, taken: 0 }
  for (const each of all) {
    total.lines += each.lines
    total.covered += each.covered
    total.branches += each.branches
    total.taken += each.taken
  }
  return total
}

/** Cut, not rounded: a rate of 1 must mean all. */
function rates({ lines, covered, branches, taken }: Counts): string {
  const rate = (part: number, whole: number): string =>
    whole === 0 ? '1' : String(Math.floor((10_000 * part) / whole) / 10_000)
  return `line-rate="${rate(covered, lines)}" branch-rate="${rate(taken, branches)}"`
}
