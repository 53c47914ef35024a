/**
 * Files that are source by their name and yet nobody measures: excluded unless --include names them, and
 * always shown as excluded.
 */
export const defaultExcludes: readonly { readonly what: string; readonly globs: readonly string[] }[] = [
  {
    what: 'test files',
    globs: [
      '**/*.{test,tests,spec,cy,e2e}.*',
      '**/*{_test,_spec}.{go,py,rb,cc,cpp,rs,ex,exs,dart,js,ts}',
      '**/test_*.py',
      '**/conftest.py',
      '**/*{Test,Tests,Spec,IT}.{java,kt,scala,groovy,cs,php,swift}',
      '**/{__tests__,__mocks__,__fixtures__,__snapshots__}/**',
      '**/{test,tests,spec,specs,e2e,testdata,fixtures,cypress}/**',
      '**/src/*{Test,Tests}/**',
      '**/*.{stories,bench,mock,fixture}.*',
    ],
  },
  {
    what: 'runner and tool configuration',
    globs: [
      '**/*.{config,conf,setup,workspace}.*',
      '**/.*rc.{js,cjs,mjs,ts}',
      '**/{gulpfile,Gruntfile,Rakefile,setup,noxfile}.*',
      '**/{doc,docs}/**/conf.py',
    ],
  },
  { what: 'type declarations', globs: ['**/*.d.{ts,mts,cts}', '**/*.pyi'] },
  {
    what: 'generated files',
    globs: [
      '**/*.{generated,gen,min,bundle,pb,g}.*',
      '**/*_pb2{,_grpc}.py',
      '**/{generated,__generated__,node_modules,vendor,third_party}/**',
    ],
  },
  {
    what: 'examples',
    globs: [
      '{example,examples,samples,demo,demos}/**',
      '{packages,apps,libs,modules,services}/*/{example,examples,samples,demo,demos}/**',
    ],
  },
]

/**
 * The path with which the globs are asked. Below `src/main/java` and its like the directories are a package's name, which
 * may well be `com/example/demo` or `com/acme/test`, and tell nothing of what the code is for.
 */
export function askedPath(path: string): string {
  return path.replace(/((?:^|\/)src\/[^/]+\/(?:java|kotlin|scala|groovy)\/).*\/([^/]+)$/, '$1$2')
}

/** Misses no path that one of the globs matches: most paths are done with it, and the globs need not be compiled. */
export const mayBeExcluded: RegExp =
  /test|spec|e2e|cypress|mock|fixture|snapshot|stories|conf|setup|workspace|rc\.|gulpfile|Gruntfile|Rakefile|noxfile|\.pyi|generated|_pb2|node_modules|vendor|third_party|example|samples|demo|IT\.|\.(?:cy|bench|d|gen|min|bundle|pb|g)\./i
