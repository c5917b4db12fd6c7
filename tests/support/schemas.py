# SPDX-License-Identifier: Apache-2.0
"""The schemas of config/schema, strict: no field that they don't name."""
import json
import os
import pathlib

import jsonschema

FOLDER = pathlib.Path(os.environ.get('SOURCE_DIR', pathlib.Path(__file__).parents[2])) / 'config' / 'schema'


def strict(node):
    if isinstance(node, dict):
        if 'properties' in node and node.get('type') == 'object':  # not the condition of an `if`
            node['additionalProperties'] = False
        for child in node.values():
            strict(child)
    elif isinstance(node, list):
        for child in node:
            strict(child)
    return node


def validators():
    """{name: validator}, e.g. validators()['live'].validate(json.loads(payload))."""
    schemas = {file.name: strict(json.loads(file.read_text())) for file in sorted(FOLDER.glob('*.schema.json'))}
    store = dict(schemas)
    made = {}
    for name, schema in schemas.items():
        jsonschema.Draft7Validator.check_schema(schema)
        resolver = jsonschema.RefResolver(base_uri=name, referrer=schema, store=store)
        made[name.removesuffix('.schema.json')] = jsonschema.Draft7Validator(schema, resolver=resolver)
    return made


def schema_of(topic):
    """The schema's name for a published topic; None for those that carry no JSON of ours."""
    rest = topic.split('/')[4:]
    return {'state': 'state', 'live': 'live', 'verdict': 'verdict', 'compliance': 'compliance', 'journal': 'entry',
            'event': 'entry', 'readings': 'block'}.get(rest[0] if rest else '')


def documents(topic, payload):
    """The JSON texts of a message: one, or one a line."""
    if schema_of(topic) in ('entry', 'block'):
        return [line for line in payload.split('\n') if line]
    return [payload]
