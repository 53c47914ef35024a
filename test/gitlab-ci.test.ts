import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import { expect } from 'vitest'
import { runProcess } from '../core/system/process.ts'
import { createRepository, type TestRepository, temporaryDirectory } from './repository.ts'
import { itNeeds } from './require-tool.ts'

/** Jobs of a real .gitlab-ci.yml, run by gitlab-ci-local: what GitLab would collect lies where the file says. */

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const pipeline = readFileSync(at('gitlab-ci/.gitlab-ci.yml'), 'utf8')
const isDegradation = new Ajv().compile(
  JSON.parse(readFileSync(at('fixtures/schemas/gitlab-codeclimate.json'), 'utf8')) as object,
)

/** Tests of these prices, each with what is due. */
const checks = (...cases: readonly (readonly [number, number])[]) =>
  [
    "import assert from 'node:assert'",
    "import { test } from 'node:test'",
    "import { price } from './price.mjs'",
    ...cases.map(([net, due]) => `test('${net}', () => assert.equal(price(${net}), ${due}))`),
    '',
  ].join('\n')
const untested = checks([1, 1])
const tested = checks([1, 1], [200, 180])

const before = 'export function price(net) {\n  return net\n}\n'
/** Lines 2 to 5 are new. */
const after =
  'export function price(net) {\n  if (net > 100) {\n    const discount = 0.1\n    return net - net * discount\n  }\n  return net\n}\n'

/** A merge request that grants a discount, tested or not. */
function mergeRequest(test: string): { readonly repository: TestRepository; readonly base: string } {
  const repository = createRepository({
    '.gitignore': 'coverage/\nreports/\n.gitlab-ci-local/\n',
    '.gitlab-ci.yml': pipeline,
    'price.mjs': before,
    'price.check.mjs': untested,
  })
  const base = repository.git('rev-parse', 'HEAD')
  repository.git('checkout', '--quiet', '-b', 'discount')
  repository.write('price.mjs', after)
  repository.write('price.check.mjs', test)
  repository.commit('Grant a discount')
  return { repository, base }
}

/** Runs a job as the pipeline of that merge request does, with `cd-gate` on its PATH. */
function runJob(
  gitlabCiLocal: string,
  job: string,
  test: string,
  left: Readonly<Record<string, string>> = {},
) {
  const { repository, base } = mergeRequest(test)
  for (const [path, content] of Object.entries(left)) repository.write(path, content)
  const tools = temporaryDirectory()
  const command = join(tools, 'cd-gate')
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${at('../dist/cli/bin.js')}' "$@"\n`)
  chmodSync(command, 0o755)
  mkdirSync(join(tools, 'home'))
  const variables = {
    // gitlab-ci-local says "false" of itself, where GitLab says "true".
    GITLAB_CI: 'true',
    CI_PIPELINE_SOURCE: 'merge_request_event',
    CI_MERGE_REQUEST_IID: '7',
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
    CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
    CI_COMMIT_BEFORE_SHA: '0'.repeat(40),
  }
  const { code, stdout, stderr } = runProcess(
    gitlabCiLocal,
    [
      job,
      '--home',
      join(tools, 'home'),
      '--no-color',
      ...Object.entries(variables).flatMap(([name, value]) => ['--variable', `${name}=${value}`]),
    ],
    {
      cwd: repository.directory,
      env: { ...process.env, PATH: [tools, process.env.PATH].join(delimiter), NO_COLOR: '1' },
      input: '',
    },
  )
  const artifacts = join(repository.directory, '.gitlab-ci-local/artifacts', job)
  return {
    code,
    log: stdout + stderr,
    has: (path: string) => existsSync(join(artifacts, path)),
    read: (path: string) => readFileSync(join(artifacts, path), 'utf8'),
  }
}

const codeQuality = 'reports/cd-gate/coverage-code-quality.json'
const cobertura = 'reports/cd-gate/cobertura.xml'

itNeeds('gitlab-ci-local', 'a gap is red, and in the code quality, the coverage and the percentage', tool => {
  const { code, log, read } = runJob(tool, 'unasked', untested)
  expect(code, log).toBe(1)
  const entries = JSON.parse(read(codeQuality)) as readonly Record<string, unknown>[]
  for (const entry of entries) expect(isDegradation(entry), JSON.stringify(isDegradation.errors)).toBe(true)
  expect(new Set(entries.map(each => each.fingerprint)).size).toBe(entries.length)
  expect(entries).toContainEqual(
    expect.objectContaining({
      check_name: 'coverage/missed-lines',
      location: { path: 'price.mjs', lines: { begin: 3, end: 5 } },
    }),
  )
  expect(read(cobertura)).toMatch(/filename="price\.mjs"/)
  expect(read(cobertura)).toMatch(/<line number="3" hits="0"/)
  expect(log).toMatch(/unasked finished in .* FAIL 1/)
  // gitlab-ci-local shows the percentage of green jobs only: here the file's pattern is tried by hand.
  const pattern = new RegExp(/coverage: '\/(.+)\/'/.exec(pipeline)?.[1] ?? '$^')
  const percent = Number(pattern.exec(log)?.[1])
  expect(percent).toBeGreaterThan(50)
  expect(percent).toBeLessThan(100)
})

itNeeds('gitlab-ci-local', 'a tested change is green, and the code quality is clean', tool => {
  const { code, log, read } = runJob(tool, 'unasked', tested)
  expect(code, log).toBe(0)
  expect(JSON.parse(read(codeQuality))).toEqual([])
  expect(read(cobertura)).toMatch(/filename="price\.mjs"/)
  // What gitlab-ci-local found with the file's own pattern.
  expect(log).toMatch(/PASS +unasked +100% coverage/)
})

itNeeds('gitlab-ci-local', 'what was asked for comes beside what GitLab reads', tool => {
  const { code, log, has, read } = runJob(tool, 'with-junit', untested)
  expect(code, log).toBe(1)
  expect(has(codeQuality)).toBe(true)
  expect(has(cobertura)).toBe(true)
  expect(read('reports/junit/cd-gate-coverage.xml')).toMatch(/<testsuite .*failures="[1-9]/)
})

itNeeds(
  'gitlab-ci-local',
  'where nothing can be told the job is red, and nothing is shown as fixed',
  tool => {
    // What the runner's work directory still holds of an earlier pipeline would be collected as this one's.
    const { code, log, has } = runJob(tool, 'without-coverage', untested, { [codeQuality]: '[]\n' })
    expect(code, log).toBe(1)
    expect(log).toContain('no coverage report was found')
    expect(log).toMatch(/without-coverage finished in .* FAIL 3/)
    expect(has(codeQuality)).toBe(false)
    expect(log).not.toContain('Total: ')
  },
)
