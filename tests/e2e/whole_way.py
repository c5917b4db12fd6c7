# SPDX-License-Identifier: Apache-2.0
"""Promises 1, 2 and 11 on the whole way: simulator, Modbus, gateway, database, mosquitto, mosquitto_sub. What arrives
is what is stored, byte for byte and in order; the retained texts have the fields of the contract and show the newest
block. The gateway's clock stands shortly before midnight, so that windows of all three lengths close."""
import json

import programs
from broker import Broker
from gateway import run_all, until
from programs import Gateway, instant, require
from receiver import Receiver
from record_text import AROUND, MORE
from schemas import documents, schema_of, validators
from small_site import SmallPlant, configuration

MOST = 64 * 1024
ENVELOPE = ['v', 'gateway', 'epoch', 'seq', 'time', 'clock', 'kind']
VERDICT = ['kind', 'plant', 'outlet', 'point', 'parameter', 'period', 'start', 'verdict', 'reasons', 'at_least', 'value',
           'limit_min', 'limit_max', 'ratio', 'coverage_percent', 'binding', 'basis', *AROUND]
BASIS = ['source', 'standard', 'column', 'c', 'kq', 'kf', 'flow_band', 'document', 'certainty', 'dates_ignored']
MEAN = ['kind', 'plant', 'outlet', 'point', 'parameter', 'period', 'start', 'n', 'due', 'coverage_percent', 'mean', 'min',
        'max']
BLOCK = ['v', 'gateway', 'epoch', 'rid', 'device', 'plant', 'instrument', 'due_at', 'polled_at', 'monotonic_ms', 'clock',
         'config', 'registers', 'points']


def exact(text):
    """Parsed with numbers as they are written."""
    return json.loads(text, parse_float=str)


def keys(found, wanted):
    require(list(found) == wanted, f'keys {list(found)} instead of {wanted}')


def lane_is_stored(receiver, lane, number, stored):
    """Messages of one lane, in order of arrival, are the stored lines: whole, contiguous, once, at most 64 KiB."""
    arrived = []
    for message in receiver.messages(lane):
        require(len(message) <= MOST, f'a message of {len(message)} bytes on {lane}')
        require(message.endswith(b'\n'), f'a message on {lane} without its last newline')
        lines = message.decode().split('\n')[:-1]
        require(len({json.loads(line)['epoch'] for line in lines}) == 1, 'two epochs in one message')
        arrived += lines
    require(arrived == [line for _, _, line in stored], f'{lane}: {len(arrived)} lines arrived are not the '
                                                        f'{len(stored)} stored ones, byte for byte in order')
    require([json.loads(line)[number] for line in arrived] == list(range(len(stored))), f'{lane} is not 0, 1, 2 …')


def entries_are_right(lines):
    for line in lines:
        require(len(line.encode()) + 1 <= 16 * 1024, 'an entry above 16 KiB')
        entry = exact(line)
        keys(list(entry)[:7], ENVELOPE)
        if entry['kind'] == 'mean':
            base = entry['period'] == '5min'
            keys(list(entry)[6:], MEAN + (['sum', 'slots', 'blocks'] + MORE + ['sum_squares'] if base else MORE))
        if entry['kind'] == 'verdict':
            keys(list(entry)[6:], VERDICT)
            keys(entry['basis'], BASIS)
    kinds = [exact(line)['kind'] for line in lines]
    require(kinds[0] == 'start' and kinds[1] == 'config' and kinds[-1] == 'stop', f'kinds {kinds}')
    require(kinds.count('mean') >= 15 and kinds.count('verdict') >= 10, f'kinds {kinds}')


def live_shows_blocks(payloads, blocks):
    """Every live text shows, point by point, what a block of its time holds; the newest shows the newest."""
    points = {(block['polled_at'], point['point']): point for block in blocks for point in block['points']}
    polled = {block['polled_at'] for block in blocks}
    times = []
    for text in payloads:
        live = exact(text)
        keys(live, ['v', 'gateway', 'plant', 'time', 'valid_until', 'points'])
        require((live['v'], live['gateway'], live['plant']) == (1, 'gw-test', 'mau-1'), text)
        require(live['time'] in polled, 'live at a time of no block')
        require(instant(live['valid_until']) == instant(live['time']) + 3 * 1000 + 10_000, text)
        require([p['point'] for p in live['points']] == ['cod', 'ph', 'temperature', 'tss', 'conductivity'], text)
        for shown in live['points']:
            keys(shown, ['outlet', 'point', 'parameter', 'value', 'unit', 'state', 'cause', 'time'])
            if shown['time'] is None:
                require((shown['value'], shown['state'], shown['cause']) == (None, 'fault', 'not_polled'), text)
                continue
            held = points[shown['time'], shown['point']]
            require(shown['value'] == held['value'], f'{shown} is not {held}')
            require((shown['state'], shown['cause']) == (held.get('state', 'measuring'), held.get('cause')), text)
        times.append(instant(live['time']))
    require(times == sorted(set(times)), 'live texts out of order')
    newest = max(instant(block['polled_at']) for block in blocks)
    require(newest - times[-1] <= 1500, 'the newest live text is old')
    seconds = (times[-1] - times[0]) / 1000
    require(len(times) <= seconds + 2, f'{len(times)} live texts in {seconds} s: more than one a second')
    require(len(times) >= seconds * 0.7, f'only {len(times)} live texts in {seconds} s')


def verdicts_are_journaled(payloads, lines):
    newest = exact(payloads[-1])
    keys(newest, ['v', 'gateway', 'plant', 'time', 'final', 'provisional'])
    journaled = {'{' + line[line.index('"kind"'):] for line in lines if '"kind":"verdict"' in line}
    require(len(newest['final']) == len(journaled), f"{len(newest['final'])} final verdicts, {len(journaled)} written")
    for body in journaled:
        require(body.encode() in payloads[-1], f'a verdict of the journal is not in the retained text: {body}')
    for verdict in newest['final']:
        keys(verdict, VERDICT)
    for verdict in newest['provisional']:
        keys(verdict, VERDICT + ['elapsed_percent', 'colour', 'rest_at_most', 'rest_at_least'])
    for verdict in newest['final'] + newest['provisional']:
        keys(verdict['basis'], BASIS)
    require({v['period'] for v in newest['provisional']} == {'5min', '1h', '24h'}, 'provisional of other periods')
    require(exact(payloads[0])['final'] == [], 'a final verdict before any window closed')


def compliance_is_told(payloads):
    told = [exact(text) for text in payloads]
    for one in told:
        keys(one, ['v', 'gateway', 'time', 'period', 'criterion', 'plants', 'counts', 'parks', 'days', 'park_list'])
        keys(one['period'], ['start', 'end'])
        keys(one['counts'], ['within_limit', 'exceeding', 'not_enough_data', 'no_limit', 'not_discharging'])
        keys(one['parks'], ['meeting', 'total', 'percent', 'target_percent', 'of'])
        for plant in one['plants']:
            keys(plant, ['plant', 'park', 'verdict', 'scope', 'reasons'])
            keys(plant['scope'], ['automatic', 'laboratory', 'not_assessed'])
            keys(plant['scope']['automatic'], ['required', 'judged'])
            keys(plant['scope']['laboratory'], ['required', 'valid', 'overdue'])
    first, last = told[0], told[-1]
    require(first['period'] == {'start': None, 'end': None}, 'a period before any verdict')
    # nh4_n is required and measured by no point: never "within_limit"
    plant = last['plants'][0]
    require((plant['plant'], plant['park'], plant['verdict']) == ('mau-1', 'kcn-mau-1', 'not_enough_data'), str(plant))
    require(plant['reasons'] == ['not_enough_data'], str(plant))
    require(plant['scope']['automatic'] == {'required': 5, 'judged': 4}, str(plant))
    require(plant['scope']['laboratory'] == {'required': 1, 'valid': 0, 'overdue': 1}, str(plant))
    require('bod5' not in plant['scope']['not_assessed'] and 'as' in plant['scope']['not_assessed'], str(plant))
    require(last['parks'] == {'meeting': 0, 'total': 1, 'percent': '0.00', 'target_percent': 100,
                              'of': 'parks served by this gateway'}, str(last['parks']))
    require(last['counts'] == {'within_limit': 0, 'exceeding': 0, 'not_enough_data': 1, 'no_limit': 0,
                               'not_discharging': 0}, str(last['counts']))


def state_goes_online_and_offline(payloads, entries):
    told = [exact(text) for text in payloads]
    for one in told:
        keys(one, ['v', 'gateway', 'time', 'status', 'version', 'epoch', 'last_seq', 'kept_epoch', 'kept_seq'])
        require((one['kept_epoch'], one['kept_seq']) == (None, None), 'kept without a receipt')
    require(told[0]['status'] == 'online' and told[0]['epoch'] == entries[0][0], 'the first state is not online')
    require(told[-1]['status'] == 'offline' and told[-1]['last_seq'] == entries[-1][1], f'the last state: {told[-1]}')


def all_match_their_schemas(receiver):
    """Every document of every message, strictly: no field that the schemas don't name."""
    valid, seen = validators(), set()
    for topic, _, payload in receiver.received:
        name = schema_of(topic)
        require(name, f'no schema for {topic}')
        for document in documents(topic, payload.decode()):
            valid[name].validate(json.loads(document))
        seen.add(name)
    require(seen == {'state', 'live', 'verdict', 'compliance', 'entry', 'block'}, f'only {seen} were seen')


def retained_texts_are_kept(broker, receiver):
    """A newcomer is given the newest text of each retained topic and nothing else."""
    with Receiver(broker.port, name='newcomer') as newcomer:
        until(lambda: len(newcomer.topics()) >= 4, 'the retained texts', 10)
        top = 'effluent/1/lao-cai/gw-test/'
        require(newcomer.topics() == {top + t for t in ('state', 'live/mau-1', 'verdict/mau-1', 'compliance')},
                f'retained: {newcomer.topics()}')
        for topic, retained, payload in newcomer.received:
            require(retained, topic + ' is not retained')
            require(payload == receiver.messages(topic[len(top):])[-1], topic + ' is not the newest text')


def test_what_is_stored_arrives_byte_for_byte_and_the_present_is_shown():
    if not programs.can_fake_time():
        programs.skip('the program does not run under libfaketime here; windows would not close in time')
    with Broker('max_queued_messages 0') as broker, SmallPlant() as simulator, \
            Receiver(broker.port) as receiver, \
            Gateway(configuration(simulator.ports, broker.port, record='readings')) as gateway:
        receiver.wait_subscribed(broker)
        gateway.start(programs.clock_at(-5))
        until(lambda: len(gateway.told('verdict')) >= 10, 'the windows that end at midnight', 60)
        until(lambda: exact(receiver.messages('verdict/mau-1')[-1])['final'], 'their verdicts over MQTT')
        require(gateway.stop() == 0, 'the gateway did not end with 0')
        entries, blocks = gateway.entry_lines(), gateway.block_lines()
        until(lambda: len(receiver.lines('journal')) >= len(entries), 'the last entries')
        until(lambda: len(receiver.lines('readings')) >= len(blocks), 'the last blocks')
        until(lambda: receiver.newest('state')['status'] == 'offline', 'state offline')
        lane_is_stored(receiver, 'journal', 'seq', entries)
        lane_is_stored(receiver, 'readings', 'rid', blocks)
        entries_are_right([line for _, _, line in entries])
        parsed = [exact(text) for _, _, text in blocks]
        for block in parsed:
            keys(block, BLOCK)
        live_shows_blocks(receiver.messages('live/mau-1'), parsed)
        verdicts_are_journaled(receiver.messages('verdict/mau-1'), [line for _, _, line in entries])
        compliance_is_told(receiver.messages('compliance'))
        state_goes_online_and_offline(receiver.messages('state'), entries)
        all_match_their_schemas(receiver)
        retained_texts_are_kept(broker, receiver)


def test_under_means_no_reading_is_sent_and_the_cursor_follows():
    with Broker('max_queued_messages 0') as broker, SmallPlant() as simulator, \
            Receiver(broker.port) as receiver, Gateway(configuration(simulator.ports, broker.port)) as gateway:
        receiver.wait_subscribed(broker)
        gateway.start()
        until(lambda: len(gateway.polled()) >= 5 and receiver.messages('live/mau-1'), 'some polls')
        require(gateway.stop() == 0, 'the gateway did not end with 0')
        require(receiver.messages('readings') == [], 'readings under record = "means"')
        first = gateway.epochs()[0]
        gateway.configure(configuration(simulator.ports, broker.port, record='readings'))
        gateway.start()
        until(lambda: receiver.lines('readings'), 'readings after the change')
        require(gateway.stop() == 0, 'the gateway did not end with 0')
        sent = [json.loads(line) for line in receiver.lines('readings')]
        require(all(block['epoch'] != first for block in sent) and sent[0]['rid'] == 0,
                'blocks from before the change were sent')
        require(len(gateway.told('config')) == 2, 'the changed configuration is not in the journal')


if __name__ == '__main__':
    run_all(globals())
