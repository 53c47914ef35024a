export interface Item {
  readonly name: string
  /** Cents. */
  readonly price: number
  readonly quantity: number
}

/** The sum in cents. */
export function total(items: readonly Item[]): number {
  let sum = 0
  for (const item of items) {
    if (!Number.isInteger(item.quantity) || item.quantity < 0) {
      throw new RangeError(`${item.name}: ${item.quantity} is no quantity`)
    }
    sum += item.price * item.quantity
  }
  return sum
}

/** What is left of a sum after a discount, in whole cents. */
export function discounted(sum: number, percent: number): number {
  if (percent < 0 || percent > 100) {
    throw new RangeError(`${percent} is no discount`)
  }
  const off = Math.round((sum * percent) / 100)
  return sum - off
}
