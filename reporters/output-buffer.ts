/** Output of which the beginning and the end are kept, so that a gigabyte of it costs no more than its budget. */
export interface OutputBuffer {
  add(text: string): void
  /** What was kept, within `limit` characters, and where something was left out, a line that says how much. */
  text(limit: number): string
}

/** @param budget the most characters that will ever be asked for */
export function createOutputBuffer(budget: number): OutputBuffer {
  const half = Math.ceil(budget / 2)
  let head = ''
  let tail: string[] = []
  let tailLength = 0
  let total = 0
  return {
    add(text) {
      total += text.length
      let rest = text
      if (head.length < half) {
        const room = half - head.length
        head += detached(text.slice(0, room))
        rest = text.slice(room)
      }
      if (rest === '') return
      tail.push(detached(rest.slice(-half)))
      tailLength += Math.min(rest.length, half)
      // Joined now and then, so that a million short lines are no million strings.
      if (tailLength > 4 * half || tail.length > 1000) {
        tail = [detached(tail.join('').slice(-half))]
        tailLength = tail[0]?.length ?? 0
      }
    },
    text(limit) {
      const kept = tail.join('')
      if (total <= limit && total === head.length + kept.length) return head + kept
      const start = head.slice(0, Math.ceil(limit / 2))
      const room = Math.floor(limit / 2)
      const end = room === 0 ? '' : (head.length < total ? kept : head).slice(-room)
      return `${wholeStart(start)}\n… ${total - start.length - end.length} characters left out …\n${wholeEnd(end)}`
    },
  }
}

/** A slice keeps the whole string that it was cut from alive; a copy does not. */
function detached(text: string): string {
  return text.length < 1024 ? text : Buffer.from(text, 'utf16le').toString('utf16le')
}

/** Half of a surrogate pair is no character. */
function wholeStart(text: string): string {
  return /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text
}

function wholeEnd(text: string): string {
  return /^[\udc00-\udfff]/.test(text) ? text.slice(1) : text
}
