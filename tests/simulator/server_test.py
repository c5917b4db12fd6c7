# SPDX-License-Identifier: Apache-2.0
"""The Modbus TCP server on the wire: frames in pieces and in bundles, several connections, refusals, faults."""
import pathlib
import socket
import struct
import tempfile

from simulated import NORMAL, PLANT, Simulated, ask, connect, frame, read, receive, run_all, until

COD = struct.pack(">BHH", 4, 0, 2)


def with_plant(check, *more):
    with Simulated("--plant", PLANT, "--scenario", NORMAL, *more) as simulated:
        check(simulated)


def test_a_frame_in_single_bytes_and_three_in_one_piece():
    def check(simulated):
        with connect(simulated.ports["m1-cod"]) as link:
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for byte in frame(1, 1, COD):
                link.sendall(bytes([byte]))
            assert receive(link)[:2] == b"\x00\x01"
            link.sendall(frame(2, 1, COD) + frame(3, 1, COD) + frame(4, 1, COD))
            assert [receive(link)[1] for _ in range(3)] == [2, 3, 4]
    with_plant(check)


def test_several_connections_at_once():
    def check(simulated):
        links = [connect(simulated.ports["m1-cod"]) for _ in range(8)]
        values = {read(link, 1, 4, 0, 2) for link in reversed(links)}
        assert 1 <= len(values) <= 2, values
        for link in links:
            link.close()
    with_plant(check)


def test_one_connection_too_many_is_closed_and_the_others_stand():
    def check(simulated):
        links = [connect(simulated.ports["m1-cod"]) for _ in range(32)]
        for link in links:
            read(link, 1, 4, 0, 2)
        with connect(simulated.ports["m1-cod"]) as extra:
            assert extra.recv(1) == b""
        read(links[0], 1, 4, 0, 2)
        for link in links:
            link.close()
    with_plant(check)


def test_another_unit_is_told_so():
    def check(simulated):
        with connect(simulated.ports["m1-cod"]) as link:
            assert ask(link, 2, COD) == b"\x84\x0b"
            assert ask(link, 1, COD)[0] == 4
    with_plant(check)


def test_bad_function_address_and_count():
    def check(simulated):
        with connect(simulated.ports["m1-cod"]) as link:
            assert ask(link, 1, struct.pack(">BHH", 6, 0, 1)) == b"\x86\x01"
            assert ask(link, 1, struct.pack(">BHH", 1, 0, 1)) == b"\x81\x01"  # not among the profile's functions
            assert ask(link, 1, struct.pack(">BHH", 4, 9, 1)) == b"\x84\x02"
            assert ask(link, 1, struct.pack(">BHH", 4, 0, 0)) == b"\x84\x03"
            assert ask(link, 1, struct.pack(">BHH", 4, 0, 61)) == b"\x84\x03"  # the profile gives 60 at most
            assert ask(link, 1, b"\x04\x00\x00") == b"\x84\x03"
    with_plant(check)


def test_bytes_that_are_no_modbus_close_the_connection_only():
    def check(simulated):
        for rubbish in (b"GET / HTTP/1.1\r\n\r\n", bytes(7), b"\x00\x01\x00\x00\xff\xff\x01", b"\x00\x01\x00\x00\x00\x01\x01"):
            with connect(simulated.ports["m1-cod"]) as link:
                link.sendall(rubbish)
                try:
                    assert link.recv(1) == b"", rubbish
                except ConnectionResetError:
                    pass  # closed with bytes unread
        with connect(simulated.ports["m1-cod"]) as link:
            read(link, 1, 4, 0, 2)
    with_plant(check)


def test_both_word_orders_show_values_of_the_plant():
    def check(simulated):
        with connect(simulated.ports["m1-cod"]) as link:
            cod = struct.unpack(">f", read(link, 1, 4, 0, 2))[0]
        with connect(simulated.ports["m1-nh4"]) as link:
            words = read(link, 2, 3, 104, 2)
            ammonia = struct.unpack(">f", words[2:] + words[:2])[0]
        assert 5 < cod < 400 and 0 <= ammonia < 50, (cod, ammonia)
    with_plant(check)


def fault(kind: str, check):
    """A scenario whose fault begins after a second, with the instrument read before."""
    with tempfile.TemporaryDirectory() as folder:
        scenario = pathlib.Path(folder) / "fault.toml"
        scenario.write_text('[scenario]\nname = "fault"\ndescription = "test"\n[[event]]\ndevice = "m1-cod"\n'
                            f'from = "1s"\nto = "2s"\nfault = "{kind}"\n')
        with Simulated("--plant", PLANT, "--scenario", scenario) as simulated:
            check(simulated.ports["m1-cod"])


def answers(port: int) -> bytes | None:
    """A new connection's answer; None if there is none."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=0.3) as link:
            link.settimeout(0.3)
            link.sendall(frame(1, 1, COD))
            return receive(link)
    except OSError:
        return None


def test_a_silent_instrument_falls_silent_and_comes_back():
    def check(port):
        until(lambda: answers(port) is None, "silence")
        with connect(port):
            pass  # it still takes connections
        until(lambda: answers(port), "answers again")
    fault("silent", check)


def test_a_closed_instrument_ends_its_connections_and_comes_back_on_its_port():
    def check(port):
        with connect(port) as link:
            read(link, 1, 4, 0, 2)
            link.settimeout(20)
            assert link.recv(1) == b""
        assert answers(port) is None
        until(lambda: answers(port), "answers again")
    fault("closed", check)


def test_an_instrument_that_hangs_up_answers_nothing():
    fault("hang-up", lambda port: (until(lambda: answers(port) == b"", "a connection closed"),
                                   until(lambda: answers(port), "answers again")))


def test_exceptions_and_garbage():
    fault("exception", lambda port: until(lambda: (answers(port) or b"")[7:] == b"\x84\x04", "exception 4"))

    def check(port):
        def garbage():
            with connect(port) as link:
                link.sendall(frame(1, 1, COD))
                return link.recv(6) != b"\x00\x01\x00\x00\x00\x07"
        until(garbage, "garbage")
    fault("garbage", check)


def test_a_status_fault_shows_in_the_status_register():
    def status(port):
        with connect(port) as link:
            return struct.unpack(">H", read(link, 1, 4, 2, 1))[0]

    def check(port):
        assert status(port) == 0
        until(lambda: status(port) == 2, "maintenance")
        until(lambda: status(port) == 0, "measuring again")
    fault("maintenance", check)


if __name__ == "__main__":
    run_all(globals())
