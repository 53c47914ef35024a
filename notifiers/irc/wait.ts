import type { Connection, IrcMessage } from './connection.ts'
import type { IrcFault } from './fault.ts'

/**
 * Hears the server until `see` gives an answer.
 * @param see may throw an IrcFault: that ends the wait, not the connection
 * @param overdue what it means when the signal aborts
 * @throws IrcFault
 */
export function waitFor<Answer>(
  connection: Connection,
  signal: AbortSignal,
  see: (message: IrcMessage) => Answer | undefined,
  overdue: () => IrcFault,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const end = () => {
      unlisten()
      signal.removeEventListener('abort', late)
    }
    const late = () => {
      end()
      reject(overdue())
    }
    let unlisten = () => {}
    unlisten = connection.listen(
      message => {
        try {
          const answer = see(message)
          if (answer === undefined) return
          end()
          resolve(answer)
        } catch (fault) {
          end()
          reject(fault)
        }
      },
      fault => {
        end()
        reject(fault)
      },
    )
    if (signal.aborted) late()
    else signal.addEventListener('abort', late, { once: true })
  })
}
