import { expect, test } from 'vitest'
import { fillTemplate, isPartOf, partName, unknownPlaceholder } from './report-names.ts'

const parts = { runner: 'vitest', project: '', shard: '', pid: 42 }

test.for([
  ['reports/junit/{runner}.xml', parts, 'reports/junit/vitest.xml'],
  [
    'reports/junit/{project}-{shard}.xml',
    { ...parts, project: 'chromium', shard: '2' },
    'reports/junit/chromium-2.xml',
  ],
  ['reports/junit/{project}-{shard}.xml', { ...parts, project: 'chromium' }, 'reports/junit/chromium.xml'],
  ['reports/junit/{project}-{shard}.xml', { ...parts, shard: '2' }, 'reports/junit/2.xml'],
  ['reports/junit/{project}-{shard}.xml', parts, 'reports/junit/vitest.xml'],
  ['/abs/{runner}-{pid}.xml', parts, '/abs/vitest-42.xml'],
  ['out/{project}/r.xml', { ...parts, project: 'a' }, 'out/a/r.xml'],
  ['out/{project}/r.xml', parts, 'out/r.xml'],
  ['{project}.xml', { ...parts, project: '../../etc/passwd' }, 'etc-passwd.xml'],
  ['{project}.xml', { ...parts, project: 'größe 日本' }, 'größe-日本.xml'],
  ['fixed.xml', parts, 'fixed.xml'],
] as const)('%s', ([template, given, expected]) => {
  expect(fillTemplate(template, given)).toBe(expected)
})

test('a placeholder that no run has is named', () => {
  expect(unknownPlaceholder('a/{browser}-{pid}.xml')).toBe('browser')
  expect(unknownPlaceholder('a/{runner}-{project}-{shard}-{pid}.xml')).toBe(null)
})

test('parts are told from neighbours', () => {
  expect([1, 2, 12345].map(part => partName('r/x.xml', part))).toEqual([
    'r/x.xml',
    'r/x-0002.xml',
    'r/x-12345.xml',
  ])
  expect(
    ['x.xml', 'x-0002.xml', 'x-12.xml', 'x-0002.txt', 'xy-0002.xml', 'x-unit.xml'].map(name =>
      isPartOf(name, 'r/x.xml'),
    ),
  ).toEqual([true, true, false, false, false, false])
})
