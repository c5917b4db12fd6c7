// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <random>

#include "adapters/sqlite/sqlite_journal.hpp"
#include "adapters/sqlite/sqlite_ledger.hpp"
#include "adapters/sqlite/sqlite_records.hpp"
#include "adapters/system/machine.hpp"
#include "adapters/system/sodium_digest.hpp"
#include "adapters/system/system_clock.hpp"
#include "core/record/hex.hpp"
#include "support/temporary_folder.hpp"

namespace effluent {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

EntryRow entry(std::int64_t seq, const std::string& line) {
  EntryRow row;
  row.seq = seq;
  row.line = line;
  row.leaf = SodiumDigest{}.sha256(std::string(1, '\0') + line);
  return row;
}

std::unique_ptr<Ledger> open(const TemporaryFolder& folder) {
  auto ledger = open_ledger(folder.path());
  if (!ledger) throw std::runtime_error{ledger.error().text};
  return std::move(*ledger);
}

Batch batch(std::vector<EntryRow> entries, std::vector<BlockRow> blocks = {}) {
  return {std::move(blocks), std::move(entries), {}};
}

TEST(Store, FindsTheLinesThatHoldOneOfTheTextsOverAllEpochsInOrder) {
  TemporaryFolder folder;
  const auto ledger = open(folder);
  ASSERT_TRUE(ledger->begin_epoch("e1", batch({entry(0, R"({"a":"x%y"})"), entry(1, R"({"b":1})")})));
  ASSERT_TRUE(ledger->begin_epoch("e2", batch({entry(0, R"({"a":"X%Y"})"), entry(1, R"({"c":1,"b":2})")})));
  const auto journal = std::move(open_journal(folder.path()).value());
  std::vector<std::string> lines;
  const std::vector<std::string> texts{R"("b":)", "x%", R"("c":)"};
  ASSERT_TRUE(journal->with_text(texts, [&](const std::string& line) { lines.push_back(line); }));
  EXPECT_THAT(lines, ElementsAre(R"({"a":"x%y"})", R"({"b":1})", R"({"c":1,"b":2})"));
}

TEST(Store, TellsWhatIsRememberedOfTheKindsAskedFor) {
  TemporaryFolder folder;
  const auto ledger = open(folder);
  ASSERT_TRUE(
      ledger->begin_epoch("e1", {{}, {entry(0, "a0")}, {{"b", "2", "x"}, {"a", "1", "y"}, {"c", "1", "z"}}}));
  ASSERT_TRUE(ledger->commit({{}, {}, {{"b", "2", "X"}}}));
  const auto journal = std::move(open_journal(folder.path()).value());
  std::vector<MemoryRow> rows;
  const std::vector<std::string> kinds{"b", "a"};
  ASSERT_TRUE(journal->remembered(kinds, [&](const MemoryRow& row) { rows.push_back(row); }));
  EXPECT_THAT(rows, ElementsAre(MemoryRow{"a", "1", "y"}, MemoryRow{"b", "2", "X"}));
}

TEST(Store, ReadsLeadFromAnEpochToItsChildAndFillMessages) {
  TemporaryFolder folder;
  const auto ledger = open(folder);
  ASSERT_TRUE(ledger->begin_epoch("e1", batch({entry(0, "a0"), entry(1, "a1")})));
  ASSERT_TRUE(ledger->commit(batch({entry(2, "a2")})));
  ASSERT_TRUE(ledger->begin_epoch("e2", batch({entry(0, "b0")})));
  ASSERT_TRUE(ledger->commit(batch({}, {{0, "{\"rid\":0}"}})));
  const auto records = std::move(open_records(folder.path()).value());
  auto lines = records->entries({}, 6).value();
  EXPECT_EQ(lines.from, (Position{"e1", 0}));
  EXPECT_THAT(lines.lines, ElementsAre("a0", "a1"));
  EXPECT_THAT(records->entries({}, 1).value().lines,
              ElementsAre("a0"));  // at least one, however small the message
  EXPECT_THAT(records->entries({"e1", 2}, 100).value().lines, ElementsAre("a2"));  // of one epoch only
  lines = records->entries({"e1", 3}, 100).value();
  EXPECT_EQ(lines.from, (Position{"e2", 0}));
  EXPECT_THAT(lines.lines, ElementsAre("b0"));
  lines = records->entries({"e2", 1}, 100).value();
  EXPECT_EQ(lines.from, (Position{"e2", 1}));
  EXPECT_THAT(lines.lines, IsEmpty());
  EXPECT_EQ(records->entries({"unknown", 5}, 100).value().from, (Position{"e1", 0}));
  lines = records->blocks({"e1", 0}, 100).value();  // e1 has no block
  EXPECT_EQ(lines.from, (Position{"e2", 0}));
  EXPECT_THAT(lines.lines, ElementsAre("{\"rid\":0}"));
}

TEST(Store, NewestEpochAndMemoryComeBack) {
  TemporaryFolder folder;
  {
    const auto ledger = open(folder);
    EXPECT_FALSE(ledger->newest_epoch().value().has_value());
    ASSERT_TRUE(ledger->begin_epoch("e1", batch({entry(0, "start")})));
    ASSERT_TRUE(ledger->commit({{{0, "x"}, {1, "y"}}, {}, {{"k", "a", "1"}, {"k", "a", "2"}}}));
  }
  const auto ledger = open(folder);
  const auto newest = ledger->newest_epoch().value();
  ASSERT_TRUE(newest.has_value());
  EXPECT_EQ(newest->id, "e1");
  EXPECT_EQ(newest->entries, 1);
  EXPECT_EQ(newest->blocks, 2);
  EXPECT_EQ(newest->start_line, "start");
  EXPECT_THAT(ledger->memory().value(), ElementsAre(MemoryRow{"k", "a", "2"}));
  EXPECT_EQ(ledger->begin_epoch("e2", batch({entry(0, "start2")})).value(), 3);
}

TEST(Store, StockToolsReadTheTablesOfTheContract) {
  TemporaryFolder folder;
  const auto ledger = open(folder);
  ASSERT_TRUE(ledger->begin_epoch("e1", batch({entry(0, "line")}, {{0, "{\"rid\":0}"}})));
  const std::string program =
      "/usr/bin/python3 -c \"import sqlite3,hashlib,sys\n"
      "db=sqlite3.connect('file:" +
      database_file(folder.path()).string() +
      "?mode=ro',uri=True)\n"
      "e,s,l,t=db.execute('SELECT epoch,seq,leaf,line FROM entry').fetchone()\n"
      "assert l==hashlib.sha256(b'\\\\0'+t.encode()).digest() and len(l)==32\n"
      "print(db.execute('SELECT n,id FROM epoch').fetchall(),(e,s,t),db.execute('SELECT epoch,rid,json FROM "
      "block').fetchall(),\n"
      " db.execute('PRAGMA journal_mode').fetchone(), [r[5] for r in db.execute('PRAGMA table_list') if r[1] "
      "in ('epoch','block','entry')])\"";
  std::FILE* const pipe = popen(program.c_str(), "r");
  ASSERT_NE(pipe, nullptr);
  std::array<char, 1024> buffer{};
  const std::size_t size = std::fread(buffer.data(), 1, buffer.size() - 1, pipe);
  EXPECT_EQ(pclose(pipe), 0);
  EXPECT_EQ((std::string{buffer.data(), size}),
            "[(1, 'e1')] ('e1', 0, 'line') [('e1', 0, '{\"rid\":0}')] ('wal',) [1, 1, 1]\n");
}

TEST(Store, SecondProcessIsRefusedWithTheHoldersId) {
  TemporaryFolder folder;
  const auto ledger = open(folder);
  const auto second = open_ledger(folder.path());
  ASSERT_FALSE(second.has_value());
  EXPECT_TRUE(second.error().in_use);
  EXPECT_THAT(second.error().text, HasSubstr("process " + std::to_string(getpid())));
}

TEST(Store, NewerSchemaForeignDatabaseAndGarbageAreRefused) {
  const auto refusal = [](const std::string& sql) {
    TemporaryFolder folder;
    open(folder).reset();
    sqlite3* raw = nullptr;
    sqlite3_open(database_file(folder.path()).c_str(), &raw);
    sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, nullptr);
    sqlite3_close(raw);
    const auto opened = open_ledger(folder.path());
    return opened || opened.error().in_use ? std::string{} : opened.error().text;
  };
  EXPECT_EQ(refusal(""), "");
  EXPECT_THAT(refusal("PRAGMA user_version=2"), HasSubstr("schema 2"));
  EXPECT_THAT(refusal("PRAGMA application_id=7"), HasSubstr("another program"));
  TemporaryFolder folder;
  std::ofstream{database_file(folder.path())} << std::string(4096, 'x');
  const auto opened = open_ledger(folder.path());
  ASSERT_FALSE(opened.has_value());
  EXPECT_FALSE(opened.error().in_use);
}

TEST(Store, ForeignDatabaseIsLeftAsItIs) {
  TemporaryFolder folder;
  const auto file = database_file(folder.path());
  sqlite3* raw = nullptr;
  sqlite3_open(file.c_str(), &raw);
  ASSERT_EQ(sqlite3_exec(raw, "PRAGMA application_id=7; CREATE TABLE t (x);", nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(raw);
  const auto bytes = [&file] {
    std::ifstream in{file, std::ios::binary};
    return std::string{std::istreambuf_iterator<char>{in}, {}};
  };
  const auto before = bytes();
  EXPECT_FALSE(open_ledger(folder.path()).has_value());
  EXPECT_TRUE(bytes() == before);
}

TEST(Store, FolderThatCannotBeMadeIsAnErrorOfTheStore) {
  TemporaryFolder folder;
  std::ofstream{folder.path() / "file"} << "x";
  const auto opened = open_ledger(folder.path() / "file" / "data");
  ASSERT_FALSE(opened.has_value());
  EXPECT_FALSE(opened.error().in_use);
}

TEST(Store, FullDiskRefusesTheWholeBatchAndTakesItLater) {
  TemporaryFolder folder;
  const auto ledger = open(folder);
  ASSERT_TRUE(ledger->begin_epoch("e1", batch({entry(0, "start")})));
  // A limit on the size of files stands for a full disk: write(2) fails and nothing more is stored.
  struct rlimit before {};
  getrlimit(RLIMIT_FSIZE, &before);
  const auto handler = signal(SIGXFSZ, SIG_IGN);
  struct rlimit tight = before;
  tight.rlim_cur = 65'536;
  setrlimit(RLIMIT_FSIZE, &tight);
  const Batch big = batch({entry(1, std::string(10'000, 'e'))}, {{0, std::string(200'000, 'b')}});
  const auto refused = ledger->commit(big);
  setrlimit(RLIMIT_FSIZE, &before);
  signal(SIGXFSZ, handler);
  ASSERT_FALSE(refused.has_value());
  EXPECT_TRUE(refused.error().may_retry) << refused.error().store.code << refused.error().store.text;
  const auto records = std::move(open_records(folder.path()).value());
  EXPECT_THAT(records->blocks({}, 100).value().lines, IsEmpty());
  ASSERT_TRUE(ledger->commit(big));
  EXPECT_EQ(records->blocks({}, 100).value().lines.size(), 1U);
}

TEST(Store, LogIsCarriedOverAndStaysSmall) {
  TemporaryFolder folder;
  const auto ledger = open(folder);
  ASSERT_TRUE(ledger->begin_epoch("e1", batch({entry(0, "start")})));
  for (std::int64_t rid = 0; rid < 4000; ++rid) {
    ASSERT_TRUE(ledger->commit(batch({}, {{rid, std::string(1200, 'b')}})));
  }
  const auto log = std::filesystem::file_size(folder.path() / "effluent.db-wal");
  EXPECT_LT(log, 5'000'000U);
  EXPECT_GT(std::filesystem::file_size(database_file(folder.path())), 3'000'000U);
}

/// The child commits blocks and says each number only then; it is killed at a random moment.
TEST(Promise1, WhatWasReportedAsRecordedSurvivesKillNine) {
  std::mt19937 random{7};
  TemporaryFolder folder;
  std::int64_t reported = 0;
  for (int round = 0; round < 8; ++round) {
    std::array<int, 2> ends{};
    ASSERT_EQ(pipe(ends.data()), 0);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      close(ends[0]);
      auto ledger = open_ledger(folder.path());
      if (!ledger || !(*ledger)->begin_epoch("e" + std::to_string(round), batch({entry(0, "start")})))
        _exit(1);
      for (std::int64_t rid = 0;; ++rid) {
        if (!(*ledger)->commit(batch({}, {{rid, "{\"block\":" + std::to_string(rid) + "}"}}))) _exit(2);
        if (write(ends[1], "x", 1) != 1) _exit(3);
      }
    }
    close(ends[1]);
    const int wanted = 1 + static_cast<int>(random() % 200);
    char said = 0;
    for (int heard = 0; heard < wanted; ++heard) {
      ASSERT_EQ(read(ends[0], &said, 1), 1) << "the writer ended by itself";
      ++reported;
    }
    ::kill(child, SIGKILL);
    while (read(ends[0], &said, 1) == 1) ++reported;
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
  }
  const auto ledger = open(folder);
  std::int64_t stored = 0;
  ASSERT_TRUE(ledger->blocks_from(1, [&](const StoredRow& row) {
    EXPECT_EQ(row.number, ++stored);
    EXPECT_EQ(row.json, "{\"block\":" + std::to_string(row.rid) + "}");
  }));
  EXPECT_GE(stored, reported);
  EXPECT_LE(stored, reported + 8);  // at most the one under way when it was killed
}

TEST(System, DigestClockAndMachineAnswer) {
  EXPECT_EQ(hex_text(SodiumDigest{}.sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  const SystemClock clock;
  EXPECT_GT(clock.wall(), *parse_time("2020-01-01T00:00:00Z"));
  const Monotonic before = clock.monotonic();
  EXPECT_GE(clock.monotonic(), before);
  EXPECT_EQ(boot_id().value().size(), 36U);
  EXPECT_EQ(program_hash().value().size(), 64U);
  EXPECT_EQ(random_suffix().value().size(), 8U);
  EXPECT_NE(random_suffix().value(), random_suffix().value());
}

}  // namespace
}  // namespace effluent
