"""The machine formats of `promptbank check`, read by the programs and shapes that will read them.

SARIF: the official schema (the one check-jsonschema is given, see schema_file) and sarif-tools; JUnit:
junitparser; GitLab: the fields its Code Quality documents ask for. Packages: see requirements.txt.
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from junitparser import JUnitXml

TOOLS = pathlib.Path(sys.executable).parent
ROOT = pathlib.Path(__file__).resolve().parents[2]

SETS = {
    "clean.prompts": 'edition 1\nset clean "1"\nlicense CC0-1.0\nsource "x"\nclass 0 road = road\n',
    # Repeated concepts (two places), an escape-worthy text, emoji before a column, a YAML trap.
    "a & <b>/wrong.prompts": 'edition 1\nset wrong "1"\nclass 0 road = road, 🚗 street, x%y\n'
                             "class 1 way = 🚗 street, road!masss\nclass 1 wey = \n",
    "traps.prompts.yaml": 'edition: 1\nset: {name: traps, version: "1"}\nclasses:\n'
                          "  road: {id: 0, concepts: [road, no]}\n  way: {id: 010, concepts: [road]}\n",
}


def check(condition, what):
    if not condition:
        raise SystemExit("error: " + what)


def schema_file():
    """The official SARIF 2.1.0 schema beside the checkout, or None."""
    for folder in (ROOT, *ROOT.parents):
        found = folder / "shared/data/sarif-2.1.0.json"
        if found.is_file():
            return found
    return None


def check_sarif(path, findings):
    schema = schema_file()
    if schema:
        done = subprocess.run([TOOLS / "check-jsonschema", "--schemafile", schema, path],
                              capture_output=True, text=True)
        check(done.returncode == 0, f"SARIF is not valid: {done.stdout}{done.stderr}")
        print("SARIF: valid against the official schema")
    else:
        print("skipped: no sarif-2.1.0.json beside the checkout, so SARIF's schema was not checked")
    done = subprocess.run([TOOLS / "sarif", "summary", path], capture_output=True, text=True)
    check(done.returncode == 0, f"sarif-tools cannot read it: {done.stdout}{done.stderr}")
    counted = {level: int(count) for level, count in re.findall(r"(error|warning|note): (\d+)", done.stdout)}
    for level in ("error", "warning", "note"):
        expected = sum(finding["level"] == level for finding in findings)
        check(counted.get(level, 0) == expected, f"sarif-tools counts {counted}, not {expected} {level}s")
    run = json.loads(path.read_text())["runs"][0]
    check(len(run["results"]) == len(findings), "SARIF has another number of results")
    prints = [result["partialFingerprints"]["promptbank/v1"] for result in run["results"]]
    check(len(set(prints)) == len(prints), "SARIF fingerprints are shared")
    for result in run["results"]:
        check(run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"], "rule index")
    print(f"SARIF: sarif-tools counts {counted}")


def check_junit(path, findings, files):
    report = JUnitXml.fromfile(str(path))
    failures = [case for suite in report for case in suite if not case.is_passed]
    expected = sum(finding["level"] == "error" for finding in findings)
    check(len(failures) == expected == report.failures, f"JUnit: {len(failures)}, not {expected} failures")
    said = [case for suite in report for case in suite if case.is_passed and case.system_out]
    warnings = sum(finding["level"] == "warning" for finding in findings)
    check(len(said) == warnings, f"JUnit: {len(said)} passed cases with output, not {warnings}")
    check({suite.name for suite in report} == set(files), "JUnit: a suite a file")
    check(all(case.name and case.classname for suite in report for case in suite), "JUnit: names")
    print(f"JUnit: junitparser reads {len(failures)} failures in {len(list(report))} suites")


def check_gitlab(path, findings):
    entries = json.loads(path.read_text())
    check(len(entries) == len(findings), "GitLab: another number of entries")
    check(len({entry["fingerprint"] for entry in entries}) == len(entries), "GitLab: fingerprints are shared")
    for entry in entries:
        check(isinstance(entry["description"], str) and entry["description"], "GitLab: description")
        check(entry["severity"] in ("info", "minor", "major", "critical", "blocker"), "GitLab: severity")
        check(not entry["location"]["path"].startswith("./"), "GitLab: path")
        check(entry["location"]["positions"]["begin"]["line"] >= 1, "GitLab: line")
    print(f"GitLab: {len(entries)} entries of the documented shape")


def check_github(text, findings):
    commands = [line for line in text.splitlines() if line]
    pattern = re.compile(r"::(error|warning|notice) (file=[^,:]+,line=\d+,endLine=\d+(,col=\d+,endColumn=\d+)?,"
                         r"title=[^:,]+|title=promptbank)::.+")
    for command in commands:
        check(pattern.fullmatch(command), f"GitHub: {command}")
    check(len(commands) == len(findings), "GitHub: an annotation a finding")
    print(f"GitHub: {len(commands)} workflow commands")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--promptbank", required=True, type=lambda path: pathlib.Path(path).resolve())
    arguments, _ = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for name, text in SETS.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text)
        command = [arguments.promptbank, "check", "--format", "github"]
        for name in ("json", "sarif", "junit", "gitlab"):
            command += ["--format", f"{name}={name}.out"]
        done = subprocess.run(command + list(SETS), cwd=folder, capture_output=True, text=True)
        check(done.returncode == 1, f"exit {done.returncode}: {done.stderr}")
        findings = json.loads((folder / "json.out").read_text())["findings"]
        check(len(findings) >= 4, f"only {len(findings)} findings")
        check_sarif(folder / "sarif.out", findings)
        check_junit(folder / "junit.out", findings, SETS)
        check_gitlab(folder / "gitlab.out", findings)
        check_github(done.stdout, findings)


if __name__ == "__main__":
    main()
