# SPDX-License-Identifier: Apache-2.0
"""A day out of limit by a fault of the instrument: explained, decided by a center that signs with openssl, judged anew; and
what is not the center's word is refused."""
import hashlib

import programs
import small_site
from broker import Broker
from explain import explain, said
from gateway import run_all, until
from programs import Gateway, require
from receiver import Receiver
from signing import Center, decision_text
from small_site import SmallPlant, configuration


class FaultyPlant(SmallPlant):
    """Its probe shows the inlet."""

    def __init__(self):
        super().__init__()
        file = self.folder / 'plant.toml'
        file.write_text(small_site.PLANT.replace('"tss_out"\n  noise = 1.5', '"cod_in"\n  noise = 1.5'), encoding='utf-8')


def a_day_out_of_limit(gateway, broker, keys):
    """Some seconds of the day's last ten minutes as they should be, then some with the fault, up to midnight."""
    settings = f'[center]\nkeys = [{", ".join(map(repr, keys))}]\n' if keys else ''
    with SmallPlant() as good:
        gateway.configure(configuration(good.ports, broker) + settings)
        gateway.start(programs.clock_at(-400))
        until(lambda: len(gateway.polled('probe')) > 8, 'good readings')
        require(gateway.stop() == 0, gateway.log_text)
    faulty = FaultyPlant()
    faulty.__enter__()
    gateway.configure(configuration(faulty.ports, broker) + settings)
    gateway.start(programs.clock_at(-8))
    until(lambda: day_verdicts(gateway), 'the verdict of the day', 60)
    return faulty


def day_verdicts(gateway):
    return [v for v in gateway.told('verdict') if v['parameter'] == 'tss' and v['period'] == '24h' and v['binding']]


def explained(gateway, *words, **more):
    evidence = gateway.folder / 'evidence.txt'
    evidence.write_text('the probe was wired wrongly', encoding='utf-8')
    options = {'from': '2026-03-01T23:55:00+07:00', 'until': '2026-03-02T00:00:00+07:00', 'category': 'instrument_fault',
               'reason': 'the probe was wired wrongly', 'evidence': evidence, 'asks': 'exclude', 'by': 'Lê Văn An', **more}
    return gateway.command('explanation', 'add', 'mau-1', '--parameter=tss', *words,
                           *(f'--{name}={text}' for name, text in options.items()))


def decided(gateway, note):
    file = gateway.folder / 'decision.note'
    file.write_text(note, encoding='utf-8')
    return gateway.command('decision', 'add', '--file', file)


def days_of_tss(center):
    for plant in center.newest('compliance')['days']:
        for outlet in plant['outlets']:
            for parameter in outlet['parameters']:
                if parameter['parameter'] == 'tss':
                    return parameter['periods']['yesterday']
    return {}


def test_a_day_out_of_limit_by_a_fault_is_explained_decided_and_judged_anew():
    if not programs.can_fake_time():
        programs.skip('the program does not run under libfaketime here')
    with Broker() as broker, Receiver(broker.port) as receiver, Gateway('') as gateway:
        receiver.wait_subscribed(broker)
        center = Center(gateway.folder)
        faulty = a_day_out_of_limit(gateway, broker.port, [center.vkey])
        try:
            old = day_verdicts(gateway)[0]
            require(old['verdict'] == 'exceeding' and 'level' not in old, old)
            until(lambda: days_of_tss(receiver) == {'exceeding': 1}, 'the day in compliance')
            done = explained(gateway)
            require(done.returncode == 0 and 'points concerned: tss' in done.stdout, done)
            entry = gateway.told('explanation')[0]
            require(entry['evidence_sha256'] == hashlib.sha256(b'the probe was wired wrongly').hexdigest(), entry)
            require(len(day_verdicts(gateway)) == 1, 'an explanation alone changes a verdict')
            said(explain(gateway, '--parameter', 'tss'), 'The center has not decided yet', 'explained by Lê Văn An')

            done = decided(gateway, center.sign(decision_text(entry)))
            require(done.returncode == 0 and f'signed by center.example.vn+{center.id.hex()}' in done.stdout, done)
            new = until(lambda: day_verdicts(gateway)[1:], 'the revised verdict')[0]
            decision = gateway.told('decision')[0]
            require(new['verdict'] == 'within_limit' and new['reasons'] == ['depends_on_exclusion'], new)
            require(new['level'] == 'validated' and new['value'] < old['value'], new)
            for name, of in (('revises', old), ('explanation', entry), ('decision', decision)):
                require(new[name] == {'epoch': of['epoch'], 'seq': of['seq']}, (name, new))
            require(new['excluded']['max'] == max(old['excluded']['max'] if old['excluded'] else 0, new['excluded']['max']), new)
            until(lambda: days_of_tss(receiver) == {'within_limit': 1}, 'the revised day in compliance')
            final = until(lambda: [v for v in receiver.newest('verdict/mau-1')['final'] if v.get('level')], 'the final verdict')
            require([v['parameter'] for v in final if v['binding']] == ['tss'], final)
            lines = [e.line for e in gateway.entries() if e.line.endswith(f'"decision":{{"epoch":"{decision["epoch"]}","seq":{decision["seq"]}}}}}')]
            until(lambda: set(lines) <= set(receiver.lines('journal')), 'the revised verdicts at the center')

            done = decided(gateway, center.sign(decision_text(entry, 'rejected')))
            require(done.returncode == 1 and 'decided already: accepted by document 12/QĐ-TTQT' in done.stderr, done)
            said(explain(gateway, '--parameter', 'tss'), 'The center has ACCEPTED it: Trần Thị Bình, document 12/QĐ-TTQT',
                 'before exceeds the limit according to automatic data', 'now no exceedance', str(old['value']), str(new['value']),
                 'Within the limit only because readings were left out')
            said(explain(gateway, '--parameter', 'tss', language='vi'), 'Trung tâm CHẤP NHẬN: Trần Thị Bình')
            require(gateway.stop() == 0, gateway.log_text)
            shown = gateway.command('decision', 'list').stdout
            require('accepted by Trần Thị Bình' in shown and f'verdicts revised: {len(lines)}' in shown, shown)
            before = receiver.newest('compliance')['days']
            gateway.start(programs.clock_at(60))
            until(lambda: receiver.newest('compliance')['days'] == before, 'the same days after a restart')
            require(len(day_verdicts(gateway)) == 2, day_verdicts(gateway))
            require(gateway.stop() == 0, gateway.log_text)
        finally:
            faulty.__exit__(None, None, None)


def test_what_is_not_the_centers_word_is_refused_and_nothing_recorded():
    if not programs.can_fake_time():
        programs.skip('the program does not run under libfaketime here')
    with Gateway('') as gateway:
        center, stranger = Center(gateway.folder), Center(gateway.folder, 'stranger')
        faulty = a_day_out_of_limit(gateway, None, [center.vkey])
        try:
            for more, text in (({'until': '2026-03-09T00:00:00+07:00'}, 'in the future'), ({'category': 'bad_luck'}, 'is none of'),
                               ({'from': 'yesterday'}, 'is no time'), ({'evidence': '/nowhere'}, "can't be read"),
                               ({'from': '2025-03-01T00:00:00+07:00'}, 'the record of point "tss" begins')):
                done = explained(gateway, **more)
                require(done.returncode == 1 and text in done.stderr and not done.stdout, (more, done))
            require(not gateway.told('explanation'), gateway.told('explanation'))
            require(explained(gateway).returncode == 0, 'a good one')
            done = explained(gateway)
            require(done.returncode == 1 and 'recorded already' in done.stderr, done)
            entry = gateway.told('explanation')[0]
            good = center.sign(decision_text(entry))
            for note, text in ((stranger.sign(decision_text(entry)), 'no key of the configuration has signed'),
                               (good.replace('accepted', 'rejected'), 'is wrong'),
                               (good.replace('12/Q', '13/Q'), 'is wrong'),
                               (center.sign(decision_text(entry, gateway='gw-other')), 'is for gateway "gw-other"'),
                               (center.sign(decision_text({**entry, 'seq': 1})), 'no explanation is recorded'),
                               (decision_text(entry), 'no empty line'), ('', 'no empty line'), ('x' * 5000, 'is no note')):
                done = decided(gateway, note)
                require(done.returncode == 1 and text in done.stderr and not done.stdout, (note, done))
            require(not gateway.told('decision') and len(day_verdicts(gateway)) == 1, gateway.told('decision'))
            require(gateway.stop() == 0, gateway.log_text)
            gateway.configure(configuration(faulty.ports))
            done = decided(gateway, good)
            require(done.returncode == 1 and 'no key of the center is configured' in done.stderr, done)
        finally:
            faulty.__exit__(None, None, None)


if __name__ == '__main__':
    run_all(globals())
