# SPDX-License-Identifier: Apache-2.0
"""config/schema/asyncapi.yaml against a running gateway: the topics that it publishes, each with the QoS, the retained
flag and the schema told there, and no other."""
import json

from broker import Broker
from formats import AsyncApi
from gateway import run_all, until
from programs import SOURCE, Gateway, require
from receiver import Receiver
from schemas import documents, validators
from small_site import SmallPlant, configuration

TOP = 'effluent/1/lao-cai/gw-test/'
QOS = ['-F', '%r %t/%q %x', '--retain-as-published']  # the QoS as the topic's last part


def test_the_topics_of_a_run_are_those_of_the_document():
    told, valid = AsyncApi(SOURCE / 'config' / 'schema').topics, validators()
    with Broker() as broker, Receiver(broker.port, more=QOS) as center, Gateway('') as gateway:
        center.wait_subscribed(broker)
        with SmallPlant() as plant:
            gateway.configure(configuration(plant.ports, broker.port, record='readings'))
            gateway.start()
            until(lambda: len(center.topics()) >= len(told) - 1, 'all topics but the event')
        until(lambda: center.messages('event/mau-1/1'), 'a device to be lost')
        require(gateway.stop() == 0, gateway.log_text)
        until(lambda: center.newest('state/1')['status'] == 'offline', 'state offline')
    require(center.broken is None, center.broken)
    seen = {}
    for topic, retained, payload in center.received:
        name, qos = topic.removeprefix(TOP).replace('mau-1', '{plant}').rsplit('/', 1)
        require(name in told, f'{topic} is not in the document')
        seen.setdefault(name, set()).add((int(qos), retained))
        schema = valid[told[name][2].split('.')[0]]
        for document in documents(topic, payload.decode()):
            schema.validate(json.loads(document))
    require(seen == {name: {(qos, retained)} for name, (qos, retained, _) in told.items()}, (seen, told))


if __name__ == '__main__':
    run_all(globals())
