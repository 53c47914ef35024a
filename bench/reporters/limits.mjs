// @ts-check
/** @import { Judged } from '../measure/limits.mjs' */

/** What the reporters promise of their cost. CPU is user and system time. */
export const LIMITS = {
  /** Over a reporter that does nothing, for 200 files of 100 tests. */
  runSeconds: 0.3,
  runMiB: 10,
  importMs: 15,
  /** How much more memory ten times the tests, or a gigabyte of output, may take. */
  heldMiB: 10,
  mergeSeconds: 5,
  mergeMiB: 150,
}

/** @typedef {{ cpuSeconds: number, peakMiB: number | null }} Cost Medians; over another contender: of the differences in each round. */
/**
 * @typedef {object} Measurements
 * @property {Record<string, Record<string, { own: Cost, over: Cost }>>} runs By runner and contender; `over` the null reporter.
 * @property {Record<string, number>} imports Milliseconds, by runner.
 * @property {{ few: number, many: number, printed: number }} held Peak MiB: 100 files, 1,000 files, 100 files and 1 GB of output.
 * @property {Cost} merge
 */

/** @param {Measurements} measurements @returns {Judged[]} */
export function judge({ runs, imports, held, merge }) {
  const judged = []
  for (const [runner, contenders] of Object.entries(runs)) {
    const { over } = contenders['cd-gate']
    judged.push({ what: `${runner}: CPU s over null`, value: over.cpuSeconds, limit: LIMITS.runSeconds })
    judged.push({ what: `${runner}: peak MiB over null`, value: over.peakMiB, limit: LIMITS.runMiB })
  }
  for (const [runner, ms] of Object.entries(imports))
    judged.push({ what: `${runner}: CPU ms of the import`, value: ms, limit: LIMITS.importMs })
  return [
    ...judged,
    { what: 'MiB that 100,000 tests take over 10,000', value: held.many - held.few, limit: LIMITS.heldMiB },
    { what: 'MiB that 1 GB of output takes', value: held.printed - held.few, limit: LIMITS.heldMiB },
    { what: 'merge of 100 MB: CPU s', value: merge.cpuSeconds, limit: LIMITS.mergeSeconds },
    { what: 'merge of 100 MB: peak MiB', value: merge.peakMiB, limit: LIMITS.mergeMiB },
  ]
}
