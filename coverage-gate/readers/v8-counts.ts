/** How often a part of a script ran. V8 counts in UTF-16 units; `endOffset` is exclusive. */
export interface V8Range {
  readonly startOffset: number
  readonly endOffset: number
  readonly count: number
}

/** How often what stands at an offset ran: what the innermost range around it says, 0 outside of all. */
export type CountAt = (offset: number) => number

/**
 * V8's ranges lie within one another: functions in functions, blocks in their function; of two equal ones the later
 * speaks. One that sticks out of what holds it, which V8 does not write, is cut off there.
 */
export function countsOf(ranges: readonly V8Range[]): CountAt {
  const sorted = ranges.toSorted((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset)
  const starts: number[] = []
  const counts: number[] = []
  const from = (offset: number, count: number): void => {
    if (starts.at(-1) === offset) counts.pop()
    else starts.push(offset)
    counts.push(count)
  }
  const open: { readonly end: number; readonly count: number }[] = []
  const closeUntil = (offset: number): void => {
    for (let inner = open.at(-1); inner && inner.end <= offset; inner = open.at(-1)) {
      open.pop()
      from(inner.end, open.at(-1)?.count ?? 0)
    }
  }
  for (const { startOffset, endOffset, count } of sorted) {
    if (endOffset <= startOffset) continue
    closeUntil(startOffset)
    open.push({ end: Math.min(endOffset, open.at(-1)?.end ?? endOffset), count })
    from(startOffset, count)
  }
  closeUntil(Number.POSITIVE_INFINITY)
  return offset => counts[lastNotAbove(starts, offset)] ?? 0
}

/** The index of the last number that is not above `most`; -1 when all are. The numbers ascend. */
export function lastNotAbove(numbers: readonly number[], most: number): number {
  let [low, high] = [0, numbers.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (numbers[middle]! <= most) low = middle + 1
    else high = middle
  }
  return low - 1
}
