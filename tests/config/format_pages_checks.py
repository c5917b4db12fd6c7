# SPDX-License-Identifier: Apache-2.0
"""The pages of docs/formats: what they show is an example, they tell of every word of the schemas, and with asyncapi.yaml
of the topics that the source publishes."""
import pathlib
import re

import schemas
from formats import BLOCK, AsyncApi, shown_blocks

STRICT = schemas.validators()


def names_a_machine(root, text):
    return any(path in text for path in (str(root.resolve()), '/home/', '/tmp/'))


def pages_show_examples(root):
    folder, shown = root / 'docs/formats', set()
    for page in sorted(folder.glob('*.md')):
        text = page.read_text(encoding='utf-8')
        if len(re.findall('^```', text, re.M)) != 2 * len(list(shown_blocks(page))):
            yield f'{page.name}: a block without a line above that names its file'
        for link, content in shown_blocks(page):
            if not link or not (folder / link).is_file() or (folder / link).read_text(encoding='utf-8') != content:
                yield f'{page.name}: the block below "{link}" is not that file'
        for link in re.findall(r'\]\(([^)#]+)[^)]*\)', text):
            if '://' not in link and not (folder / link).exists():
                yield f'{page.name}: {link} leads nowhere'
            shown.add(pathlib.PurePath(link).name)
        if names_a_machine(root, text):
            yield f'{page.name} names a path of a machine'
    for file in (folder / 'examples').iterdir():
        if file.name not in shown:
            yield f'{file.name} is shown by no page'
        if names_a_machine(root, file.read_text(encoding='utf-8')):
            yield f'{file.name} names a path of a machine'


def schema_words(node):
    """Every name of a member and every word of a list of words."""
    if isinstance(node, dict):
        yield from node.get('properties', {})
        yield from (word for word in node.get('enum', []) if isinstance(word, str))
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from schema_words(child)


def every_word_is_told(root):
    texts = [BLOCK.sub('', page.read_text(encoding='utf-8')) for page in (root / 'docs/formats').glob('*.md')]
    told = {word for text in texts for span in re.findall('`([^`]+)`', text) for word in re.findall(r'\w+', span)}
    wanted = {word for validator in STRICT.values() for word in schema_words(validator.schema)}
    yield from (f'no page tells of {word}' for word in sorted(wanted - told))


def topics_are_those_of_the_source(root):
    api = AsyncApi(root / 'config/schema')
    if api.document['asyncapi'] != '2.6.0':
        yield 'asyncapi.yaml is of another version'
    for node in api.references():
        try:
            api.resolve(node)
        except (KeyError, OSError):
            yield f'asyncapi.yaml: {node["$ref"]} leads nowhere'
    source = ''.join(file.read_text() for file in (root / 'gateway/work/publisher').glob('*.cpp'))
    published = {name + '{plant}' if name.endswith('/') else name for name in re.findall(r'\btopic\("([^"]+)"', source)}
    if set(api.topics) != published:
        yield f'asyncapi.yaml and the source differ in {sorted(set(api.topics) ^ published)}'
    page = (root / 'docs/formats/mqtt.md').read_text()
    for name, (_, _, reference) in api.topics.items():
        if reference.split('.')[0] != schemas.schema_of('p/1/x/g/' + name):
            yield f'asyncapi.yaml: {name} has the schema {reference}'
    reserved = api.document['x-reserved-topics']
    for name in [*api.topics, *reserved]:
        if f'`{name.replace("{plant}", "<plant>")}`' not in page:
            yield f'mqtt.md does not name {name}'
    if set(reserved) & {name.split('/')[0] for name in published}:
        yield 'a reserved topic is published'
