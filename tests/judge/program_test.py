#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What only the real program shows of judge.md: files, line ends, exit statuses, streams, memory, `standards`."""
import os
import select
import subprocess
import sys
import tempfile
import unittest

from run_judge import HEADER, run

CONFIG = """
[gateway]
id = "gw-1"
province = "lao-cai"
[[plant]]
id = "p1"
park = "k1"
[[plant.outlet]]
id = "o1"
[[plant.outlet.permit]]
number = "1/GPMT"
standard = "qcvn-40-2011"
column = "B"
kq = 0.9
kf = 1.0
averaging = "5min"
automatic = ["cod"]
[[plant.outlet.point]]
id = "cod"
parameter = "cod"
unit = "mg/L"
digits = 1
interval = "1min"
"""
ROW = "2026-11-24T09:0{}:00+07:00,p1,cod,135,measuring\n"
GOOD = HEADER + "".join(ROW.format(i) for i in range(6))


class Files(unittest.TestCase):
    def test_lines_are_utf8_without_white_space_and_stderr_is_silent(self):
        done = run(CONFIG, GOOD)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        lines = done.stdout.decode("utf-8").splitlines()
        self.assertEqual(len(lines), 6)
        self.assertEqual(lines[0], '{"kind":"mean","plant":"p1","outlet":"o1","point":"cod","parameter":"cod","period":"5min",'
                                   '"start":"2026-11-24T09:00:00.000+07:00","n":5,"due":5,"coverage_percent":100.00,'
                                   '"mean":135.000,"min":135.0,"max":135.0,"std_dev":0.000,'
                                   '"states":{"measuring":5,"calibrating":0,"fault":0},"causes":{},"not_measured_s":{},'
                                   '"excluded":null,"below_detection":null,"mean_lower":null,"mean_upper":null}')
        # 150 x 0.9 x 1.0 = 135: exactly at the limit is within it.
        self.assertIn('"verdict":"within_limit","reasons":[],"at_least":false,"value":135.000,"limit_min":null,'
                      '"limit_max":135,"ratio":1.0000,"coverage_percent":100.00,"binding":true,', lines[1])

    def test_mark_line_ends_and_a_missing_last_end_change_nothing(self):
        want = run(CONFIG, GOOD).stdout
        for text in ("\ufeff" + GOOD, GOOD.replace("\n", "\r\n"), GOOD[:-1], GOOD.replace("\n", "\r\n")[:-2]):
            self.assertEqual(run(CONFIG, text).stdout, want)

    def test_only_a_header_is_silence(self):
        for text in (HEADER, HEADER[:-1]):
            done = run(CONFIG, text)
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"", b""))

    def test_errors_name_line_and_reason_and_end_with_1(self):
        cases = {b"": 1, b"\xef\xbb\xbf": 1, b"\n" + HEADER.encode(): 1, (GOOD + "\n").encode(): 8,
                 (HEADER + "\n" + ROW.format(0)).encode(): 2, (HEADER + ROW.format(1) + ROW.format(0)).encode(): 3,
                 (HEADER + ROW.format(0).replace("cod", "tss")).encode(): 2, (HEADER + "x" * 70_000).encode(): 2,
                 (HEADER + ROW.format(0) + "x" * 3_000_000 + "\n").encode(): 3,
                 (HEADER + ROW.format(0).replace("135", "1,5")).encode(): 2, b"\xff\xfet\0i\0": 1,
                 (HEADER + "\ufeff" + ROW.format(0)).encode(): 2}
        for text, line in cases.items():
            done = run(CONFIG, text)
            self.assertEqual(done.returncode, 1, text[:100])
            self.assertIn(f"readings.csv:{line}: ", done.stderr.decode(), text[:100])
            self.assertEqual(done.stderr.count(b"\n"), 1)

    def test_lines_written_before_an_error_stay(self):
        done = run(CONFIG, GOOD + "nonsense\n")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout, b"".join(run(CONFIG, GOOD).stdout.splitlines(True)[:2]))

    def test_exit_statuses(self):
        self.assertEqual(run(CONFIG, None).returncode, 1)
        self.assertEqual(run(CONFIG + "nonsense = 1\n", GOOD).returncode, 78)
        program = os.environ["EFFLUENT_BIN"]
        for arguments, status in ((["judge"], 2), (["judge", "--readings"], 2), (["judge", "--readings", "x", "--nonsense"], 2),
                                  (["judge", "--config", "/nonexistent.toml", "--readings", "x"], 78)):
            done = subprocess.run([program, *arguments], capture_output=True)
            self.assertEqual((done.returncode, done.stdout), (status, b""), arguments)
            self.assertNotEqual(done.stderr, b"")

    def test_a_folder_is_no_readings_file(self):
        with tempfile.TemporaryDirectory() as folder:
            config = os.path.join(folder, "c.toml")
            with open(config, "w") as out:
                out.write(CONFIG)
            done = subprocess.run([os.environ["EFFLUENT_BIN"], "judge", "--config", config, "--readings", folder],
                                  capture_output=True)
        self.assertEqual((done.returncode, done.stdout), (1, b""))
        self.assertNotEqual(done.stderr, b"")

    def test_a_full_disk_and_a_closed_pipe_are_told(self):
        with open("/dev/full", "wb") as full:
            done = run(CONFIG, GOOD, stdout=full)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"standard output", done.stderr)
        read, write = os.pipe()
        os.close(read)
        done = run(CONFIG, GOOD, stdout=write)
        os.close(write)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"standard output", done.stderr)

    def test_a_window_is_written_as_soon_as_a_row_behind_it_was_read(self):
        with tempfile.TemporaryDirectory() as folder:
            config, pipe = os.path.join(folder, "c.toml"), os.path.join(folder, "pipe")
            with open(config, "w") as out:
                out.write(CONFIG)
            os.mkfifo(pipe)
            with subprocess.Popen([os.environ["EFFLUENT_BIN"], "judge", "--config", config, "--readings", pipe],
                                  stdout=subprocess.PIPE) as judge:
                with open(pipe, "w") as feed:
                    feed.write(GOOD)
                    feed.flush()
                    self.assertIn(b'"kind":"mean"', judge.stdout.readline())  # while the file is still open
                    self.assertIn(b'"kind":"verdict"', judge.stdout.readline())
                self.assertEqual(len(judge.stdout.readlines()), 4)
            self.assertEqual(judge.returncode, 0)

    def test_progress_is_shown_on_a_terminal_and_wiped_at_the_end(self):
        with tempfile.TemporaryDirectory() as folder:
            config, pipe = os.path.join(folder, "c.toml"), os.path.join(folder, "pipe")
            with open(config, "w") as out:
                out.write(CONFIG)
            os.mkfifo(pipe)
            ours, terminal = os.openpty()
            with subprocess.Popen([os.environ["EFFLUENT_BIN"], "judge", "--config", config, "--readings", pipe],
                                  stdout=subprocess.PIPE, stderr=terminal) as judge:
                os.close(terminal)
                with open(pipe, "w") as feed:
                    feed.write(HEADER)
                    while not select.select([ours], [], [], 0)[0]:
                        feed.write(ROW.format(0) * 100)  # the same row counts once, so this may take as long as it likes
                        feed.flush()
                shown = b""
                while chunk := self.read(ours):
                    shown += chunk
                lines = judge.stdout.read().decode().splitlines()
            os.close(ours)
        self.assertEqual(judge.returncode, 0)
        self.assertRegex(shown, rb"\r\x1b\[K\d+ lines")
        self.assertTrue(shown.endswith(b"\r\x1b[K"), shown)
        self.assertTrue(all(line.startswith('{"kind":') for line in lines) and len(lines) == 4, lines)

    @staticmethod
    def read(terminal):
        try:
            return os.read(terminal, 4096)
        except OSError:  # nobody holds its other end any more
            return b""

    def test_memory_does_not_grow_with_the_file(self):
        def peak(rows):
            with tempfile.TemporaryDirectory() as folder:
                config, file = os.path.join(folder, "c.toml"), os.path.join(folder, "r.csv")
                with open(config, "w") as out:
                    out.write(CONFIG)
                with open(file, "w") as out:
                    out.write(HEADER)
                    for i in range(rows):
                        out.write(f"2026-11-{1 + i // 86400 // 4:02d}T{i // 14400 % 24:02d}:{i // 240 % 60:02d}:"
                                  f"{i // 4 % 60:02d}.{i % 4 * 250:03d}Z,p1,cod,{i % 900 / 10},measuring\n")
                script = ("import resource,subprocess,sys\n"
                          "status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode\n"
                          "print(status, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n")
                out = subprocess.run(["/usr/bin/python3", "-c", script, os.environ["EFFLUENT_BIN"], "judge", "--config",
                                      config, "--readings", file], capture_output=True, text=True,
                                     env={**os.environ, "ASAN_OPTIONS": "quarantine_size_mb=1"}).stdout.split()
                self.assertEqual(out[0], "0")
                return int(out[1])
        small, large = peak(1_000), peak(600_000)
        self.assertLess(large - small, 4_096, f"{small} KiB, then {large} KiB")


class Standards(unittest.TestCase):
    def of(self, *arguments):
        return subprocess.run([os.environ["EFFLUENT_BIN"], "standards", *arguments], capture_output=True, text=True)

    def test_tables_are_listed_with_what_is_known(self):
        done = self.of()
        self.assertEqual(done.returncode, 0)
        self.assertIn("QCVN 40:2011/BTNMT (qcvn-40-2011), in force from 2012-02-15 to 2031-12-31, 33 rows", done.stdout)
        self.assertIn("column B: 22 known with a source, 11 from memory only, 0 blank", done.stdout)
        self.assertIn("column C: 0 known with a source, 0 from memory only, 27 blank", done.stdout)

    def test_a_limit_is_shown_with_names_source_and_certainty(self):
        done = self.of("show", "qcvn-40-2011", "nh4_n", "--column", "B")
        self.assertIn("Amoni (tính theo N) / Ammonium as N", done.stdout)
        self.assertIn("column B: at most 10 mg/L, times the permit's Kq and Kf", done.stdout)
        self.assertIn("certainty b", done.stdout)
        self.assertIn("source: github:", done.stdout)
        self.assertNotIn("not used for a verdict", done.stdout)

    def test_blank_and_remembered_limits_say_that_they_are_not_used(self):
        for arguments in (("qcvn-40-2011", "color"), ("qcvn-40-2025", "cod", "--column", "B", "--flow-band", "F>20000")):
            self.assertIn("not used for a verdict until", self.of("show", *arguments).stdout)

    def test_unknown_names_end_with_1_and_name_the_known_ones(self):
        for arguments, known in ((("qcvn-40-2021", "cod"), "qcvn-40-2025"), (("qcvn-40-2011", "codd"), "bod5"),
                                 (("qcvn-40-2011", "cod", "--column", "C"), "A, B"),
                                 (("qcvn-40-2025", "cod", "--flow-band", "x"), "F>20000")):
            done = self.of("show", *arguments)
            self.assertEqual(done.returncode, 1)
            self.assertIn(known, done.stderr)
            self.assertEqual("never came into force" in done.stderr, "2021" in arguments[0])

    def test_a_folder_without_tables_and_a_broken_table_are_told(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(self.of("--standards", folder).returncode, 78)
            with open(os.path.join(folder, "qcvn-40-2011.csv"), "w") as out:
                out.write("key,parameter_en\n")
            done = self.of("--standards", folder)
            self.assertEqual(done.returncode, 78)
            self.assertIn("qcvn-40-2011.csv:1: ", done.stderr)


if __name__ == "__main__":
    sys.exit(0 if unittest.main(exit=False, verbosity=2).result.wasSuccessful() else 1)
