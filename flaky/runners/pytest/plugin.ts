/**
 * The module that pytest loads. The plugin's own code has no file of its own for Python: a user who measures the coverage of
 * the whole directory would find it there, and another percentage.
 */
export const pytestStart = `"""Written by cd-gate for one run."""
import os  # pragma: no cover
with open(os.path.splitext(__file__)[0] + ".txt", encoding="utf-8") as plugin:  # pragma: no cover
    exec(compile(plugin.read(), "<cd-gate>", "exec"))
`

/**
 * The plugin for pytest 7 and later, as a module of Python. It writes XUnit of the old family (with file and line), with
 * cd-gate's id and place of each test, and each attempt of pytest-rerunfailures; when tests run again, it collects only
 * their files, keeps only them, and turns off what would retry, stop early, or judge coverage.
 */
export const pytestPlugin: string = `import hashlib
import json
import os
import xml.etree.ElementTree as ET

import pytest
from _pytest.junitxml import LogXML, bin_xml_escape

with open(os.environ["CD_GATE_PYTEST"], encoding="utf-8") as file:
    SETTINGS = json.load(file)
ROOT = os.path.realpath(SETTINGS["root"])
WANTED = SETTINGS["wanted"]
LOAD = "(load)"


def place_of(nodeid, rootpath):
    """The file, relative to the repository, and the titles of a node."""
    path, _, rest = nodeid.partition("::")
    file = os.path.relpath(os.path.join(os.path.realpath(rootpath), path), ROOT).replace(os.sep, "/")
    if not rest:
        return file, (LOAD,)
    names, bracket, parameters = rest.partition("[")
    titles = names.split("::")
    titles[-1] += bracket + parameters
    return file, tuple(titles)


def dotted(file, titles):
    """The classname and the name that pytest's own XUnit has."""
    names = [file[: -len(".py")] if file.endswith(".py") else file]
    return ".".join([names[0].replace("/", "."), *titles[:-1]]), bin_xml_escape(titles[-1])


class Wanted:
    def __init__(self, each):
        self.kind, self.file = each["kind"], each["file"]
        self.titles = tuple(each["titlePath"])
        self.name, self.classname = each["name"], each["classname"]

    def may_be_in(self, file):
        if self.file is not None:
            return self.file == file
        # A report without files: the classname begins with the file's.
        return (self.classname + ".").startswith(dotted(file, ("",))[0] + ".")

    def takes(self, file, titles):
        if not self.may_be_in(file):
            return False
        if self.kind != "test":
            return True
        if self.titles:
            return self.titles == titles
        classname, name = dotted(file, titles)
        return name == self.name and (classname == self.classname or classname.endswith("." + self.classname))


SELECTION = None if WANTED is None else [Wanted(each) for each in WANTED]


class Report(LogXML):
    def __init__(self, config):
        super().__init__(
            SETTINGS["output"], None, "pytest", "all", "total", "xunit1", log_passing_tests=False
        )
        self.rootpath = str(config.rootpath)
        self.attempts = {}

    def _opentestcase(self, report):
        reporter = super()._opentestcase(report)
        file, titles = place_of(report.nodeid, self.rootpath)
        reporter.attrs["file"] = bin_xml_escape(file)
        if "line" in reporter.attrs:
            # pytest counts from 0.
            reporter.attrs["line"] = str((report.location[1] or 0) + 1)
        if not any(name == "cdgate.id" for name, _ in reporter.properties):
            place = ["", file, list(titles), 1]
            reporter.add_property("cdgate.id", hashlib.sha256(text(place).encode("utf-8", "surrogatepass")).hexdigest()[:16])
            kind = "load" if titles == (LOAD,) else "test"
            reporter.add_property("cdgate.place", text([kind, *place]))
        if titles == (LOAD,):
            reporter.attrs["name"] = LOAD
            reporter.attrs["classname"] = dotted(file, ("",))[0]
        return reporter

    def pytest_runtest_logreport(self, report):
        if report.outcome == "rerun":
            self.attempts.setdefault(report.nodeid, []).append(report)
        super().pytest_runtest_logreport(report)

    def finalize(self, report):
        reporter = self.node_reporters.get((getattr(report, "nodeid", report), getattr(report, "node", None)))
        attempts = self.attempts.pop(getattr(report, "nodeid", report), [])
        if reporter is not None and attempts:
            failed = any(node.tag in ("failure", "error") for node in reporter.nodes)
            for attempt in attempts:
                node = ET.Element("rerunFailure" if failed else "flakyFailure")
                crash = getattr(attempt.longrepr, "reprcrash", None)
                node.set("message", bin_xml_escape(crash.message if crash else str(attempt.longrepr)))
                node.set("type", "")
                trace = ET.SubElement(node, "stackTrace")
                trace.text = bin_xml_escape(str(attempt.longrepr))
                reporter.nodes.append(node)
        super().finalize(report)

    def pytest_terminal_summary(self):
        """The terminal shows what it would show without this report."""


def text(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# What would retry, stop early, judge coverage, or select others.
QUIET = {
    "reruns": 0,
    "maxfail": 0,
    "keyword": "",
    "markexpr": "",
    "deselect": None,
    "lf": False,
    "last_failed": False,
    "failedfirst": False,
    "newfirst": False,
    "stepwise": False,
    "stepwise_skip": False,
    "no_cov": True,
    "cov_fail_under": 0,
    "numprocesses": 0,
    "dist": "no",
    "xmlpath": None,
}


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config):
    if SETTINGS["again"]:
        coverage = config.pluginmanager.getplugin("_cov")
        for options in (config.option, getattr(coverage, "options", None)):
            for name, value in QUIET.items():
                if hasattr(options, name):
                    setattr(options, name, value)
        if coverage is not None:
            coverage._disabled = True


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    # A worker of pytest-xdist reports to the process that started it.
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Report(config), "cd-gate-report")


def pytest_ignore_collect(collection_path, config):
    """Files without a wanted test are not even imported."""
    if SELECTION is None or not collection_path.is_file() or collection_path.name in ("__init__.py", "conftest.py"):
        return None
    file = os.path.relpath(os.path.realpath(collection_path), ROOT).replace(os.sep, "/")
    return None if any(each.may_be_in(file) for each in SELECTION) else True


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    if SELECTION is None:
        return
    kept, others = [], []
    for item in items:
        file, titles = place_of(item.nodeid, str(config.rootpath))
        wanted = any(each.takes(file, titles) for each in SELECTION)
        (kept if wanted else others).append(item)
        # pytest-rerunfailures obeys the mark before the option.
        item.own_markers[:] = [mark for mark in item.own_markers if mark.name != "flaky"]
    if others:
        config.hook.pytest_deselected(items=others)
        items[:] = kept
`
