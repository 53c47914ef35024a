// @ts-check
import { changedLines } from './floors/changed-lines.mjs'

/**
 * The least that any gate on Node must do: start, one `git diff`, one pass over the report that counts the
 * lines of every file and compares those of the changed files. Made for the generated reports: no choice
 * of format, no check of the input, no paths to find, no merge, no output but the figures.
 */
const [format, report, base] = process.argv.slice(2)
if (!format || !report || !base) throw new Error('usage: node floor.mjs <format> <report> <base>')
/** @type {typeof import('./floors/lcov.mjs')} */
const { scan } = await import(`./floors/${format}.mjs`)
console.log(JSON.stringify(scan(report, changedLines(base))))
