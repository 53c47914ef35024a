/** The text of a changed file at the head. */
export interface SourceFile {
  /** How many lines it has; a text that ends with a line break has an empty last one. */
  readonly lineCount: number
  /** Its lines without their ends, made each time they are asked for. */
  readonly lines: () => readonly string[]
}

/** `null` when the file cannot be read. */
export type SourceText = (path: string) => SourceFile | null

/** A text in memory as a source file. */
export function sourceFile(bytes: Buffer): SourceFile {
  const mark = bytes.toString('latin1', 0, 2)
  // Made anew each time: most are asked for once, and the lines of all files would fill the memory.
  const lines = () => linesOf(decodeText(bytes))
  const wide = mark === '\xff\xfe' || mark === '\xfe\xff'
  return { lineCount: wide ? lines().length : countLines(bytes), lines }
}

function linesOf(text: string): readonly string[] {
  return text.includes('\r') ? text.split(/\r?\n/) : text.split('\n')
}

function countLines(bytes: Buffer): number {
  let count = 1
  for (let at = 0; at < bytes.length; at += 1) if (bytes[at] === 10) count += 1
  return count
}

/** UTF-8 or UTF-16 by its byte order mark, which is dropped. */
export function decodeText(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString('latin1')
  if (mark === '\xff\xfe') return new TextDecoder('utf-16le').decode(bytes)
  if (mark === '\xfe\xff') return new TextDecoder('utf-16be').decode(bytes)
  return bytes.toString('utf8').replace(/^\ufeff/, '')
}
