# SPDX-License-Identifier: Apache-2.0
"""A broker that refuses: wrong password, refused connections, a foreign certificate, a limit on packets. Each is said
once in words that help, tried again with pauses that grow, and costs no poll; once it is over, all arrives in order."""
import json
import socket
import subprocess
import threading
import time

from broker import Broker
from gateway import run_all, until
from programs import Gateway, require
from receiver import Receiver, without_repeats
from small_site import PROFILE_OF, SITE, SmallPlant, configuration, head


def said(gateway, text):
    return sum(text in line for line in gateway.log_text.splitlines())


def all_arrived_once_in_order(receiver, gateway):
    for lane, number, stored in (('journal', 'seq', gateway.entry_lines()), ('readings', 'rid', gateway.block_lines())):
        wanted = [line for _, _, line in stored]
        until(lambda: len(without_repeats(receiver.lines(lane), number)) >= len(wanted), f'all of {lane}', 40)
        require(without_repeats(receiver.lines(lane), number) == wanted,
                f'{lane}: what arrived is not what is stored, once and in order')


def test_a_wrong_password_is_said_once_and_mended_by_the_file():
    with SmallPlant() as simulator:
        broker = Broker('max_queued_messages 0', anonymous=False)
        passwords = broker.folder / 'passwords'
        broker.configuration.write_text(broker.configuration.read_text() + f'password_file {passwords}\n')
        passwords.touch(0o600)
        for user, word in (('gw-test', 'right'), ('center', 'secret')):
            subprocess.run(['mosquitto_passwd', '-b', str(passwords), user, word], check=True, capture_output=True)
        mqtt = 'user = "gw-test"\npassword_file = "secret"'
        with broker, Receiver(broker.port, more=('-u', 'center', '-P', 'secret')) as receiver, \
                Gateway(configuration(simulator.ports, broker.port, record='readings', mqtt=mqtt)) as gateway:
            receiver.wait_subscribed(broker)
            secret = gateway.folder / 'secret'
            secret.write_text('wrong\n')
            gateway.start()
            until(lambda: broker.log().count('Sending CONNACK to gw-test (0, 135)') >= 3
                  or broker.log().count('disconnected, not authorised') >= 3, 'three attempts', 30)
            lines = [line for line in gateway.log_text.splitlines() if 'no connection to the broker' in line]
            require(len(lines) == 1, gateway.log_text)
            require('password' in lines[0] or 'uthori' in lines[0], f'no cause in: {lines[0]}')
            require('wrong' not in gateway.log_text, 'the password is in the log')
            secret.write_text('right\n')
            until(lambda: receiver.lines('readings'), 'readings with the right password', 30)
            require(gateway.stop() == 0, 'the gateway did not end with 0')
            all_arrived_once_in_order(receiver, gateway)


class Refusing:
    """A broker that answers every CONNECT with `server unavailable` and notes when the attempts came and ended."""

    def __enter__(self):
        self.door = socket.create_server(('127.0.0.1', 0))
        self.came, self.ended = [], []
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.door.close()

    def _serve(self):
        while True:
            try:
                link, _ = self.door.accept()
            except OSError:
                return
            self.came.append(time.monotonic())
            with link:
                if link.recv(4096):
                    link.sendall(bytes([0x20, 3, 0, 0x88, 0]))
                    self.ended.append(time.monotonic())
                    link.recv(4096)


def test_refused_connections_are_tried_again_after_growing_pauses():
    with SmallPlant() as simulator, Refusing() as broker, \
            Gateway(configuration(simulator.ports, broker.door.getsockname()[1])) as gateway:
        gateway.start()
        until(lambda: len(broker.came) >= 4, 'four attempts', 30)
        pauses = [came - ended for ended, came in zip(broker.ended, broker.came[1:])]
        for pause, wanted in zip(pauses, (1, 2, 4)):
            # Each ± 20 %, from the end of one attempt; a busy machine may add to it.
            require(0.8 * wanted - 0.05 <= pause <= 1.2 * wanted + 1.5, f'pauses {pauses}')
        require(said(gateway, 'no connection to the broker') == 1, gateway.log_text)
        require(said(gateway, 'the broker is not available') == 1, gateway.log_text)
        due = [block['due_at'] for block in gateway.polled('analyser')]
        require(len(due) >= 6, f'polls meanwhile: {due}')
        require(gateway.status()['broker']['last_error'], 'status knows nothing of it')
        begun = time.monotonic()
        require(gateway.stop() == 0 and time.monotonic() - begun < 10, 'the end took long')


def authority(folder, name):
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes',
                    '-days', '2', '-subj', f'/CN={name}', '-keyout', folder / f'{name}.key', '-out', folder / f'{name}.pem'],
                   check=True, capture_output=True)


def certificate(folder, name, by, subject):
    extension = folder / 'extension'
    extension.write_text(f'subjectAltName=DNS:{subject}\n')
    subprocess.run(['openssl', 'req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj',
                    f'/CN={subject}', '-keyout', folder / f'{name}.key', '-out', folder / f'{name}.csr'],
                   check=True, capture_output=True)
    subprocess.run(['openssl', 'x509', '-req', '-in', folder / f'{name}.csr', '-CA', folder / f'{by}.pem', '-CAkey',
                    folder / f'{by}.key', '-CAcreateserial', '-days', '2', '-extfile', extension, '-out',
                    folder / f'{name}.pem'], check=True, capture_output=True)


def test_tls_with_certificates_and_a_foreign_authority():
    broker = Broker('max_queued_messages 0')
    folder = broker.folder
    for name in ('own', 'foreign'):
        authority(folder, name)
    certificate(folder, 'server', 'own', 'localhost')
    certificate(folder, 'gw', 'own', 'gw-test')
    broker.configuration.write_text(
        broker.configuration.read_text() + f'cafile {folder}/own.pem\ncertfile {folder}/server.pem\n'
        f'keyfile {folder}/server.key\nrequire_certificate true\n')
    identity = ('--cafile', folder / 'own.pem', '--cert', folder / 'gw.pem', '--key', folder / 'gw.key')
    with broker, SmallPlant() as simulator, Receiver(broker.port, more=identity, host='localhost') as receiver:
        receiver.wait_subscribed(broker)
        mqtt = (f'url = "mqtts://localhost:{broker.port}"\nca_file = "ca.pem"\ncertificate_file = "{folder}/gw.pem"\n'
                f'key_file = "{folder}/gw.key"')
        with Gateway(configuration(simulator.ports, broker.port, record='readings', mqtt=mqtt)) as gateway:
            (gateway.folder / 'ca.pem').write_bytes((folder / 'foreign.pem').read_bytes())
            gateway.start()
            until(lambda: said(gateway, 'no connection to the broker'), 'the message')
            before = len(gateway.blocks())
            until(lambda: len(gateway.blocks()) >= before + 6, 'polls meanwhile')
            require(said(gateway, 'no connection to the broker') == 1, gateway.log_text)
            require(said(gateway, 'certificate verify failed') == 1, gateway.log_text)
            require(not receiver.topics(), f'sent to a broker that could not be verified: {receiver.topics()}')
            (gateway.folder / 'ca.pem').write_bytes((folder / 'own.pem').read_bytes())
            until(lambda: receiver.lines('readings'), 'readings with the right authority', 30)
            require(gateway.stop() == 0, 'the gateway did not end with 0')
            all_arrived_once_in_order(receiver, gateway)


def fast_site(ports, broker, mqtt=''):
    """20 polls a second of the probe: a backlog above any limit soon."""
    text = head(broker, record='readings', mqtt=mqtt) + SITE
    for name, port in ports.items():
        poll = '50ms' if name == 'probe' else '1s'
        text += (f'[[bus]]\nid = "{name}"\nkind = "tcp"\nhost = "127.0.0.1"\nport = {port}\n'
                 f'[[device]]\nid = "{name}"\nbus = "{name}"\nprofile = "{PROFILE_OF[name]}"\npoll = "{poll}"\n')
    return text


def backlog_meets_a_limit(limit, mqtt):
    broker = Broker(f'max_queued_messages 0\nmax_packet_size {limit}')
    with SmallPlant() as simulator, Gateway(fast_site(simulator.ports, broker.port, mqtt)) as gateway:
        gateway.start()
        until(lambda: sum(len(text) for _, _, text in gateway.block_lines()) > 3 * limit, 'a backlog', 40)
        with broker, Receiver(broker.port) as receiver:
            until(lambda: receiver.lines('readings'), 'the backlog', 40)
            until(lambda: len(receiver.lines('readings')) >= len(gateway.blocks()) - 40, 'all of the backlog', 40)
            require(gateway.stop() == 0, 'the gateway did not end with 0')
            all_arrived_once_in_order(receiver, gateway)
            require(max(map(len, receiver.messages('readings'))) <= limit, 'a message above the limit arrived')
            return gateway.log_text


def test_messages_fit_the_limit_that_the_broker_names():
    log = backlog_meets_a_limit(12_000, '')
    require(log.count('connection to the broker lost') == 0, log)


def test_messages_shrink_where_the_broker_only_hangs_up():
    log = backlog_meets_a_limit(12_000, 'protocol = 4')
    require(log.count('connected to the broker') >= 2, 'the broker never hung up: nothing was tested')


def test_an_entry_above_the_limit_waits_and_the_rest_goes_on():
    broker = Broker('max_queued_messages 0\nmax_packet_size 6000')
    with broker, SmallPlant() as simulator, Receiver(broker.port) as receiver, \
            Gateway(configuration(simulator.ports, broker.port, record='readings')) as gateway:
        receiver.wait_subscribed(broker)
        gateway.start()
        until(lambda: said(gateway, 'more than the broker takes'), 'the message')
        until(lambda: len(receiver.messages('live/mau-1')) >= 3 and len(receiver.lines('readings')) >= 6, 'the rest')
        require(said(gateway, 'more than the broker takes') == 1, gateway.log_text)
        require([json.loads(line)['seq'] for line in receiver.lines('journal')] in ([], [0]), 'the journal went on')
        broker.stop()
        broker.configuration.write_text(broker.configuration.read_text().replace('max_packet_size 6000', ''))
        broker.start()
        until(lambda: len(receiver.lines('journal')) >= 2, 'the journal', 30)
        require(gateway.stop() == 0, 'the gateway did not end with 0')
        all_arrived_once_in_order(receiver, gateway)


if __name__ == '__main__':
    run_all(globals())
