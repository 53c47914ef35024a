import { describe, expect, it } from 'vitest'
import { GateError } from '../../../core/errors.ts'
import type { WantedTest } from '../runner.ts'
import { expandTemplate, patternOf, readTemplate } from './template.ts'

const base = { kind: 'test', id: '', project: '', titlePath: [], ordinal: 1, line: null } as const
const wanted: readonly WantedTest[] = [
  { ...base, file: 'a.rb', name: 'adds (1+1)', classname: 'A' },
  { ...base, file: 'a.rb', name: 'one\ntwo', classname: 'A' },
  { ...base, file: 'b.rb', name: 'adds (1+1)', classname: 'B' },
]

function commands(template: string, tests = wanted): readonly (readonly string[])[] {
  return expandTemplate(readTemplate(template), tests).map(({ command }) => command('/list'))
}

describe('a template', () => {
  it('gives each file and each name an argument of its own', () => {
    expect(commands('rspec --only {files}')).toEqual([['rspec', '--only', 'a.rb', 'b.rb']])
    expect(commands('x --name={names}')).toEqual([['x', '--name=adds (1+1)', '--name=one\ntwo']])
  })

  it('gives names one pattern', () => {
    expect(commands(`x -run '{pattern}' ./...`)).toEqual([
      ['x', '-run', '^(?:adds\\s\\(1\\+1\\)|one\\stwo)$', './...'],
    ])
  })

  it('starts a process for each file where names are selected in it', () => {
    expect(commands('x {files} -e {pattern}')).toEqual([
      ['x', 'a.rb', '-e', '^(?:adds\\s\\(1\\+1\\)|one\\stwo)$'],
      ['x', 'b.rb', '-e', '^(?:adds\\s\\(1\\+1\\))$'],
    ])
  })

  it('starts a process for each test', () => {
    expect(commands('mvn -Dtest={classname}#{name}')).toEqual([
      ['mvn', '-Dtest=A#adds (1+1)'],
      ['mvn', '-Dtest=A#one\ntwo'],
      ['mvn', '-Dtest=B#adds (1+1)'],
    ])
  })

  it('names a file with one test a line, without those of several lines', () => {
    const [only] = expandTemplate(readTemplate('ctest --tests-from-file={list}'), wanted)
    expect(only?.command('/list')).toEqual(['ctest', '--tests-from-file=/list'])
    expect(only?.list).toEqual(['adds (1+1)'])
  })

  it('starts nothing where a placeholder stands for nothing', () => {
    expect(commands('x {files}', [{ ...base, file: null, name: 'a', classname: 'A' }])).toEqual([])
  })

  it('takes a name for what it is, whatever is in it', () => {
    expect(
      commands('x {names}', [{ ...base, file: null, name: '$& {files} $(rm)', classname: 'A' }]),
    ).toEqual([['x', '$& {files} $(rm)']])
  })

  it.each([
    ['go test ./...', /would run every test/],
    ['go test {tests}', /\{tests\} is no placeholder/],
    ['go test {name} {files}', /mixes/],
    ['go test {names} && true', /joins commands/],
    ['', /empty/],
  ])('is refused: %j', (template, why) => {
    expect(() => readTemplate(template)).toThrow(GateError)
    expect(() => readTemplate(template)).toThrow(why)
  })
})

it('makes a pattern that matches the names whatever white space a report has made of theirs', () => {
  const pattern = new RegExp(patternOf(['a b', '(x|y)* [z]? ^$ /']))
  expect(['a b', 'a\nb', '(x|y)* [z]? ^$ /'].every(name => pattern.test(name))).toBe(true)
  expect(['a', 'a bc', 'ab', 'x'].some(name => pattern.test(name))).toBe(false)
})
