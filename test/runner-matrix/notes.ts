/** Remarks below the tables; the same remark is made once. */
export interface Notes {
  /** @param text a sentence without its full stop @returns its number, raised */
  readonly mark: (text: string) => string
  readonly render: () => string
}

export function createNotes(): Notes {
  const all: string[] = []
  return {
    mark(text) {
      if (!all.includes(text)) all.push(text)
      return `<sup>${all.indexOf(text) + 1}</sup>`
    },
    render: () => all.map((text, index) => `${index + 1}. ${text}.\n`).join(''),
  }
}
