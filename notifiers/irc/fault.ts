import type { DeliveryOutcome } from '../contract.ts'

/** Why something on IRC did not work, what to do, and whether trying again may help. */
export class IrcFault extends Error {
  override readonly name = 'IrcFault'
  readonly kind: 'retry' | 'refused'
  readonly advice: string
  /** Milliseconds to wait before another try; `null`: nothing is known. */
  readonly afterMs: number | null

  constructor(kind: 'retry' | 'refused', why: string, advice: string, afterMs: number | null = null) {
    super(why)
    this.kind = kind
    this.advice = advice
    this.afterMs = afterMs
  }

  outcome(): DeliveryOutcome {
    const { kind, message: why, advice, afterMs } = this
    return kind === 'refused' ? { kind, why, advice } : { kind, why, advice, afterMs }
  }

  /** What became of a message that was on its way when this happened. */
  afterSending(): DeliveryOutcome {
    return {
      kind: 'unknown',
      why: `the message was sent, and its arrival was not proven: ${this.message}`,
      advice: this.advice,
    }
  }
}

export const MINUTE: number = 60_000
