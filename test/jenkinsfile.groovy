// Runs a Jenkinsfile against a recorder: prints its sections, and fails on one that declarative syntax does not know.
class Recorder {
  static final Map SECTIONS = [
    '': ['pipeline'],
    pipeline: ['agent', 'options', 'environment', 'stages', 'post', 'parameters', 'triggers', 'tools'],
    stages: ['stage'],
    stage: ['steps', 'post', 'agent', 'environment', 'when', 'stages', 'options', 'tools', 'parallel', 'matrix'],
    post: ['always', 'changed', 'fixed', 'regression', 'aborted', 'failure', 'success', 'unstable', 'unsuccessful', 'cleanup'],
  ]
  static final List OPTIONS = ['timestamps', 'timeout', 'disableConcurrentBuilds', 'buildDiscarder', 'skipDefaultCheckout']
  static final List STEPS = ['sh', 'junit', 'publishHTML', 'echo', 'checkout', 'stash', 'unstash', 'archiveArtifacts']
  String kind = ''
  String path = ''

  def methodMissing(String name, Object given) {
    def args = given as List
    def body = args && args[-1] instanceof Closure ? args[-1] : null
    if (kind == 'options' || OPTIONS.contains(name) || name == 'logRotator') {
      if (!OPTIONS.contains(name) && name != 'logRotator') throw new IllegalArgumentException("unknown option ${name}")
      return name
    }
    if (!SECTIONS.containsKey(kind)) {
      if (!STEPS.contains(name)) throw new IllegalArgumentException("unknown step ${name} in ${path}")
      return null
    }
    if (!SECTIONS[kind].contains(name)) throw new IllegalArgumentException("${name} has no place in ${path ?: 'the file'}")
    def title = args && args[0] instanceof CharSequence ? " ${args[0]}" : ''
    def here = path ? "${path}/${name}${title}" : name
    def shown = !(name in ['stage', 'post'])
    if (shown) println here
    if (body == null) return null
    body.delegate = new Recorder(kind: name, path: here)
    body.resolveStrategy = Closure.DELEGATE_FIRST
    body.call()
    null
  }

  def propertyMissing(String name) {
    if (name in ['any', 'none']) return name
    throw new IllegalArgumentException("unknown word ${name} in ${path}")
  }

  def propertyMissing(String name, Object value) {
    if (kind != 'environment') throw new IllegalArgumentException("${name} = … has no place in ${path}")
  }
}

def recorder = new Recorder()
def script = new GroovyShell().parse(new File(args[0]))
script.metaClass.methodMissing = { String name, given -> recorder.methodMissing(name, given) }
script.run()
