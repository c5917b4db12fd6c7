# SPDX-License-Identifier: Apache-2.0
"""The formats as they are told: the AsyncAPI document, the examples and the pages of docs/formats."""
import json
import re

import yaml


def spread(text, depth):
    """The same JSON text with a line for each member down to `depth`: white space added, nothing else changed."""
    out, level, in_text, escaped = [], 0, False, False
    for char, after in zip(text, text[1:] + ' '):
        if in_text:
            in_text, escaped = escaped or char != '"', char == '\\' and not escaped
        elif char == '"':
            in_text = True
        elif char in '[{':
            level += 1
        elif char in ']}':
            if level <= depth and out[-1] not in '[{':
                out.append('\n' + '  ' * (level - 1))
            level -= 1
        out.append(char)
        if not in_text and char in ',[{' and level <= depth and after not in ']}':
            out.append('\n' + '  ' * level)
    return ''.join(out)


def compact(text):
    """The JSON text without the white space between its tokens."""
    return re.sub(r'("(?:[^"\\]|\\.)*")|\s+', lambda found: found[1] or '', text)


def documents(file):
    """The JSON texts of an example: one spread for the reader, or one a line, as sent."""
    text = file.read_text(encoding='utf-8')
    return [compact(text)] if file.suffix == '.json' else text.removesuffix('\n').split('\n')


class AsyncApi:
    """config/schema/asyncapi.yaml. `topics`: {channel behind {gateway}/: (qos, retained, reference to the schema)}."""
    LEAD = '{prefix}/1/{province}/{gateway}/'

    def __init__(self, folder):
        self.folder = folder
        self.document = yaml.safe_load((folder / 'asyncapi.yaml').read_text(encoding='utf-8'))
        self.topics = {}
        for name, channel in self.document['channels'].items():
            told = channel['subscribe']
            mqtt = told['bindings']['mqtt']
            message = self.resolve(told['message'])
            self.topics[name.removeprefix(self.LEAD)] = (mqtt['qos'], mqtt['retain'], message['payload']['$ref'])

    def resolve(self, node):
        """What a {"$ref": "FILE#/path"} names; the node itself where it is none. KeyError, FileNotFoundError."""
        if not isinstance(node, dict) or '$ref' not in node:
            return node
        name, _, path = node['$ref'].partition('#')
        found = json.loads((self.folder / name).read_text(encoding='utf-8')) if name else self.document
        for part in path.strip('/').split('/'):
            found = found[part] if part else found
        return found

    def references(self, node=None):
        node = self.document if node is None else node
        if isinstance(node, dict) and '$ref' in node:
            yield node
        for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            yield from self.references(child)


BLOCK = re.compile(r'(?P<before>^[^\n]*\n)^```\w+\n(?P<content>.*?)^```$', re.M | re.S)


def named_file(before):
    """The last link of the line above a block; '' where there is none."""
    links = re.findall(r'\]\(([^)]+)\)', before.splitlines()[-1])
    return links[-1] if links else ''


def shown_blocks(page):
    """(link before it, content) of every fenced block of a page."""
    for found in BLOCK.finditer(page.read_text(encoding='utf-8')):
        yield named_file(found['before']), found['content']


def show_examples(folder):
    """Puts into every fenced block of the pages in `folder` what the file named above it holds."""
    def filled(found):
        block, file = found[0], folder / named_file(found['before'])
        begin = found.start('content') - found.start()
        return block[:begin] + file.read_text(encoding='utf-8') + '```'
    for page in sorted(folder.glob('*.md')):
        page.write_text(BLOCK.sub(filled, page.read_text(encoding='utf-8')), encoding='utf-8')
