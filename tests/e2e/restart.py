# SPDX-License-Identifier: Apache-2.0
"""Promises 1, 5 and 7 over kill -9: nothing recorded is lost, every poll due is a block or counted in a gap, and the
means of windows that lie across restarts equal those computed here from the stored blocks.

Three epochs of one database; the gateway's clock is moved on in the downtime: 23:59:53 to about midnight; 00:00:24
until the windows that ended at midnight close while it runs; 00:05:40, where the next window closes before the first
poll."""
import hashlib
import json
from fractions import Fraction

import programs
from gateway import run_all, until
from programs import Gateway, instant, require
from small_site import SmallPlant, configuration

POLL = {'probe': 500, 'analyser': 1000}
DEVICE_OF = {'ph': 'probe', 'temperature': 'probe', 'tss': 'probe', 'conductivity': 'probe', 'cod': 'analyser'}
DIGITS = {'ph': 2, 'temperature': 1, 'tss': 1, 'conductivity': 0, 'cod': 1}
LENGTH = {'5min': 300_000, '1h': 3_600_000, '24h': 86_400_000}
STEP = {'cod': 10_000, 'ph': 1000, 'temperature': 1000, 'tss': 1000, 'conductivity': 1000}
ZONE = 7 * 3_600_000


def half_away(fraction, digits):
    scaled = abs(fraction) * 10**digits
    whole = int(scaled) + (1 if scaled - int(scaled) >= Fraction(1, 2) else 0)
    text = str(whole).rjust(digits + 1, '0')
    text = text[:-digits] + '.' + text[-digits:] if digits else text
    return '-' + text if fraction < 0 and whole else text


def readings(blocks, point):
    """(time, value text, epoch, rid) of the point's readings; a result of an analyser once."""
    for block in blocks:
        if block['device'] != DEVICE_OF[point]:
            continue
        held = next(p for p in block['points'] if p['point'] == point)
        if point == 'cod' and held.get('result_at') != block['polled_at']:
            continue
        yield instant(block['polled_at']), held, block['epoch'], block['rid']


def mean_fields(blocks, point, start, length):
    """n, due, coverage, mean, min, max, sum, slots and blocks of one window, computed afresh."""
    inside = [r for r in readings(blocks, point) if start <= r[0] < start + length]
    entering = [(t, Fraction(held['value'])) for t, held, _, _ in inside if 'state' not in held]
    values = [value for _, value in entering]
    slots = len({(t - start) // STEP[point] for t, _ in entering})
    due = length // STEP[point]
    digits = DIGITS[point]
    ranges = {}
    for _, _, epoch, rid in inside:
        ranges.setdefault(epoch, []).append(rid)
    hundredths = slots * 10_000 // due
    return {'n': len(values), 'due': due, 'coverage_percent': f'{hundredths // 100}.{hundredths % 100:02d}',
            'mean': half_away(sum(values) / len(values), digits + 2) if values else None,
            'min': half_away(min(values), digits) if values else None,
            'max': half_away(max(values), digits) if values else None,
            'sum': half_away(sum(values), digits) if values else None, 'slots': slots,
            'blocks': [{'epoch': epoch, 'from': min(rids), 'to': max(rids)} for epoch, rids in ranges.items()]}


def means_equal_the_blocks(gateway):
    """Every mean of the journal, recomputed; which windows were written."""
    blocks = [json.loads(text, parse_float=str, parse_int=str) for _, _, text in gateway.block_lines()]
    for block in blocks:
        block['rid'] = int(block['rid'])
    written = set()
    for _, _, line in gateway.entry_lines():
        entry = json.loads(line, parse_float=str)
        if entry['kind'] != 'mean':
            continue
        start, length = instant(entry['start']), LENGTH[entry['period']]
        for name, value in mean_fields(blocks, entry['point'], start, length).items():
            if name in entry:
                found = entry[name]
                found = str(found) if name in ('mean', 'min', 'max', 'sum') and found is not None else found
                require(found == value, f"{entry['point']} {entry['period']} {entry['start']}: {name} is {found}, "
                                        f'the blocks say {value}')
        window = (entry['point'], entry['period'], entry['start'])
        require(window not in written, f'{window} was written twice')
        written.add(window)
    return written


def polls_add_up(gateway):
    """Polls due = blocks + polls in gaps, device by device, from its first block to its last."""
    epochs = gateway.epochs()
    for device, poll in POLL.items():
        blocks = gateway.polled(device)
        due = [instant(block['due_at']) for block in blocks]
        require(all(t % poll == 0 for t in due) and due == sorted(set(due)), f'{device} is off its grid')
        gaps = [entry for entry in gateway.told('gap') if entry['device'] == device]
        first, last = due[0], due[-1]
        missing = set(range(first, last + 1, poll)) - set(due)
        declared = sum(gap['count'] for gap in gaps)
        require(declared == len(missing), f'{device}: {len(missing)} polls are no block, {declared} are in gaps')
        downtimes = [gap for gap in gaps if gap['cause'] == 'downtime']
        require(len(downtimes) == len(epochs) - 1, f'{device}: gaps {gaps}')
        for before, after in zip(epochs, epochs[1:]):
            old = [instant(b['due_at']) for b in blocks if b['epoch'] == before]
            new = [instant(b['due_at']) for b in blocks if b['epoch'] == after]
            gap = next(g for g in downtimes if g['epoch'] == after)
            require(instant(gap['first']) == old[-1] + poll, f'{device}: {gap} after a last block of {old[-1]}')
            require(instant(gap['last']) == new[0] - poll, f'{device}: {gap} before a first block of {new[0]}')
            require(gap['count'] == (new[0] - old[-1]) // poll - 1, f'{device}: {gap}')


def parents_are_right(gateway):
    epochs = gateway.epochs()
    sizes = {epoch: sum(1 for e, _, _ in gateway.entry_lines() if e == epoch) for epoch in epochs}
    starts = gateway.told('start')
    require(starts[0]['parent'] is None, 'the first epoch has a parent')
    for before, start in zip(epochs, starts[1:]):
        wanted = {'epoch': before, 'size': sizes[before], 'root': None}
        require(start['parent'] == wanted and list(start['parent']) == list(wanted), f"parent {start['parent']}")
    for epoch, rows in ((e, [s for x, s, _ in gateway.entry_lines() if x == e]) for e in epochs):
        require(rows == list(range(len(rows))), f'seq of {epoch}: {rows}')
    for epoch, rows in ((e, [r for x, r, _ in gateway.block_lines() if x == e]) for e in epochs):
        require(rows == list(range(len(rows))), f'rid of {epoch}: {rows}')
    for leaf, line in gateway.query('SELECT leaf, line FROM entry'):
        require(leaf == hashlib.sha256(b'\0' + line.encode()).digest(), 'a leaf is not the hash of its line')
    require(len(gateway.told('config')) == 1, 'an unchanged configuration was written again')


def test_after_kill_nine_nothing_is_missing_and_windows_go_on():
    if not programs.can_fake_time():
        programs.skip('the program does not run under libfaketime here')
    with SmallPlant() as simulator, Gateway(configuration(simulator.ports)) as gateway:
        gateway.start(programs.clock_at(-7))
        until(lambda: any('00:00:03' <= b['polled_at'][11:19] < '12' for b in gateway.polled('probe')), 'polls after midnight')
        told = gateway.status()['blocks']
        gateway.kill()
        kept = gateway.block_lines()
        require(len(kept) >= told, f'{told} blocks were reported as recorded, {len(kept)} are there')
        require(not gateway.told('mean'), 'a window closed before its time')

        gateway.start(programs.clock_at(24))
        until(lambda: gateway.told('verdict'), 'the windows that ended at midnight', 30)
        until(lambda: gateway.polled('analyser')[-1]['polled_at'][14:19] >= '00:35', 'more polls')
        require(all(e['epoch'] == gateway.epochs()[1] for e in gateway.told('mean')), 'windows of the wrong epoch')
        gateway.kill()
        require(gateway.block_lines()[:len(kept)] == kept, 'a recorded block changed')

        gateway.start(programs.clock_at(340))
        for device in POLL:
            until(lambda: gateway.polled(device)[-1]['epoch'] == gateway.epochs()[2], 'polls of the third epoch')
        third = [e for e in gateway.told() if e['epoch'] == gateway.epochs()[2]]
        closed = [e for e in third if e['kind'] == 'mean']
        require({e['period'] for e in closed} == {'5min'} and len(closed) == 5, f'{closed}')
        require(gateway.stop() == 0, 'the gateway did not end with 0')

        written = means_equal_the_blocks(gateway)
        require(len(written) == 5 * 3 + 5, f'{len(written)} windows: {sorted(written)}')
        ranges = [len(e['blocks']) for e in gateway.told('mean')
                  if 'blocks' in e and e['start'][11:16] == '00:00' and e['point'] != 'cod']
        require(ranges and set(ranges) == {2}, f'the window from midnight on names blocks of {ranges} epochs, not of 2')
        polls_add_up(gateway)
        parents_are_right(gateway)


if __name__ == '__main__':
    run_all(globals())
