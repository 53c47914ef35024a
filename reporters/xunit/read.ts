import type { GateError } from '../../core/errors.ts'
import { gateError } from '../../core/errors.ts'
import type { TestSuite } from '../../core/test-run.ts'
import { plural, visible } from '../../core/text.ts'
import { createXmlReader, XmlFault } from '../../core/xml-read.ts'
import { createCollector } from './read-elements.ts'
import { createDecoder, type Decoder, EncodingFault } from './read-encoding.ts'
import type { RawReport, RawSuite } from './read-raw.ts'
import { readSuite } from './read-suite.ts'

/**
 * Reads an XUnit report, suite by suite, each handed over as soon as it ends: no more than one is held. What was read
 * before a fault has been handed over by then, and the error says how much that was.
 * @param name for errors
 * @throws GateError xunit.empty, xunit.foreign, xunit.damaged, xunit.hostile, xunit.no-suite
 */
export function* readXunit(
  pieces: Iterable<Uint8Array>,
  name: string,
): Generator<TestSuite, RawReport, void> {
  const suites = readRawSuites(pieces, name)
  for (let next = suites.next(); ; next = suites.next()) {
    if (next.done) return next.value
    yield readSuite(next.value, name)
  }
}

/**
 * The same, as it is written.
 * @throws GateError as readXunit
 */
export function* readRawSuites(
  pieces: Iterable<Uint8Array>,
  name: string,
): Generator<RawSuite, RawReport, void> {
  let ready: RawSuite[] = []
  let suites = 0
  let cases = 0
  let whole = 0
  let bytes = 0
  let decode: Decoder | null = null
  let head = ''
  const collector = createCollector(suite => {
    ready.push(suite)
    suites += 1
    cases += suite.cases.length
  })
  const xml = createXmlReader(collector)
  const faultOf = (error: unknown) => {
    const known = error instanceof XmlFault || error instanceof EncodingFault
    whole = suites
    if (known) collector.abandon()
    return known ? explain(error, { name, head, root: collector.root()?.name ?? null, whole, cases }) : error
  }
  for (const piece of pieces) {
    try {
      decode ??= createDecoder(piece)
      const text = decode(piece)
      if (head === '') head = text.slice(0, 200)
      xml.write(text)
      bytes += piece.length
    } catch (error) {
      const fault = faultOf(error)
      yield* ready
      throw fault
    }
    if (ready.length > 0) {
      const emitted = ready
      ready = []
      yield* emitted
    }
  }
  if (bytes === 0) throw gateError('xunit.empty', { file: name })
  try {
    if (decode) xml.write(decode(null))
    xml.end()
  } catch (error) {
    const fault = faultOf(error)
    yield* ready
    throw fault
  }
  yield* ready
  const root = collector.root()
  if (suites === 0) throw nothingIn(name, root?.name ?? '')
  return { root: root?.name ?? '', rootAttributes: root?.attributes ?? {}, suites, cases, bytes }
}

const families = new Set(['testsuites', 'testsuite', 'testcase'])

function nothingIn(name: string, root: string): GateError {
  if (families.has(root)) return gateError('xunit.no-suite', { file: name, root })
  return gateError('xunit.foreign', { file: name, found: `its root is <${visible(root)}>` })
}

interface Progress {
  readonly name: string
  readonly head: string
  readonly root: string | null
  /** Suites that had ended before the fault. */
  readonly whole: number
  /** Cases that had, in whole suites or not. */
  readonly cases: number
}

function explain(error: XmlFault | EncodingFault, progress: Progress): GateError {
  const { name, root, whole, cases } = progress
  if (error instanceof XmlFault && error.hostile) {
    return gateError('xunit.hostile', { file: name, why: error.message }, error)
  }
  const found = error instanceof XmlFault ? foreignText(progress) : null
  if (found !== null) return gateError('xunit.foreign', { file: name, found }, error)
  const line = error instanceof XmlFault ? `, line ${error.line}` : ''
  const far = `${plural(whole, 'whole suite')} and ${plural(cases, 'case')} could be read`
  const why = `${visible(error.message)}${line}`
  return gateError(
    'xunit.damaged',
    { file: name, why, far: root === null ? 'nothing could be read' : far },
    error,
  )
}

/** What the text is, where it is clearly no XUnit; else `null`. */
function foreignText({ head, root, whole }: Progress): string | null {
  if (whole > 0 || (root !== null && families.has(root))) return null
  const start = head.trimStart()
  if (/^(<!doctype html|<html)/i.test(start)) return 'it is an HTML page'
  if (/^[[{]/.test(start)) return 'it is JSON'
  if (/^TAP version|^1\.\.\d|^(not )?ok \d/.test(start)) return 'it is TAP'
  if (root !== null) return `its root is <${visible(root)}>`
  return start.startsWith('<') ? null : `it begins with "${visible(start.slice(0, 30))}"`
}
