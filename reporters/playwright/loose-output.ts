import type { TestFile } from './test-files.ts'

/** What workers print while none of their tests runs. */
export interface LooseOutput {
  add(stream: 'stdout' | 'stderr', text: string): void
  /** A test of this file begins. */
  begun(file: TestFile): void
  end(): void
}

/** Characters that are held at most until it is known whose they are. */
const held = 1 << 20

/**
 * Playwright does not say which file such output belongs to. Most of it is printed while a file is loaded, so that it is
 * given to the file whose test begins next, and what comes after the last test to that test's file. With several workers
 * at a time it may be another worker's.
 */
export function createLooseOutput(): LooseOutput {
  let waiting: { readonly stream: 'stdout' | 'stderr'; readonly text: string }[] = []
  let length = 0
  let last: TestFile | null = null
  const give = (file: TestFile | null) => {
    if (file === null) return
    for (const { stream, text } of waiting) file.recording.output(stream, text)
    waiting = []
    length = 0
  }
  return {
    add(stream, text) {
      waiting.push({ stream, text })
      length += text.length
      if (length > held) give(last)
    },
    begun(file) {
      give(file)
      last = file
    },
    end: () => give(last),
  }
}
