# SPDX-License-Identifier: Apache-2.0
"""The lines of a running gateway are those of `effluent judge`: windows of 5 min, 1 h and 24 h that end at midnight, from
the same readings written to a file, byte for byte, reasons and order included. The gateway's clock stands shortly
before midnight."""
import json
import re
import subprocess

import programs
from broker import Broker
from gateway import run_all, until
from programs import EFFLUENT, Gateway, instant, require
from receiver import Receiver
from small_site import SmallPlant, configuration

BASE_ONLY = re.compile(r',"sum":[^,]+,"slots":\d+,"blocks":(?:null|\[[^]]*\])|,"sum_squares":[^,}]+')


def readings_csv(gateway):
    """The readings of all blocks as `judge` takes them: a result of an analyser once, at its time."""
    rows = []
    for _, _, text in gateway.block_lines():
        block = json.loads(text, parse_float=str, parse_int=str)
        for point in block['points']:
            time = block['polled_at']
            if point['point'] == 'cod' and point.get('result_at') != time:
                continue
            rows.append((time, point['point'], point['value'] or '', point.get('state', 'measuring')))
    rows.sort(key=lambda row: row[0])  # one bus may be recorded behind another
    return 'time,plant,point,value,state\n' + ''.join(f'{t},mau-1,{p},{v},{s}\n' for t, p, v, s in rows)


def journaled_bodies(gateway):
    """The mean and verdict lines of the journal as `judge` prints them."""
    bodies = []
    for _, _, line in gateway.entry_lines():
        if '"kind":"mean"' in line or '"kind":"verdict"' in line:
            body = '{' + line[line.index('"kind":'):]
            bodies.append(BASE_ONLY.sub('', body))
    return bodies


def test_hour_and_day_equal_judge():
    if not programs.can_fake_time():
        programs.skip('the program does not run under libfaketime here')
    with SmallPlant() as simulator, Gateway(configuration(simulator.ports)) as gateway:
        gateway.start(programs.clock_at(-8))
        until(lambda: len(gateway.told('verdict')) >= 10, 'the windows that end at midnight', 60)
        require(gateway.stop() == 0, 'the gateway did not end with 0')
        file = gateway.folder / 'readings.csv'
        file.write_text(readings_csv(gateway))
        judged = subprocess.run([EFFLUENT, 'judge', '--config', gateway.config, '--readings', file], capture_output=True,
                                text=True, timeout=60)
        require(judged.returncode == 0, judged.stderr)
        # The file ends behind midnight: windows still open there are closed by its end, not by the gateway.
        written = journaled_bodies(gateway)
        starts = {json.loads(body)['start'] for body in written}
        expected = [line for line in judged.stdout.splitlines() if json.loads(line)['start'] in starts]
        require(written == expected, 'the journal and judge differ:\n' + '\n'.join(
            f'journal {a}\njudge   {b}' for a, b in zip(written, expected) if a != b) or f'{len(written)} lines '
            f'in the journal, {len(expected)} of judge')
        periods = {(json.loads(b)['kind'], json.loads(b)['period']) for b in written}
        require(periods == {(k, p) for k in ('mean', 'verdict') for p in ('5min', '1h', '24h')}, f'{periods}')
        words = {json.loads(b)['verdict'] for b in written if '"verdict"' in b[:20]}
        require(words == {'within_limit', 'no_limit', 'not_enough_data'}, f'{words}')
        require(len(starts) == 3, f'windows {starts}')


def test_provisional_verdicts_are_what_judge_would_print_now():
    """At a start every block is known: 100 s after midnight, of which polls cover a part, and no device answers any more."""
    if not programs.can_fake_time():
        programs.skip('the program does not run under libfaketime here')
    with Broker() as broker, SmallPlant() as simulator, Receiver(broker.port) as receiver, \
            Gateway(configuration(simulator.ports, broker.port)) as gateway:
        receiver.wait_subscribed(broker)
        gateway.start(programs.clock_at(30))
        until(lambda: len(gateway.polled('probe')) > 20 and len(gateway.polled('analyser')) > 11, 'polls', 40)
        require(gateway.stop() == 0, 'the gateway did not end with 0')
        file = gateway.folder / 'readings.csv'
        file.write_text(readings_csv(gateway))
        seconds = {instant(block['polled_at']) // 1000 for block in gateway.polled('probe')}
        results = {instant(block['points'][0]['result_at']) // 10_000 for block in gateway.polled('analyser')}
        judged = subprocess.run([EFFLUENT, 'judge', '--config', gateway.config, '--readings', file], capture_output=True,
                                text=True, timeout=60)
        require(judged.returncode == 0, judged.stderr)
        told = len(receiver.messages('verdict/mau-1'))
        gateway.configure(configuration({'probe': 1, 'analyser': 1}, broker.port))
        gateway.start(programs.clock_at(100))
        until(lambda: len(receiver.messages('verdict/mau-1')) > told, 'the verdicts of the start')
        ended = instant(gateway.told('start')[-1]['time']) - programs.MIDNIGHT.timestamp() * 1000
        provisional = json.loads(receiver.messages('verdict/mau-1')[told], parse_float=str)['provisional']
        expected = [json.loads(line, parse_float=str) for line in judged.stdout.splitlines() if '"kind":"verdict"' in line]
        for line in expected:  # judge holds the file's windows against their full length
            if line['point'] is not None:
                step, slots = (10_000, results) if line['point'] == 'cod' else (1000, seconds)
                hundredths = len(slots) * 10_000 // int(ended // step)
                line['coverage_percent'] = f'{hundredths // 100}.{hundredths % 100:02d}'
                missed = (int(ended // step) - len(slots)) * 10_000 // int(ended // step)
                percent = f'{missed // 100}.{missed % 100:02d}'
                line['not_measured'] = {'percent': percent, 'causes': {'no_reading': percent}}
        for line in provisional:  # what a verdict that is not final says beside
            ahead = [line.pop(name) for name in ('elapsed_percent', 'colour', 'rest_at_most', 'rest_at_least')]
            early = float(ahead[0]) < 25
            require((ahead[1] is None) == early, f'colour {ahead} of {line}')
        require(provisional == expected, 'provisional and judge differ:\n' + '\n'.join(
            f'told  {a}\njudge {b}' for a, b in zip(provisional, expected) if a != b))
        require([list(line) for line in provisional] == [list(line) for line in expected], 'the order of members')


if __name__ == '__main__':
    run_all(globals())
