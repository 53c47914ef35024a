import { createOutputBuffer } from '../output-buffer.ts'

type Stream = 'stdout' | 'stderr'

export interface TapeOutput {
  /** @returns whether something was told */
  add(stream: Stream, text: string): boolean
  /** Tells the end of what was printed. What is printed later belongs to the next attempt. */
  close(): void
}

/**
 * What a test prints is told at once as far as the budget goes; of what comes after it, the end is kept in memory, so that
 * a gigabyte of it takes no gigabyte of disk.
 */
export function createTapeOutput(budget: number, tell: (stream: Stream, text: string) => void): TapeOutput {
  const make = () => ({ told: 0, rest: createOutputBuffer(2 * budget), left: false })
  let streams: { readonly [Name in Stream]: ReturnType<typeof make> } | null = null
  return {
    add(stream, text) {
      streams ??= { stdout: make(), stderr: make() }
      const state = streams[stream]
      if (state.told + text.length <= budget) {
        state.told += text.length
        tell(stream, text)
        return true
      }
      state.told = budget
      state.left = true
      state.rest.add(text)
      return false
    },
    close() {
      if (streams === null) return
      for (const stream of ['stdout', 'stderr'] as const)
        if (streams[stream].left) tell(stream, streams[stream].rest.text(2 * budget))
      streams = null
    },
  }
}
