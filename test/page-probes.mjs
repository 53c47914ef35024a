/** Functions that run inside a page: each stands alone, and returns what can be sent back. */

export function layoutOf() {
  const body = getComputedStyle(document.body)
  return {
    scrollWidth: document.documentElement.scrollWidth,
    styleSheets: document.styleSheets.length,
    maxWidth: body.maxWidth,
    paper: body.backgroundColor,
    headings: document.querySelectorAll('h1').length,
  }
}

export function openFolds() {
  for (const fold of document.querySelectorAll('details')) fold.open = true
}

export function focused() {
  const element = document.activeElement
  if (!element || element === document.body) return null
  return { name: `${element.tagName}.${element.className}`, outline: getComputedStyle(element).outlineStyle }
}

/** Each piece of text that is seen, with its contrast (WCAG 2.2, 1.4.3) and the least that it needs. */
export function contrasts() {
  const channels = colour => (colour.match(/[\d.]+/g) ?? []).map(Number)
  const luminance = colour => {
    const [r, g, b] = colour.map(value => {
      const part = value / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const backgroundOf = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = channels(getComputedStyle(at).backgroundColor)
      if (colour[3] !== 0) return colour.slice(0, 3)
    }
    return [255, 255, 255]
  }
  return [...document.body.querySelectorAll('*')].flatMap(element => {
    const own = [...element.childNodes].filter(node => node.nodeType === Node.TEXT_NODE)
    const text = own.map(node => node.textContent.trim()).join('')
    if (text === '' || !element.checkVisibility()) return []
    const { color, fontSize, fontWeight } = getComputedStyle(element)
    const [light, dark] = [channels(color).slice(0, 3), backgroundOf(element)]
      .map(luminance)
      .sort((a, b) => b - a)
    const size = Number.parseFloat(fontSize)
    const isLarge = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700)
    return [{ text, contrast: (light + 0.05) / (dark + 0.05), needed: isLarge ? 3 : 4.5 }]
  })
}
