import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const at = (file: string) => readFileSync(join(root, file), 'utf8')

test('the demo refuses the change without tests and passes it with them, as the README shows', () => {
  const { status, stdout } = spawnSync(process.execPath, ['examples/demo.mjs'], {
    cwd: root,
    encoding: 'utf8',
  })
  expect(stdout).toContain('→ exit code 3')
  expect(stdout).toContain('→ exit code 1')
  expect(status, stdout).toBe(0)
  const readme = at('README.md')
    .replace(/[\s\S]*```text\n\$ npx cd-gate coverage --base main\n/, '')
    .replace(/```[\s\S]*/, '')
  const plain = (text: string) =>
    text
      .replace(/[0-9a-f]{10}/g, '(commit)')
      .replace(/^ {3}/gm, '')
      .replace(/[ \t]+$/gm, '')
      .trim()
  expect(plain(stdout)).toContain(plain(readme.replace(/^/gm, '   ')))
  expect(at('.cd-gate/demo/reports/coverage/index.html')).toContain('discounted')
  expect(at('.cd-gate/demo/reports/coverage/cd-gate.css')).toContain('prefers-color-scheme')
  expect(at('.cd-gate/demo/reports/junit/cd-gate-coverage.xml')).toContain(
    '<testsuite name="cd-gate coverage"',
  )
}, 120_000)
