import { flag, type OptionTable, path } from '../core/options.ts'
import type { CommonOptions } from './command.ts'

/** The heading of what every command takes. */
export const commonGroup = 'Every command'
const group = commonGroup

export const commonOptions: OptionTable<CommonOptions> = {
  json: {
    type: flag,
    group,
    default: false,
    describe: 'One JSON document on standard output, and nothing else.',
  },
  config: {
    type: path('file', 'a configuration file', 'cd-gate.config.mjs'),
    group,
    default: null,
    defaultText: 'cd-gate.config.{mjs,js,json,ts} or the key "cd-gate" in package.json, here or above',
    describe: 'The configuration file.',
  },
  cwd: {
    type: path('dir', 'a directory', 'packages/app'),
    group,
    default: null,
    describe: 'Work as if started in this directory.',
  },
  quiet: { type: flag, group, default: false, describe: 'No log on standard error but errors.' },
  verbose: { type: flag, group, default: false, describe: 'A fuller log on standard error.' },
}
