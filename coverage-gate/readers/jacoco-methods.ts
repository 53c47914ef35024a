import { MAX_LINE } from '../line-states.ts'
import { pattern } from './bytes.ts'
import type { JacocoMethod } from './jacoco-file.ts'
import { attribute, digitsAt, isAttribute, type Tag } from './xml-tags.ts'

const NAME = pattern('name')
const LINE = pattern('line')
const TYPE = pattern('type')
const MISSED = pattern('missed')
const COVERED = pattern('covered')

/** Gathers the methods of one package by the source file that their class names: classes come before source files. */
export interface JacocoMethods {
  /**
   * @param file its source file; `undefined` where the class names none (DTD 1.0)
   * @param deep whether that is read in depth
   */
  readonly openClass: (file: string | undefined, deep: boolean) => void
  readonly closeClass: () => void
  readonly openMethod: (tag: Tag) => void
  readonly closeMethod: () => void
  readonly counter: (tag: Tag) => void
  /** Whether counters mean something where the report is being read. */
  readonly counts: () => boolean
  /** `null` when no class named this file. */
  readonly of: (file: string) => readonly JacocoMethod[] | null
  /** Whether the report tells which methods are in a file. */
  readonly any: () => boolean
  readonly clear: () => void
}

export function jacocoMethods(): JacocoMethods {
  const byFile = new Map<string, JacocoMethod[]>()
  let inClass: JacocoMethod[] | null = null
  let method: JacocoMethod | null = null
  let named = false
  let any = false
  return {
    openClass(file, deep) {
      named = file !== undefined
      if (file === undefined || !deep) return
      inClass = byFile.get(file) ?? []
      byFile.set(file, inClass)
    },
    closeClass() {
      inClass = null
    },
    openMethod(tag) {
      any ||= named
      if (!inClass) return
      // A method without a line was made by the compiler, or compiled without debug information.
      const line = Number(attribute(tag, LINE))
      if (!(line > 0 && line <= MAX_LINE)) return
      method = { name: attribute(tag, NAME) ?? '', line, lines: 0, hit: false }
      inClass.push(method)
    },
    closeMethod() {
      method = null
    },
    counter(tag) {
      if (!method) return
      let [type, missed, covered] = ['', 0, 0]
      for (let index = 0; index < tag.attributes; index += 1) {
        if (isAttribute(tag, index, TYPE)) type = attribute(tag, TYPE) ?? ''
        else if (isAttribute(tag, index, MISSED)) missed = digitsAt(tag, index)
        else if (isAttribute(tag, index, COVERED)) covered = digitsAt(tag, index)
      }
      if (type === 'METHOD') method.hit = covered > 0
      else if (type === 'LINE') method.lines = missed + covered
    },
    counts: () => method !== null,
    of: file => byFile.get(file) ?? null,
    any: () => any,
    clear: () => byFile.clear(),
  }
}
