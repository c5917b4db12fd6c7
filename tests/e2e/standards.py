# SPDX-License-Identifier: Apache-2.0
"""`effluent standards kq` and `import`. What kq should say is read from the shipped table; what is imported is invented."""
import csv
import hashlib
import json
import pathlib
import shutil
import subprocess
import tempfile

from gateway import run_all, until
from programs import EFFLUENT, STANDARDS, Gateway, require
from small_site import SmallPlant, configuration

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


ID = 'qcvn-40-2025'
HEADER = 'key,flow_band,unit,A_min,A_max,B_min,B_max,C_min,C_max'
TERMS = ('--source', 'an invented document, annex 1', '--by', 'Trần Thị Bình')


class Station(Gateway):
    """A gateway with a folder of limit tables of its own."""

    def __init__(self, ports=()):
        super().__init__('')
        self.tables = self.folder / 'tables'
        shutil.copytree(STANDARDS, self.tables)
        self.table = self.tables / f'{ID}.csv'
        self.file = self.folder / 'limits.csv'
        self.configure(configuration(ports or {'probe': 1, 'analyser': 1}).replace(str(STANDARDS), 'tables'))

    def limits(self, change=lambda rows: rows):
        """A file that fills every blank row of the table; each number is invented. `change`: of its rows."""
        with open(self.table, newline='', encoding='utf-8') as file:
            rows = [[row['key'], row['flow_band'], row['unit'] or 'count/100mL',
                     *(['5.5', '9.5'] * 3 if row['key'] == 'ph' else ['', '71', '', '72.5', '-', '-'])]
                    for row in csv.DictReader(file)]
        with open(self.file, 'w', newline='', encoding='utf-8') as file:
            csv.writer(file, lineterminator='\n').writerows([HEADER.split(','), *change(rows)])

    def imported(self, *words, standard=ID, terms=TERMS):
        return self.command('standards', 'import', '--standard', standard, '--file', self.file, *terms, *words)

    def shown(self, parameter, column):
        return self.command('standards', 'show', ID, parameter, '--column', column, '--standards', self.tables).stdout

    def state(self):
        return {file.name: file.read_bytes() for file in self.tables.iterdir()}, self.told()


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def require_imported(station, done, before):
    after = station.table.read_bytes()
    require(done.returncode == 0 and 'from its next start on' in done.stdout, done)
    entry = station.told('operator')[0]
    wanted = {'act': 'standards_import', 'standard': ID, 'certainty': 'b', 'source': TERMS[1], 'by': TERMS[3],
              'file_sha256': sha256(station.file.read_bytes()), 'table_sha256_before': sha256(before),
              'table_sha256_after': sha256(after)}
    require({key: entry[key] for key in wanted} == wanted and entry['user'], entry)
    require((station.tables / f'{ID}.csv.before-{sha256(before)[:8]}').read_bytes() == before, 'the old table')
    require(not list(station.tables.glob('*.new-*')), list(station.tables.iterdir()))
    require(station.table.stat().st_mode == (STANDARDS / f'{ID}.csv').stat().st_mode, 'the mode')
    shown = station.shown('cod', 'B')
    require(shown.count('at most 72.5 mg/L') == 3 and shown.count('certainty b') == 3, shown)
    require('source: an invented document, annex 1' in shown and 'note before: LIMITS BLANK' in shown, shown)
    require('blank, no value was found' in station.shown('cod', 'C'), 'the rule has none in column C')
    require('at most 71 count/100mL' in station.shown('coliform', 'A'), 'the unit that the table left open')


def test_limits_are_imported_without_a_gateway_and_judged_by_after_its_next_start():
    with Station() as station:
        before = station.table.read_bytes()
        station.limits()
        require_imported(station, station.imported(), before)
        require([e['kind'] for e in station.told()] == ['start', 'config', 'operator', 'stop'], station.told())
        again = station.imported()
        require(again.returncode == 1 and 'fills no limit' in again.stderr, again)
        station.start()
        config = json.loads(''.join(part['text'] for part in station.told('config')[1:]))
        require({row['B_max'] for row in config['limits'][ID] if row['key'] == 'cod'} == {'72.5'}, config['limits'][ID])
        require(station.stop() == 0, station.log_text)


def test_limits_are_imported_through_the_running_gateway():
    with SmallPlant() as plant, Station(plant.ports) as station:
        station.start()
        until(lambda: (station.data / 'control.sock').exists() and station.polled(), 'a poll')
        before = station.table.read_bytes()
        station.limits()
        require_imported(station, station.imported(), before)
        require(len(station.epochs()) == 1, station.epochs())
        require(station.stop() == 0, station.log_text)


def test_a_dry_run_shows_and_changes_nothing():
    with Station() as station:
        station.limits()
        before = station.state()
        done = station.imported('--dry-run', '--certainty', 'a')
        require(done.returncode == 0 and 'cod in flow band F<=2000, column B: at most 72.5 mg/L' in done.stdout, done)
        require('read in the text of the rule' in done.stdout and station.state() == before, done)


def test_a_refused_import_changes_nothing():
    def first(at, text):
        return lambda rows: [rows[0][:at] + [text] + rows[0][at + 1:], *rows[1:]]
    with Station() as station:
        before = station.state()
        for change, words, status, said in (
                (first(0, 'bod'), {}, 1, ':2: no parameter "bod"'), (first(1, 'F>1'), {}, 1, ':2: no flow band'),
                (first(2, 'mg/L'), {}, 1, ':2: unit "mg/L" of ph is not pH'), (first(4, '9,5'), {}, 1, '"9,5" is no number'),
                (first(3, '10'), {}, 1, 'A_min is above A_max'), (lambda rows: rows[1:], {}, 1, 'limits.csv: no row for ph'),
                (lambda rows: rows + rows[:1], {}, 1, 'a second row for ph'),
                (None, {'terms': ('--source', '', '--by', 'x')}, 1, 'no source'),
                (None, {'terms': ('--source', 'x', '--by', ' ')}, 1, 'by is missing'),
                (None, {'terms': ('--source', 'x\udcff', '--by', 'x')}, 1, 'no UTF-8'),
                (None, {'terms': ('--source', 'x')}, 2, '--by is required'),
                (None, {'standard': 'qcvn-40-2021'}, 1, 'no standard "qcvn-40-2021"')):
            station.limits(change or (lambda rows: rows))
            done = station.imported(**words)
            require(done.returncode == status and said in done.stderr, (said, done))
            require(station.state() == before, said)
        station.file.unlink()
        require(station.imported().returncode == 1 and station.state() == before, 'no file')


def test_nothing_is_put_in_place_that_the_record_did_not_take():
    with Station() as station:
        station.limits()
        before = station.state()
        station.data.rmdir()
        station.data.write_text('no folder')  # the store can not be opened
        done = station.imported()
        require(done.returncode == 1 and 'nothing was changed' in done.stderr, done)
        require(station.state()[0] == before[0], done)


def test_an_old_table_kept_before_is_never_overwritten():
    with Station() as station:
        station.limits()
        before = station.table.read_bytes()
        kept = station.tables / f'{ID}.csv.before-{sha256(before)[:8]}'
        kept.write_text('somebody\'s')
        done = station.imported()
        require(done.returncode == 1 and 'move it away' in done.stderr and 'import again' in done.stderr, done)
        require(kept.read_text() == 'somebody\'s' and station.table.read_bytes() == before, 'the files')
        require(not list(station.tables.glob('*.new-*')), 'nothing half done stays')
        kept.unlink()
        require_imported(station, station.imported(), before)


def test_the_shipped_tables_and_links_are_not_written_to():
    with Station() as station:
        station.limits()
        target = station.folder / 'elsewhere.csv'
        station.table.rename(target)
        station.table.symlink_to(target)
        done = station.imported()
        require(done.returncode == 1 and 'is a link' in done.stderr and not station.told(), done)
        station.configure(station.config.read_text().replace('standards = "tables"\n', ''))
        (station.folder / 'standards').unlink()
        shipped = pathlib.Path(STANDARDS / f'{ID}.csv').read_bytes()
        done = station.imported()
        require(done.returncode == 1 and '[paths] standards' in done.stderr and not station.told(), done)
        require(pathlib.Path(STANDARDS / f'{ID}.csv').read_bytes() == shipped, 'the shipped table')


if __name__ == '__main__':
    run_all(globals())
