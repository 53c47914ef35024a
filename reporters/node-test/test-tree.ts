import type { TestEvent } from './events.ts'
import type { FileState, TestNode } from './state.ts'

export interface TestTree {
  enqueue(event: TestEvent, fileOf: () => FileState): TestNode
  dequeue(event: TestEvent): TestNode | null
  /** In the order of the file: from here on the place in the tree is sure. */
  start(event: TestEvent, fileOf: () => FileState): TestNode
  /** Its result is in, and it is forgotten. */
  result(event: TestEvent, fileOf: () => FileState): TestNode
}

/**
 * Puts a process's events together. Node 24 gives ids; before, a test is known by its place, name and depth, the first
 * of several by the order, and its parent is the last one of the depth above.
 */
export function createTestTree(): TestTree {
  const byId = new Map<number, TestNode>()
  const waiting = new Map<string, TestNode[]>()
  const dequeued: TestNode[] = []
  const started: TestNode[] = []

  const add = (event: TestEvent, around: TestNode | null, fileOf: () => FileState): TestNode => {
    const parent = event.nesting === 0 ? null : around
    const { type } = event.details ?? event
    const node: TestNode = {
      name: event.name,
      line: event.line ?? null,
      file: parent?.file ?? fileOf(),
      parent,
      suite: type === undefined ? null : type === 'suite',
      dequeued: false,
      started: false,
      hasChildren: false,
      test: null,
      cancelled: [],
    }
    if (parent) parent.hasChildren = true
    if (event.testId === undefined) push(waiting, keyOf(event), node)
    else byId.set(event.testId, node)
    node.file.unfinished.add(node)
    return node
  }
  const parentIn = (line: readonly TestNode[], { parentId, nesting }: TestEvent): TestNode | null =>
    parentId === undefined ? (line[nesting - 1] ?? null) : (byId.get(parentId) ?? null)
  const find = (event: TestEvent, suits: (node: TestNode) => boolean): TestNode | undefined =>
    event.testId === undefined ? waiting.get(keyOf(event))?.find(suits) : byId.get(event.testId)

  return {
    enqueue: (event, fileOf) => add(event, parentIn(dequeued, event), fileOf),
    dequeue(event) {
      const node = find(event, each => !each.dequeued)
      if (node === undefined) return null
      node.dequeued = true
      setAt(dequeued, event.nesting, node)
      return node
    },
    start(event, fileOf) {
      const parent = parentIn(started, event)
      const node = find(event, each => !started.includes(each)) ?? add(event, parent, fileOf)
      if (event.testId === undefined) node.parent = event.nesting === 0 ? null : parent
      setAt(started, event.nesting, node)
      return node
    },
    result(event, fileOf) {
      const open = started[event.nesting]
      const node =
        open?.name === event.name && event.testId === undefined
          ? open
          : (find(event, () => true) ?? add(event, parentIn(started, event), fileOf))
      if (event.testId === undefined) drop(waiting, keyOf(event), node)
      else byId.delete(event.testId)
      started.length = Math.min(started.length, event.nesting)
      node.file.unfinished.delete(node)
      node.suite = event.details?.type === 'suite'
      return node
    },
  }
}

export function titlePathOf(node: TestNode): readonly string[] {
  const titles: string[] = []
  for (let each: TestNode | null = node; each !== null; each = each.parent) titles.unshift(each.name)
  return titles
}

function keyOf({ name, nesting, file, line, column }: TestEvent): string {
  return JSON.stringify([file, line, column, nesting, name])
}

function setAt(line: TestNode[], depth: number, node: TestNode): void {
  line.length = Math.min(line.length, depth)
  line[depth] = node
}

function push(map: Map<string, TestNode[]>, key: string, node: TestNode): void {
  const nodes = map.get(key)
  if (nodes) nodes.push(node)
  else map.set(key, [node])
}

function drop(map: Map<string, TestNode[]>, key: string, node: TestNode): void {
  const rest = (map.get(key) ?? []).filter(each => each !== node)
  if (rest.length > 0) map.set(key, rest)
  else map.delete(key)
}
