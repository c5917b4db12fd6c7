# SPDX-License-Identifier: Apache-2.0
"""A small plant for tests: a probe (pH, temperature, TSS; conductivity of the plant itself) and a COD analyser with a
result every ten seconds. The simulator's plant file, and the gateway's configuration for its ports."""
from programs import PROFILES, STANDARDS, Simulator

PLANT = f'''
[plant]
id = "mau-1"
name = "Trạm XLNT KCN Mẫu 1"
profiles = "{PROFILES}"

[[device]]
id = "probe"
profile = "mau-probe"
  [[device.register]]
  name = "ph"
  signal = "ph_out"
  noise = 0.05
  column = "ph"
  [[device.register]]
  name = "temperature"
  signal = "temperature_out"
  noise = 0.2
  column = "temperature"
  [[device.register]]
  name = "tss"
  signal = "tss_out"
  noise = 1.5
  column = "tss"
  [[device.register]]
  name = "conductivity"
  signal = "conductivity_out"
  noise = 9
  column = "conductivity"

[[device]]
id = "analyser"
profile = "mau-analyser-a"
  [[device.register]]
  name = "cod"
  signal = "cod_out"
  noise = 2
  cycle = "10s"
  column = "cod"
'''

SITE = '''
[[plant]]
id = "mau-1"
name = "Trạm XLNT KCN Mẫu 1"
park = "kcn-mau-1"

  [[plant.outlet]]
  id = "outlet-1"

    [[plant.outlet.permit]]
    number = "001/GPMT-MAU"
    valid_from = 2025-01-01
    standard = "qcvn-40-2011"
    column = "B"
    kq = 0.9
    kf = 1.0
    minimum_coverage_percent = 0
    averaging = "5min"
    averaging_of = { ph = "1h", tss = "24h" }
    automatic = ["ph", "temperature", "cod", "tss", "nh4_n"]
    laboratory = [{ parameter = "bod5", every = "90d" }]
    shadow = [{ standard = "qcvn-40-2025", column = "B", flow_band = "2000<F<=20000" }]

    [[plant.outlet.point]]
    id = "cod"
    parameter = "cod"
    unit = "mg/L"
    digits = 1
    interval = "1s"
    cycle = "10s"
    source = "analyser.cod"

    [[plant.outlet.point]]
    id = "ph"
    parameter = "ph"
    unit = "pH"
    digits = 2
    interval = "1s"
    source = "probe.ph"

    [[plant.outlet.point]]
    id = "temperature"
    parameter = "temperature"
    unit = "degC"
    digits = 1
    interval = "1s"
    source = "probe.temperature"

    [[plant.outlet.point]]
    id = "tss"
    parameter = "tss"
    unit = "mg/L"
    digits = 1
    interval = "1s"
    source = "probe.tss"

  [[plant.point]]
  id = "conductivity"
  parameter = "conductivity"
  location = "inlet"
  unit = "uS/cm"
  digits = 0
  interval = "1s"
  source = "probe.conductivity"
'''

PROFILE_OF = {'probe': 'mau-probe', 'analyser': 'mau-analyser-a'}
POLL_OF = {'probe': '500ms', 'analyser': '1s'}


class SmallPlant(Simulator):
    """`with SmallPlant() as simulator: simulator.ports['probe']`. `arguments`: further ones of the simulator."""

    def __init__(self, *arguments):
        super().__init__()
        file = self.folder / 'plant.toml'
        file.write_text(PLANT, encoding='utf-8')
        self.arguments = ('--plant', file, '--seed', 1, *arguments)


def head(broker=None, record='means', mqtt=''):
    """[gateway] to [paths]. `broker`: a port, None for no [mqtt]; `mqtt`: further lines of it."""
    text = (f'[gateway]\nid = "gw-test"\nprovince = "lao-cai"\ndata_directory = "data"\n'
            f'[journal]\nrecord = "{record}"\n')
    if broker is not None:
        url = '' if 'url =' in mqtt else f'url = "mqtt://127.0.0.1:{broker}"\n'
        text += f'[mqtt]\n{url}acknowledgement = "broker"\n{mqtt}\n'
    return text + f'[paths]\nprofiles = "{PROFILES}"\nstandards = "{STANDARDS}"\n'


def devices(ports, poll_of=None, timeout='1s'):
    """A bus and a device for each port."""
    text = ''
    for name, port in ports.items():
        poll = (poll_of or POLL_OF)[name]
        text += (f'[[bus]]\nid = "{name}"\nkind = "tcp"\nhost = "127.0.0.1"\nport = {port}\ntimeout = "{timeout}"\n'
                 f'[[device]]\nid = "{name}"\nbus = "{name}"\nprofile = "{PROFILE_OF[name]}"\npoll = "{poll}"\n')
    return text


def configuration(ports, broker=None, **settings):
    return head(broker, **settings) + SITE + devices(ports)
