// A notifier of one's own: it is given the alert as JSON, and tells it however it likes.
import { mkdirSync, writeFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'

const { text: told } = JSON.parse(await text(process.stdin))
mkdirSync('reports', { recursive: true })
writeFileSync('reports/told.txt', `${told}\n`)
