#!/usr/bin/env node
import { createMask } from '../core/redact.ts'
import { writeAtomically } from '../core/system/files.ts'
import { main } from './main.ts'

const mask = createMask(process.env)
// A reader that has seen enough (`| head`) closes the pipe; that is no fault. Anything else means that the result did
// not arrive, which is "could not deliver" whatever the verdict was.
let undelivered = false
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE' || undelivered) return
  undelivered = true
  process.exitCode = 3
  process.stderr.write(
    `cd-gate: the result cannot be written to standard output: ${error.code ?? error.message}\n`,
  )
})
process.stderr.on('error', () => {})

const exitCode = await main(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  out: text => process.stdout.write(mask(text)),
  log: line => process.stderr.write(`${mask(line)}\n`),
  err: text => process.stderr.write(mask(text)),
  write: (file, text) => writeAtomically(file, mask(text)),
  mask,
  colour: hasColour(),
  width: process.stdout.columns ?? 100,
})
process.exitCode = undelivered ? 3 : exitCode

/** NO_COLOR and FORCE_COLOR decide; else a terminal has colour and a log has none. */
function hasColour(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false'
  return !NO_COLOR && TERM !== 'dumb' && process.stdout.isTTY === true
}
