# SPDX-License-Identifier: Apache-2.0
"""Promise 6 (isolation): a device that takes connections and never answers delays nothing but its own bus; it is said to
be lost and to be back, and the polls its back-off leaves out are counted."""
import socket
import threading

from broker import Broker
from gateway import run_all, until
from programs import Gateway, instant, require
from receiver import Receiver
from small_site import PROFILE_OF, SITE, SmallPlant, head

POLL = 500
TIMEOUT = 300


class BlackHole:
    """Takes connections and bytes and never answers; opened, it hands all on to the real device."""

    def __init__(self, port):
        self.port, self.open = port, threading.Event()
        self.door = socket.create_server(('127.0.0.1', 0))
        self.links = []

    def __enter__(self):
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.door.close()
        for link in self.links:
            link.close()

    def _serve(self):
        while True:
            try:
                link, _ = self.door.accept()
            except OSError:
                return
            self.links.append(link)
            if self.open.is_set():
                other = socket.create_connection(('127.0.0.1', self.port))
                self.links.append(other)
                for pair in ((link, other), (other, link)):
                    threading.Thread(target=self._carry, args=pair, daemon=True).start()

    @staticmethod
    def _carry(source, target):
        try:
            while data := source.recv(4096):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass


def configuration(ports, broker=None):
    text = head(broker) + SITE
    for name, port in ports.items():
        text += (f'[[bus]]\nid = "{name}"\nkind = "tcp"\nhost = "127.0.0.1"\nport = {port}\ntimeout = "{TIMEOUT}ms"\n'
                 f'[[device]]\nid = "{name}"\nbus = "{name}"\nprofile = "{PROFILE_OF[name]}"\npoll = "{POLL}ms"\n')
    return text


def lateness(blocks):
    return [instant(block['polled_at']) - instant(block['due_at']) for block in blocks]


def test_a_dead_device_delays_only_its_own_bus():
    with SmallPlant() as simulator, BlackHole(simulator.ports['analyser']) as hole:
        ports = {'probe': simulator.ports['probe'], 'analyser': hole.door.getsockname()[1]}
        with Gateway(configuration(ports)) as gateway:
            gateway.start()
            # 3 polls, then every 2nd, 4th, 8th due one: dead for 3 + 2 + 4 + 8 polls, 8.5 s.
            until(lambda: len(gateway.polled('analyser')) >= 6, 'six polls of the dead device', 30)
            during = gateway.polled('probe')
            hole.open.set()
            until(lambda: any(not b['points'][0].get('cause') for b in gateway.polled('analyser')),
                     'the device to be back', 30)
            until(lambda: [e['what'] for e in gateway.told('event')] == ['device_lost', 'device_back'],
                     'both events')
            require(gateway.stop() == 0, 'the gateway did not end with 0')

            dead = gateway.polled('analyser')
            failed = [b for b in dead if 'cause' in b['points'][0]]
            for block in failed:
                require(block['registers'] == [] and block['points'] == [
                    {'point': 'cod', 'value': None, 'state': 'fault', 'cause': 'timeout'}], str(block))
            lost, back = gateway.told('event')
            require(list(lost)[6:] == ['kind', 'plant', 'device', 'what', 'cause'], str(lost))
            require((lost['plant'], lost['device'], lost['cause']) == ('mau-1', 'analyser', 'timeout'), str(lost))
            require((back['plant'], back['device'], back['cause']) == ('mau-1', 'analyser', None), str(back))
            for said in ('warning: device analyser of plant mau-1 does not answer (timeout, 3 polls in a row)',
                         'info: device analyser of plant mau-1 answers again'):
                require(gateway.log_text.count(said) == 1, f'the log does not say once: {said}\n{gateway.log_text}')

            # The other bus: every poll made, each soon after it was due.
            due = [instant(b['due_at']) for b in gateway.polled('probe')]
            require(due == list(range(due[0], due[-1] + 1, POLL)), 'polls of the living device are missing')
            late = lateness(during)
            require(len(late) >= 12 and max(late) < POLL, f'polls came late: {max(late)} ms')
            require(sorted(late)[len(late) // 2] < TIMEOUT / 2, f'half of the polls came {sorted(late)} ms late')

            # The dead one: stepped back-off, and polls due = blocks + gaps.
            t = [instant(block['due_at']) for block in dead]
            steps = [(after - before) // POLL for before, after in zip(t, t[1:])]
            require(steps[:5] == [1, 1, 2, 4, 8], f'strides {steps}')
            gaps = gateway.told('gap')
            require(all(list(g)[6:] == ['kind', 'device', 'cause', 'count', 'first', 'last'] for g in gaps), str(gaps))
            require({(g['device'], g['cause']) for g in gaps} == {('analyser', 'back_off')}, str(gaps))
            missing = (t[-1] - t[0]) // POLL + 1 - len(t)
            require(sum(g['count'] for g in gaps) == missing, f'{missing} polls were not made, in gaps: {gaps}')
            require(len(gaps) == 2, f'one gap at once, the rest at stop: {gaps}')


def test_a_refused_connection_is_link_lost_and_the_event_is_copied():
    with SmallPlant() as simulator, Broker() as broker, Receiver(broker.port) as receiver:
        receiver.wait_subscribed(broker)
        with socket.socket() as probe:  # bound and not listening: refuses for as long as it is held
            probe.bind(('127.0.0.1', 0))
            ports = {'probe': simulator.ports['probe'], 'analyser': probe.getsockname()[1]}
            with Gateway(configuration(ports, broker.port)) as gateway:
                gateway.start()
                until(lambda: gateway.told('event'), 'device_lost')
                until(lambda: len(gateway.polled('probe')) >= 4, 'polls of the other bus')
                causes = {b['points'][0]['cause'] for b in gateway.polled('analyser')}
                require(causes == {'link_lost'}, f'{causes}')
                require(gateway.told('event')[0]['cause'] == 'link_lost', str(gateway.told('event')))
                status = next(d for d in gateway.status()['devices'] if d['device'] == 'analyser')
                require(status['lost'] and status['failures']['link_lost'] == status['failed'] >= 3, str(status))
                copies = until(lambda: receiver.messages('event/mau-1'), 'the copy of the event')
                lines = [line for _, _, line in gateway.entry_lines() if '"kind":"event"' in line]
                require([copy.decode() for copy in copies] == lines, f'{copies} is not {lines}')
                require(gateway.stop() == 0, 'the gateway did not end with 0')
        with Receiver(broker.port, name='newcomer') as newcomer:
            until(lambda: newcomer.messages('state'), 'the retained texts')
            require(not newcomer.messages('event/mau-1'), 'an event is retained')


if __name__ == '__main__':
    run_all(globals())
