# SPDX-License-Identifier: Apache-2.0
"""No two files of the programs define a type of one qualified name outside anonymous namespaces. Where they do, the
linker keeps one of the two sets of inline functions, silently, and half of the program works on the wrong layout.
A test file is held against the programs' files too, because it is linked with them. Prints each clash; exit 1 where
there is one. It reads braces, not C++: a type opened inside a macro is not seen."""
import pathlib
import re
import sys
import tempfile

NOISE = re.compile(r'R"([^()\s\\]{0,16})\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<![0-9A-Fa-f])\'(?:\\.|[^\'\\\n])*\'|//[^\n]*|/\*.*?\*/', re.DOTALL)
DIRECTIVE = re.compile(r'^[ \t]*#(?:\\\n|[^\n])*', re.MULTILINE)
NAMESPACE = re.compile(r'\bnamespace\b\s*(?:\[\[[^\]]*\]\]\s*)?([\w:]*)\s*$')
TYPE = re.compile(r'\b(?:struct|class|union|enum(?:\s+(?:class|struct))?)\s+(?:\[\[[^\]]*\]\]\s*|alignas\([^)]*\)\s*)*'
                  r'([\w:]+(?:<[^{}()]*>)?)\s*(?:final\s*)?(?::(?!:)[^{}]*)?$')
OTHER = object()  # a function's body, an initialiser: what is defined inside has no name outside


def definitions(text):
    """Qualified names of the types defined in namespaces and classes, with their lines."""
    blank = lambda match: re.sub(r'[^\n]', ' ', match.group())
    text = DIRECTIVE.sub(blank, NOISE.sub(blank, text))
    found, scopes, begin = [], [], 0
    for match in re.finditer(r'[{};]', text):
        head = text[begin:match.start()]
        begin = match.end()
        if match.group() == '}':
            scopes = scopes[:-1]
        elif match.group() == '{':
            namespace, kind = NAMESPACE.search(head), TYPE.search(head)
            if namespace:
                scopes.append(namespace.group(1) or OTHER)
            elif kind:
                scopes.append(kind.group(1))
                if OTHER not in scopes:
                    found.append(('::'.join(scopes), text.count('\n', 0, match.start()) + 1))
            else:
                scopes.append(OTHER)
    return found


def clashes(root):
    places = {}
    for room in ('gateway', 'simulators', 'tests'):
        for path in sorted((root / room).rglob('*.[ch]pp')):
            name = path.relative_to(root).as_posix()
            for type_name, line in definitions(path.read_text()):
                places.setdefault(type_name, {}).setdefault(name, line)
    found = []
    for type_name, files in sorted(places.items()):
        programs = [name for name in files if not name.startswith('tests/')]
        if programs and len(files) > 1:
            found.append(f'{type_name} is defined in ' + ' and in '.join(f'{name}:{line}' for name, line in files.items()))
    return found, len(places)


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        planted = {
            'gateway/a.cpp': 'namespace effluent {\nstruct Row { int a; };\nstruct Own {};\n}\n',
            'gateway/b.cpp': 'namespace effluent {\nstruct Row final : Base<int> { double b; };\n}\n',
            'gateway/c.hpp': 'namespace effluent { class Lane { struct Part { char brace = \'{\'; }; }; enum class Kind : int { one }; }\n',
            'simulators/d.cpp': 'namespace effluent {\n/* { */ struct Lane::Part { int d = 1\'000; };\nenum class Kind { two };\n}\n',
            'tests/e.cpp': 'namespace effluent { template <class T> struct Own { T e; }; struct Fake {}; }\n',
        }
        harmless = {
            'gateway/f.cpp': 'namespace effluent { namespace { struct Row {}; } struct Row; void f() { struct Lane {}; } }\n',
            'simulators/g.cpp': 'namespace effluent::simulators { struct Row {}; struct Row row() { return {}; } }\n'
                                '// struct Row { in words\nauto text = "namespace effluent { struct Row {";\n',
            'tests/h.cpp': 'namespace effluent { struct Fake {}; }\n',
        }
        for name, text in {**planted, **harmless}.items():
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        found, _ = clashes(root)
        names = [line.split(' ')[0] for line in found]
        wanted = ['effluent::Kind', 'effluent::Lane::Part', 'effluent::Own', 'effluent::Row']
        assert names == wanted, f'found {found} instead of {wanted}'
        assert not any(name in line for name in harmless for line in found), found
        print(f'found all {len(wanted)} planted clashes, and no other')


if sys.argv[1] == '--self-test':
    self_test()
else:
    result, count = clashes(pathlib.Path(sys.argv[1]))
    print('\n'.join(result) or f'{count} types, each defined in one file')
    sys.exit(1 if result else 0)
