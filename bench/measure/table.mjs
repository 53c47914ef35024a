// @ts-check
/** @import { Bench } from '../generate.mjs' */
/** @import { Judged, Results } from './limits.mjs' */
import { isWithin } from './limits.mjs'

/** @param {readonly (readonly string[])[]} rows The first is the head. @returns {string} A Markdown table. */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map(row => row[column].length)))
  /** @param {readonly string[]} row */
  const line = row => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`
  const rule = `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`
  return [line(rows[0]), rule, ...rows.slice(1).map(line)].join('\n')
}

/** @param {number | null | undefined} value @param {number} digits @returns {string} */
const figure = (value, digits) => (value === null || value === undefined ? '-' : value.toFixed(digits))

/** @param {Bench} bench @param {Record<string, Results>} byFormat @returns {string} */
export function contenderTable(bench, byFormat) {
  const rows = [['report', 'MiB', 'contender', 'CPU s', '/ floor', 'peak MiB', 'answer']]
  for (const [format, results] of Object.entries(byFormat)) {
    for (const [name, { cpuSeconds, peakMiB, wrong }] of Object.entries(results)) {
      rows.push([
        format,
        figure(bench.reports[format].bytes / 2 ** 20, 1),
        name,
        figure(cpuSeconds, 2),
        figure(cpuSeconds / results.floor.cpuSeconds, 2),
        figure(peakMiB, 0),
        wrong ? `WRONG: ${wrong}` : 'ok',
      ])
    }
  }
  return table(rows)
}

/** @param {Results} results @returns {string} */
export function startTable(results) {
  const rows = [['start', 'CPU s', 'peak MiB', 'ends']]
  for (const [name, { cpuSeconds, peakMiB, wrong }] of Object.entries(results)) {
    rows.push([name, figure(cpuSeconds, 3), figure(peakMiB, 0), wrong ?? 'ok'])
  }
  return table(rows)
}

/** @param {readonly Judged[]} judged @returns {string} */
export function limitTable(judged) {
  const rows = [['limit', 'measured', 'at most', '']]
  for (const row of judged) {
    rows.push([row.what, figure(row.value, 2), String(row.limit), isWithin(row) ? 'ok' : 'EXCEEDED'])
  }
  return table(rows)
}
