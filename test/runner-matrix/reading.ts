import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { addTotals, noTests, type Totals, totalsOf } from '../../core/test-run.ts'
import { finishReport } from '../../reporters/unfinished.ts'
import { readXunit } from '../../reporters/xunit/read.ts'
import type { Played } from '../reporters/scenario-run.ts'
import { wellFormed } from '../reporters/well-formed.ts'

/** What a run left where its report belongs. */
export type Left =
  /** Nothing. */
  | 'none'
  /** The report of an earlier run, which says nothing about this one. */
  | 'old'
  /** What no XML parser reads: no bytes at all, or no end. */
  | 'broken'
  /** Well-formed, and without a test. */
  | 'empty'
  | 'green'
  /** With a failure or an error. */
  | 'red'

export interface Reading {
  readonly left: Left
  /** Of a killed run, whose report `cd-gate xunit finish` had to complete. */
  readonly finished: boolean
  readonly totals: Totals
  /** The run's own end: `0`, `1`, `SIGTERM`. */
  readonly exit: string
}

/** Lies there before the run. No consumer can tell it from a report of this run by what is in it. */
export const oldReport =
  '<testsuites><testsuite name="an earlier run" tests="1"><testcase name="passed" classname="earlier"/></testsuite></testsuites>\n'

/** @param report the file's name under reports/junit/ */
export function readPlayed({ directory, reports, exitCode, signal }: Played, report: string): Reading {
  const exit = signal ?? `${exitCode}`
  const path = join('junit', report)
  const output = join(directory, 'reports', path)
  const xml = reports[path]
  if (xml === undefined && existsSync(`${output}.partial`))
    return { ...readText(finish(output)), finished: true, exit }
  return { ...readText(xml), finished: false, exit }
}

function finish(output: string): string {
  finishReport(output)
  return readFileSync(output, 'utf8')
}

function readText(xml: string | undefined): Pick<Reading, 'left' | 'totals'> {
  if (xml === undefined) return { left: 'none', totals: noTests }
  if (xml === oldReport) return { left: 'old', totals: noTests }
  if (!wellFormed(xml)) return { left: 'broken', totals: noTests }
  const totals = totalsIn(xml)
  if (totals.tests === 0) return { left: 'empty', totals }
  return { left: totals.failed + totals.errored > 0 ? 'red' : 'green', totals }
}

function totalsIn(xml: string): Totals {
  let sum = noTests
  // A suite-less root is an error for the reader; here it is what a consumer would count: nothing.
  if (!/<testcase[\s/>]/.test(xml)) return sum
  for (const { cases } of readXunit([Buffer.from(xml)], 'report')) sum = addTotals(sum, totalsOf(cases))
  return sum
}
