import { spawnSync } from 'node:child_process'
import { SaxesParser } from 'saxes'

const xmllint = spawnSync('xmllint', ['--version']).error === undefined

/** By libxml2 where it is installed (.ci/run installs it), else by saxes. */
export function wellFormed(xml: string): boolean {
  if (xmllint) {
    const { status } = spawnSync('xmllint', ['--noout', '--huge', '-'], { input: xml })
    return status === 0
  }
  const parser = new SaxesParser()
  let whole = true
  parser.on('error', () => {
    whole = false
  })
  parser.write(xml).close()
  return whole
}
