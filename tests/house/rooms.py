# SPDX-License-Identifier: Apache-2.0
"""Keeps the rooms apart: core, ports and work hold no I/O, threads or clocks; each library has one user;
arrows point app -> adapters, work -> ports -> core. Prints each offending line; exit 1 where there is one."""
import pathlib
import re
import sys
import tempfile

# What a pure room may not include: files, streams, threads, processes, sockets, and every library of an adapter.
IMPURE = re.compile(
    r'^(iostream|fstream|sstream|filesystem|thread|mutex|condition_variable|shared_mutex|future|stop_token|'
    r'semaphore|barrier|latch|random|cstdio|stdio\.h|cstdlib|ctime|time\.h|csignal|signal\.h|unistd\.h|fcntl\.h|'
    r'poll\.h|termios\.h|sys/.*|netinet/.*|arpa/.*|netdb\.h|modbus.*|sqlite3.*|mqtt/.*|MQTT.*|sodium.*|openssl/.*|'
    r'toml.*|nlohmann/.*|CLI/.*|spdlog/.*|boost/(?!multiprecision).*)$')
# cstdio is allowed where only snprintf is used (times of the record); the call of anything else is caught here.
SNPRINTF_ONLY = {'gateway/core/measure/time.cpp'}
CLOCKS = re.compile(r'(system_clock|steady_clock|high_resolution_clock)::now|\b(printf|fopen|getenv|std::time)\s*\(')
ONE_USER = {
    r'^modbus.*': 'gateway/adapters/modbus', r'^sqlite3.*': 'gateway/adapters/sqlite',
    r'^(mqtt/|MQTT|openssl/).*': 'gateway/adapters/mqtt', r'^sodium.*': 'gateway/adapters/system',
}
MAY_INCLUDE = {
    'core': {'core'}, 'ports': {'core', 'ports'}, 'work': {'core', 'ports', 'work'},
    'adapters': {'core', 'ports', 'adapters'}, 'app': {'core', 'ports', 'work', 'adapters', 'app'},
}
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]')


def offences(root):
    found = []
    for path in sorted((root / 'gateway').rglob('*.[ch]pp')):
        name = path.relative_to(root).as_posix()
        room = name.split('/')[1]
        for number, line in enumerate(path.read_text().splitlines(), 1):
            where = f'{name}:{number}: '
            if room in ('core', 'ports', 'work') and CLOCKS.search(line):
                found.append(where + 'a pure room reads a clock or does I/O: ' + line.strip())
            match = INCLUDE.match(line)
            if not match:
                continue
            header = match.group(1)
            pure = room in ('core', 'ports', 'work')
            if pure and IMPURE.match(header) and not (header == 'cstdio' and name in SNPRINTF_ONLY):
                found.append(where + f'a pure room includes <{header}>')
            first = header.split('/')[0]
            if first in MAY_INCLUDE and first not in MAY_INCLUDE[room]:
                found.append(where + f'{room} includes {header}: the arrow points the other way')
            for pattern, owner in ONE_USER.items():
                if re.match(pattern, header) and not name.startswith(owner):
                    found.append(where + f'<{header}> belongs to {owner} alone')
    return found


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        planted = {'core/measure/a.hpp': '#include <fstream>', 'work/b.cpp': '#include "adapters/sqlite/c.hpp"',
                   'app/d.cpp': '#include <sqlite3.h>', 'ports/e.hpp': 'auto t = std::chrono::system_clock::now();'}
        for name, text in planted.items():
            file = root / 'gateway' / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text + '\n')
        found = offences(root)
        missed = [name for name in planted if not any(name in line for line in found)]
        assert not missed, f'planted and not found: {missed}'
        print(f'found all {len(planted)} planted offences')


if sys.argv[1] == '--self-test':
    self_test()
else:
    result = offences(pathlib.Path(sys.argv[1]))
    print('\n'.join(result) or 'every room keeps to its side')
    sys.exit(1 if result else 0)
