// @ts-check
/** @import { Random } from './prng.mjs' */

/**
 * One line of a generated source file, with what a test run would have seen of it.
 * @typedef {object} Line
 * @property {string} text
 * @property {number | null} hits How often it ran; null: the line holds no statement.
 * @property {readonly number[]} columns Where its statements start (0-based). Two statements of one line have the same hits.
 * @property {readonly [number, number] | null} arms For a line with an `if`: how often each way was taken.
 * @property {{ name: string, hits: number } | null} opens The function that starts here.
 * @property {boolean} closes The innermost function ends here.
 * @property {boolean} editable An edit may replace it without changing the structure of the file.
 */

const VERBS = ['weigh', 'collect', 'settle', 'arrange', 'resolve', 'price', 'verify', 'index']
const NOUNS = ['Orders', 'Parcels', 'Accounts', 'Tickets', 'Routes', 'Invoices', 'Batches', 'Readings']
const SHARE_CALLED = 0.88
const SHARE_BOTH_WAYS = 0.6
const NO_COLUMNS = /** @type {readonly number[]} */ ([])

/** A file that is being written: its lines and the number that keeps every line of it unique. */
export class Draft {
  /** @param {Random} rng @param {string} tag Makes the lines differ from those of any other draft. */
  constructor(rng, tag) {
    this.rng = rng
    this.tag = tag
    this.serial = 0
    /** @type {Line[]} */
    this.lines = []
  }

  /** @param {string} text @param {Partial<Line>} [more] */
  add(text, more) {
    const blank = {
      text,
      hits: null,
      columns: NO_COLUMNS,
      arms: null,
      opens: null,
      closes: false,
      editable: false,
    }
    this.lines.push(more ? { ...blank, ...more } : blank)
  }

  /** A word that no other line has. */
  unique() {
    this.serial++
    return `${this.tag}${this.serial}`
  }

  /** @param {string} indent @param {number} hits */
  addStatement(indent, hits) {
    const name = this.unique()
    const start = indent.length
    if (this.rng.chance(0.07)) {
      const left = `${indent}const ${name} = scale(amount, ${this.serial}), `
      const text = `${left}${name}r = rest(limit)`
      this.add(text, { hits, columns: [start + 6, left.length], editable: true })
    } else if (this.rng.chance(0.5)) {
      const text = `${indent}const ${name} = scale(amount, ${this.rng.int(2, 999)})`
      this.add(text, { hits, columns: [start + 6], editable: true })
    } else {
      this.add(`${indent}note(limit, '${name}')`, { hits, columns: [start], editable: true })
    }
  }

  /** @param {string} indent */
  addComment(indent) {
    this.add(`${indent}// ${this.unique()}: the limit was agreed with the office`, { editable: true })
  }

  /** @param {string} indent @param {number} hits @param {boolean} withElse */
  addDecision(indent, hits, withElse) {
    const name = this.unique()
    const arms = this.splitHits(hits)
    this.add(`${indent}if (amount > limit + ${this.rng.int(1, 99)}) { // ${name}`, {
      hits,
      columns: [indent.length],
      arms,
    })
    this.addStatement(`${indent}  `, arms[0])
    if (withElse) {
      this.add(`${indent}} else {`)
      this.addStatement(`${indent}  `, arms[1])
    }
    this.add(`${indent}} // ${this.unique()}`)
  }

  /** @param {number} hits @returns {readonly [number, number]} */
  splitHits(hits) {
    if (hits > 1 && this.rng.chance(SHARE_BOTH_WAYS)) {
      const first = this.rng.int(1, hits - 1)
      return [first, hits - first]
    }
    return this.rng.chance(0.5) ? [hits, 0] : [0, hits]
  }

  addFunction() {
    const { rng } = this
    const name = `${rng.pick(VERBS)}${rng.pick(NOUNS)}${this.unique()}`
    const calls = rng.chance(SHARE_CALLED) ? rng.int(1, 60) : 0
    this.add('/**')
    this.add(` * ${name}: what is asked for, held against the limit.`)
    this.add(' */')
    this.add(`export const ${name} = (amount, limit) => {`, {
      hits: 1,
      columns: ['export const '.length],
      opens: { name, hits: calls },
    })
    for (let block = rng.int(3, 5); block > 0; block--) {
      for (let count = rng.int(2, 5); count > 0; count--) this.addStatement('  ', calls)
      if (rng.chance(0.4)) this.addComment('  ')
      if (rng.chance(0.5)) this.addDecision('  ', calls, rng.chance(0.4))
    }
    this.add(`  return limit - ${rng.int(1, 99)} // ${this.unique()}`, { hits: calls, columns: [2] })
    this.add('}', { closes: true })
    this.add('')
  }
}

/**
 * A whole source file of `length` lines, give or take one function.
 * @param {Random} rng
 * @param {string} tag
 * @param {number} length
 * @returns {Line[]}
 */
export function sourceFile(rng, tag, length) {
  const draft = new Draft(rng, tag)
  draft.add(`import { note, rest, scale } from '../ledger.js'`)
  draft.add('')
  while (draft.lines.length < length - 12) draft.addFunction()
  while (draft.lines.length < length) draft.addComment('')
  return draft.lines
}

/** @param {readonly Line[]} lines @returns {string} */
export function textOf(lines) {
  let text = ''
  for (const line of lines) text += `${line.text}\n`
  return text
}
