# SPDX-License-Identifier: Apache-2.0
"""The examples of docs/formats: each validates, strictly, and every kind and payload has one."""
import json

import schemas
from formats import compact, documents, spread

OTHERS = {'readings.csv', 'limits.csv', 'report.txt'}  # no JSON; each has a check of its own
STRICT = schemas.validators()
ENTRY = STRICT['entry'].schema['definitions']


def acts_of(part):
    """The acts that a definition of the kind operator is for; of another kind none."""
    act = part['properties'].get('act', {})
    return act.get('enum') or [act[key] for key in ('const',) if key in act]


def entry_part(document):
    """The definition of an entry's kind; of operator the one for its act."""
    kind = document['kind']
    if 'revises' in document:
        return ENTRY[kind + '_revised']
    if kind != 'operator':
        return ENTRY.get(kind, {'properties': {}})
    parts = [part for name, part in ENTRY.items() if name.split('_')[0] == kind and document['act'] in acts_of(part)]
    return parts[0] if parts else {'properties': {}}


def shape_of(file, document):
    """(validator, its schema) for a document of an example; None for a file that nobody knows."""
    first = file.name.split('.')[0].split('-')[0]
    name = {'journal': 'entry', 'event': 'entry', 'readings': 'block'}.get(first, first)
    if first == 'judge':
        name, part = 'entry', ENTRY['judged_' + document['kind']]
    elif name == 'entry':
        part = entry_part(document)
    else:
        part = STRICT[name].schema if name in STRICT else None
    if part is None:
        return None
    whole = STRICT[name]
    return (whole.evolve(schema=part) if first == 'judge' else whole), part


def examples_validate(root):
    for file in sorted((root / 'docs/formats/examples').iterdir()):
        if file.name in OTHERS or file.name.startswith('rows-'):
            continue
        if file.suffix == '.json' and file.read_text() != spread(compact(file.read_text()), 2) + '\n':
            yield f'{file.name} is not spread as the others'
        for text in documents(file):
            document = json.loads(text)
            shape = shape_of(file, document)
            if not shape:
                yield f'{file.name}: no schema is known for it'
                continue
            validator, part = shape
            for error in validator.iter_errors(document):
                yield f'{file.name}: {error.message[:200]} at {list(error.absolute_path)}'
            if compact(text) != text:
                yield f'{file.name} has white space between tokens'
            if list(document) != [key for key in part['properties'] if key in document]:
                yield f'{file.name}: the members are not in the order of the schema'
            if file.name.startswith('entry-') and file.stem.split('-')[1] != document['kind']:
                yield f'{file.name} holds a {document["kind"]}'


def every_kind_has_an_example(root):
    folder = root / 'docs/formats/examples'
    files = {file.name for file in folder.iterdir()}
    kinds = {reference['$ref'].rsplit('/', 1)[1].split('_')[0] for reference in STRICT['entry'].schema['oneOf']}
    wanted = {f'entry-{kind}.jsonl' for kind in kinds} | {'journal.jsonl', 'readings.jsonl', 'event.jsonl', 'judge.jsonl'}
    wanted |= {f'{name}.json' for name in STRICT if name not in ('common', 'entry')} | OTHERS
    wanted |= {f'rows-{table}.jsonl' for table in ('epoch', 'block', 'entry')}
    yield from (f'no example {name}' for name in sorted(wanted - files))
    if 'entry-operator.jsonl' in files:
        acts = {json.loads(line)['act'] for line in documents(folder / 'entry-operator.jsonl')}
        wanted = {act for name, part in ENTRY.items() if name.startswith('operator') for act in acts_of(part)}
        yield from (f'entry-operator.jsonl has no {act}' for act in sorted(wanted - acts))
    if 'judge.jsonl' in files:
        judged = {json.loads(line)['kind'] for line in documents(folder / 'judge.jsonl')}
        if judged != {name.removeprefix('judged_') for name in ENTRY if name.startswith('judged_')}:
            yield f'judge.jsonl holds only {judged}'
