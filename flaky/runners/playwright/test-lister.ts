/** What is used of Playwright's suites and tests (https://playwright.dev/docs/api/class-suite). */
interface Suite {
  readonly type: string
  readonly title: string
  readonly location?: { readonly file: string }
  readonly parent?: Suite
  allTests(): readonly {
    readonly id: string
    readonly title: string
    readonly parent: Suite
    readonly location: { readonly file: string }
  }[]
}

/** A test with Playwright's id, placed as in our report (reporters/playwright/places.ts). */
export interface ListedTest {
  readonly id: string
  readonly project: string
  /** Absolute. */
  readonly file: string
  readonly titlePath: readonly string[]
}

/** A reporter that writes where each test of a `--list` stands. */
export function createTestLister(
  require: NodeJS.Require,
  { output }: { readonly output: string },
): new () => object {
  const { writeFileSync } = require('node:fs') as typeof import('node:fs')
  return class {
    version(): 'v2' {
      return 'v2'
    }
    printsToStdio(): boolean {
      return false
    }
    onBegin(root: Suite): void {
      const tests = root.allTests().map((test): ListedTest => {
        const around: Suite[] = []
        for (let suite: Suite | undefined = test.parent; suite; suite = suite.parent) around.unshift(suite)
        const describes = around.filter(each => each.type === 'describe' && each.title !== '')
        return {
          id: test.id,
          project: around.find(each => each.type === 'project')?.title ?? '',
          file: around.find(each => each.type === 'file')?.location?.file ?? test.location.file,
          titlePath: [...describes.map(each => each.title), test.title],
        }
      })
      writeFileSync(output, JSON.stringify(tests))
    }
  }
}
