"""The files that put `promptbank check` into CI, run as their readers run them.

pre-commit 4.7.0 runs the hook of .pre-commit-hooks.yaml from a clone of this checkout; the shell steps of
action.yml run as GitHub runs them, with a release served from a folder; check-jsonschema 0.39.0 holds
action.yml and the GitLab snippet of examples/ci.md to the schemas it carries. Bash loads the completions, and
groff, where it is installed, reads the manual page. PyYAML comes with pre-commit.
"""
import argparse
import hashlib
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOLS = pathlib.Path(sys.executable).parent
GOOD = 'edition 1\nset good "1"\nlicense CC0-1.0\nsource "x"\nclass 0 road = road\n'
BAD = GOOD + "class 1 way = road\n"


def check(condition, what):
    if not condition:
        raise SystemExit("error: " + what)


def run(command, folder, **environment):
    return subprocess.run(list(map(str, command)), cwd=folder, capture_output=True, text=True, timeout=120,
                          env={**os.environ, **environment})


def made(command, folder, **environment):
    done = run(command, folder, **environment)
    check(done.returncode == 0, f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def try_pre_commit(promptbank, folder):
    # A clone would lack what is not committed yet, so the hooks' file is committed anew.
    hooks, sets = folder / "hooks", folder / "sets"
    git = ["git", "-c", "user.name=test", "-c", "user.email=test@example.com"]
    for place in (hooks, sets):
        place.mkdir()
        made(git + ["init", "--quiet"], place)
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", hooks)
    made(git + ["add", "."], hooks)
    made(git + ["commit", "--quiet", "-m", "hooks"], hooks)
    revision = made(git + ["rev-parse", "HEAD"], hooks).strip()
    (sets / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {hooks}\n    rev: {revision}\n    hooks:\n      - id: promptbank-check\n")
    (sets / "good.prompts").write_text(GOOD)
    (sets / "readme.md").write_text("no set\n")
    (folder / "bin").mkdir()
    os.symlink(promptbank, folder / "bin/promptbank")
    environment = {"PATH": f"{folder}/bin:{os.environ['PATH']}", "PRE_COMMIT_HOME": str(folder / "cache")}
    made(git + ["add", "."], sets)
    made([TOOLS / "pre-commit", "run", "--all-files"], sets, **environment)
    (sets / "bad.prompts").write_text(BAD)
    made(git + ["add", "."], sets)
    done = run([TOOLS / "pre-commit", "run", "--all-files"], sets, **environment)
    check(done.returncode == 1 and "PB201" in done.stdout, f"pre-commit passed a bad set:\n{done.stdout}")
    check("readme.md" not in done.stdout, "the hook takes other files")
    made([TOOLS / "pre-commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml"], sets, **environment)
    print("pre-commit: the hook passes a good set and stops a bad one")


def filled(text, values):
    """`${{ … }}` as GitHub fills it in, for the expressions that action.yml uses."""
    return re.sub(r"\$\{\{ *([\w.-]+) *\}\}", lambda match: values[match[1]], text)


def run_action(action, folder, inputs, release=None):
    """The shell steps in turn; gives the exit code, what was printed, and the step summary."""
    values = {f"inputs.{name}": entry["default"] for name, entry in action["inputs"].items()}
    values |= {f"inputs.{name}": text for name, text in inputs.items()}
    values["github.server_url"] = f"file://{release}" if release else ""
    runner = folder / "runner"
    shutil.rmtree(runner, ignore_errors=True)
    runner.mkdir()
    printed = ""
    for step in action["runs"]["steps"]:
        if "run" not in step:
            continue
        output = runner / "output"
        output.write_text("")
        environment = {name: filled(text, values) for name, text in step["env"].items()}
        done = run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]], folder,
                   RUNNER_TEMP=str(runner), GITHUB_OUTPUT=str(output),
                   GITHUB_STEP_SUMMARY=str(runner / "summary"), **environment)
        printed += done.stdout + done.stderr
        for line in output.read_text().splitlines():
            name, _, value = line.partition("=")
            values[f"steps.{step['id']}.outputs.{name}"] = value
        if done.returncode != 0:
            break
    summary = runner / "summary"
    return done.returncode, printed, summary.read_text() if summary.exists() else ""


def try_action(promptbank, folder):
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    place = folder / "action"
    (place / "my sets").mkdir(parents=True)
    (place / "my sets/bad.prompts").write_text(BAD)
    (place / "good.prompts").write_text(GOOD)
    here = {"promptbank": str(promptbank)}
    code, printed, summary = run_action(action, place, here | {"paths": "\n  good.prompts\n"})
    check(code == 0 and "no findings" in summary, f"the action stops a good set: {printed}")
    code, printed, summary = run_action(action, place, here | {"paths": "good.prompts\nmy sets\n"})
    check(code == 1, f"the action passes a bad set: {printed}")
    check("::error file=my sets/bad.prompts,line=6" in printed, f"no annotation: {printed}")
    check("PB201" in summary, f"no summary: {summary}")
    check((place / "promptbank.sarif").stat().st_size > 0, "no SARIF file")
    # A release, served from a folder: the binary is taken only with its checksum.
    name = f"promptbank-0.1.0-linux-{platform.machine()}"
    served = folder / "server/o/r/releases/download/v0.1.0"
    served.mkdir(parents=True)
    shutil.copy(promptbank, served / name)
    digest = hashlib.sha256((served / name).read_bytes()).hexdigest()
    (served / (name + ".sha256")).write_text(f"{digest}  {name}\n")
    inputs = {"repository": "o/r", "paths": "good.prompts"}
    code, printed, _ = run_action(action, place, inputs, release=folder / "server")
    check(code == 0, f"the release was not used: {printed}")
    wrong = inputs | {"sha256": "0" * 64}
    code, printed, _ = run_action(action, place, wrong, release=folder / "server")
    check(code != 0 and "FAILED" in printed, f"a wrong checksum was taken: {printed}")
    print("action.yml: passes a good set, stops a bad one, checks the release it downloads")


def try_schemas(folder):
    check_schema = [TOOLS / "check-jsonschema", "--builtin-schema"]
    made(check_schema + ["vendor.github-actions", ROOT / "action.yml"], folder)
    snippets = re.findall(r"(?s)## GitLab\s+```yaml\n(.*?)```", (ROOT / "examples/ci.md").read_text())
    check(len(snippets) == 1, "examples/ci.md holds no GitLab snippet")
    (folder / ".gitlab-ci.yml").write_text(snippets[0])
    # GitLab's schema has tags of its own, which this snippet does not use.
    made(check_schema + ["vendor.gitlab-ci", "--data-transform", "gitlab-ci", folder / ".gitlab-ci.yml"], folder)
    print("action.yml and the GitLab snippet keep to their schemas")


def try_installation(promptbank, folder):
    prefix = folder / "prefix"
    library = ROOT / ".build/library/libpromptbank.so.1"
    made([ROOT / ".ci/install", promptbank, library, prefix], folder)
    completions = prefix / "share/bash-completion/completions/promptbank"
    loaded = made(["bash", "-c", f"source '{completions}' && complete -p promptbank"], folder)
    check("promptbank" in loaded, f"bash has no completion: {loaded}")
    for shell, script in (("zsh", "zsh/site-functions/_promptbank"),
                          ("fish", "fish/vendor_completions.d/promptbank.fish")):
        check((prefix / "share" / script).stat().st_size > 1000, f"no completions for {shell}")
        if shutil.which(shell):
            made([shell, "-n", prefix / "share" / script], folder)
    page = prefix / "share/man/man1/promptbank.1"
    if shutil.which("groff"):
        done = run(["groff", "-man", "-Tutf8", "-ww", page], folder)
        check(done.returncode == 0 and not done.stderr, f"the manual page: {done.stderr}")
        check("promptbank check" in done.stdout, "the manual page has no commands")
    else:
        print("skipped: no groff, so the manual page was not read")
    made([prefix / "bin/promptbank", "--version"], folder)
    print("install: the command, completions that bash loads, a manual page without warnings")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--promptbank", required=True, type=lambda path: pathlib.Path(path).resolve())
    arguments, _ = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        try_schemas(folder)
        try_installation(arguments.promptbank, folder)
        try_action(arguments.promptbank, folder)
        try_pre_commit(arguments.promptbank, folder)


if __name__ == "__main__":
    main()
