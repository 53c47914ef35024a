import { expect, it } from 'vitest'
import { keepSelected, type WorkerTask } from './filter.ts'

const test = (name: string): WorkerTask => ({ type: 'test', name, mode: 'run', retry: 2 })
const suite = (name: string, ...tasks: WorkerTask[]): WorkerTask => ({
  type: 'suite',
  name,
  mode: 'run',
  tasks,
})

it('skips what is not wanted, and takes the hooks of a describe with nothing in it', () => {
  const [wanted, other, later] = [test('wanted'), test('other'), { ...test('later'), mode: 'todo' }]
  const [empty, around] = [suite('empty', test('x')), suite('around', other, wanted, later)]
  const file = { ...suite('a.js', around, empty), filepath: '/a.js' }
  const hooks = new Map([around, empty].map(each => [each, { beforeAll: [1], afterAll: [1] }]))
  const tests = [{ titlePath: ['around', 'wanted'], ordinal: 1 }]
  keepSelected(file, each => hooks.get(each)!, [
    { file: '/a.js', project: '', whole: false, describes: [], tests },
  ])
  expect([wanted.mode, wanted.retry, other.mode, later.mode, empty.tasks?.[0]?.mode]).toEqual([
    'run',
    0,
    'skip',
    'todo',
    'skip',
  ])
  expect(hooks.get(around)).toEqual({ beforeAll: [1], afterAll: [1] })
  expect(hooks.get(empty)).toEqual({ beforeAll: [], afterAll: [] })
})

it('takes nothing of a file that is not wanted, such as one of another project', () => {
  const only = test('wanted')
  const file = { ...suite('a.js', only), filepath: '/a.js', projectName: 'two' }
  keepSelected(file, () => ({ beforeAll: [], afterAll: [] }), [
    { file: '/a.js', project: '', whole: true, describes: [], tests: [] },
  ])
  expect(only.mode).toBe('skip')
})
