import { expect, test } from 'vitest'
import { testId, testIdsOf } from './test-id.ts'

test.each([[[]], [['total']], [['total "x"', 'a,b']]])(
  'the ids of one describe are those of its tests: %j',
  describes => {
    const place = { project: 'unit', file: 'src/a.test.ts' }
    for (const [title, ordinal] of [
      ['adds', 1],
      ['', 2],
      ['says "]," and ü', 1],
    ] as const)
      expect(testIdsOf(place, describes)(title, ordinal)).toBe(
        testId({ ...place, titlePath: [...describes, title], ordinal }),
      )
  },
)
