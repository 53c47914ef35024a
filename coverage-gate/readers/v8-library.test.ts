import { execFileSync } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { convert } from 'ast-v8-to-istanbul'
import { parseSync } from 'oxc-parser'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../../test/repository.ts'
import { everyLine } from '../changed-lines.ts'
import { readIstanbul } from './istanbul.ts'
import { readV8 } from './v8.ts'

const script = `
const { Command } = require('./commander')
const picomatch = require('./picomatch')
new Command().option('-a <x>', 'y').argument('[z]').addHelpText('after', 'x').parse(['node', 'x', '-a', '3'])
picomatch('**/*.{js,ts}')('a/b.ts')
picomatch.scan('!(a|b)/*.x')
`

interface Dump {
  readonly result: readonly {
    readonly url: string
    readonly functions: Parameters<typeof convert>[0]['coverage']['functions']
  }[]
}

test('what is looked up in a dump is what the library itself makes of it, for real packages', async () => {
  const directory = temporaryDirectory()
  const require = createRequire(import.meta.url)
  cpSync(dirname(require.resolve('commander')), join(directory, 'commander'), { recursive: true })
  cpSync(dirname(require.resolve('picomatch')), join(directory, 'picomatch'), { recursive: true })
  writeFileSync(join(directory, 'main.cjs'), script)
  const env = { ...process.env, NODE_V8_COVERAGE: join(directory, 'dumps') }
  execFileSync(process.execPath, ['main.cjs'], { cwd: directory, env, stdio: 'pipe' })
  const [name = ''] = readdirSync(join(directory, 'dumps'))
  const text = readFileSync(join(directory, 'dumps', name), 'utf8')

  const own = (JSON.parse(text) as Dump).result.filter(({ url }) =>
    url.startsWith(pathToFileURL(directory).href),
  )
  expect(own.length).toBeGreaterThan(10)
  const entries = await Promise.all(
    own.map(async coverage => {
      const code = readFileSync(fileURLToPath(coverage.url), 'utf8')
      const { program } = parseSync('', code, {
        lang: 'jsx',
        sourceType: 'unambiguous',
        preserveParens: false,
      })
      return convert({ code, ast: program as never, coverage })
    }),
  )
  const byLibrary = readIstanbul(
    { name: 'istanbul', pieces: [Buffer.from(JSON.stringify(Object.assign({}, ...entries)))] },
    everyLine,
  )
  const byUs = await readV8({ name: 'v8', pieces: [Buffer.from(text)] }, everyLine)
  const plain = (content: typeof byUs) =>
    new Map(
      content.files.map(({ path, lines, details }) => [
        path,
        { lines: [...lines], details: details.map(detail => ({ ...detail, checksums: null })) },
      ]),
    )
  expect(plain(byUs)).toEqual(plain(byLibrary))
})
