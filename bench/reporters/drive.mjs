// @ts-check
/**
 * Records a run of `--files` test files of 100 tests without any runner, the first of them number `--from`; the last test
 * prints `--mebibytes`.
 *   node drive.mjs <open-recording, bundled> <report> --files 1000 --from 0 --mebibytes 0
 */
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: 'string', default: '100' },
    from: { type: 'string', default: '0' },
    mebibytes: { type: 'string', default: '0' },
  },
})
const [library, output] = positionals
const { openRecording } = await import(library)

const recording = openRecording({ runner: 'vitest', options: { output }, root: process.cwd() })
const from = Number(values.from)
const end = from + Number(values.files)
for (let file = from; file < end; file += 1) {
  const suite = recording.suite(`src/part-${file % 10}/module-${file}.test.ts`)
  const tests = Array.from({ length: 100 }, (_, index) =>
    suite.test(index, { titlePath: [`module ${file}`, `adds what is in cart ${index} of module ${file}`] }),
  )
  for (const [index, test] of tests.entries()) {
    test.start()
    if (index % 10 === 5) test.output('stdout', `cart ${index} of module ${file}\n`)
    if (file === end - 1 && index === 99) print(test, Number(values.mebibytes))
    const outcome = index === 20 || index === 70 ? 'failed' : index % 33 === 31 ? 'skipped' : 'passed'
    test.attempt({ outcome, durationMs: index / 10, errors: outcome === 'failed' ? [errorOf(index)] : [] })
  }
  suite.finish()
}
recording.finish({ failed: true })
process.exitCode = 0

/** @param {{ output(stream: string, text: string): void }} test @param {number} mebibytes in pieces of 64 KiB, each another */
function print(test, mebibytes) {
  for (let piece = 0; piece < mebibytes * 16; piece += 1)
    test.output('stdout', `${`${piece} `.padEnd(65_535, '.')}\n`)
}

/** @param {number} index */
function errorOf(index) {
  const error = new Error(`cart ${index} has another total`)
  return Object.assign(error, {
    name: 'AssertionError',
    actual: { total: index },
    expected: { total: index + 1 },
  })
}
