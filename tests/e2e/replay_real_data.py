# SPDX-License-Identifier: Apache-2.0
"""Real plant data on the whole way: rows of a working treatment plant's record are replayed by simulated instruments,
polled over Modbus and received over MQTT. What arrives are the rows' values, in order, and nothing in place of what
was not measured."""
import csv
import itertools
import json
import os
import pathlib

from broker import Broker
from gateway import read_json, run_all, until
from programs import PROFILES, SOURCE, Gateway, Simulator, require, skip
from receiver import Receiver
from small_site import configuration

# point: (column at the plant's outlet, digits)
POINTS = {'ph': ('PH-S', 2), 'tss': ('SS-S', 1), 'conductivity': ('COND-S', 0), 'cod': ('DQO-S', 1)}
DEVICES = {'probe': ('ph', 'tss', 'conductivity'), 'analyser': ('cod',)}
EVERY = '800ms'


def real_rows():
    folder = pathlib.Path(os.environ.get('EFFLUENT_DATA') or SOURCE.parent / 'shared' / 'data')
    file = folder / 'uci-water-treatment' / 'water-treatment.csv'
    if not file.exists():
        skip(f'the real plant data are not at {file}; name their folder in EFFLUENT_DATA')
    with open(file, encoding='utf-8', newline='') as text:
        rows = [{column: row[column] for column, _ in POINTS.values()} for row in csv.DictReader(text)]
    holes = [row for row in rows if '?' in row.values()]
    # Eight in a row, and holes of each column among others.
    every_column = next(row for row in holes if set(row.values()) == {'?'})
    return rows[:8] + holes[:3] + [every_column] + rows[100:104]


def shown(row, point):
    """The value of that row as the point's readings show it; None where nothing was measured."""
    column, digits = POINTS[point]
    return None if row[column] == '?' else f'{float(row[column]):.{digits}f}'


def without_waiting(series):
    """Equal neighbours as one: a row shows for several polls."""
    return [value for value, _ in itertools.groupby(series)]


def plant(folder):
    text = f'[plant]\nid = "mau-1"\nname = "Replayed"\nprofiles = "{PROFILES}"\n'
    for device, profile in (('probe', 'mau-probe'), ('analyser', 'mau-analyser-a')):
        text += f'[[device]]\nid = "{device}"\nprofile = "{profile}"\n'
        for point in DEVICES[device]:
            text += f'  [[device.register]]\n  name = "{point}"\n  column = "{POINTS[point][0]}"\n'
        if device == 'probe':
            text += '  [[device.register]]\n  name = "temperature"\n  fixed = 25\n'
    file = folder / 'plant.toml'
    file.write_text(text, encoding='utf-8')
    return file


def recording(folder, rows):
    file = folder / 'rows.csv'
    with open(file, 'w', encoding='utf-8', newline='') as out:
        writer = csv.DictWriter(out, [column for column, _ in POINTS.values()])
        writer.writeheader()
        writer.writerows(rows)
    return file


def test_rows_of_a_real_plant_arrive_as_they_are():
    rows = real_rows()
    simulator = Simulator()
    simulator.arguments = ('--plant', plant(simulator.folder), '--replay', recording(simulator.folder, rows),
                           '--every', EVERY)
    with Broker('max_queued_messages 0') as broker, Receiver(broker.port) as receiver, simulator:
        receiver.wait_subscribed(broker)
        text = configuration(simulator.ports, broker.port, record='readings').replace('    cycle = "10s"\n', '')
        text = text.replace('poll = "500ms"', 'poll = "200ms"').replace('poll = "1s"', 'poll = "200ms"')
        with Gateway(text) as gateway:
            gateway.start()
            until(lambda: simulator.process.poll() is not None, 'the end of the recording', 60)
            require(gateway.stop() == 0, 'the gateway did not end with 0')
            until(lambda: len(receiver.lines('readings')) >= len(gateway.blocks()), 'the last readings')
        blocks = [json.loads(line, parse_float=str, parse_int=str) for line in receiver.lines('readings')]
        for device, points in DEVICES.items():
            answered = [block for block in blocks if block['device'] == device and block['registers']]
            series = []
            for block in answered:
                held = {point['point']: point for point in block['points']}
                for point in points:
                    if held[point]['value'] is None:
                        require((held[point]['state'], held[point]['cause']) == ('fault', 'no_value'), str(block))
                series.append(tuple(held[point]['value'] for point in points))
            wanted = without_waiting(tuple(shown(row, point) for point in points) for row in rows)
            require(without_waiting(series) == wanted, f'{device}: {without_waiting(series)} came for {wanted}')
        live = [read_json(payload.decode()) for payload in receiver.messages('live/mau-1')]
        require(len(live) >= 8, f'{len(live)} live texts')
        for point, text in ((p['point'], str(p['value'])) for one in live for p in one['points'] if p['state'] != 'fault'):
            if point in POINTS:
                require(text in {shown(row, point) for row in rows}, f'live shows {point} {text}, which is in no row')


if __name__ == '__main__':
    run_all(globals())
