import type { FailedTest } from '../../notifiers/model.ts'
import { createRepository, type TestRepository } from '../repository.ts'

/** A repository in which several people work. */
export interface TeamRepository extends TestRepository {
  /** Everything on disk becomes a commit of this person (`name` at example.org); returns its id. */
  readonly commitAs: (name: string, subject: string) => string
}

export function teamRepository(files: Readonly<Record<string, string>>): TeamRepository {
  const repository = createRepository(files)
  const commitAs = (name: string, subject: string) => {
    const author = name.includes('<') ? name : `${name} <${name.toLowerCase()}@example.org>`
    repository.git('add', '--all')
    repository.git('commit', '--quiet', '--allow-empty', `--author=${author}`, '-m', subject)
    return repository.git('rev-parse', 'HEAD')
  }
  return { ...repository, commitAs }
}

export function failedTest(change: Partial<FailedTest> = {}): FailedTest {
  return {
    id: '0123456789abcdef',
    name: 'pay > adds the fee',
    classname: 'test.pay_test.pay',
    file: 'test/pay.test.ts',
    line: 6,
    message: 'expected 3 to be 4',
    detail: '',
    isNew: true,
    ...change,
  }
}

/** `fees`, `rates` … as functions of five lines each: function n begins at line 5n - 4. */
export function functionsNamed(...names: readonly string[]): string {
  return names.map(name => `export function ${name}(n: number) {\n  const x = n\n  return x\n}\n\n`).join('')
}
