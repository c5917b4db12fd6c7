# SPDX-License-Identifier: Apache-2.0
"""`effluent explain`: the reasoning of a day of a real gateway, in both languages, while it runs and after its end; every
number of every verdict of the day stands in it, and a day without record is refused."""
import os
import subprocess

import programs
from gateway import run_all, until
from instruments import cause, service
from laboratory import add
from programs import EFFLUENT, Gateway, require
from small_site import SmallPlant, configuration

DAY = '2026-03-01'  # the day that ends at MIDNIGHT of the moved clock


def explain(gateway, *words, day=DAY, plant='mau-1', offset=None, language='en'):
    environment = {**os.environ, **(programs.faked(offset) if offset is not None else {}), 'LC_ALL': ''}
    chosen = ('--language', language) if language else ()
    return subprocess.run([EFFLUENT, 'explain', plant, day, *chosen, *words, '--config', gateway.config],
                          capture_output=True, text=True, timeout=60, env=environment)


def said(done, *texts):
    require(done.returncode == 0, done)
    for text in texts:
        require(text in done.stdout, f'{text!r} is not in:\n{done.stdout}')


def numbers_of(verdict):
    """What stands behind a verdict, as the entry's own digits."""
    names = ('value', 'limit_min', 'limit_max', 'ratio', 'coverage_percent')
    numbers = [str(verdict[name]) for name in names if verdict[name] is not None] + [str(verdict['seq'])]
    if not verdict['binding']:
        return numbers
    if verdict['deviation'] is not None:
        numbers.append(str(verdict['deviation']).lstrip('-'))
        numbers.remove(str(verdict['ratio'])) if verdict['ratio'] is not None else None
    if verdict['not_measured'] and verdict['not_measured']['causes']:
        numbers.append(str(verdict['not_measured']['percent']) + ' %')
    return numbers


def test_the_day_is_told_as_it_was_recorded():
    if not programs.can_fake_time():
        programs.skip('the program does not run under libfaketime here')
    with SmallPlant() as plant, Gateway(configuration(plant.ports)) as gateway:
        gateway.start(programs.clock_at(-14))
        until(lambda: gateway.polled('probe') and cause(gateway, 'tss') == 'plain', 'a plain block')
        require(service(gateway, 'begin', 'tss', 'calibration').returncode == 0, 'a calibration')
        until(lambda: len(gateway.told('verdict')) >= 10, 'the windows that end at midnight', 60)
        require(add(gateway, value='95', taken_at='2026-03-01T09:30:00+07:00', sample='s-7').returncode == 0, 'a result')
        running = explain(gateway)
        require(gateway.stop() == 0, gateway.log_text)
        done = explain(gateway)
        require(running.stdout == done.stdout, 'a running gateway changes what is told of a day that has ended')
        said(done, 'Trạm XLNT KCN Mẫu 1', '001/GPMT-MAU', 'Exceeds the limit according to a laboratory: BOD5',
             'No conclusion: Ammonium as N (outlet-1)', 'no point of the outlet measures this parameter',
             'C × Kq × Kf = 150 × 0.9 × 1', 'read in a secondary page', "287 of the day's 288 windows have no verdict",
             'never binding: QCVN 40:2025', 'the limit table is blank', 'sample s-7: 95 mg/L: exceeds the limit',
             'Not measured: ', 'no reading', 'inside the nearer limit', 'No measured time outside the allowed range',
             'Outlet outlet-1, by a laboratory, BOD5 (20 degC) every 90d: latest sample 09:30, valid until', 'Coliform')
        tss = next(v for v in gateway.told('verdict') if v['parameter'] == 'tss' and v['binding'])
        calibrating = str(tss['not_measured']['causes']['calibrating']).replace('0.00', 'less than 0.01')
        said(done, f"Left out of the mean: {tss['excluded']['n']} readings with a value, lowest {tss['excluded']['min']}",
             f"With these the mean would be {tss['mean_with_excluded']} mg/L", f'calibration {calibrating} %',
             f"Calibration and maintenance up to 24:00: {tss['exclusion_cap']['day_s']} s (cap 1 h) of the day")
        require('violat' not in done.stdout and 'meets' not in done.stdout, done.stdout)
        verdicts = [v for v in gateway.told('verdict') if v['start'].startswith(DAY)]
        require(len(verdicts) >= 10, verdicts)
        for verdict in verdicts:
            for number in numbers_of(verdict):
                require(number in done.stdout, (number, verdict, done.stdout))
        vietnamese = explain(gateway, language='vi')
        said(vietnamese, 'Không đo được', 'không có số liệu', 'Không có lúc nào đo được nằm ngoài khoảng cho phép')
        said(vietnamese, 'KẾT LUẬN TRONG NGÀY', 'ngày 01/03/2026', 'không đủ số liệu', 'CỬA XẢ outlet-1', 'Tổng nitơ')
        require('vi phạm' not in vietnamese.stdout, vietnamese.stdout)
        only = explain(gateway, '--parameter', 'tss')
        said(only, 'Only the parameter Suspended solids (TSS) is shown')
        require('COD (point' not in only.stdout and '(point tss)' in only.stdout, only.stdout)


def test_gaps_and_lost_devices_are_told_and_a_day_that_goes_on_is_not_concluded():
    if not programs.can_fake_time():
        programs.skip('the program does not run under libfaketime here')
    with SmallPlant() as plant, Gateway(configuration(plant.ports)) as gateway:
        gateway.start(programs.clock_at(30))
        until(lambda: gateway.polled('probe'), 'polls')
        require(gateway.stop() == 0, gateway.log_text)
        gateway.configure(configuration({'probe': 1, 'analyser': 1}))
        gateway.start(programs.clock_at(60 * 6))
        until(lambda: gateway.told('event') and len(gateway.told('verdict')) > 3, 'a lost device', 40)
        require(gateway.stop() == 0, gateway.log_text)
        gateway.configure(configuration(plant.ports))
        done = explain(gateway, day='2026-03-02', offset=programs.clock_at(60 * 10))
        missed = sum(gap['count'] for gap in gateway.told('gap') if gap['device'] == 'probe' and gap['cause'] == 'downtime')
        said(done, 'THIS DAY HAS NOT ENDED', f'Device probe: {missed} polls not made (the gateway was not running)',
             'device probe was lost: no connection, or it was cut', 'does not count as no exceedance',
             'Suspended solids (TSS): the permit demands automatic monitoring, but the journal holds no verdict', 'recorded with another configuration')
        require('No exceedance in' not in done.stdout, done.stdout)


def test_what_can_not_be_told_is_refused():
    with SmallPlant() as plant, Gateway(configuration(plant.ports)) as gateway:
        def refused(done, status, text):
            require(done.returncode == status and text in done.stderr and not done.stdout, done)
        refused(explain(gateway), 1, 'no record in')
        gateway.start()
        until(lambda: gateway.polled(), 'a block')
        refused(explain(gateway, day='2020-01-01'), 1, 'the journal holds nothing of plant mau-1 on 2020-01-01')
        refused(explain(gateway, plant='nowhere'), 1, 'no plant "nowhere"; there are: mau-1')
        refused(explain(gateway, day='yesterday'), 1, 'is no day')
        refused(explain(gateway, day='2999-01-01'), 1, 'has not begun')
        refused(explain(gateway, '--parameter', 'gold'), 1, 'no parameter "gold"')
        require(explain(gateway, language='fr').returncode == 2, 'an unknown language')
        require(gateway.command('explain').returncode == 2, 'usage')
        require(gateway.stop() == 0, gateway.log_text)
        gateway.config.write_text('[gateway]\n')
        require(explain(gateway).returncode == 78, 'a wrong configuration')


if __name__ == '__main__':
    run_all(globals())
