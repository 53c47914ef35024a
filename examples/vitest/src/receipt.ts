import { type Item, total } from './price.ts'

/** One line an item, and the sum. */
export function receipt(items: readonly Item[]): string {
  const lines = items.map(item => `${item.quantity} × ${item.name}`)
  return [...lines, `= ${(total(items) / 100).toFixed(2)}`].join('\n')
}
