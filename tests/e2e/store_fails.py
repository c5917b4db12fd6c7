# SPDX-License-Identifier: Apache-2.0
"""Promises 1 and 7 while the disk fails under the running gateway: a full one is waited for, what was dropped meanwhile is
declared; one that can't make durable ends it with 74; one that stands still holds up neither polls nor the end."""
import json
import os
import sqlite3

import programs
from broker import Broker
from gateway import run_all, until
from programs import Gateway, instant, require
from receiver import Receiver
from small_site import SmallPlant, configuration

POLL = {'probe': 500, 'analyser': 1000}
LIBRARY = os.path.join(os.environ['BUILD_DIR'], 'tests', 'e2e', 'libfailing_disk.so')


class Disk:
    """The disk of one gateway: `disk.does('full')`, `disk.does(None)`."""

    def __init__(self, gateway):
        self.file = gateway.folder / 'disk'
        self.environment = {'LD_PRELOAD': ':'.join([*programs.sanitizers(), LIBRARY]), 'FAILING_DISK': str(self.file)}

    def does(self, word):
        if word is None:
            self.file.unlink(missing_ok=True)
        else:
            self.file.with_suffix('.new').write_text(word)
            self.file.with_suffix('.new').rename(self.file)


def started(gateway):
    disk = Disk(gateway)
    super(Gateway, gateway).start(environment=disk.environment)
    until(lambda: {b['device'] for b in gateway.polled()} == set(POLL), 'a block of each device')
    return disk


def small_buffer(ports, broker=None):
    text = configuration(ports, broker, record='readings')
    return text.replace('data_directory', 'stall_buffer = "2s"\ndata_directory', 1)


def polls_add_up(gateway, causes):
    told = {gap['cause'] for gap in gateway.told('gap')}
    require(told == causes, f'gaps of {told}')
    for device, poll in POLL.items():
        due = [instant(block['due_at']) for block in gateway.polled(device)]
        missing = set(range(due[0], due[-1] + 1, poll)) - set(due)
        gaps = [gap for gap in gateway.told('gap') if gap['device'] == device]
        require(sum(gap['count'] for gap in gaps) == len(missing), f'{device}: {len(missing)} are missing, gaps {gaps}')


def sent_is_stored(gateway, receiver):
    """Nothing was ever sent that a crash could have taken back."""
    for lane, number, rows in (('journal', 'seq', gateway.entry_lines()), ('readings', 'rid', gateway.block_lines())):
        stored = {(epoch, at): line for epoch, at, line in rows}
        for line in receiver.lines(lane):
            fields = json.loads(line)
            require(stored.get((fields['epoch'], fields[number])) == line, f'sent and not stored: {line}')
    return len(receiver.lines('readings'))


def test_a_full_disk_is_waited_for_and_what_was_dropped_is_declared():
    with Broker('max_queued_messages 0') as broker, SmallPlant() as simulator, Receiver(broker.port) as receiver, \
            Gateway(small_buffer(simulator.ports, broker.port)) as gateway:
        receiver.wait_subscribed(broker)
        disk = started(gateway)
        disk.does('full')
        until(lambda: 'the store refuses to write' in gateway.log_text, 'the refusal in the log')
        until(lambda: 'the newest are dropped from now on' in gateway.log_text, 'polls to be dropped')
        before = len(gateway.blocks())
        sent = sent_is_stored(gateway, receiver)
        require(sent <= before, f'{sent} blocks were sent, {before} are stored')
        disk.does(None)
        until(lambda: 'the store answers again' in gateway.log_text, 'its end in the log')
        until(lambda: gateway.told('gap'), 'a gap')
        require(gateway.stop() == 0, 'the gateway did not end with 0')
        polls_add_up(gateway, {'overflow'})
        require(gateway.log_text.count('the store refuses to write') == 1, gateway.log_text)


def test_a_full_disk_at_the_stop_is_74_and_the_next_start_declares_the_rest():
    with SmallPlant() as simulator, Gateway(configuration(simulator.ports)) as gateway:
        disk = started(gateway)
        disk.does('full')
        until(lambda: 'the store refuses to write' in gateway.log_text, 'the refusal in the log')
        require(gateway.stop() == 74, 'a stop that could not be written is not 74')
        require('is not recorded' in gateway.log_text and not gateway.told('stop'), gateway.log_text)
        disk.does(None)
        started(gateway)
        until(lambda: {b['device'] for b in gateway.polled() if b['epoch'] == gateway.epochs()[1]} == set(POLL),
              'polls of the second epoch')
        require(gateway.stop() == 0, 'the gateway did not end with 0')
        polls_add_up(gateway, {'downtime'})


def test_a_write_that_cannot_be_made_durable_ends_it_with_74():
    with Broker('max_queued_messages 0') as broker, SmallPlant() as simulator, Receiver(broker.port) as receiver, \
            Gateway(configuration(simulator.ports, broker.port, record='readings')) as gateway:
        receiver.wait_subscribed(broker)
        disk = started(gateway)
        until(lambda: receiver.lines('readings'), 'readings')
        disk.does('sync')
        require(gateway.wait(10) == 74, 'the store failed and the gateway did not end with 74')
        require('SQLite code 1034' in gateway.log_text, gateway.log_text)  # SQLITE_IOERR_FSYNC
        require('status 74' in gateway.log_text and not gateway.told('stop'), gateway.log_text)
        until(lambda: receiver.newest('state')['status'] == 'offline', 'state offline')
        sent_is_stored(gateway, receiver)
        disk.does(None)
        started(gateway)
        require(gateway.stop() == 0, 'the gateway did not end with 0')
        require(gateway.query('PRAGMA integrity_check') == [('ok',)], 'the database is damaged')


def test_a_start_on_a_full_disk_is_74_says_why_and_changes_nothing():
    with SmallPlant() as simulator, Gateway(configuration(simulator.ports)) as gateway:
        disk = started(gateway)
        require(gateway.stop() == 0, 'the gateway did not end with 0')
        kept = gateway.entry_lines()
        disk.does('full')
        super(Gateway, gateway).start(environment=disk.environment, ready=False)
        require(gateway.wait() == 74, 'a start on a full disk is not 74')
        require('No space left on device' in gateway.log_text, gateway.log_text)
        require(gateway.entry_lines() == kept, 'an epoch was begun')


def test_a_disk_that_stands_still_holds_up_neither_polls_nor_the_end():
    with Broker('max_queued_messages 0') as broker, SmallPlant() as simulator, Receiver(broker.port) as receiver, \
            Gateway(small_buffer(simulator.ports, broker.port)) as gateway:
        receiver.wait_subscribed(broker)
        disk = started(gateway)
        disk.does('still')
        until(lambda: 'the newest are dropped from now on' in gateway.log_text, 'polls to be dropped')
        disk.does(None)
        until(lambda: 'the store keeps up again' in gateway.log_text, 'its end in the log')
        until(lambda: gateway.told('gap'), 'a gap')
        disk.does('still')
        require(gateway.stop() == 74, 'an end without the disk is not 74')
        require('the disk does not answer' in gateway.log_text, gateway.log_text)
        until(lambda: receiver.newest('state')['status'] == 'offline', 'the will')
        sent_is_stored(gateway, receiver)
        disk.does(None)
        started(gateway)
        until(lambda: {b['device'] for b in gateway.polled() if b['epoch'] == gateway.epochs()[1]} == set(POLL),
              'polls of the second epoch')
        require(gateway.stop() == 0, 'the gateway did not end with 0')
        polls_add_up(gateway, {'overflow', 'downtime'})


def test_another_writer_holds_up_the_end_for_two_seconds_only():
    with SmallPlant() as simulator, Gateway(configuration(simulator.ports)) as gateway:
        started(gateway)
        other = sqlite3.connect(gateway.database, isolation_level=None)
        other.execute('BEGIN IMMEDIATE')
        until(lambda: 'the store refuses to write' in gateway.log_text, 'the refusal in the log')
        require(gateway.stop(deadline=6) == 74, 'a stop that could not be written is not 74')
        other.close()


if __name__ == '__main__':
    run_all(globals())
