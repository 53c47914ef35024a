import { execFileSync } from 'node:child_process'
import { vi } from 'vitest'
import type { Play, Played, RunnerUnderTest } from '../reporters/scenario-run.ts'
import type { Scenario } from '../reporters/scenarios.ts'
import type { NodeLine } from './columns.ts'

export type Player = (runner: RunnerUnderTest, scenario: Scenario, play: Play) => Promise<Played>

/**
 * What plays scenarios in one line of Node: the one named by `CD_GATE_TEST_NODE_<line>`. scenario-run.ts reads its Node
 * when it is loaded, therefore each line loads it for itself.
 * @throws Error where the variable is not set
 */
export async function playerIn(line: NodeLine): Promise<Player> {
  const name = `CD_GATE_TEST_NODE_${line}`
  const node = process.env[name]
  if (!node) throw new Error(`${name} is not set: npm run test:matrix sets it`)
  process.env.CD_GATE_TEST_NODE = node
  vi.resetModules()
  const { play } = await import('../reporters/scenario-run.ts')
  return play
}

/** Ends what a time limit left behind: each play is the leader of a process group, and a child of this process. */
export function endLeftovers(): void {
  const children = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,pgid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map(line => line.trim().split(/\s+/).map(Number))
  for (const [pid = 0, parent, group] of children) {
    if (parent === process.pid && group === pid) endGroup(pid)
  }
}

function endGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}
