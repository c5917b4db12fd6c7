# SPDX-License-Identifier: Apache-2.0
"""Promises 2 and 6 with a broker that goes and comes: polling goes on, the backlog arrives in order, every entry and block
once after repeats are dropped; without a subscriber nothing counts as sent; how the state goes offline."""
import json
import signal

from broker import Broker
from gateway import run_all, until
from programs import Gateway, instant, require
from receiver import Receiver, without_repeats
from small_site import SmallPlant, configuration

POLL = {'probe': 500, 'analyser': 1000}
# What the receiver has not taken yet outlives the broker, too.
KEEPING = 'max_queued_messages 0\npersistence true\npersistence_location {}/'


def keeping_broker():
    broker = Broker()
    broker.configuration.write_text(broker.configuration.read_text() + KEEPING.format(broker.folder))
    return broker


def no_poll_is_missing(gateway):
    for device, poll in POLL.items():
        due = [instant(block['due_at']) for block in gateway.polled(device)]
        require(due == list(range(due[0], due[-1] + 1, poll)), f'polls of {device} are missing: {due}')


def all_arrived_once_in_order(receiver, gateway):
    for lane, number, stored in (('journal', 'seq', gateway.entry_lines()), ('readings', 'rid', gateway.block_lines())):
        wanted = [line for _, _, line in stored]
        until(lambda: len(without_repeats(receiver.lines(lane), number)) >= len(wanted), f'all of {lane}')
        require(without_repeats(receiver.lines(lane), number) == wanted,
                f'{lane}: what arrived is not what is stored, once and in order')


def said(gateway, text):
    return sum(text in line for line in gateway.log_text.splitlines())


def test_a_broker_away_for_seconds_costs_nothing():
    with keeping_broker() as broker, SmallPlant() as simulator, Receiver(broker.port) as receiver, \
            Gateway(configuration(simulator.ports, broker.port, record='readings')) as gateway:
        receiver.wait_subscribed(broker)
        gateway.start()
        until(lambda: len(receiver.lines('readings')) >= 3, 'readings')
        broker.stop()
        before = len(gateway.blocks())
        until(lambda: len(gateway.blocks()) >= before + 12, 'polls without a broker')
        require(said(gateway, 'connection to the broker lost') == 1, gateway.log_text)
        require(not gateway.status()['broker']['connected'], 'connected to nothing')
        require("broker: NOT CONNECTED (127.0.0.1" in gateway.command('status').stdout, 'the table does not say why')
        broker.start()
        until(lambda: gateway.status()['broker']['connected'], 'the connection')
        table = gateway.command('status').stdout
        require('broker: connected since 2' in table and 'reached' not in table, f'an error that is over:\n{table}')
        until(lambda: json.loads(receiver.messages('state')[-1])['status'] == 'online', 'state online')
        require(gateway.stop() == 0, 'the gateway did not end with 0')
        all_arrived_once_in_order(receiver, gateway)
        no_poll_is_missing(gateway)
        require(said(gateway, 'warning: no connection') <= 1, gateway.log_text)


def test_a_broker_killed_again_and_again_loses_no_line():
    with keeping_broker() as broker, SmallPlant() as simulator, Receiver(broker.port) as receiver, \
            Gateway(configuration(simulator.ports, broker.port, record='readings')) as gateway:
        receiver.wait_subscribed(broker)
        gateway.start()
        for _ in range(3):
            connections = gateway.status()['broker']['connections']
            count = len(gateway.blocks())
            until(lambda: len(gateway.blocks()) > count + 1, 'more polls')
            broker.stop()
            broker.start()
            until(lambda: gateway.status()['broker']['connections'] > connections, 'the next connection')
        require(gateway.stop() == 0, 'the gateway did not end with 0')
        all_arrived_once_in_order(receiver, gateway)
        no_poll_is_missing(gateway)


def test_an_absent_broker_is_said_once_and_found_when_it_comes():
    broker = keeping_broker()
    with SmallPlant() as simulator, Gateway(configuration(simulator.ports, broker.port, record='readings')) as gateway:
        gateway.start()
        until(lambda: said(gateway, 'no connection to the broker'), 'the message')
        before = len(gateway.blocks())
        until(lambda: len(gateway.blocks()) >= before + 8, 'polls without a broker')
        require(said(gateway, 'no connection to the broker') == 1, gateway.log_text)
        with broker, Receiver(broker.port) as receiver:
            until(lambda: receiver.lines('readings'), 'the backlog', 30)
            require(gateway.stop() == 0, 'the gateway did not end with 0')
            all_arrived_once_in_order(receiver, gateway)
            no_poll_is_missing(gateway)


def test_without_a_subscriber_nothing_counts_as_sent():
    with Broker('max_queued_messages 0') as broker, SmallPlant() as simulator, \
            Gateway(configuration(simulator.ports, broker.port)) as gateway:
        gateway.start()
        until(lambda: said(gateway, 'nobody subscribes'), 'the message')
        status = gateway.status()['broker']
        require(status['connected'] and status['journal']['next'] == 0, f'{status}')
        with Receiver(broker.port) as receiver:
            until(lambda: len(receiver.lines('journal')) >= 2, 'the journal, tried again')
            lines = [json.loads(line)['seq'] for line in receiver.lines('journal')]
            require(lines[0] == 0, f'seq {lines}')
            until(lambda: said(gateway, 'takes messages again') == 1, 'the end of it in the log')
            require(gateway.stop() == 0, 'the gateway did not end with 0')
        require(said(gateway, 'nobody subscribes') == 1, gateway.log_text)


def test_offline_is_said_by_the_will_or_before_a_clean_end():
    with Broker('max_queued_messages 0') as broker, SmallPlant() as simulator, Receiver(broker.port) as receiver, \
            Gateway(configuration(simulator.ports, broker.port)) as gateway:
        receiver.wait_subscribed(broker)
        gateway.start()
        until(lambda: len(receiver.lines('journal')) >= 2, 'start and config')
        online = receiver.newest('state')
        gateway.kill()
        will = until(lambda: (s := receiver.newest('state'))['status'] == 'offline' and s, 'the will')
        require(list(will) == list(online) and will['epoch'] == online['epoch'], f'will {will}')
        require(instant(will['time']) <= instant(online['time']), 'the will is of the moment of connecting')

        gateway.start()
        until(lambda: receiver.newest('state')['status'] == 'online', 'state online again')
        until(lambda: receiver.newest('state')['epoch'] == gateway.epochs()[1], 'the new epoch')
        until(lambda: any('"start"' in line and gateway.epochs()[1] in line for line in receiver.lines('journal')),
              'the new start')
        require(gateway.stop(signal.SIGINT) == 0, 'the gateway did not end with 0')
        until(lambda: receiver.newest('state')['status'] == 'offline', 'state offline')
        stored = gateway.entry_lines()
        # Killed before its cursor was stored, a gateway sends what the broker has already: readers drop repeats.
        require(without_repeats(receiver.lines('journal'), 'seq') == [line for _, _, line in stored], 'not in order')
        require(receiver.newest('state')['last_seq'] == stored[-1][1], 'the last state is older than `stop`')
        with receiver.lock:
            last = [topic.rsplit('/')[-1] for topic, _, _ in receiver.received][-2:]
        require(last[-1] == 'state', f'after the last state came {last}')
        log = broker.log()
        require('DISCONNECT from gw-test' in log[log.rindex('PUBLISH from gw-test'):], 'no clean disconnect at the end')
        require(log.count('DISCONNECT from gw-test') == 1, 'a killed process said goodbye')

        sent = len(receiver.lines('journal'))
        gateway.start()
        until(lambda: receiver.lines('journal')[sent:], 'the third start')
        require(gateway.stop() == 0, 'the gateway did not end with 0')
        until(lambda: len(receiver.lines('journal')) >= sent + len([e for e in gateway.told()
                                                                   if e['epoch'] == gateway.epochs()[2]]), 'the rest')
        again = {json.loads(line)['epoch'] for line in receiver.lines('journal')[sent:]}
        require(again == {gateway.epochs()[2]}, 'after a clean end lines were sent a second time')


if __name__ == '__main__':
    run_all(globals())
