import { expect, test } from 'vitest'
import { marksOf, prescan } from './merge-prescan.ts'
import { readXunit } from './read.ts'

function* torn(text: string, size: number) {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const document = `<?xml version="1.0"?><testsuites name="all">
<testsuite name='it&apos;s &quot;a&quot; &#228; ä' message=' name="no"'><testcase name="x"/></testsuite>
<testsuite hostname="a>b" package="p" name="b"><testsuite name="c
d"><testcase name="x"/></testsuite><testcase name="y"/></testsuite>
<testsuite id="0123456789abcdef" name="e › f"><testcase name="x"/></testsuite>
<testsuite><testcase name="x"/></testsuite>
<testcase name="z"/>
</testsuites>`

test('every mark that the reader finds was seen from afar, however the bytes are torn', () => {
  for (const size of [1, 3, 11, 12, 50, 5000]) {
    const seen = prescan(torn(document, size), 'r.xml')?.flat() ?? []
    for (const suite of readXunit(torn(document, 100), 'r.xml')) {
      for (const mark of marksOf(suite)) expect(seen, `${size}`).toContain(mark)
    }
  }
})

test('nothing is seen twice', () => {
  const one = prescan(torn(document, 5000), 'r.xml')
  for (const size of [1, 7, 10, 13, 64]) expect(prescan(torn(document, size), 'r.xml')).toEqual(one)
})

test('wide encodings are left to the reader', () => {
  expect(prescan([Buffer.from(document, 'utf16le')], 'r.xml')).toBeNull()
  expect(
    prescan([Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><testsuites/>')], 'r.xml'),
  ).toBeNull()
})
