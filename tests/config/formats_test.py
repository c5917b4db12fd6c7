# SPDX-License-Identifier: Apache-2.0
"""docs/formats and config/schema/asyncapi.yaml tell the truth: every example validates, strictly, and its hashes are
right; every kind and payload has one; what a page shows is an example; the topics are those the source names.
`--self-test` plants an offence of each sort in a copy of the tree and wants it found."""
import os
import pathlib
import shutil
import sys
import tempfile

import jsonschema

from format_examples_checks import every_kind_has_an_example, examples_validate
from format_facts_checks import hashes_are_right, tables_are_the_products
from format_pages_checks import every_word_is_told, pages_show_examples, topics_are_those_of_the_source

CHECKS = (examples_validate, every_kind_has_an_example, hashes_are_right, tables_are_the_products, pages_show_examples,
          every_word_is_told, topics_are_those_of_the_source)


def offences(root):
    for check in CHECKS:
        try:
            yield from check(root)
        except (OSError, KeyError, ValueError, IndexError, TypeError, jsonschema.ValidationError) as error:
            yield f'{check.__name__}: {error!r}'


# (file, what stands there, what is planted, a word of the offence)
PLANTED = (
    ('docs/formats/examples/state.json', '"v":1', '"v":2', 'state.json: 1 was expected'),
    ('docs/formats/examples/live.json', '"unit":"Cel"', '"unit":"Cel","extra":1', "'extra' was unexpected"),
    ('docs/formats/examples/entry-mean.jsonl', '"kind":"mean","plant":"mau-1"', '"plant":"mau-1","kind":"mean"', 'in the order'),
    ('docs/formats/examples/entry-gap.jsonl', None, None, 'no example entry-gap.jsonl'),
    ('docs/formats/examples/rows-entry.jsonl', '"leaf":"', '"leaf":"0', 'another leaf'),
    ('docs/formats/examples/entry-config.jsonl', '500ms', '501ms', 'joined texts'),
    ('docs/formats/examples/entry-start.jsonl', '"size":', '"size":1', 'the size that its stop'),
    ('docs/formats/examples/report.txt', 'report', 'Report', 'report.txt'),
    ('docs/formats/examples/block.json', '"config":"', '"config":"0', 'block.json'),
    ('docs/formats/examples/limits.csv', 'mg/L', 'ug/L', 'limits.csv'),
    ('docs/formats/examples/judge.jsonl', '"n":', '"n":1', 'what judge prints'),
    ('docs/formats/mqtt.md', '"status":"online"', '"status":"offline"', 'is not that file'),
    ('docs/formats/block.md', '# Block\n', '# Block\n\n```json\n{}\n```\n', 'the block below "" is'),
    ('docs/formats/block.md', '`monotonic_ms`', '`uptime`', 'no page tells of monotonic_ms'),
    ('docs/formats/entries.md', '`back_off`', '`backing_off`', 'no page tells of back_off'),
    ('docs/formats/profile.md', '# Device profile', '# Device profile of /home/an', 'names a path'),
    ('docs/formats/mqtt.md', '](examples/', '](exemples/', 'leads nowhere'),
    ('config/schema/asyncapi.yaml', 'state.schema.json', 'stat.schema.json', 'leads nowhere'),
    ('config/schema/asyncapi.yaml', '}/compliance"', '}/conformity"', "'compliance', 'conformity'"),
    ('gateway/work/publisher/publisher.cpp', 'topic("compliance")', 'topic("summary")', "'summary'"),
)


def self_test(root):
    for name, was, planted, word in PLANTED:
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder)
            for part in ('docs', 'config', 'gateway/work/publisher'):
                shutil.copytree(root / part, copy / part)
            file = copy / name
            if was is None:
                file.unlink()
            else:
                text = file.read_text(encoding='utf-8')
                assert was in text, (name, was)
                file.write_text(text.replace(was, planted), encoding='utf-8')
            found = list(offences(copy))
            assert any(word in offence for offence in found), (name, planted, found)
    print(f'{len(PLANTED)} planted offences are found')


def main():
    root = pathlib.Path(os.environ['SOURCE_DIR'])
    if '--self-test' in sys.argv:
        return self_test(root)
    found = list(offences(root))
    print('\n'.join(found) or 'docs/formats and asyncapi.yaml tell the truth')
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
