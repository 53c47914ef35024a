import { fold } from './repository-paths.ts'

/** Source sets of Maven, Gradle and sbt: `src/main/java`, `src/jvmMain/kotlin`, `src`. */
const sourceSet = /^(.*?)(?:^|\/)src(?:\/[^/]+){0,2}$/

/** The directory of the module whose packages begin at `root`; any other layout is a module of its own. */
export function moduleOfRoot(root: string): string {
  return sourceSet.exec(root)?.[1] ?? root
}

/**
 * The directories that a module's name speaks of, or all where it speaks of none. Maven names a module as its
 * directory by custom, Gradle by the path of its project: `:services:cart`.
 * @param modules outermost first
 */
export function namedByModules(
  directories: readonly string[],
  modules: readonly string[],
): readonly string[] {
  let left = directories
  for (const module of modules.toReversed()) {
    const name = fold(module.split(/[:/]/).filter(Boolean).join('/'))
    const named = left.filter(directory => name !== '' && fold(`/${directory}/`).includes(`/${name}/`))
    if (named.length > 0) left = named
  }
  return left
}

/** The innermost of the directories in which the report lies or the user stands, or all where there is none. */
export function nearestOf(directories: readonly string[], points: readonly string[]): readonly string[] {
  const around = directories.filter(directory => points.includes(directory))
  const isOutside = (one: string, other: string) => one !== other && `${other}/`.startsWith(one && `${one}/`)
  const innermost = around.filter(one => !around.some(other => isOutside(one, other)))
  return innermost.length > 0 ? innermost : directories
}
