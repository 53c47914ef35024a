import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { makeDirectories, writeAtomically } from './files.ts'

let directory: string
beforeEach(() => {
  const made = mkdtempSync(join(tmpdir(), 'cd-gate-files-'))
  directory = made
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
})

test('directories are made as far as they are missing', () => {
  const deep = join(directory, 'a/b/c')
  makeDirectories(deep)
  makeDirectories(deep)
  expect(statSync(deep).isDirectory()).toBe(true)
})

test('a link to a directory is one', () => {
  mkdirSync(join(directory, 'real'))
  symlinkSync('real', join(directory, 'link'))
  makeDirectories(join(directory, 'link/a'))
  expect(statSync(join(directory, 'real/a')).isDirectory()).toBe(true)
})

test.each(['file', 'file/a', 'file/a/b'])('nothing is made where a file is in the way of %s', path => {
  writeFileSync(join(directory, 'file'), '')
  expect(() => makeDirectories(join(directory, path))).toThrow(
    expect.objectContaining({ code: path === 'file' ? 'EEXIST' : 'ENOTDIR' }),
  )
})

test('a link that leads nowhere is in the way', () => {
  symlinkSync('nowhere', join(directory, 'link'))
  expect(() => makeDirectories(join(directory, 'link/a'))).toThrow()
  expect(existsSync(join(directory, 'nowhere'))).toBe(false)
})

// Node's own recursive mkdir never returns there.
test.runIf(process.platform === 'linux')('where nobody can make any, that is said', () => {
  expect(() => makeDirectories('/proc/cd-gate/a')).toThrow('no directory can be made in /proc')
  expect(() => writeAtomically('/proc/cd-gate/a/b.html', '')).toThrow(
    expect.objectContaining({ code: 'output.unwritable' }),
  )
})
