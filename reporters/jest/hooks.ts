import type { HookName } from '../recording.ts'

/**
 * Which hook threw an error that jest charges to a test: it says so by nothing but the frames of its own circus, and of
 * those only whether it was a hook around all tests or around each. Which of the two that are around each is read where
 * the hook stands. `null`: a test, or not to be told (an error thrown after an `await` has no such frames).
 * @param sourceOf a file's text, `null` when it cannot be read
 */
export function hookOf(error: unknown, sourceOf: (path: string) => string | null): HookName | null {
  const frames = framesOf(error)
  const at = frames.findIndex(frame => /^at (async )?_callCircusHook\b/.test(frame))
  if (at === -1) return null
  const caller = frames[at + 1] ?? ''
  if (/_runTestsForDescribeBlock/.test(caller)) return 'beforeAll'
  if (!/_runTestInContext|_runTest\b/.test(caller)) return null
  const own = frames.slice(0, at).findLast(frame => !/jest-circus|^at new Promise|^at Promise\./.test(frame))
  const [, path = '', line = '', column = ''] =
    /\(?((?:file:\/\/)?[^()\s][^()]*):(\d+):(\d+)\)?$/.exec(own ?? '') ?? []
  const source = path === '' ? null : sourceOf(path)
  return source === null ? null : eachHookBefore(source, Number(line), Number(column))
}

function framesOf(error: unknown): readonly string[] {
  if (typeof error !== 'object' || error === null || !('stack' in error)) return []
  return String(error.stack)
    .split('\n')
    .map(line => line.trim())
    .filter(line => line.startsWith('at ') && !line.includes('processTicksAndRejections'))
}

/** The last hook that is declared before this place. */
function eachHookBefore(source: string, line: number, column: number): HookName | null {
  const lines = source.split('\n').slice(0, line)
  const last = lines.pop() ?? ''
  const before = [...lines, last.slice(0, column)].join('\n')
  const name = [...before.matchAll(/\b(beforeAll|beforeEach|afterEach|afterAll)\s*\(/g)].at(-1)?.[1]
  return name === 'beforeEach' || name === 'afterEach' ? name : null
}
