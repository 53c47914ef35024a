import type { Annotation, TestCase, TestResult } from './playwright-api.ts'
import { annotationsOf } from './result.ts'
import type { KnownTest } from './test-files.ts'

/** Annotations that are told otherwise: as the reason of a skip, or as the mode of the group. */
const toldOtherwise: ReadonlySet<string> = new Set(['skip', 'fixme', 'fail', 'serial'])

/** Tells tags, annotations and the expectation to fail. */
export function tellParticulars({ test, recording, told }: KnownTest, result: TestResult): void {
  for (const [name, value] of particulars(test, annotationsOf(test, result))) {
    const key = JSON.stringify([name, value])
    if (told.has(key)) continue
    told.add(key)
    recording.property(name, value)
  }
}

function particulars(
  test: TestCase,
  annotations: readonly Annotation[],
): readonly (readonly [name: string, value: string])[] {
  const expectation = annotations.find(({ type }) => type === 'fail')?.description
  return [
    ...test.tags.map(tag => ['tag', tag.replace(/^@/, '')] as const),
    ...(test.expectedStatus === 'failed' ? [['expected', 'failure'] as const] : []),
    ...(expectation ? [['annotation.fail', expectation] as const] : []),
    ...annotations
      .filter(({ type }) => !toldOtherwise.has(type))
      .map(({ type, description = '' }) => [`annotation.${type}`, description] as const),
  ]
}
