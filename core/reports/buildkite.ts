import { prose } from '../markdown.ts'
import { faultMarkdown } from './fault-words.ts'
import type { Besides, GateReport, HostRenderer } from './host.ts'

/** Buildkite refuses a longer annotation: 1 MiB in UTF-8. */
const mostBytes = 1024 * 1024

/** An annotation on the build's page. The agent takes it from its standard input, so nothing is printed. */
export const buildkite: HostRenderer = {
  verdict: async (report, context) => {
    const markdown = await context.markdown()
    const body = markdown.trim() === '' ? plain(report) : markdown
    return { text: '', besides: [annotation(report.gate, styleOf(report), body)] }
  },
  fault: async fault => ({ text: '', besides: [annotation(fault.gate, 'error', faultMarkdown(fault))] }),
}

function styleOf({ outcome, advisory }: GateReport): string {
  if (outcome === 'pass') return 'success'
  return outcome === 'fail' && advisory ? 'warning' : 'error'
}

/** An annotation without a body would only change the look of an older one. */
function plain({ headline, summary }: GateReport): string {
  return `${prose(headline, 4000)}\n\n${prose(summary, 4000)}\n`
}

/** The context is the annotation's name in the build: a step that runs again replaces its own. */
function annotation(gate: string, style: string, body: string): Besides {
  return {
    kind: 'run',
    command: 'buildkite-agent',
    args: ['annotate', '--style', style, '--context', `cd-gate-${gate}`],
    input: withinBytes(body),
    what: 'Buildkite annotation',
  }
}

/** Cut after a whole line, and said. */
function withinBytes(text: string): string {
  const bytes = new TextEncoder().encode(text)
  if (bytes.length <= mostBytes) return text
  const notice = "\n\nThe rest is in the job's log.\n"
  const start = new TextDecoder().decode(bytes.subarray(0, mostBytes - notice.length - 3))
  const end = start.lastIndexOf('\n')
  return (end > 0 ? start.slice(0, end) : start.replace(/\ufffd$/, '')) + notice
}
