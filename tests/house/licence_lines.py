# SPDX-License-Identifier: Apache-2.0
"""Every source file says its licence near its top: an SPDX line in the first three (a script's first is `#!`).
Prints each file that does not; exit 1 where there is one."""
import pathlib
import sys
import tempfile

LINE = 'SPDX-License-Identifier: Apache-2.0'
MADE = {'__pycache__', '.demo'}  # folders of what programs write: a demo that has run must not fail the tests
FOLDERS = ('.ci', 'cmake', 'config', 'gateway', 'simulators', 'tests')
ENDINGS = {'.c', '.cmake', '.cpp', '.h', '.hpp', '.py', '.sh', '.sql', '.toml'}
NAMES = {'CMakeLists.txt', '.clang-format', '.clang-tidy'}


def is_source(path):
    if path.suffix in ENDINGS or path.name in NAMES:
        return True
    if path.suffix:
        return False
    with path.open('rb') as file:  # a script without an ending: tests/run, simulators/demo
        return file.read(2) == b'#!'


def sources(root):
    files = [path for path in root.iterdir() if path.is_file()]
    for folder in FOLDERS:
        files += [path for path in (root / folder).rglob('*') if path.is_file() and not MADE & set(path.parts)]
    return sorted(path for path in files if is_source(path))


def without_licence(root):
    return [path.relative_to(root).as_posix() for path in sources(root)
            if not any(LINE in line for line in path.read_text().splitlines()[:3])]


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        bare = {'gateway/a.cpp': 'int a;\n', 'gateway/b.hpp': '\n\n\n// ' + LINE + '\n', 'tests/c.py': '', 'tests/run': '#!/bin/sh\n',
                'CMakeLists.txt': 'project(d)\n', 'config/e.toml': '[e]\n', 'gateway/f.sql': 'SELECT 1;\n', 'cmake/g.sh': 'true\n'}
        licensed = {'gateway/h.cpp': '// ' + LINE + '\n', 'simulators/demo': '#!/bin/sh\n# ' + LINE + '\n'}
        no_source = {'README.md': 'text\n', 'tests/golden.json': '{}\n', 'cmake/packages.txt': 'git\n',
                     'simulators/.demo/effluent.toml': '[gateway]\n'}
        for name, text in {**bare, **licensed, **no_source}.items():
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        found = without_licence(root)
        assert found == sorted(bare), f'found {found} instead of {sorted(bare)}'
        assert len(sources(root)) == len(bare) + len(licensed)
        print(f'found all {len(bare)} planted files without a licence, and no other')


if sys.argv[1] == '--self-test':
    self_test()
else:
    tree = pathlib.Path(sys.argv[1])
    result = without_licence(tree)
    print('\n'.join(f'{name}: no "{LINE}" in its first three lines' for name in result)
          or f'all {len(sources(tree))} source files name their licence')
    sys.exit(1 if result else 0)
