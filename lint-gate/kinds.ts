import { fileNameOf } from '../core/paths.ts'

/** A file's kind: its extension in lower case, or its whole name where it has none. */
export function kindOf(path: string): string {
  const name = fileNameOf(path).toLowerCase()
  const dot = name.lastIndexOf('.')
  return dot < 0 ? name : name.slice(dot + 1)
}

/** A kind as people write it: `.ts`, `Makefile`. */
export function kindText(path: string): string {
  const name = fileNameOf(path)
  return name.includes('.') ? `.${kindOf(path)}` : name
}

const words =
  'md mdx markdown rst adoc txt text log license licence copying notice authors contributors codeowners changelog readme version'
const data =
  'json jsonc json5 lock yml yaml toml ini cfg conf properties env csv tsv xml snap map sum mod diff patch'
const media =
  'png jpg jpeg gif svg ico icns webp avif bmp tif tiff pdf mp3 mp4 ogg wav webm woff woff2 ttf otf eot zip gz tgz jar'
const dotted =
  'gitignore gitattributes gitmodules gitkeep keep mailmap editorconfig npmrc npmignore nvmrc node-version python-version tool-versions dockerignore prettierignore prettierrc eslintignore eslintrc browserslistrc'
const noSource: ReadonlySet<string> = new Set([words, data, media, dotted].flatMap(each => each.split(' ')))

/** Words, data, settings, pictures: a change of these alone needs no linter, unless a report speaks of such files. */
export function isNoSource(path: string): boolean {
  return (
    noSource.has(kindOf(path)) ||
    /^(?:readme|license|licence|copying|notice|changelog)\b/i.test(fileNameOf(path))
  )
}

const python = ['py', 'pyi']
const javascript = ['js', 'jsx', 'cjs', 'mjs']
const typescript = ['ts', 'tsx', 'cts', 'mts']
const cFamily = ['c', 'cc', 'cpp', 'cxx', 'h', 'hh', 'hpp', 'hxx', 'm', 'mm']

/** What linters look at, for reports that name only files with findings: a silent one still speaks of these. */
const kindsOfTools: readonly { readonly tool: RegExp; readonly kinds: ReadonlySet<string> }[] = [
  {
    tool: /^(pylint|flake8|pycodestyle|pydocstyle|pyflakes|ruff|mypy|pyright|bandit)$/i,
    kinds: new Set(python),
  },
  { tool: /^(tsc|typescript)$/i, kinds: new Set([...typescript, ...javascript]) },
  { tool: /^(jshint|jslint)$/i, kinds: new Set(javascript) },
  { tool: /^(gcc|g\+\+|clang|clang-tidy|cppcheck)$/i, kinds: new Set(cFamily) },
  { tool: /^shellcheck$/i, kinds: new Set(['sh', 'bash', 'dash', 'ksh']) },
  { tool: /^(golangci-lint|staticcheck|govet|golint)$/i, kinds: new Set(['go']) },
  { tool: /^rubocop$/i, kinds: new Set(['rb', 'rake', 'gemspec']) },
]

/** The kinds that a linter is known to look at; `null` where it is not known. */
export function kindsOfTool(tool: string): ReadonlySet<string> | null {
  return kindsOfTools.find(each => each.tool.test(tool))?.kinds ?? null
}
