import { expect, it } from 'vitest'
import { allCases } from '../../flaky/cases.ts'
import { genericRunner } from '../../flaky/runners/generic.ts'
import type { WantedTest } from '../../flaky/runners/runner.ts'
import { names } from './names.ts'
import { makeProject, node } from './runner-project.ts'

const foreign = { kind: 'test', id: '', project: '', titlePath: [], ordinal: 1, line: null } as const

/** Takes a regular expression, and tells which of all names it matches: what any runner does with `{pattern}`. */
const matcher = `import { appendFileSync, readFileSync } from 'node:fs'
const names = JSON.parse(readFileSync('names.json', 'utf8'))
const pattern = new RegExp(process.argv[2])
for (const name of names) if (pattern.test(name)) appendFileSync(process.env.RAN, JSON.stringify(name) + '\\n')
`
/** Tells its arguments. */
const teller = `import { appendFileSync } from 'node:fs'
for (const word of process.argv.slice(2)) appendFileSync(process.env.RAN, JSON.stringify(word) + '\\n')
`

const fullNames = [...new Set(names.map(({ titlePath }) => titlePath.join(' ')))]
const asWanted = (name: string): WantedTest => ({ ...foreign, file: null, name, classname: 'suite' })

it('makes one pattern that matches the wanted names and no other', async () => {
  const runner = genericRunner({ rerunCommand: `'${node}' run.mjs {pattern}` })
  const project = makeProject(runner, {}, { 'run.mjs': matcher, 'names.json': JSON.stringify(fullNames) })
  try {
    for (const chosen of [fullNames, fullNames.slice(0, 3), fullNames.slice(8, 12), fullNames.slice(-6)]) {
      const { ran } = await project.rerun(['true'], chosen.map(asWanted))
      expect(ran).toEqual([...chosen].sort())
    }
  } finally {
    project.remove()
  }
})

it('hands each value over as an argument of its own, which no shell reads', async () => {
  const runner = genericRunner({ rerunCommand: `'${node}' run.mjs --name={names}` })
  const project = makeProject(runner, {}, { 'run.mjs': teller })
  try {
    const { ran } = await project.rerun(['true'], fullNames.map(asWanted))
    expect(ran).toEqual(fullNames.map(name => `--name=${name}`).sort())
  } finally {
    project.remove()
  }
})

it('starts the command as it is, which writes its own report', async () => {
  const runner = genericRunner({ rerunCommand: null })
  const xml = '<testsuite name="s"><testcase classname="s" name="adds"/></testsuite>'
  const project = makeProject(
    runner,
    {},
    {
      'run.mjs': `import { writeFileSync } from 'node:fs'\nwriteFileSync(process.env.REPORT, ${JSON.stringify(xml)})\n`,
    },
  )
  try {
    const left = await project.record([node, 'run.mjs'], {
      REPORT: `${project.directory}/.cd-gate/run/1/xunit.xml`,
    })
    expect(allCases(left.report ?? []).map(({ test }) => test.name)).toEqual(['adds'])
    expect(
      runner.rerun(['true'], [asWanted('adds')], { cwd: '/', root: '/', directory: '/d', output: '/d/x' }),
    ).toEqual([])
  } finally {
    project.remove()
  }
})
