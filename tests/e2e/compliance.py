# SPDX-License-Identifier: Apache-2.0
"""`effluent compliance`: days by verdict of a real gateway, over midnight and a restart, in both languages and as the
object that is published; a plant that is unknown and a folder without a record are refused."""
import json
import os
import subprocess

import programs
from broker import Broker
from gateway import run_all, until
from programs import EFFLUENT, Gateway, require
from receiver import Receiver
from small_site import SmallPlant, configuration


def compliance(gateway, *words, second=60, language='en'):
    return subprocess.run([EFFLUENT, 'compliance', *words, '--language', language, '--config', gateway.config],
                          capture_output=True, text=True, timeout=60,
                          env={**os.environ, **programs.faked(programs.clock_at(second))})


def days_of(text):
    return text[text.index('"days":'):]


def shown_and_published(gateway, center):
    plant = until(lambda: [d for d in center.newest('compliance')['days'] if 'exceeding' in d['periods']['yesterday']
                           or 'not_enough_data' in d['periods']['yesterday']], 'yesterday to be judged')[0]
    require(plant['month']['criterion'] == 'no_day_exceeding', plant)
    parameters = {p['parameter']: p['periods'] for p in plant['outlets'][0]['parameters']}
    require(parameters['nh4_n']['yesterday'] == {'not_enough_data': 1}, 'no point measures it: ' + str(parameters))
    require(set(parameters) == {'cod', 'nh4_n', 'ph', 'temperature', 'tss'}, str(parameters))
    published = center.messages('compliance')[-1].decode()
    done = compliance(gateway, '--json')
    require(done.returncode == 0 and days_of(done.stdout.strip()) == days_of(published), (done, published))
    require(json.loads(published)['park_list'] == [{'park': 'kcn-mau-1', 'meets': False, 'reasons': ['not_enough_data']}],
            published)


def table_tells(gateway):
    done = compliance(gateway, 'mau-1')
    require(done.returncode == 0, done)
    for text in ('PLANT Trạm XLNT KCN Mẫu 1 (mau-1)', 'criterion no_day_exceeding', 'kcn-mau-1: does not meet the criterion',
                 'outlet-1, COD', 'not enough data', 'Nothing is known of days before 2026-03-01', '30 days'):
        require(text in done.stdout, f'{text!r} is not in:\n{done.stdout}')
    require('violat' not in done.stdout and 'meets the standard' not in done.stdout, done.stdout)
    vietnamese = compliance(gateway, language='vi').stdout
    for text in ('hôm qua', 'không đủ số liệu', 'tiêu chí no_day_exceeding', 'KHU CÔNG NGHIỆP'):
        require(text in vietnamese, f'{text!r} is not in:\n{vietnamese}')
    require('vi phạm' not in vietnamese, vietnamese)


def test_days_are_shown_as_published_and_a_restart_changes_none():
    if not programs.can_fake_time():
        programs.skip('the program does not run under libfaketime here')
    with Broker() as broker, SmallPlant() as plant, Receiver(broker.port) as center, \
            Gateway(configuration(plant.ports, broker.port) + '\n[compliance]\nmonth_criterion = "no_day_exceeding"\n') as gateway:
        gateway.start(programs.clock_at(-8))
        until(lambda: len(gateway.told('verdict')) >= 10, 'the windows that end at midnight', 60)
        shown_and_published(gateway, center)
        require(gateway.stop() == 0, gateway.log_text)
        table_tells(gateway)
        before = compliance(gateway, '--json').stdout
        gateway.start(programs.clock_at(50))
        until(lambda: gateway.polled('probe'), 'polls')
        gateway.kill()
        require(days_of(compliance(gateway, '--json').stdout) == days_of(before), 'a restart changed a figure')


def test_what_can_not_be_shown_is_refused():
    with SmallPlant() as plant, Gateway(configuration(plant.ports)) as gateway:
        done = compliance(gateway)
        require(done.returncode == 1 and 'no record in' in done.stderr, done)
        done = compliance(gateway, 'mau-9')
        require(done.returncode == 1 and 'there are: mau-1' in done.stderr, done)


if __name__ == '__main__':
    run_all(globals())
