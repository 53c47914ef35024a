import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { cobertura, type Hits, lcov } from './reports.ts'
import { createRepository } from './repository.ts'
import { itNeeds } from './require-tool.ts'
import { gate } from './run-cli.ts'

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

itNeeds('diff-cover', 'on clean input the counts are those of diff-cover', async diffCover => {
  const pick = numbers(7)
  const names = Array.from({ length: 12 }, (_, index) => `src/area${index % 3}/module${index}.py`)
  const text = (lines: readonly string[]) => `${lines.join('\n')}\n`
  const lines = new Map(names.map(name => [name, Array.from({ length: 60 }, (_, at) => `${name}_${at}()`)]))
  const repository = createRepository({
    '.gitignore': '*.info\n*.xml\n*.json\n',
    ...Object.fromEntries([...lines].map(([name, all]) => [name, text(all)])),
  })
  repository.git('checkout', '--quiet', '-b', 'feature')
  const hits: Record<string, Hits> = {}
  for (const [name, all] of lines) {
    for (let edit = 0; edit < 8; edit += 1)
      all.splice(
        pick(all.length),
        pick(3),
        ...Array.from({ length: 1 + pick(4) }, (_, at) => `new_${edit}_${at}_${pick(1e6)}()`),
      )
    repository.write(name, text(all))
    hits[name] = Object.fromEntries(all.flatMap((_, at) => (pick(4) === 0 ? [] : [[at + 1, pick(3)]])))
  }
  repository.commit()
  repository.write('lcov.info', lcov(hits))
  repository.write('coverage.xml', cobertura(hits, [repository.directory]))
  for (const report of ['lcov.info', 'coverage.xml']) {
    const args = [report, '--compare-branch=main', '--json-report=peer.json']
    execFileSync(diffCover, args, { cwd: repository.directory, stdio: 'ignore' })
    const peer: PeerReport = JSON.parse(readFileSync(join(repository.directory, 'peer.json'), 'utf8'))
    const { verdict } = await gate(repository.directory, [report, '--base', 'main'])
    expect(peer.total_num_lines).toBeGreaterThan(100)
    expect(verdict.patch.lines).toMatchObject({
      total: peer.total_num_lines,
      covered: peer.total_num_lines - peer.total_num_violations,
    })
    const missed = verdict.files.map(file => [file.path, file.lines.missed])
    expect(Object.fromEntries(missed)).toEqual(
      Object.fromEntries(
        Object.entries(peer.src_stats).map(([path, stats]) => [path, stats.violation_lines]),
      ),
    )
  }
})
