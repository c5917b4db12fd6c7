# SPDX-License-Identifier: Apache-2.0
"""What the examples of docs/formats say of one another and of the product: leaves, hashes, identities, tables, judge."""
import base64
import hashlib
import json
import os
import subprocess

import schemas
from formats import documents

STRICT = schemas.validators()


def wrapped_sha(text):
    return hashlib.sha256(b'\0' + text.encode()).hexdigest()


def hashes_are_right(root):
    folder = root / 'docs/formats/examples'
    read = lambda name: [json.loads(line) for line in documents(folder / name)]
    for row in read('rows-entry.jsonl'):
        if row['leaf'] != wrapped_sha(row['line']) or (row['epoch'], row['seq']) != tuple(
                json.loads(row['line'])[key] for key in ('epoch', 'seq')):
            yield f'rows-entry.jsonl: seq {row["seq"]} has another leaf or name'
        STRICT['entry'].validate(json.loads(row['line']))
    for row in read('rows-block.jsonl'):
        STRICT['block'].validate(json.loads(row['json']))
        if (row['epoch'], row['rid']) != tuple(json.loads(row['json'])[key] for key in ('epoch', 'rid')):
            yield f'rows-block.jsonl: rid {row["rid"]} has another name'
    parts = read('entry-config.jsonl')
    if {part['sha256'] for part in parts} != {hashlib.sha256(''.join(p['text'] for p in parts).encode()).hexdigest()}:
        yield 'entry-config.jsonl: sha256 is not that of the joined texts'
    report = hashlib.sha256((folder / 'report.txt').read_bytes()).hexdigest()
    if any(entry['report_sha256'] != report for entry in read('entry-laboratory.jsonl')):
        yield 'entry-laboratory.jsonl: report_sha256 is not that of report.txt'
    starts = {start['epoch']: start for start in read('entry-start.jsonl')}
    stops = {stop['epoch']: stop['seq'] + 1 for stop in read('entry-stop.jsonl')}
    for parent in (start['parent'] for start in starts.values() if start['parent']):
        if stops.get(parent['epoch']) != parent['size']:
            yield 'entry-start.jsonl: the parent has not the size that its stop tells'
    for name in ('block.json', 'block-analyser.json', 'block-failed.json', 'readings.jsonl'):
        for block in read(name):
            if not starts[block['epoch']]['config'].startswith(block['config']):
                yield f'{name}: config is not the beginning of the hash in start'
            if any(len(base64.b64decode(asked['data'])) != 2 * asked['count'] for asked in block['registers']):
                yield f'{name}: the data are not the words asked for'


def tables_are_the_products(root):
    folder = root / 'docs/formats/examples'
    shipped = (root / 'config/standards/qcvn-40-2011.csv').read_text().splitlines()
    shown = (folder / 'limits.csv').read_text().splitlines()
    if shown[0] != shipped[0] or len(shown) < 3 or not set(shown) <= set(shipped):
        yield 'limits.csv has rows that the shipped table has not'
    done = subprocess.run([os.environ['EFFLUENT_BIN'], 'judge', '--config', root / 'config/effluent.toml', '--readings',
                           folder / 'readings.csv', '--quantities'], capture_output=True, text=True, timeout=60)
    if done.returncode != 0 or not set(documents(folder / 'judge.jsonl')) <= set(done.stdout.splitlines()):
        yield f'judge.jsonl is not what judge prints for readings.csv {done.stderr}'
