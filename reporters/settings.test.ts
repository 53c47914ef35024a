import { expect, test } from 'vitest'
import { GateError } from '../core/errors.ts'
import { readSettings, usableSettings } from './settings.ts'

const refusal = (options: unknown, env: NodeJS.ProcessEnv = {}): string => {
  try {
    readSettings('vitest', options, env)
  } catch (error) {
    if (error instanceof GateError) return `${error.exitCode} ${error.message} → ${error.hint}`
    throw error
  }
  return 'accepted'
}

test('the environment wins over the options, and both over the defaults', () => {
  const settings = readSettings(
    'mocha',
    { profile: 'gitlab', outputPassed: '5', attachments: 'false', root: undefined },
    { CD_GATE_REPORTERS_PROFILE: 'github', CD_GATE_REPORTERS_RETRIES: 'duplicates' },
  )
  expect(settings).toMatchObject({
    profile: 'github',
    retries: 'duplicates',
    outputPassed: 5,
    attachments: false,
    location: 'failures',
    output: null,
  })
  expect(readSettings('jest', undefined, {}).profile).toBe('jenkins')
})

test('what is not understood is refused in one sentence, with the key as it was written', () => {
  expect(refusal({ profile: 'jenkin' })).toBe(
    '2 profile in the configuration of cd-gate/vitest: "jenkin" is not one of jenkins, xunit-strict, surefire, gitlab, github → give jenkins',
  )
  expect(refusal({ outputPassed: -1 })).toContain('"-1" is not a whole number')
  expect(refusal({ outputFile: 'x.xml' })).toBe(
    '2 the configuration of cd-gate/vitest has the unknown key "outputFile" → did you mean output? the keys are output, profile, retries, root, location, outputPassed, outputFailed, attachments, terminal; docs/configuration.md lists every key',
  )
  expect(refusal({ zzz: 1 })).toContain('has the unknown key "zzz" → the keys are output, ')
  expect(refusal('x.xml')).toContain('cd-gate/vitest: "x.xml" is not an object of options')
  expect(refusal(['x.xml'])).toContain('is not an object of options')
  expect(refusal({ '[object Object]': true })).toContain('give reporterOption: ["output=')
  expect(refusal({ output: 'x-{browser}.xml' })).toContain(
    'output in the configuration of cd-gate/vitest: "x-{browser}.xml" is not a path, with {runner}, {project}, {shard}, {pid}',
  )
})

test('so is a variable', () => {
  expect(refusal({}, { CD_GATE_REPORTERS_PROFIL: 'x' })).toContain(
    'the unknown key "CD_GATE_REPORTERS_PROFIL" → did you mean CD_GATE_REPORTERS_PROFILE?',
  )
  expect(refusal({}, { CD_GATE_REPORTERS_OUTPUT: 'x-{browser}.xml' })).toContain(
    'CD_GATE_REPORTERS_OUTPUT: "x-{browser}.xml" is not a path',
  )
  expect(refusal({}, { CD_GATE_REPORTERS_OUTPUT: '', CD_GATE_REPORTERS_OUTPUT_PASSED: ' 5 ' })).toBe(
    'accepted',
  )
})

test.each([
  [{ profile: 'jenkin', output: 'a.xml', retries: 'none' }, {}, ['a.xml']],
  [{ outputFile: 'a.xml' }, {}, [null, 'a.xml']],
  [{ outputFile: 'a.xml', output: 'b.xml' }, {}, ['b.xml']],
  [{ output: 'a-{x}.xml' }, {}, [null]],
  ['a.xml', { CD_GATE_REPORTERS_PROFIL: 'x' }, [null]],
  [{ output: 'a.xml' }, { CD_GATE_REPORTERS_OUTPUT: 'c.xml', CD_GATE_REPORTERS_PROFILE: 'x' }, ['c.xml']],
])('of %j and %j the report of the refusal goes to %j', (options, env, outputs) => {
  const settings = usableSettings(options, env)
  expect(settings.map(({ output }) => output)).toEqual(outputs)
  expect(settings.map(({ profile }) => profile)).toEqual(outputs.map(() => 'jenkins'))
})
