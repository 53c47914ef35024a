import { fileNameOf, normalizePath } from '../../core/paths.ts'
import type { Problem, TestCase } from '../../core/test-run.ts'

export interface Place {
  readonly file: string | null
  readonly line: number | null
}

/** Where a failure is: what the report says, else what its stack shows. */
export function failurePlace({ file, line, classname }: TestCase, problem: Problem | null): Place {
  if (line !== null || problem === null) return { file, line }
  const frames = framesOf(problem.detail)
  if (file !== null) {
    const own = frames.find(each => endsAlike(each.file, file))
    return { file, line: own?.line ?? null }
  }
  // Java tells no path: a frame is the test's if its file is called like the class.
  const stem = classname.slice(classname.lastIndexOf('.') + 1).replace(/\$.*/, '')
  const found =
    frames.find(each => fileNameOf(each.file).replace(/\.\w+$/, '') === stem) ??
    frames.find(
      each => each.file.includes('/') && !/node_modules|site-packages|^node:|\/usr\/lib\//.test(each.file),
    )
  return found ?? { file: null, line: null }
}

interface Frame {
  readonly file: string
  readonly line: number
}

/** `path:line` of JavaScript, Java, Go, Rust, PHP, and `File "path", line n` of Python. */
function framesOf(detail: string): readonly Frame[] {
  const text = detail.slice(0, 50_000)
  const found = text.matchAll(
    /File "([^"\n]{1,400})", line (\d{1,7})|((?:file:\/\/)?(?:[A-Za-z]:[\\/])?[\w@~+./\\-]{0,400}\.[A-Za-z]{1,5}):(\d{1,7})/g,
  )
  return [...found].map(([, python, pythonLine, path, line]) => ({
    file: normalizePath(python ?? path ?? ''),
    line: Number(pythonLine ?? line),
  }))
}

function endsAlike(one: string, other: string): boolean {
  return one === other || one.endsWith(`/${other}`) || other.endsWith(`/${one}`)
}
