# SPDX-License-Identifier: Apache-2.0
"""A Modbus TCP server of python3-pymodbus: somebody else's idea of the protocol. It holds what a test puts into it and
writes down what it was asked and what it served."""
import asyncio
import collections
import logging
import threading
import time

from pymodbus.datastore import ModbusServerContext
from pymodbus.interfaces import IModbusSlaveContext
from pymodbus.server.async_io import ModbusTcpServer

logging.getLogger("pymodbus").setLevel(logging.CRITICAL)

# `values`: words or bits; None where the answer was an exception (no such address). `time`: Unix time, seconds.
Served = collections.namedtuple("Served", "unit function address count values time")


class Unit(IModbusSlaveContext):
    """One unit: table (number of its reading function) -> address -> word or bit. A callable stands for a live value:
    it is given how often the address was served before."""

    def __init__(self, number: int, tables: dict, log: list):
        super().__init__()
        self.number = number
        self.tables = tables
        self.log = log
        self.times_served = collections.Counter()

    def validate(self, fc_as_hex, address, count=1):
        held = all(at in self.tables.get(fc_as_hex, {}) for at in range(address, address + count))
        if not held:
            self.log.append(Served(self.number, fc_as_hex, address, count, None, time.time()))
        return held

    def getValues(self, fc_as_hex, address, count=1):
        values = [self._value(fc_as_hex, at) for at in range(address, address + count)]
        self.log.append(Served(self.number, fc_as_hex, address, count, tuple(values), time.time()))
        return values

    def _value(self, table, address):
        value = self.tables[table][address]
        if callable(value):
            value = value(self.times_served[table, address])
        self.times_served[table, address] += 1
        return value


class ModbusOracle:
    """with ModbusOracle({1: {3: {0: 0x1234}}}) as server: server.port, server.log"""

    def __init__(self, units: dict):
        self.log = []
        self.port = None
        self._context = ModbusServerContext({number: Unit(number, tables, self.log) for number, tables in units.items()},
                                            single=False)
        self._loop = None
        self._listens = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))

    def __enter__(self):
        self._thread.start()
        assert self._listens.wait(20) and self.port, "the pymodbus server did not start"
        return self

    def __exit__(self, *_):
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(20)
        assert not self._thread.is_alive()

    def served(self, unit: int) -> list:
        return [served for served in list(self.log) if served.unit == unit]

    async def _serve(self):
        try:
            self._loop = asyncio.get_running_loop()
            self._end = asyncio.Event()
            server = ModbusTcpServer(self._context, address=("127.0.0.1", 0))
            serving = asyncio.create_task(server.serve_forever())
            await server.serving
            self.port = server.server.sockets[0].getsockname()[1]
            self._listens.set()
            await self._end.wait()
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
        finally:
            self._listens.set()
