import { describe, expect, it } from 'vitest'
import { GateError } from '../../core/errors.ts'
import { runnerNamed, runnerOf, runners } from './index.ts'

describe('the runner of a command line', () => {
  it.each([
    ['vitest run', 'vitest'],
    ['mocha', 'mocha'],
    ['node --test', 'node'],
    ['jest --ci', 'jest'],
    ['node_modules/.bin/jest', 'jest'],
    ['node --experimental-vm-modules node_modules/jest/bin/jest.js -i', 'jest'],
    ['node -r ts-node/register node_modules/.bin/jest', 'jest'],
    ['c8 --reporter lcov jest', 'jest'],
    ['playwright test', 'playwright'],
    ['node node_modules/@playwright/test/cli.js test', 'playwright'],
    ['pytest -q', 'pytest'],
    ['py.test', 'pytest'],
    ['python3.12 -W error -m pytest tests', 'pytest'],
    ['uv run pytest', 'pytest'],
    ['poetry run python -m pytest', 'pytest'],
    ['coverage run --branch -m pytest', 'pytest'],
  ])('%s: %s', (line, name) => {
    const argv = line.split(' ')
    expect(runnerOf(argv).name).toBe(name)
    expect(runners.filter(each => each.detect(argv)).map(each => each.name)).toEqual([name])
  })

  it.each(['playwright install', 'python -m unittest', 'go test ./...', 'uv run tests'])('%s: none', line => {
    expect(() => runnerOf(line.split(' '))).toThrow(GateError)
    expect(() => runnerOf(line.split(' '))).toThrow(/none of the test runners that are known: vitest, mocha/)
  })

  it('is found by its name', () => {
    expect(runnerNamed('pytest')?.name).toBe('pytest')
    expect(runnerNamed('go')).toBeNull()
  })
})
