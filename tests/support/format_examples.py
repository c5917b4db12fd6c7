# SPDX-License-Identifier: Apache-2.0
"""Takes the examples of docs/formats anew, and puts them into its pages, from a real run: simulator, gateway, mosquitto,
mosquitto_sub; three epochs, a midnight in the first. By hand, when a format has grown: times and hashes are the run's.

    EFFLUENT_BIN=… SIMULATOR_BIN=… SOURCE_DIR=. PYTHONPATH=tests/support /usr/bin/python3 tests/support/format_examples.py
"""
import json
import os
import shutil
import subprocess

import programs
from broker import Broker
from formats import show_examples, spread
from gateway import until
from programs import EFFLUENT, SOURCE, Gateway, require
from receiver import Receiver
from signing import Center, decision_text
from small_site import SITE, SmallPlant, devices, head

EXAMPLES = SOURCE / 'docs' / 'formats' / 'examples'
OWN_LIMIT = '''      [plant.outlet.permit.limits.cod]
      max = 30
      source = "001/GPMT-MAU, annex 1"

'''
UV = '''    method = "uv254"
    correlation = { date = 2026-01-15, n = 12, slope = 0.98, intercept = 1.5, r = 0.96, valid_until = 2027-12-31 }
'''
ONE_POINT = '[[plant]]\nid = "mau-1"\npark = "kcn-mau-1"\n' + SITE[SITE.index('  [[plant.point]]'):]


def write(name, *lines):
    require(lines and all(lines), f'the run gave nothing for {name}')
    text = spread(lines[0], 2) if name.endswith('.json') else '\n'.join(lines)
    (EXAMPLES / name).write_text(text + '\n', encoding='utf-8')


def shortened(payload, *lists):
    """A payload with fewer items in some of its lists: (name, filter) each. Numbers keep their text."""
    for name, keep in lists:
        start = payload.index(f'"{name}":[') + len(name) + 4
        end, level, items, begin = start, 1, [], start
        while level:
            level += {'{': 1, '[': 1, '}': -1, ']': -1}.get(payload[end], 0)
            if (level == 1 and payload[end] == ',') or level == 0:
                items.append(payload[begin:end])
                begin = end + 1
            end += 1
        payload = payload[:start] + ','.join(item for item in items if keep(json.loads(item))) + payload[end - 1:]
    return payload


def first(lines, *tests):
    """For each test the first line that holds it."""
    return [next((line for line in lines if test(json.loads(line))), '') for test in tests]


def add_result(gateway, second=40, **more):
    words = {'plant': 'mau-1', 'outlet': 'outlet-1', 'parameter': 'bod5', 'sample': '2026-118',
             'taken-at': '2026-02-28T09:30:00+07:00', 'taken-by': 'Lê Văn An', 'taken-where': 'outlet channel',
             'laboratory': 'VIMCERTS 000', 'method': 'TCVN 6001-1:2008', 'value': '31', 'unit': 'mg/L',
             'report': EXAMPLES / 'report.txt',
             'entered-by': 'Trần Thị Bình', **more}
    done = subprocess.run([EFFLUENT, 'laboratory', 'add', '--config', gateway.config,
                           *(f'--{name}={text}' for name, text in words.items())], capture_output=True, text=True,
                          env={**os.environ, **programs.faked(programs.clock_at(second))})
    require(done.returncode == 0, done.stderr)


def run(broker, center, gateway):
    """Three epochs: windows close at midnight, results of a laboratory come in, the instruments go away, the gateway too."""
    with SmallPlant() as plant:
        site = SITE.replace('    [[plant.outlet.point]]', OWN_LIMIT + '    [[plant.outlet.point]]', 1)
        site = site.replace('    source = "analyser.cod"\n', '    source = "analyser.cod"\n' + UV, 1)
        gateway.configure(head(broker.port, 'readings') + site + devices(plant.ports))
        gateway.start(programs.clock_at(-8))
        until(lambda: len(gateway.told('verdict')) >= 10, 'the windows that end at midnight', 60)
        add_result(gateway, uncertainty='4')
        add_result(gateway, value='<5', sample='2026-119', parameter='oil', method='SMEWW 5520B:2017')
        until(lambda: len(center.newest('verdict/mau-1')['final']) >= 10, 'their verdicts')
        seen = {'live': center.messages('live/mau-1')[-1].decode()}
    until(lambda: len(gateway.told('event')) >= 2, 'devices to be lost')
    until(lambda: center.messages('event/mau-1'), 'the copy of an event')
    until(lambda: len([b for b in gateway.polled('probe') if not b['registers']]) >= 5, 'polls left out by back-off')
    require(gateway.stop() == 0, gateway.log_text)
    add_result(gateway, 90, value='13', correction='31 was the figure of the inlet', uncertainty='2')  # an epoch of its own
    gateway.start(programs.clock_at(120))
    until(lambda: [e for e in gateway.told('gap') if e['cause'] == 'downtime'], 'the gap of the downtime')
    until(lambda: center.newest('state')['epoch'] == gateway.epochs()[2], 'the third epoch at the center')
    require(gateway.stop() == 0, gateway.log_text)
    until(lambda: len(center.lines('journal')) >= len(gateway.entries()), 'the last entries')
    until(lambda: center.newest('state')['status'] == 'offline', 'state offline')
    return seen


def write_published(center, live):
    texts = {name: [payload.decode() for payload in center.messages(name)] for name in
             ('state', 'live/mau-1', 'verdict/mau-1', 'compliance', 'journal', 'readings', 'event/mau-1')}
    online = [text for text in texts['state'] if json.loads(text)['status'] == 'online']
    write('state.json', online[0])
    write('state-offline.json', texts['state'][-1])
    write('live.json', live)
    write('live-fault.json', shortened(texts['live/mau-1'][-1], ('points', lambda p: p['point'] in ('cod', 'ph'))))
    judged = [text for text in texts['verdict/mau-1'] if json.loads(text)['final']][-1]
    write('verdict.json', shortened(
        judged, ('final', lambda v: v['binding'] and v['parameter'] in ('cod', 'ph', 'nh4_n')),
        ('provisional', lambda v: v['parameter'] == 'ph' and v['binding'])))
    write('compliance.json', shortened(
        texts['compliance'][-1], ('not_assessed', lambda p: p in ('color', 'as')),
        ('parameters', lambda p: p['parameter'] in ('cod', 'nh4_n', 'ph'))))
    for lane, least in (('journal', 2), ('readings', 2)):
        messages = [text for text in texts[lane] if text.count('\n') >= least]
        write(f'{lane}.jsonl', *min(messages, key=len).splitlines())
    write('event.jsonl', texts['event/mau-1'][0])


def write_entries(entries):
    of = {}
    for line in entries:
        of.setdefault(json.loads(line)['kind'], []).append(line)
    write('entry-start.jsonl', *first(of['start'], lambda e: not e['parent'], lambda e: e['parent']))
    write('entry-mean.jsonl', *first(of['mean'], lambda e: e['point'] == 'cod' and 'sum' in e and e['n'],
                                     lambda e: e['point'] == 'ph' and e['period'] == '1h'))
    write('entry-verdict.jsonl', *first(
        of['verdict'], *(lambda e, word=word: e['verdict'] == word for word in ('within_limit', 'exceeding', 'no_limit')),
        lambda e: e['reasons'] == ['no_point']))
    write('entry-quantity.jsonl', *first(of['quantity'], lambda e: e['point'] == 'cod' and e['period'] == '30d'))
    write('entry-gap.jsonl', *first(of['gap'], lambda e: e['cause'] == 'back_off', lambda e: e['cause'] == 'downtime'))
    write('entry-event.jsonl', of['event'][0])
    write('entry-laboratory.jsonl', *of['laboratory'])
    write('entry-stop.jsonl', *first(of['stop'], lambda e: e['reason'] == 'signal', lambda e: e['reason'] == 'command'))


def write_blocks(blocks):
    probe, analyser, failed = first(blocks, lambda b: b['device'] == 'probe' and b['rid'] > 4 and b['registers'],
                                    lambda b: 'result_at' in b['points'][0] and b['rid'] > 4,
                                    lambda b: b['device'] == 'probe' and not b['registers'])
    for name, text in (('block.json', probe), ('block-analyser.json', analyser), ('block-failed.json', failed)):
        write(name, text)


def write_rows(gateway):
    """Rows of the three tables, a JSON object each; the leaf in hexadecimal."""
    write('rows-epoch.jsonl', *(row[0] for row in gateway.query(
        "SELECT json_object('n', n, 'id', id) FROM epoch ORDER BY n")))
    write('rows-block.jsonl', *(row[0] for row in gateway.query(
        "SELECT json_object('epoch', epoch, 'rid', rid, 'json', json) FROM block WHERE rid = 0 LIMIT 1")))
    write('rows-entry.jsonl', *(row[0] for row in gateway.query(
        "SELECT json_object('epoch', epoch, 'seq', seq, 'leaf', lower(hex(leaf)), 'line', line) FROM entry "
        "WHERE line LIKE '%\"kind\":\"start\"%' OR line LIKE '%\"kind\":\"stop\"%' ORDER BY id LIMIT 2")))


def write_config():
    """The configuration of one point in the journal, whole: its hash is that of the text."""
    paths = '[paths]\nprofiles = "devices"\nstandards = "standards"\n'
    profile = {'mau-probe': (programs.PROFILES / 'mau-probe.toml').read_text(encoding='utf-8')}
    with Gateway(head().split('[paths]')[0] + paths + ONE_POINT + devices({'probe': 1}), profile) as gateway:
        gateway.start(programs.clock_at(-8))
        until(gateway.polled, 'a poll')
        require(gateway.stop() == 0, gateway.log_text)
        write('entry-config.jsonl', *(entry.line for entry in gateway.entries('config')))


def imported():
    """Invented limits imported into a copy of the blank table, by nobody's order."""
    with Gateway(head().replace(str(programs.STANDARDS), 'tables') + SITE + devices({'probe': 1, 'analyser': 1})) as gateway:
        shutil.copytree(programs.STANDARDS, gateway.folder / 'tables')
        lines = (gateway.folder / 'tables/qcvn-40-2025.csv').read_text(encoding='utf-8').splitlines()
        rows = [line.split(',') for line in lines[1:]]
        rows = [[row[1], row[5], row[4] or 'count/100mL', *(['5.5', '9.5'] if row[1] == 'ph' else ['', '70']) * 3]
                for row in rows]
        header = 'key,flow_band,unit,A_min,A_max,B_min,B_max,C_min,C_max'
        limits = gateway.folder / 'limits.csv'
        limits.write_text('\n'.join([header, *map(','.join, rows), '']), encoding='utf-8')
        done = subprocess.run(
            [EFFLUENT, 'standards', 'import', '--config', gateway.config, '--standard', 'qcvn-40-2025', '--file', limits,
             '--source', 'an invented document, annex 1', '--by', 'Trần Thị Bình'],
            capture_output=True, text=True, env={**os.environ, **programs.faked(programs.clock_at(40))})
        require(done.returncode == 0, done.stderr)
        return [entry.line for entry in gateway.entries('operator')]


def write_acts():
    """What persons do: limits imported, an instrument checked, calibrated, maintained and replaced, without a gateway running."""
    with Gateway(head() + SITE + devices({'probe': 1, 'analyser': 1})) as gateway:
        def act(second, *words, **options):
            done = subprocess.run(
                [EFFLUENT, 'instrument', *words, '--config', gateway.config, '--by', 'Lê Văn An',
                 *(f'--{name.replace("_", "-")}={text}' for name, text in options.items())],
                capture_output=True, text=True, env={**os.environ, **programs.faked(programs.clock_at(second))})
            require(done.returncode == 0, done.stderr)
        standard = {'unit': 'pH', 'lot': 'KHP 2026-07', 'expiry': '2027-03-31', 'limit': '0.10'}
        act(30, 'check', 'mau-1', 'ph', what='span', standard_value='7.00', before='7.02', **standard)
        act(60, 'begin', 'mau-1', 'ph', 'calibration', expected='45min', reason='monthly')
        act(90, 'check', 'mau-1', 'ph', what='span', standard_value='7.00', before='7.31', after='7.01',
            note='electrode cleaned', **standard)
        act(120, 'end', 'mau-1', 'ph', 'calibration')
        act(150, 'begin', 'mau-1', 'maintenance', device='probe', expected='45min', reason='cable torn')
        act(4000, 'replace', 'mau-1', 'probe', old_serial='A-0017', new_serial='A-0052', reason='cable torn')
        write('entry-check.jsonl', *(entry.line for entry in gateway.entries('check')))
        write('entry-operator.jsonl', *imported(), *(entry.line for entry in gateway.entries('operator')))


def write_corrections():
    """A window out of limit, explained, decided by a center and judged anew; and what the center has not accepted."""
    with Gateway('') as gateway, SmallPlant() as plant:
        center = Center(gateway.folder)
        site = SITE.replace('    [[plant.outlet.point]]', OWN_LIMIT + '    [[plant.outlet.point]]', 1)
        gateway.configure(head() + f'[center]\nkeys = ["{center.vkey}"]\n' + site + devices(plant.ports))
        gateway.start(programs.clock_at(-8))
        until(lambda: len(gateway.told('verdict')) >= 10, 'the windows that end at midnight', 60)

        def command(*words):
            done = gateway.command(*words)
            require(done.returncode == 0, done.stderr)

        def explained(asks, category, reason, *words):
            command('explanation', 'add', 'mau-1', f'--asks={asks}', f'--category={category}', f'--reason={reason}',
                    '--from=2026-03-01T23:55:00+07:00', '--until=2026-03-02T00:00:00+07:00', '--by=Lê Văn An', *words)
            return gateway.told('explanation')[-1]

        def decided(explanation, decision):
            file = gateway.folder / 'decision.note'
            file.write_text(center.sign(decision_text(explanation, decision)), encoding='utf-8')
            command('decision', 'add', '--file', file)
        report = f'--evidence={EXAMPLES / "report.txt"}'
        decided(explained('exclude', 'sample_line', 'the pump of the sample line stood still', '--parameter=cod', report), 'accepted')
        decided(explained('exclude', 'process_upset', 'aeration failed', '--point=ph', '--point=tss', report), 'rejected')
        explained('none', 'power_cut', 'no mains for five minutes', '--outlet=outlet-1')
        until(lambda: [v for v in gateway.told('verdict') if 'revises' in v], 'the revised verdict')
        require(gateway.stop() == 0, gateway.log_text)
        write('entry-explanation.jsonl', *(entry.line for entry in gateway.entries('explanation')))
        write('entry-decision.jsonl', *(entry.line for entry in gateway.entries('decision')))
        write('entry-verdict-revised.jsonl', *first([entry.line for entry in gateway.entries('verdict')],
                                                    lambda e: 'revises' in e and e['binding']))


def write_judged(blocks):
    """A few readings of the run as a file, and what `judge` says of it under the field example."""
    rows, shown = [], set()
    for block in (json.loads(text, parse_float=str, parse_int=str) for text in blocks):
        for point in block['points']:
            state = point.get('state', 'measuring')
            if point['point'] in ('cod', 'ph', 'tss') and (point['point'], point['value'], state) not in shown:
                shown.add((point['point'], point['value'], state))
                rows.append(f"{block['polled_at']},mau-1,{point['point']},{point['value'] or ''},{state}")
    rows = rows[:6] + [row for row in rows if row.endswith('fault')][:2]
    write('readings.csv', 'time,plant,point,value,state', *rows)
    done = subprocess.run([EFFLUENT, 'judge', '--config', SOURCE / 'config' / 'effluent.toml', '--readings',
                                    EXAMPLES / 'readings.csv', '--quantities'], capture_output=True, text=True)
    require(done.returncode == 0, done.stderr)
    lines = done.stdout.splitlines()
    write('judge.jsonl', *first(lines, lambda e: e['kind'] == 'mean' and e['point'] == 'ph' and e['n'],
                                lambda e: e['kind'] == 'verdict' and e['point'] == 'ph',
                                lambda e: e['kind'] == 'quantity' and e['point'] == 'ph' and e['period'] == '30d'))


def main():
    with Broker('max_queued_messages 0') as broker, Receiver(broker.port) as center, Gateway('') as gateway:
        center.wait_subscribed(broker)
        seen = run(broker, center, gateway)
        entries = [entry.line for entry in gateway.entries()]
        blocks = [block.json for block in gateway.blocks()]
        write_published(center, seen['live'])
        write_entries(entries)
        write_blocks(blocks)
        write_rows(gateway)
        write_judged(blocks)
    write_config()
    write_acts()
    write_corrections()
    show_examples(EXAMPLES.parent)


if __name__ == '__main__':
    main()
