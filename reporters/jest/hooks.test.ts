import { expect, it } from 'vitest'
import { hookOf } from './hooks.ts'

const source = `describe('total', () => {
  beforeEach(() => { setUp() })
  afterEach(() => {
    throw new Error('no database')
  })
  test('first', () => {})
})
`
const sourceOf = (path: string) => (path === '/a.test.js' ? source : null)

function thrownAt(place: string, ...callers: readonly string[]) {
  const frames = [
    `Object.<anonymous> (${place})`,
    'new Promise (<anonymous>)',
    'callAsyncCircusFn (/nm/jest-circus/c.js:3:1)',
  ]
  return { stack: ['Error: no', ...[...frames, ...callers].map(frame => `    at ${frame}`)].join('\n') }
}

const hook = '_callCircusHook (/nm/jest-circus/c.js:1136:40)'
const ticks = 'processTicksAndRejections (node:internal:1:2)'

it.each([
  ['beforeAll', thrownAt('/a.test.js:2:5', hook, '_runTestsForDescribeBlockOnce (/nm/jest-circus/c.js:9:1)')],
  [
    'beforeAll',
    thrownAt('/a.test.js:2:5', hook, ticks, '_runTestsForDescribeBlock (/nm/jest-circus/c.js:9:1)'),
  ],
  ['beforeEach', thrownAt('/a.test.js:2:24', hook, '_runTestInContext (/nm/jest-circus/c.js:9:1)')],
  ['afterEach', thrownAt('/a.test.js:4:11', hook, ticks, '_runTestInContext (/nm/jest-circus/c.js:9:1)')],
  [null, thrownAt('/other.js:4:11', hook, '_runTestInContext (/nm/jest-circus/c.js:9:1)')],
  [null, thrownAt('/a.test.js:1:3', hook, '_runTestInContext (/nm/jest-circus/c.js:9:1)')],
  [
    null,
    thrownAt(
      '/a.test.js:4:11',
      '_callCircusTest (/nm/jest-circus/c.js:8:1)',
      '_runTestInContext (/nm/jest-circus/c.js:9:1)',
    ),
  ],
  [null, 'a string'],
])('tells %s', (name, error) => {
  expect(hookOf(error, sourceOf)).toBe(name)
})
