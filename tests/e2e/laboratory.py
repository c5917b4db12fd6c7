# SPDX-License-Identifier: Apache-2.0
"""`effluent laboratory add` and `list`: through the running gateway, without one, and what the center sees of it."""
import hashlib
import json
import socket

from broker import Broker
from gateway import run_all, until
from programs import Gateway, require
from receiver import Receiver
from small_site import SmallPlant, configuration


def add(gateway, sample='s-1', value='31', taken_at='2026-11-01T09:30:00+07:00', **more):
    report = gateway.folder / 'report.pdf'
    report.write_bytes(b'a report')
    words = {'plant': 'mau-1', 'outlet': 'outlet-1', 'parameter': 'bod5', 'sample': sample, 'taken-at': taken_at,
             'taken-by': 'Lê Văn An', 'taken-where': 'outlet channel', 'laboratory': 'VIMCERTS 000',
             'method': 'TCVN 6001-1:2008', 'value': value, 'unit': 'mg/L', 'report': report, **more}
    return gateway.command('laboratory', 'add', *(f'--{name}={text}' for name, text in words.items()))


def test_a_result_entered_while_the_gateway_runs_is_recorded_and_reaches_the_center():
    with Broker() as broker, SmallPlant() as plant, Receiver(broker.port) as center:
        center.wait_subscribed(broker)
        with Gateway(configuration(plant.ports, broker.port)) as gateway:
            gateway.start()
            until(lambda: center.newest('compliance'), 'compliance')
            done = add(gateway, value='95', uncertainty='4')
            require(done.returncode == 0 and 'exceeding' in done.stdout, done)
            entry = gateway.told('laboratory')[0]
            require(entry['value'] == 95 and entry['uncertainty'] == 4 and entry['taken_by'] == 'Lê Văn An', entry)
            require(entry['report_sha256'] == hashlib.sha256(b'a report').hexdigest(), entry)
            require(entry['limit_max'] == 45 and entry['verdict'] == 'exceeding', entry)
            line = next(e.line for e in gateway.entries('laboratory'))
            until(lambda: line in center.lines('journal'), 'the entry at the center')
            plants = until(lambda: [p for p in center.newest('compliance')['plants'] if p['verdict'] == 'exceeding'],
                           'the plant to be exceeding')
            require('exceeding' in plants[0]['reasons'], plants)
            require(gateway.stop() == 0, gateway.log_text)


def test_a_result_entered_without_a_gateway_is_an_epoch_of_its_own():
    with SmallPlant() as plant, Gateway(configuration(plant.ports)) as gateway:
        require(add(gateway).returncode == 0, 'the result was not taken')
        require([e['kind'] for e in gateway.told()] == ['start', 'config', 'laboratory', 'stop'], gateway.told())
        gateway.start()
        until(lambda: gateway.polled(), 'a block')
        require(gateway.told('start')[1]['parent']['epoch'] == gateway.epochs()[0], gateway.told('start'))
        done = add(gateway, value='32')
        require(done.returncode == 1 and 'another result already (31 mg/L)' in done.stderr, done)
        done = add(gateway, value='32', correction='misread the report')
        require(done.returncode == 0, done)
        require(gateway.stop() == 0, gateway.log_text)
        shown = gateway.command('laboratory', 'list')
        rows = shown.stdout.splitlines()
        require(shown.returncode == 0 and len(rows) == 3, shown)
        require('31 mg/L' in rows[0] and 'corrects: misread the report' in rows[1] and 'bod5 every 90d' in rows[2], rows)
        stored = gateway.command('laboratory', 'list', '--json').stdout.splitlines()
        require(stored == [e.line for e in gateway.entries('laboratory')], stored)


def test_what_is_wrong_is_said_and_nothing_recorded():
    with SmallPlant() as plant, Gateway(configuration(plant.ports)) as gateway:
        gateway.start()
        for more, status, said in (({'value': '31,5'}, 1, 'is no number'),
                                   ({'unit': 'ug/L'}, 1, "is not the limit's"),
                                   ({'parameter': 'bod'}, 1, 'not in qcvn-40-2011'),
                                   ({'taken_at': '2999-01-01T00:00:00+07:00'}, 1, 'in the future'),
                                   ({'taken_at': 'yesterday'}, 1, 'is no time'),
                                   ({'report': '/nowhere.pdf'}, 1, "can't be read")):
            done = add(gateway, **more)
            require(done.returncode == status and said in done.stderr, (more, done))
            require('Traceback' not in done.stderr and not done.stdout, done)
        require(gateway.command('laboratory', 'add').returncode == 2, 'usage')
        require(not gateway.told('laboratory'), gateway.told('laboratory'))
        require(gateway.stop() == 0, gateway.log_text)


def asked(gateway, request):
    with socket.socket(socket.AF_UNIX) as door:
        door.connect(str(gateway.data / 'control.sock'))
        door.sendall(request.encode() + b'\n')
        return json.loads(door.makefile().readline())


def test_whatever_comes_through_the_socket_is_answered_and_only_a_whole_result_recorded():
    with SmallPlant() as plant, Gateway(configuration(plant.ports)) as gateway:
        gateway.start()
        until(lambda: (gateway.data / 'control.sock').exists(), 'the socket')
        act = '{"command":"laboratory add"'
        require('no "result"' in asked(gateway, act + '}')['error'], 'no result')
        require('no "result"' in asked(gateway, act + ',"result":[1]}')['error'], 'a list')
        refused = asked(gateway, act + ',"result":{"value":3,"colour":"red","taken_at":"today"}}')['refused']
        require(len(refused) == 3 and 'no member' in refused[0] + refused[1] + refused[2], refused)
        require(len(asked(gateway, act + ',"result":{}}')['refused']) > 5, 'an empty one')
        for request in ('', 'x', '[]', '{"command":7}', act, r'{"command":"laboratory add","result":{"value":"\ud800"}}'):
            require('error' in asked(gateway, request) or 'refused' in asked(gateway, request), request)
        other = '{"command":"standards import","import":'
        require('no "import"' in asked(gateway, other[:-10] + '}')['error'], 'no import')
        refused = asked(gateway, other + '{"rows":"2","limits":1.5,"colour":"red"}}')['refused']
        require(len(refused) == 3 and all('no member' in why for why in refused), refused)
        require(len(asked(gateway, other + '{}}')['refused']) > 5, 'an empty one')
        require(not gateway.told('laboratory') and not gateway.told('operator') and gateway.status()['epoch'], gateway.told())
        require(gateway.stop() == 0, gateway.log_text)


if __name__ == '__main__':
    run_all(globals())
