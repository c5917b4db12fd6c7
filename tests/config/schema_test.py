# SPDX-License-Identifier: Apache-2.0
"""Everything that is published validates against config/schema, strictly; and the schemas refuse what they should."""
import copy
import json
import subprocess
import sys

import jsonschema

import schemas

samples = [line.split('\t', 1) for line in
           subprocess.run([sys.argv[1]], check=True, capture_output=True, text=True).stdout.splitlines()]
validators = schemas.validators()
seen = {}
for name, text in samples:
    document = json.loads(text)
    try:
        validators[name].validate(document)
    except jsonschema.ValidationError as error:
        sys.exit(f'{name}: {error.message} at {list(error.absolute_path)}\n{text[:2000]}')
    seen.setdefault(name, []).append(document)

missing = {'state', 'live', 'verdict', 'compliance', 'entry', 'block'} - set(seen)
kinds = {document['kind'] for document in seen['entry']}
missing |= {'start', 'config', 'mean', 'verdict', 'gap', 'event', 'laboratory', 'operator', 'check', 'explanation', 'decision',
            'stop', 'quantity'} - kinds
if missing:
    sys.exit(f'no sample of {sorted(missing)}')
if not any(document.get('totaliser') for document in seen['entry'] if document['kind'] == 'mean'):
    sys.exit('no sample of a totaliser')
if not any('slots' in document for document in seen['entry']):
    sys.exit('no sample of a base mean')
if not any('revises' in document for document in seen['entry']):
    sys.exit('no sample of a revised verdict')
if not seen['verdict'][0]['final'] or not seen['verdict'][0]['provisional']:
    sys.exit('no sample of final and provisional verdicts')

# Every field counts: without it, or with one more, or as another type, the document is refused.
for name, documents in seen.items():
    for document in {(document.get('kind'), tuple(document)): document for document in documents}.values():
        for change in (*(('without', key) for key in document), ('with', 'extra'), ('as list', 'v'),
                       ('as list', 'time'), ('as list', 'gateway')):
            changed = copy.deepcopy(document)
            if change[0] == 'without':
                del changed[change[1]]
            elif change[0] == 'with':
                changed['extra'] = 1
            else:
                changed[change[1]] = []
            if validators[name].is_valid(changed):
                sys.exit(f'{name} {document.get("kind", "")}: {change} is let pass')
print(f'{len(samples)} samples validate; kinds {sorted(kinds)}')
