import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lcov } from './reports.ts'
import { createRepository } from './repository.ts'
import { runCli } from './run-cli.ts'

/** A merge request on GitLab, and the files that its runner collects. */

const file = 'reports/cd-gate/coverage-code-quality.json'

function mergeRequest() {
  const repository = createRepository({ '.gitignore': 'reports/\n*.info\n', 'a.js': 'a()\n' })
  const base = repository.git('rev-parse', 'HEAD')
  repository.git('checkout', '--quiet', '-b', 'feature')
  const run = () =>
    runCli(repository.directory, ['coverage'], {
      GITLAB_CI: 'true',
      CI_MERGE_REQUEST_IID: '7',
      CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
      CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
    })
  const entries = () =>
    JSON.parse(readFileSync(join(repository.directory, file), 'utf8')) as readonly {
      readonly check_name: string
      readonly fingerprint: string
      readonly location: { readonly lines: { readonly begin: number } }
    }[]
  return { repository, run, entries, exists: (path: string) => existsSync(join(repository.directory, path)) }
}

test('what GitLab reads is made unasked, and the log has the percentage', async () => {
  const { repository, run, entries, exists } = mergeRequest()
  repository.write('a.js', 'a()\nb()\nc()\n')
  repository.commit()
  repository.write('lcov.info', lcov({ 'a.js': { 1: 1, 2: 1, 3: 0 } }))
  const { code, out, log } = await run()
  expect(code, log).toBe(1)
  expect(entries().map(each => each.check_name)).toEqual(['coverage/patch-lines', 'coverage/missed-lines'])
  expect(exists('reports/cd-gate/cobertura.xml')).toBe(true)
  expect(/Total: (\d+(?:\.\d+)?)%/.exec(out)?.[1]).toBe('66.66')
})

test('an issue is the same one when the code above it grows, and another when its line changes', async () => {
  const { repository, run, entries } = mergeRequest()
  const missed = async (source: string, line: number) => {
    repository.write('a.js', source)
    repository.commit()
    repository.write('lcov.info', lcov({ 'a.js': { 1: 1, [line]: 0 } }))
    await run()
    const entry = entries().find(each => each.check_name === 'coverage/missed-lines')
    expect(entry?.location.lines.begin).toBe(line)
    return entry?.fingerprint
  }
  const first = await missed('a()\nc()\n', 2)
  expect(await missed('a()\n\n// grown\n  c()\n', 4)).toBe(first)
  expect(await missed('a()\nd()\n', 2)).not.toBe(first)
})

test('a gate that ends in an error takes an older report away, which would pass for its answer', async () => {
  const { repository, run, exists } = mergeRequest()
  repository.write('a.js', 'a()\nb()\n')
  repository.commit()
  repository.write(file, '[]\n')
  const { code, log } = await run()
  expect(code).toBe(3)
  expect(log).toContain('no coverage report was found')
  expect(exists(file)).toBe(false)
})
