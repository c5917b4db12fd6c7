# SPDX-License-Identifier: Apache-2.0
"""The wall clock is set while the gateway runs: what it jumps over forward is a gap of cause clock, backward due times
repeat and `monotonic_ms` tells; every poll stays on the grid and inside its step."""
import programs
from gateway import run_all, until
from programs import Gateway, instant, require
from small_site import SmallPlant, configuration

POLL = {'probe': 500, 'analyser': 1000}


class Clock:
    """The wall clock of one gateway, so many seconds ahead."""

    def __init__(self, gateway):
        self.gateway, self.file = gateway, gateway.folder / 'clock'
        self.ahead(0)
        self.environment = {**programs.faked(0), 'FAKETIME_TIMESTAMP_FILE': str(self.file), 'FAKETIME_NO_CACHE': '1'}
        del self.environment['FAKETIME']

    def ahead(self, seconds):
        self.file.with_suffix('.new').write_text(f'{seconds:+}')
        self.file.with_suffix('.new').rename(self.file)

    def step(self, seconds):
        """Polls of both devices follow."""
        before = {device: len(self.gateway.polled(device)) for device in POLL}
        self.ahead(seconds)
        self.gateway.wait_for(lambda: all(len(self.gateway.polled(d)) >= n + 3 for d, n in before.items()), 'polls')


def steps_of(blocks, poll):
    due = [instant(block['due_at']) for block in blocks]
    for block in blocks:
        late = instant(block['polled_at']) - instant(block['due_at'])
        require(instant(block['due_at']) % poll == 0 and 0 <= late < poll, f'off the grid: {block}')
    monotonic = [block['monotonic_ms'] for block in blocks]
    require(monotonic == sorted(set(monotonic)), f'the monotonic clock stepped: {monotonic}')
    return [(after - before) // poll for before, after in zip(due, due[1:])]


def test_a_clock_set_forward_and_back_loses_no_poll_of_the_account():
    if not programs.can_fake_time():
        programs.skip('the program does not run under libfaketime here')
    with SmallPlant() as simulator, Gateway(configuration(simulator.ports)) as gateway:
        clock = Clock(gateway)
        super(Gateway, gateway).start(environment=clock.environment)
        for seconds in (0, 7.3, 2, 4.4, 100_000, -20):
            clock.step(seconds)
        require(gateway.stop() == 0, 'the gateway did not end with 0')
        for device, poll in POLL.items():
            steps = steps_of(gateway.polled(device), poll)
            require(sum(step < 1 for step in steps) == 2, f'set back twice, steps {steps}')
            gaps = [gap for gap in gateway.told('gap') if gap['device'] == device]
            require({gap['cause'] for gap in gaps} == {'clock'}, str(gaps))
            jumped = sum(step - 1 for step in steps if step > 1)
            require(jumped >= 99_000 * 1000 // poll, f'steps {steps}')
            require(sum(gap['count'] for gap in gaps) == jumped, f'{jumped} polls were jumped over, gaps {gaps}')


def test_a_start_before_the_newest_poll_says_that_no_mean_comes():
    if not programs.can_fake_time():
        programs.skip('the program does not run under libfaketime here')
    with SmallPlant() as simulator, Gateway(configuration(simulator.ports)) as gateway:
        for seconds in (7200, 0):
            gateway.start(programs.clock_at(seconds))
            until(lambda: gateway.polled() and gateway.polled()[-1]['epoch'] == gateway.epochs()[-1], 'polls')
            require(gateway.stop() == 0, 'the gateway did not end with 0')
            said = 'no reading enters a mean; is the clock right?' in gateway.log_text
            require(said == (seconds == 0), gateway.log_text)
        require(not gateway.told('gap'), f"polls were missed: {gateway.told('gap')}")


if __name__ == '__main__':
    run_all(globals())
