import { expect, test } from 'vitest'
import { languageOf, languages } from './languages.ts'
import { unmeasuredCode } from './unmeasured-code.ts'

const missed = async (path: string, text: string) => {
  const { lines } = await unmeasuredCode(path, text.split('\n'))
  return [...lines.keys()].filter(line => lines[line] === 1)
}

test('the languages of files', () => {
  expect(languageOf('src/a.TS')?.id).toBe('javascript')
  expect(languageOf('src/a.py')?.id).toBe('python')
  expect(languageOf('src/a.R')?.id).toBe('r')
  expect(languageOf('src/vitamin.d.service.ts')?.id).toBe('javascript')
  for (const path of ['a.d.ts', 'a.d.mts', 'README.md', 'a.json', 'Makefile', 'a.sh', 'a.css', 'py', 'x.min'])
    expect(languageOf(path)).toBeNull()
})

test('no two languages claim an extension, and every one counts plain code', async () => {
  const extensions = languages.flatMap(each => each.extensions)
  expect(extensions.length).toBe(new Set(extensions).size)
  for (const extension of extensions.filter(each => !/^(?:vue|svelte|php)$/.test(each))) {
    expect({ extension, lines: await missed(`a.${extension}`, '\nf(x)\n\n') }).toEqual({
      extension,
      lines: [2],
    })
  }
})

test.each([
  [
    'a.py',
    '# no\n"""A module.\n\nMore.\n"""\n\nimport os\nfrom a import (\n  b,\n)\n@decorator(a=(1, 2))\ndef f(x):\n    r"""Doc."""\n    # no\n    return """a\n    # b"""\n',
    [12, 15, 16],
  ],
  [
    'b.py',
    'run(\n    """select\n    1""",\n)\nx = {"a":\n  """text"""\n}\nif a:\n  """b""".f()\nelse:\n',
    [1, 2, 3, 5, 6, 8, 9],
  ],
  [
    'a.go',
    'package a\n\nimport (\n\t"fmt"\n)\nimport "os"\n\n// no\nfunc f() string {\n\tfmt.Println("/* no")\n\tx := `/*\n// yes`\n\treturn "x"\n}\n',
    [9, 10, 11, 12, 13],
  ],
  [
    'A.java',
    'package a;\nimport b.C;\n/**\n * no\n */\n@Override\n@A("b(c)")\npublic int f() {\n  char c = \'"\'; // "\n  /* no */\n  return 1; // one\n}\n',
    [8, 9, 11],
  ],
  [
    'a.kt',
    'import a.b\n@A(1) val x = f()\nval a = g(\n  """\n  /* text\n  """\n)\n/* /* no */\nno */\nh()\n',
    [2, 3, 4, 5, 6, 10],
  ],
  ['a.scala', "import a._\nval a = 'b\n/* no\n*/\nf('c')\n", [2, 5]],
  ['a.groovy', "@A\nf('''\n// text\n''')\n", [2, 3, 4]],
  [
    'a.cs',
    'using System;\nusing A = B.C;\nnamespace A\n{\n  [Test]\n  void F() { G(); }\n  using var a = b;\n  x = [\n    [1, 2]\n  ];\n  s = @"\n/* text\n";\n}\n',
    [6, 7, 8, 9, 11, 12, 13],
  ],
  ['a.fs', 'open A\n(* no\n(* no *)\n*)\nlet a = (*) 1 2\n[<Test>]\n"(*"\n', [5, 7]],
  ['a.vb', 'Imports A\n\' no\nREM no\nDim a = "\'"\nEnd If\nEnd\n', [4, 6]],
  [
    'a.cpp',
    '#include <a>\nusing namespace b;\nnamespace c {\nclass D;\nauto s = R"x(\n/* text\n)x";\nint i = 1\'000; /* no\n no */\n}\n',
    [5, 6, 7, 8],
  ],
  ['a.m', '#import "a.h"\n@interface A\n@end\n[a b:@"/*"];\nf();\n', [4, 5]],
  ['a.swift', 'import A\n@State(1) var x = f()\nlet a = #"/*"#\n@objc\ng()\n', [2, 3, 5]],
  [
    'a.rs',
    'use a::{\n  b,\n};\n#[derive(Debug)]\nfn f<\'a>(x: &\'a str) {\n    g(r#"/* "#);\n    /* /* no */\n    no */\n    h("a\n/* b");\n}\n',
    [5, 6, 9, 10],
  ],
  [
    'a.php',
    "<?php\nnamespace A;\nuse B;\n# no\n#[A]\n#[Pure] function f() { return g(); }\n$a = 'x\nsrc/*';\n$b = <<<SQL\n# text\nSQL;\n?>\n<p>don't // text\n<?php f(); ?>\n",
    [6, 7, 8, 9, 10, 11, 13, 14],
  ],
  ['b.php', "<p>it's /* html</p>\n<?php\n/* no */\nf();\n", [1, 4]],
  ['a.lua', '--[[ no\nno ]]\nlocal a = [[\n-- text\n]]\n-- no\n--[==[ no\n]] no\n]==]\nend\n', [3, 4]],
  [
    'a.pl',
    'package A;\nuse strict;\nuse constant A => f();\nmy $n = $#a; # no\n\n=head1 NO\n\nno\n\n=cut\n\nf(<<X);\n# text\nX\n__END__\nno\n',
    [3, 4, 12, 13, 14],
  ],
  [
    'a.rb',
    "require 'a'\n=begin\nno\n=end\ndef f\n  g # no\n  h <<~SQL\n    # text\n  SQL\n  a << B\n  # no\nend\n__END__\nno\n",
    [5, 6, 7, 8, 9, 10],
  ],
  [
    'a.ex',
    'defmodule A do\n  use B\n  @moduledoc """\n  no\n  """\n  @spec f() :: atom\n  def f do\n    @x\n    |> g("""\n    # text\n    """)\n  end\nend\n',
    [1, 7, 8, 9, 10, 11],
  ],
  ['a.erl', '-module(a).\n% no\nf() -> $%, "%",\n  -X.\n', [3, 4]],
  ['a.hs', 'module A where\nimport B\n-- no\nf :: Int\nf = 1 --> 2\n{- no {- no -}\n-}\n', [5]],
  ['a.clj', '; no\n(f \\; "a\n; text")\n', [2, 3]],
  ['a.dart', "import 'a';\n@override\nf('''\n// text\n''');\n", [3, 4, 5]],
  ['a.r', 'library(a)\n# no\nf("a\n# text")\n', [3, 4]],
  ['a.jl', "using A\n#= no #= no =#\n=#\nf('\"', a')\nend\n", [4]],
])('code is told from comments, imports and texts: %s', async (path, text, lines) => {
  expect(await missed(path, text)).toEqual(lines)
})

test('what is opened and never closed hides nothing', async () => {
  expect(await missed('a.c', 'f("a\n/* b\ng()\nh()\n')).toEqual([1, 2, 3, 4])
  expect(await missed('a.py', 'f("""a\n# no\ng()\n')).toEqual([1, 3])
  expect(await missed('a.rs', '/* /* */\nf()\n')).toEqual([1, 2])
})

test('sources made to be slow are not', async () => {
  const openings = [
    '/*',
    '"""',
    "'''",
    "'",
    '"',
    '`',
    '<<~A ',
    '[[',
    '[=[',
    '(*',
    '{-',
    '#=',
    'r#"',
    '@"',
    '?>',
  ]
  for (const { extensions, tokens } of languages) {
    const own = openings.filter(each => tokens.some(({ open }) => new RegExp(`^(?:${open})`).test(each)))
    for (const opening of own) {
      const text = `${opening.repeat(20_000)}\n${`${opening}\n`.repeat(20_000)}`
      const { lines } = await unmeasuredCode(`a.${extensions[0]}`, text.split('\n'))
      expect(lines.length).toBe(20_003)
    }
  }
})
