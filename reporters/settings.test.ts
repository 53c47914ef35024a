import { expect, test } from 'vitest'
import { GateError } from '../core/errors.ts'
import { readSettings } from './settings.ts'

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

test('what is not understood is refused in one sentence', () => {
  expect(refusal({ profile: 'jenkin' })).toBe(
    '2 reporters.profile in the options of cd-gate/vitest: ""jenkin"" is not one of jenkins, xunit-strict, surefire, gitlab, github → give jenkins',
  )
  expect(refusal({ outputFile: 'x.xml' })).toContain(
    '2 the options of cd-gate/vitest has the unknown key "reporters.outputFile"',
  )
  expect(refusal({}, { CD_GATE_REPORTERS_PROFIL: 'x' })).toContain('did you mean CD_GATE_REPORTERS_PROFILE?')
  expect(refusal({ output: 'x-{browser}.xml' })).toContain(
    '"x-{browser}.xml" is not a path, with {runner}, {project}, {shard}, {pid}',
  )
})
