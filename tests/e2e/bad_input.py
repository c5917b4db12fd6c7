# SPDX-License-Identifier: Apache-2.0
"""Every mistake of a configuration in one run: `check` and `run` list all of them, each once, at its line and with what to
do, end with 78, and nothing was started: no store, no socket, no connection to a device or the broker."""
import re
import select
import socket

from gateway import Gateway, run_all
from programs import require

# `#! …` marks the line at which a mistake is named, and words of the message. `run` alone: `#run …`.
CONFIGURATION = '''\
[gateway]
id = "gw-test"
province = "lao-cai"
data_directory = "data"
datadir = "x"                            #! unknown key `datadir`
stall_buffer = 60                        #! `stall_buffer` is a

[journal]
disk_quota = "much"                      #! no size

[mqtt]
url = "mqtt://127.0.0.1:@BROKER@"
user = "gw-test"
password_file = "nowhere"                #run missing

[paths]
profiles = "devices"
standards = "standards"

[[plant]]
id = "mau-1"
park = "kcn-mau-1"

  [[plant.outlet]]
  id = "outlet-1"

    [[plant.outlet.permit]]
    number = "1"
    valid_from = 2032-06-01              #! wholly outside
    standard = "qcvn-40-2011"
    column = "B"
    kq = 0                               #! not above 0
    kf = 1.0
    averaging = "5min"
    automatic = ["ph", "codd"]           #! unknown parameter "codd"

    [[plant.outlet.point]]
    id = "ph"
    parameter = "ph"
    unit = "pH"
    digits = 2
    interval = "3s"                      #! multiple
    source = "probe.ph"

    [[plant.outlet.point]]
    id = "ph"                            #! "ph"
    parameter = "temperature"
    unit = "degF"                        #! degF
    digits = "1"                         #! `digits` is a text
    interval = "2s"
    source = "probe.temperature"

    [[plant.outlet.point]]
    id = "tss"
    parameter = "tss"
    unit = "pH"                          #! "pH"
    digits = 1
    interval = "2s"
    source = "probe.tss"

    [[plant.outlet.point]]
    id = "nh4-n"
    parameter = "nh4_n"
    unit = "mg/L"
    digits = 1
    species = "as_P"                     #! species
    interval = "2s"
    source = "probe.nh4_n"

  [[plant.outlet]]
  id = "outlet-2"

    [[plant.outlet.permit]]              #! `column` is missing
    number = "2"
    valid_to = 2030-12-31
    standard = "qcvn-40-2011"
    kq = 0.9
    kf = 1.0

    [[plant.outlet.permit]]
    number = "3"
    valid_from = 2031-01-01
    valid_to = 2031-06-30
    standard = "qcvn-40-2011"
    column = "C"                         #! carried over
    kq = 0.9
    kf = 1.0

    [[plant.outlet.permit]]
    number = "4"
    valid_from = 2031-07-01
    standard = "QCVN 40:2021"            #! never came into force
    column = "B"

[[plant]]
id = "mau-1"                             #! "mau-1"
park = "kcn-mau-1"

[[bus]]
id = "lan"
kind = "tcp"
host = "127.0.0.1"
port = @DEVICE@

[[device]]
id = "probe"
bus = "lan"
profile = "probe"
poll = "2s"

[[device]]
id = "flow"
bus = "lan"
profile = "absent"                       #! absent
poll = "2s"
'''

PROFILE = '''\
[profile]
model = "probe"
source = "A test"
certainty = "secondary"
functions = [4]

[[register]]
name = "ph"
table = "input"
address = 0
type = "u16"
unit = "pH"
scale = 0.01

[[register]]
name = "temperature"
table = "input"
address = 1
type = "s16"
unit = "degC"

[[register]]
name = "tss"
table = "input"
address = 2
type = "float32"
unit = "mg/L"

[[register]]
name = "nh4_n"
table = "input"
address = 3                              #! line 25
type = "u16"
unit = "mg/L"
'''


def expected(file, text, marks):
    """{(file, line): words} of the marks."""
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        for mark in marks:
            if mark in line:
                found[f'{file}:{number}'] = line.split(mark)[1].strip()
    return found


class Ears:
    """Two listening sockets that nobody may come to."""

    def __enter__(self):
        self.doors = [socket.create_server(('127.0.0.1', 0)) for _ in range(2)]
        return self

    def __exit__(self, *_):
        for door in self.doors:
            door.close()

    def ports(self):
        return [door.getsockname()[1] for door in self.doors]

    def heard(self):
        return bool(select.select(self.doors, [], [], 0)[0])


def all_are_listed(gateway, command, marks):
    wanted = expected(gateway.config, CONFIGURATION, marks)
    wanted.update(expected(gateway.folder / 'devices' / 'probe.toml', PROFILE, marks))
    done = gateway.command(command)
    require(done.returncode == 78, f'{command} ended with {done.returncode}')
    lines = [line for line in done.stderr.splitlines() if line != 'nothing was started']
    errors = {}
    for line in lines:
        shape = re.fullmatch(r'(.+\.toml:\d+): (warning: )?([^;]+); (.+)', line)
        require(shape, f'not FILE:LINE: what is wrong; what to do: {line}')
        if not shape[2]:
            require(shape[1] not in errors, f'two errors at {shape[1]}:\n{done.stderr}')
            errors[shape[1]] = shape[3] + '; ' + shape[4]
    for place, words in wanted.items():
        require(place in errors, f'{place} ({words}) is not named:\n{done.stderr}')
        require(words in errors[place], f'{place}: {errors[place]} does not say {words}')
    require(set(errors) == set(wanted), f'more errors than mistakes: {set(errors) - set(wanted)}\n{done.stderr}')
    return done


def test_all_mistakes_are_listed_at_once_and_nothing_is_started():
    with Ears() as ears:
        broker, device = ears.ports()
        text = CONFIGURATION.replace('@BROKER@', str(broker)).replace('@DEVICE@', str(device))
        with Gateway(text, {'probe': PROFILE}) as gateway:
            all_are_listed(gateway, 'check', ['#!'])
            done = all_are_listed(gateway, 'run', ['#!', '#run'])
            require(done.stderr.splitlines()[-1] == 'nothing was started', done.stderr)
            require(list(gateway.data.iterdir()) == [], f'left behind: {list(gateway.data.iterdir())}')
            require(not ears.heard(), 'somebody connected')


def test_a_file_that_is_not_there_or_no_toml_is_named():
    with Gateway('') as gateway:
        gateway.configure('[gateway]\nid = "gw-test"\nid = = 3\n')
        done = gateway.command('run')
        require(done.returncode == 78 and f'{gateway.config}:3: ' in done.stderr, done.stderr)
        gateway.config.unlink()
        for command in ('check', 'run'):
            done = gateway.command(command)
            require(done.returncode == 78 and str(gateway.config) in done.stderr and '; ' in done.stderr, done.stderr)


if __name__ == '__main__':
    run_all(globals())
