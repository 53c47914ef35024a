import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { lcov } from './reports.ts'
import { createRepository } from './repository.ts'
import { itNeeds } from './require-tool.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const pipeline = readFileSync(join(root, 'Jenkinsfile'), 'utf8')

/** The calls of each step, and the parameters that its plugin documents. */
const steps = [
  {
    calls: /\bjunit ([^\n]*)/g,
    known: ['testResults', 'skipOldReports', 'allowEmptyResults', 'keepLongStdio', 'skipPublishingChecks'],
  },
  {
    calls: /\bpublishHTML target: \[([\s\S]*?)\]/g,
    known: ['reportName', 'reportDir', 'reportFiles', 'keepAll', 'alwaysLinkToLastBuild', 'allowMissing'],
  },
]

test('its steps take the parameters that they are given', () => {
  for (const { calls, known } of steps) {
    const given = [...pipeline.matchAll(calls)].flatMap(call =>
      [...(call[1] ?? '').matchAll(/(\w+):/g)].map(match => match[1] ?? ''),
    )
    expect(given.length).toBeGreaterThan(0)
    expect(given.filter(name => !known.includes(name))).toEqual([])
  }
})

test('it lets no stage be passed over, and no old report count', () => {
  expect(pipeline).not.toMatch(/\bwhen\s*\{|returnStatus|\|\| true|catchError/)
  expect(pipeline.match(/junit testResults/g)).toHaveLength(
    pipeline.match(/skipOldReports: true/g)?.length ?? 0,
  )
})

test('its shell scripts run: the target is fetched, the gate judges, the reports lie where they are published', () => {
  const scripts = [...pipeline.matchAll(/sh '''([\s\S]*?)'''/g)].map(match =>
    (match[1] ?? '').replaceAll('\\\\', '\\'),
  )
  const gate = scripts.find(script => script.includes('bin.js coverage')) ?? ''
  const origin = createRepository({ '.gitignore': 'coverage/\nreports/\nlcov.info\n', 'a.js': 'a()\n' })
  origin.git('checkout', '--quiet', '-b', 'feature')
  origin.write('a.js', 'a()\nb()\n')
  origin.commit()
  const directory = mkdtempSync(join(tmpdir(), 'cd-gate-jenkins-'))
  try {
    origin.git(
      'clone',
      '--quiet',
      '--single-branch',
      '--branch',
      'feature',
      `file://${origin.directory}`,
      directory,
    )
    writeFileSync(join(directory, 'lcov.info'), lcov({ 'a.js': { 1: 1, 2: 1 } }))
    const script = gate
      .replaceAll('dist/cli/bin.js', join(root, 'dist/cli/bin.js'))
      .replace('coverage/coverage-final.json', 'lcov.info')
    const env = {
      ...process.env,
      CHANGE_TARGET: 'main',
      CHANGE_ID: '7',
      BRANCH_NAME: 'PR-7',
      JENKINS_URL: 'http://ci.example.org/',
    }
    const output = execFileSync('sh', ['-xe', '-c', script], { cwd: directory, env, encoding: 'utf8' })
    expect(output).toMatch(/^PASS[\s\S]*origin\/main[\s\S]*change request 7 on Jenkins/)
    for (const file of [
      'reports/coverage/index.html',
      'reports/coverage/cd-gate.css',
      'reports/junit/cd-gate-coverage.xml',
    ]) {
      expect(existsSync(join(directory, file)), file).toBe(true)
    }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
})

itNeeds('groovy', 'it is Groovy, and its sections are those of a declarative pipeline', () => {
  const script = join(dirname(fileURLToPath(import.meta.url)), 'jenkinsfile.groovy')
  const output = execFileSync('groovy', [script, join(root, 'Jenkinsfile')], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  expect(output.trim().split('\n')).toEqual([
    'pipeline',
    'pipeline/agent any',
    'pipeline/options',
    'pipeline/environment',
    'pipeline/stages',
    'pipeline/stages/stage Install/steps',
    'pipeline/stages/stage Test/steps',
    'pipeline/stages/stage Test/post/always',
    'pipeline/stages/stage Coverage gate/steps',
    'pipeline/stages/stage Coverage gate/post/always',
  ])
})
