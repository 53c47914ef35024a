// @ts-check
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, utimesSync } from 'node:fs'

/** Nothing of the user's own git settings may reach the generated repository. */
export const GIT_ENV = {
  ...process.env,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
}

const AUTHOR = 'Bench <bench@example.org> 1700000000 +0000'

/** @param {string} directory @param {readonly string[]} args */
export function git(directory, args) {
  const { status, stderr, error } = spawnSync('git', args, { cwd: directory, env: GIT_ENV, encoding: 'utf8' })
  if (status !== 0) throw new Error(`git ${args[0]} failed: ${error?.message ?? stderr}`)
}

/**
 * Writes commits through `git fast-import`: no object file, no `git add`.
 * @typedef {object} Importer
 * @property {(text: string) => Promise<number>} blob Stores a file's text; returns its mark.
 * @property {(branch: string, message: string, commands: readonly string[], parent?: string) => Promise<void>} commit
 * @property {() => Promise<void>} close
 */

/** @param {string} directory @returns {Importer} */
export function importer(directory) {
  mkdirSync(directory, { recursive: true })
  git(directory, ['init', '-q', '--initial-branch=main'])
  const child = spawn('git', ['fast-import', '--quiet', '--done', '--depth=0'], {
    cwd: directory,
    env: GIT_ENV,
    stdio: ['pipe', 'inherit', 'inherit'],
  })
  const exited = once(child, 'exit')
  let marks = 0
  /** @param {string} text */
  const write = async text => {
    if (!child.stdin.write(text)) await once(child.stdin, 'drain')
  }
  /** @param {string} text */
  const data = text => `data ${Buffer.byteLength(text)}\n${text}\n`
  return {
    blob: async text => {
      marks++
      await write(`blob\nmark :${marks}\n${data(text)}`)
      return marks
    },
    commit: async (branch, message, commands, parent) => {
      const from = parent ? `from refs/heads/${parent}\n` : ''
      const head = `commit refs/heads/${branch}\nauthor ${AUTHOR}\ncommitter ${AUTHOR}\n${data(message)}${from}`
      await write(`${head}${commands.join('\n')}\n`)
    },
    close: async () => {
      child.stdin.end('done\n')
      const [status] = await exited
      if (status !== 0) throw new Error(`git fast-import failed with exit code ${status}`)
    },
  }
}

/**
 * Checks out `branch` and makes the index younger than every file: else git would have to read the files
 * of the last second again, in every run, to know that they are unchanged.
 * @param {string} directory @param {string} branch
 */
export function checkOut(directory, branch) {
  git(directory, ['checkout', '-q', branch])
  const later = new Date(Date.now() + 2000)
  utimesSync(`${directory}/.git/index`, later, later)
}
