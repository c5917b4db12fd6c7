# SPDX-License-Identifier: Apache-2.0
"""`effluent standards kq`. Expected values are read from the shipped table by this test, none stands here."""
import csv
import subprocess
import tempfile

from gateway import run_all
from programs import EFFLUENT, STANDARDS, require

COEFFICIENTS = STANDARDS / 'qcvn-40-2011-coefficients.csv'


def effluent(*words):
    return subprocess.run([EFFLUENT, *map(str, words)], capture_output=True, text=True, timeout=60)


def kq(*words, folder=STANDARDS):
    return effluent('standards', 'kq', '--standards', folder, *words)


def coefficients():
    with open(COEFFICIENTS, newline='', encoding='utf-8') as file:
        return list(csv.DictReader(file))


OPTION_OF = {'river': '--river-flow', 'lake': '--lake-volume', 'discharge': '--discharge'}
WORDS_OF = {'river_no_data': ('--no-data', 'river'), 'lake_no_data': ('--no-data', 'lake'),
            'coastal_aquatic_sport_recreation': ('--coastal', 'aquatic'), 'coastal_other': ('--coastal', 'other')}


def test_kq_finds_every_row_of_the_table_at_both_ends_of_its_band():
    for row in coefficients():
        lower, upper = row['lower_exclusive'], row['upper_inclusive']
        amounts = [upper] * bool(upper) + ([f'{lower}.001'] if lower else ['0.001'])
        asked = ([(OPTION_OF[row['case']], amount) for amount in amounts] if row['case'] in OPTION_OF
                 else [WORDS_OF[row['case']]])
        for words in asked:
            done = kq(*words)
            lines = done.stdout.splitlines()
            require(done.returncode == 0 and not done.stderr, (words, done))
            require(lines[1].startswith(row['coefficient'] + ', ') and lines[1].endswith(': ' + row['value']), (words, lines))
            require(lines[2] == '    certainty c, from memory only', (row['sure'], lines))
            require(lines[3] == '    source: ' + row['source'], lines)
            require('never applied' in done.stdout and 'of the permit' in done.stdout, done)
            require(sum(line.startswith(('Kq,', 'Kf,')) for line in lines) == 1, lines)


def test_kq_without_options_shows_the_whole_table_and_no_other_number():
    done = kq()
    shown = [line for line in done.stdout.splitlines() if line.startswith(('Kq,', 'Kf,'))]
    require(done.returncode == 0, done)
    require([line.rsplit(': ', 1)[1] for line in shown] == [row['value'] for row in coefficients()], shown)
    both = kq('--lake-volume', '1e7', '--discharge', '51').stdout
    require(both.count('certainty') == 2 and 'Kq,' in both and 'Kf,' in both, both)


def test_kq_says_what_is_wrong_and_guesses_nothing():
    for words, status, said in ((('--river-flow', '3,5'), 1, '3,5 is no number above 0'),
                                (('--river-flow', '-3'), 1, 'no number above 0'),
                                (('--discharge', '0'), 1, 'no number above 0'),
                                (('--discharge', ''), 1, 'no number above 0'),
                                (('--river-flow', '3', '--no-data', 'river'), 2, 'at most 1'),
                                (('--coastal', 'beach'), 2, 'beach')):
        done = kq(*words)
        require(done.returncode == status and said in done.stdout + done.stderr and ': 1' not in done.stdout, (words, done))


def test_kq_uses_no_table_that_has_an_error_and_no_value_beyond_its_bands():
    with tempfile.TemporaryDirectory() as folder:
        file = f'{folder}/{COEFFICIENTS.name}'
        header = COEFFICIENTS.read_text(encoding='utf-8').splitlines()[0]
        with open(file, 'w', encoding='utf-8') as table:  # numbers invented
            table.write(header + '\nKq,river,m3/s,,7,0.31,c,memory\n')
        done = kq('--river-flow', '7.5', folder=folder)
        require(done.returncode == 1 and 'none is guessed' in done.stderr and not done.stdout, done)
        with open(file, 'a', encoding='utf-8') as table:
            table.write('Kq,river,m3/s,6,,0.32,c,\n')
        done = kq('--river-flow', '3', folder=folder)
        require(done.returncode == 78 and ':3: no source' in done.stderr and ':3: the band overlaps' in done.stderr, done)


if __name__ == '__main__':
    run_all(globals())
