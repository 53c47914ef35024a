import { expect, it } from 'vitest'
import { howWorkerDied, withItsName } from './worker-death.ts'

const ended = (code: string, signal: string) =>
  new Error(
    `Workerpool Worker terminated Unexpectedly\n    exitCode: \`${code}\`\n    signalCode: \`${signal}\`\n`,
  )

it('says how a worker ended', () => {
  expect(howWorkerDied(ended('null', 'SIGKILL'))).toBe('its worker was killed by SIGKILL')
  expect(howWorkerDied(ended('0', 'null'))).toBe('its worker exited with code 0')
  expect(howWorkerDied(new Error('Workerpool Worker terminated Unexpectedly'))).toBe('its worker died')
})

it('says nothing of another error', () => {
  expect(howWorkerDied(new SyntaxError('Unexpected token'))).toBe('')
  expect(howWorkerDied('text')).toBe('')
})

it('finds an error its name again', () => {
  const error = new Error("Unexpected token '='")
  error.stack = "SyntaxError[ @/a.test.js ]: Unexpected token '='\n    at wrapSafe (node:internal)"
  expect(withItsName(error)).toMatchObject({ name: 'SyntaxError' })
  expect(withItsName(new Error('plain'))).toMatchObject({ name: 'Error' })
  expect(withItsName(new RangeError('own'))).toMatchObject({ name: 'RangeError' })
})
