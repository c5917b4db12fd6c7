# SPDX-License-Identifier: Apache-2.0
"""`effluent instrument check`, `begin`, `end`, `replace` and `list`: through the running gateway and without one, over a
restart, and what stands in blocks, status and at the center."""
import json

from broker import Broker
from gateway import run_all, until
from programs import Gateway, require
from receiver import Receiver
from small_site import SmallPlant, configuration


def with_serial(text, serial):
    return text.replace('profile = "mau-probe"\n', f'profile = "mau-probe"\nserial = "{serial}"\n')


def check(gateway, point='ph', **more):
    words = {'what': 'span', 'standard-value': '7.00', 'unit': 'pH', 'lot': 'KHP-7', 'expiry': '2030-01-31',
             'before': '7.02', 'limit': '0.1', 'by': 'Lê Văn An', **more}
    return gateway.command('instrument', 'check', 'mau-1', point, *(f'--{name}={text}' for name, text in words.items()))


def service(gateway, act, *words, **more):
    options = {'by': 'Lê Văn An', **({'expected': '45min', 'reason': 'monthly'} if act == 'begin' else {}), **more}
    return gateway.command('instrument', act, 'mau-1', *words, *(f'--{name}={text}' for name, text in options.items()))


def replace(gateway, old='A-1', new='A-2'):
    return gateway.command('instrument', 'replace', 'mau-1', 'probe', f'--old-serial={old}', f'--new-serial={new}',
                           '--by=Lê Văn An', '--reason=cable torn')


def cause(gateway, point='ph'):
    """Of the point in the newest block of the probe; 'plain' where there is none."""
    newest = gateway.polled('probe')[-1]
    return next(p for p in newest['points'] if p['point'] == point).get('cause', 'plain')


def done_well(done, *said):
    require(done.returncode == 0 and not done.stderr and all(text in done.stdout for text in said), done)


def test_a_calibration_stands_in_the_blocks_until_it_is_ended_and_reaches_the_center():
    with Broker() as broker, SmallPlant() as plant, Receiver(broker.port) as center:
        center.wait_subscribed(broker)
        with Gateway(configuration(plant.ports, broker.port)) as gateway:
            gateway.start()
            until(lambda: gateway.polled('probe') and cause(gateway) == 'plain', 'a plain block')
            done_well(service(gateway, 'begin', 'ph', 'calibration'), 'marked calibrating', 'closes itself at')
            until(lambda: cause(gateway) == 'calibrating', 'a calibrating block')
            block = next(b for b in gateway.polled('probe') if b['points'][0].get('cause') == 'calibrating')
            ph, tss = (next(p for p in block['points'] if p['point'] == name) for name in ('ph', 'tss'))
            require(ph['state'] == 'calibrating' and ph['value'] is not None and 'cause' not in tss, block)
            until(lambda: [p for p in center.newest('live/mau-1')['points']
                           if p['point'] == 'ph' and p['cause'] == 'calibrating'], 'the live value to say so')
            refused = service(gateway, 'begin', 'calibration', device='probe')
            require(refused.returncode == 1 and 'open already since' in refused.stderr, refused)
            require('nothing was recorded' in refused.stderr and not refused.stdout, refused)
            done_well(gateway.command('instrument', 'list'), 'calibration of point "ph" of plant "mau-1"  since')
            done_well(service(gateway, 'end', 'ph', 'calibration'), 'has ended')
            until(lambda: cause(gateway) == 'plain', 'a plain block again')
            require(service(gateway, 'end', 'ph', 'calibration').returncode == 1, 'ended twice')
            acts = gateway.entries('operator')
            require([e['act'] for e in gateway.told('operator')] == ['calibration_begin', 'calibration_end'], acts)
            until(lambda: {e.line for e in acts} <= set(center.lines('journal')), 'both acts at the center')
            require(gateway.stop() == 0, gateway.log_text)


def test_maintenance_of_a_device_survives_a_kill_and_may_be_begun_without_a_gateway():
    with SmallPlant() as plant, Gateway(configuration(plant.ports)) as gateway:
        done_well(service(gateway, 'begin', 'maintenance', device='probe'), 'maintenance of device "probe"')
        require([e['kind'] for e in gateway.told()] == ['start', 'config', 'operator', 'stop'], gateway.told())
        gateway.start()
        answered = lambda: [block for block in gateway.polled('probe') if block['registers']]  # a graver cause outranks it
        until(answered, 'a block with an answer')
        require({p['cause'] for p in answered()[0]['points']} == {'maintenance'}, answered()[0])
        gateway.kill()
        gateway.start()
        until(lambda: gateway.polled('probe')[-1]['epoch'] == gateway.epochs()[-1] and cause(gateway, 'tss') == 'maintenance',
              'a block of the next epoch, in maintenance')
        done_well(service(gateway, 'end', 'maintenance', device='probe', reason='cleaned'))
        until(lambda: cause(gateway, 'tss') == 'plain', 'a plain block')
        require(gateway.told('operator')[-1]['reason'] == 'cleaned', gateway.told('operator'))
        require(gateway.stop() == 0, gateway.log_text)


def test_checks_and_a_replacement_are_recorded_listed_and_said():
    with SmallPlant() as plant, Gateway(with_serial(configuration(plant.ports), 'A-1')) as gateway:
        gateway.start()
        until(lambda: gateway.polled('probe'), 'a block')
        done_well(check(gateway), 'passed: deviation 0.02 pH, permitted 0.1')
        done_well(check(gateway, before='7.11', after='7.00', note='adjusted'), 'NOT PASSED', 'are marked suspect')
        good, bad = gateway.told('check')
        require(good['passed'] and good['suspect'] is None and good['instrument'] == 'A-1', good)
        require(bad['suspect'] == {'from': good['time'], 'to': bad['time']} and bad['after'] == 7.00, bad)
        done_well(check(gateway, expiry='2020-01-31'), 'NOT PASSED', 'expired on 2020-01-31')
        done_well(replace(gateway), 'replaced_unverified', 'serial = "A-2"')
        until(lambda: cause(gateway) == 'replaced_unverified', 'an unverified block')
        until(lambda: next(d for d in gateway.status()['devices'] if d['device'] == 'probe')['other_serial'] == 'A-2',
              'the status to say so')
        done_well(gateway.command('status'), "probe: the configuration's serial is A-1, the record's A-2")
        require('is "A-2" up to now' in replace(gateway).stderr, 'replaced twice')
        require(gateway.stop() == 0, gateway.log_text)
        gateway.start()
        until(lambda: 'probe was replaced by the instrument A-2' in gateway.log_text, 'the log to say so')
        done_well(check(gateway), 'passed')
        until(lambda: cause(gateway) == 'plain' and cause(gateway, 'tss') == 'replaced_unverified', 'ph alone verified')
        shown = gateway.command('instrument', 'list', 'mau-1')
        done_well(shown, 'NOT VERIFIED: temperature, tss, conductivity', "the configuration's serial is A-1",
                  'no check recorded')
        text = gateway.command('instrument', 'list', '--json').stdout
        told = json.loads(text)
        require(gateway.entries('check')[-1].line in text and len(told['checks']) == 1 and not told['open'], told)
        require(told['replaced'][0]['unverified'] == ['temperature', 'tss', 'conductivity'], told)
        require(gateway.stop() == 0, gateway.log_text)
        gateway.configure(with_serial(configuration(plant.ports), 'A-2'))
        gateway.start()
        require(all(d['other_serial'] is None for d in gateway.status()['devices']), gateway.status())
        require(gateway.stop() == 0, gateway.log_text)


def test_what_is_wrong_is_said_at_once_and_nothing_recorded():
    with SmallPlant() as plant, Gateway(configuration(plant.ports)) as gateway:
        gateway.start()
        until(lambda: gateway.polled('probe'), 'a block')
        for done, *said in ((check(gateway, before='7,02', unit='mg/L', limit='-1', expiry='1970-01-01'), 'no number',
                             "not the point's", 'below 0', 'before 2000'),
                            (check(gateway, 'bod'), 'not in the configuration'),
                            (check(gateway, expiry='2999-01-01'), '20 years ahead'),
                            (service(gateway, 'begin', 'ph', 'cleaning', expected='45'), 'neither calibration', 'no duration'),
                            (service(gateway, 'begin', 'calibration'), 'name either a point or a device'),
                            (service(gateway, 'end', 'ph', 'calibration'), 'no calibration of point "ph"'),
                            (replace(gateway, new='A-1'), 'nothing was replaced'),
                            (gateway.command('instrument', 'list', 'mau-9'), 'not in the configuration')):
            require(done.returncode == 1 and all(text in done.stderr for text in said), (said, done))
            require(not done.stdout, done)
        require(gateway.command('instrument').returncode == 2, 'usage')
        require(gateway.command('instrument', 'begin', 'mau-1', 'ph', 'calibration').returncode == 2, 'usage')
        require(not gateway.told('check') and not gateway.told('operator'), gateway.told())
        require(gateway.stop() == 0, gateway.log_text)


if __name__ == '__main__':
    run_all(globals())
