# SPDX-License-Identifier: Apache-2.0
"""Promises 1, 2 and 7 over kill -9 at forty random moments, some while it starts: the chain of epochs is whole, polls due
are blocks or counted, and the center has every entry and block once and in order. SEED names the row of moments."""
import os
import random
import time

from broker import Broker
from gateway import run_all, until
from programs import Gateway, instant, require
from receiver import Receiver, without_repeats
from small_site import SmallPlant, configuration

POLL = {'probe': 500, 'analyser': 1000}
KILLS = 40


def chain_is_whole(gateway):
    epochs, rows = gateway.epochs(), gateway.entry_lines()
    starts = gateway.told('start')
    require(len(starts) == len(epochs) and starts[0]['parent'] is None, 'an epoch without its start')
    for before, start in zip(epochs, starts[1:]):
        size = sum(1 for epoch, _, _ in rows if epoch == before)
        require(start['parent'] == {'epoch': before, 'size': size, 'root': None}, f"parent {start['parent']}")
    for rows in (rows, gateway.block_lines()):
        for epoch in epochs:
            numbers = [number for of, number, _ in rows if of == epoch]
            require(numbers == list(range(len(numbers))), f'numbers of {epoch}: {numbers}')


def polls_add_up(gateway):
    for device, poll in POLL.items():
        due = [instant(block['due_at']) for block in gateway.polled(device)]
        require(due == sorted(set(due)), f'due times of {device} repeat')
        missing = set(range(due[0], due[-1] + 1, poll)) - set(due)
        gaps = [gap for gap in gateway.told('gap') if gap['device'] == device]
        require(sum(gap['count'] for gap in gaps) == len(missing), f'{device}: {len(missing)} are missing, gaps {gaps}')
        for gap in gaps:
            inside = {t for t in missing if instant(gap['first']) <= t <= instant(gap['last'])}
            require(len(inside) == gap['count'], f'{gap} counts what is there')


def test_forty_kills_lose_nothing_and_repeat_nothing():
    seed = int(os.environ.get('SEED') or time.time())
    print('SEED', seed, flush=True)
    moments = random.Random(seed)
    with Broker('max_queued_messages 0') as broker, SmallPlant() as simulator, Receiver(broker.port) as receiver, \
            Gateway(configuration(simulator.ports, broker.port, record='readings')) as gateway:
        receiver.wait_subscribed(broker)
        gateway.start()
        until(lambda: {b['device'] for b in gateway.polled()} == set(POLL), 'a block of each device')
        kept = []
        for _ in range(KILLS):
            time.sleep(moments.uniform(0, 0.05) if moments.random() < 0.3 else moments.uniform(0, 2.5))  # the moment
            gateway.kill()
            rows = gateway.block_lines()
            require(rows[:len(kept)] == kept, 'a recorded block was lost or changed')
            kept = rows
            super(Gateway, gateway).start(ready=moments.random() < 0.7)
        until(lambda: len(gateway.epochs()) > 1 and {b['device'] for b in gateway.polled()
                                                     if b['epoch'] == gateway.epochs()[-1]} == set(POLL), 'the last epoch')
        # One that is not connected yet when it is stopped leaves the rest to its next start.
        until(lambda: gateway.status()['broker']['connected'], 'the connection')
        require(gateway.stop() == 0, 'the gateway did not end with 0')
        chain_is_whole(gateway)
        polls_add_up(gateway)
        for lane, number, stored in (('journal', 'seq', gateway.entry_lines()),
                                     ('readings', 'rid', gateway.block_lines())):
            wanted = [line for _, _, line in stored]
            until(lambda: len(without_repeats(receiver.lines(lane), number)) >= len(wanted), f'all of {lane}', 30)
            require(without_repeats(receiver.lines(lane), number) == wanted, f'{lane} is not once and in order')


if __name__ == '__main__':
    run_all(globals())
