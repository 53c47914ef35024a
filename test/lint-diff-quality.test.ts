import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { eslint, lint } from './lint-reports.ts'
import { createRepository } from './repository.ts'
import { itNeeds } from './require-tool.ts'

/** A deterministic number from 0 to `below`, the same on every machine. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state * 1103515245 + 12345) % 2147483648
    return Math.floor((state / 2147483648) * below)
  }
}

interface PeerReport {
  readonly src_stats: Readonly<Record<string, { readonly violation_lines: readonly number[] }>>
  readonly total_num_lines: number
  readonly total_num_violations: number
}

type Places = readonly (readonly [string, number])[]

const reports: Readonly<
  Record<string, { readonly extension: string; readonly text: (all: Places) => string }>
> = {
  pylint: {
    extension: 'py',
    text: all =>
      all
        .map(([path, line]) => `${path}:${line}: [W0612(unused-variable), f] Unused variable 'x'\n`)
        .join(''),
  },
  flake8: {
    extension: 'py',
    text: all => all.map(([path, line]) => `${path}:${line}:1: F841 local variable 'x' unused\n`).join(''),
  },
  checkstylexml: {
    extension: 'java',
    text: all => {
      const paths = [...new Set(all.map(([path]) => path))]
      const files = paths.map(path => {
        const own = all.filter(([each]) => each === path)
        const errors = own.map(
          ([, line]) =>
            `<error line="${line}" column="1" severity="error" message="m" source="com.example.Check"/>`,
        )
        return `<file name="${path}">${errors.join('\n')}</file>`
      })
      return `<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="10.0">\n${files.join('\n')}\n</checkstyle>\n`
    },
  },
}

for (const [tool, { extension, text }] of Object.entries(reports)) {
  itNeeds('diff-quality', `on clean input the lines are those of diff-quality: ${tool}`, async peer => {
    const pick = numbers(tool.length)
    const names = Array.from({ length: 8 }, (_, index) => `src/area${index % 3}/module${index}.${extension}`)
    const content = new Map(
      names.map(name => [name, Array.from({ length: 50 }, (_, at) => `${name}_${at}()`)]),
    )
    const whole = (lines: readonly string[]) => `${lines.join('\n')}\n`
    const repository = createRepository({
      '.gitignore': '/*.txt\n/*.json\n',
      ...Object.fromEntries([...content].map(([name, lines]) => [name, whole(lines)])),
    })
    repository.git('checkout', '--quiet', '-b', 'feature')
    const found: [string, number][] = []
    for (const [name, lines] of content) {
      for (let edit = 0; edit < 6; edit += 1) {
        const fresh = Array.from({ length: 1 + pick(4) }, (_, at) => `new_${edit}_${at}_${pick(1e6)}()`)
        lines.splice(pick(lines.length), pick(3), ...fresh)
      }
      repository.write(name, whole(lines))
      found.push([name, 1])
      for (let line = 2; line <= lines.length; line += 1) if (pick(4) === 0) found.push([name, line])
    }
    repository.commit()
    repository.write('report.txt', text(found))
    const args = [`--violations=${tool}`, 'report.txt', '--compare-branch=main', '--json-report=peer.json']
    execFileSync(peer, args, { cwd: repository.directory, stdio: 'ignore' })
    const theirs: PeerReport = JSON.parse(readFileSync(join(repository.directory, 'peer.json'), 'utf8'))
    const { verdict } = await lint(repository.directory, ['report.txt', '--base', 'main'])
    expect(theirs.total_num_violations).toBeGreaterThan(10)
    expect(verdict.counts).toMatchObject({
      changedLines: theirs.total_num_lines,
      changedLinesWithFindings: theirs.total_num_violations,
    })
    const lines = verdict.files.map(file => [file.path, file.findings.map(each => each.line)])
    const peers = Object.entries(theirs.src_stats).map(([path, stats]) => [path, stats.violation_lines])
    expect(Object.fromEntries(lines)).toEqual(Object.fromEntries(peers))
  })
}

itNeeds(
  'diff-quality',
  'where diff-quality drops findings in TypeScript silently, this does not',
  async peer => {
    const repository = createRepository({ '.gitignore': '/*.txt\n/*.json\n', 'src/a.ts': 'a\n' })
    repository.git('checkout', '--quiet', '-b', 'feature')
    repository.write('src/a.ts', 'a\nb\n')
    repository.commit()
    const stylish = `${join(repository.directory, 'src/a.ts')}: line 2, col 1, Error - 'b' is not defined. (no-undef)\n`
    repository.write('compact.txt', stylish)
    repository.write('eslint.json', eslint({ 'src/a.ts': [{ line: 2 }] }))
    for (const report of ['compact.txt', 'eslint.json']) {
      const args = ['--violations=eslint', report, '--compare-branch=main', '--fail-under=100']
      const run = spawnSync(peer, args, { cwd: repository.directory, encoding: 'utf8' })
      expect({ report, status: run.status }).toEqual({ report, status: 0 })
    }
    const { code, verdict } = await lint(repository.directory, ['eslint.json', '--base', 'main'])
    expect({ code, judged: verdict.counts.judged }).toEqual({ code: 1, judged: 1 })
  },
)
