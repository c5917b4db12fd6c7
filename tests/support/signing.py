# SPDX-License-Identifier: Apache-2.0
"""A center that signs notes with the openssl program: nothing of the gateway's own code is in it."""
import base64
import hashlib
import subprocess


class Center:
    """Holds an Ed25519 key in a folder; `vkey` is what `[center] keys` names."""

    def __init__(self, folder, name='center.example.vn'):
        self.name, self.folder = name, folder
        self.secret = folder / f'{name}.pem'
        subprocess.run(['openssl', 'genpkey', '-algorithm', 'ED25519', '-out', self.secret], check=True, capture_output=True)
        der = subprocess.run(['openssl', 'pkey', '-in', self.secret, '-pubout', '-outform', 'DER'], check=True,
                             capture_output=True).stdout
        public = b'\x01' + der[-32:]
        self.id = hashlib.sha256(name.encode() + b'\n' + public).digest()[:4]
        self.vkey = f'{name}+{self.id.hex()}+{base64.b64encode(public).decode()}'

    def sign(self, text):
        """The signed note of that text, which ends with a newline."""
        file = self.folder / 'signed-text'
        file.write_text(text, encoding='utf-8')
        signature = subprocess.run(['openssl', 'pkeyutl', '-sign', '-rawin', '-inkey', self.secret, '-in', file],
                                   check=True, capture_output=True).stdout
        return f'{text}\n— {self.name} {base64.b64encode(self.id + signature).decode()}\n'


def decision_text(explanation, decision='accepted', decided_at='2026-03-02T00:05:00+07:00', gateway=None):
    """The text that decides on an `explanation` entry."""
    return ('effluent/decision\n'
            f'gateway: {gateway or explanation["gateway"]}\n'
            f'explanation_epoch: {explanation["epoch"]}\n'
            f'explanation_seq: {explanation["seq"]}\n'
            f'decision: {decision}\n'
            'document: 12/QĐ-TTQT\n'
            'decided_by: Trần Thị Bình\n'
            f'decided_at: {decided_at}\n')
