import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { makeDirectories } from '../../core/system/files.ts'
import { visible } from '../../core/text.ts'
import { isAlive } from '../../reporters/report-owner.ts'
import type { World } from '../command.ts'

/** A report's name, which is this run's until it is released. */
export interface ClaimedOutput {
  /** As it was given, or one beside it. */
  readonly file: string
  readonly release: () => void
}

/**
 * Takes a report's name for a run. Two runs at once that were given one name write two reports, so that neither is lost;
 * the second says so. What a killed run claimed is free again. Where the directory takes no claim there is none: whoever
 * writes the report there will say what is wrong.
 */
export function claimOutput(output: string, { cwd, log }: Pick<World, 'cwd' | 'log'>): ClaimedOutput {
  const directory = dirname(resolve(cwd, output))
  // Beside the report, and not in `.cd-gate`: runs of other directories may have been given the same name.
  const claim = join(directory, `.${basename(output)}.claim`)
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const claimed = tryClaim(directory, claim)
    if (claimed === 'mine') return { file: output, release: () => remove(claim) }
    if (claimed === 'impossible') return { file: output, release: () => {} }
    if (isHeld(claim)) break
    remove(claim)
  }
  const ending = extname(output)
  // Not `-<number>`: that is what the parts of a report are called.
  const file = `${output.slice(0, output.length - ending.length)}-run-${process.pid}${ending}`
  log(
    `cd-gate: another run is writing ${visible(output)} at this moment, so this one writes ${visible(file)}; give one of them another --output`,
  )
  return { file, release: () => {} }
}

const ATTEMPTS = 3

/**
 * A file, for what searches directories stumbles over links that lead nowhere (`node --test` of Node 20). It gets its name
 * when it says who holds it, and only one can have the name.
 */
function tryClaim(directory: string, claim: string): 'mine' | 'taken' | 'impossible' {
  const holder = `${process.pid}@${hostname()}`
  const draft = `${claim}.${holder}`
  try {
    makeDirectories(directory)
  } catch {
    return 'impossible'
  }
  try {
    writeFileSync(draft, holder)
    linkSync(draft, claim)
    return 'mine'
  } catch (error) {
    // Some file systems have no links.
    return (error as NodeJS.ErrnoException).code === 'EEXIST' ? 'taken' : create(claim, holder)
  } finally {
    remove(draft)
  }
}

function create(claim: string, holder: string): 'mine' | 'taken' | 'impossible' {
  try {
    writeFileSync(claim, holder, { flag: 'wx' })
    return 'mine'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EEXIST' ? 'taken' : 'impossible'
  }
}

function isHeld(claim: string): boolean {
  try {
    const [, pid = '', host = ''] = /^(\d+)@(.*)$/.exec(readFileSync(claim, 'utf8')) ?? []
    return pid !== '' && isAlive({ pid: Number(pid), host })
  } catch {
    return false
  }
}

/** It may never have come to be, where a part of its path is a file. */
function remove(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch {
    // Whoever writes the report there says what is wrong.
  }
}
