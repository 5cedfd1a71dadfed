// An index with some bytes changed (its head made to agree), cut short, or any bytes at all: a table of rows, or a sentence; never more than it was asked for.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "base/messages.h"
#include "matching/internal/coding.h"
#include "matching/register_index.h"

using namespace hutong;

static void require(bool holds) {
  if (!holds) std::abort();
}

static sheets::CsvTable table(size_t rows, size_t step, char const* titles) {
  std::string text = titles;
  char const* const names[] = {"王子涵", "李浩宇", "张欣然", "刘明哲", "陈若曦", "欧阳若曦", "阿依古丽·买买提"};
  for (size_t i = 0; i < rows; ++i) {
    size_t const who = i * step;
    text += "R" + std::to_string(i) + "," + names[who % 7] + "," + std::to_string(2005 + who % 17) + "-" + std::to_string(1 + who % 12) + "-" + std::to_string(1 + who % 28) + ",139" +
            std::to_string(10000000 + who * 7919) + ",枣园村" + std::to_string(who % 211) + "号\n";
  }
  return *sheets::read_csv_table(text, "t.csv", 1);
}

static std::string index_of_some() {
  auto const list = table(700, 3, "编号,姓名,出生日期,电话,住址\n"), people = table(1600, 2, "编号,姓名,出生日期,电话,住址\n");
  auto const plan = matching::recognise(list, people);
  require(plan.has_value());
  auto linker = matching::Linker::make(list, &people, *plan, {.threads = 1});
  require(linker.has_value());
  linker->run();
  return matching::register_index_of(*linker, *plan);
}

// So that changes of the model and of the table of sections are not all refused by their digest.
static void make_digest_agree(std::string& bytes) {
  if (bytes.size() < 56) return;
  uint32_t sections = 0;
  uint64_t first[2];
  std::memcpy(&sections, bytes.data() + 12, sizeof sections);
  std::memcpy(first, bytes.data() + 32, sizeof first);
  std::string_view const all = bytes;
  if (sections > 1000 || 32 + sections * 24 > bytes.size() || first[0] > bytes.size() || first[1] > bytes.size() - first[0]) return;
  uint64_t const digest = matching::hash_of(std::string(all.substr(32, sections * 24)) + std::string(all.substr(first[0], first[1])));
  std::memcpy(bytes.data() + 24, &digest, sizeof digest);
}

static void ask(std::string const& bytes, bool is_of_many) {
  auto judge = [](base::Problem const& problem) { require(base::has_sentence(problem.code) && !base::tell(problem).empty()); };
  auto const index = matching::RegisterIndex::open(bytes, "x.index");
  if (!index) return judge(index.error());
  if (auto const damage = index->damage()) judge(*damage);
  auto rows = table(is_of_many ? 700 : 3, 5, "编号,姓名,出生日期,电话,住址\n");
  matching::LinkOptions options;
  options.threads = 1;
  auto answer = index->ask(rows, "", options);
  if (!answer) return judge(answer.error());
  auto linker = matching::Linker::make(rows, answer->partners, answer->plan, options, answer->given);
  require(linker.has_value());
  for (auto const& pair : linker->run().pairs) require(pair.left < rows.rows() && pair.right < answer->partners.rows() && pair.probability >= 0.5F);
}

extern "C" int LLVMFuzzerTestOneInput(uint8_t const* data, size_t size) {
  static std::string const good = index_of_some();
  std::string_view const input(reinterpret_cast<char const*>(data), size);
  ask(std::string(input), false);
  if (size < 2) return 0;
  std::string bytes = good;
  bool const is_of_many = data[0] & 1, is_cut = data[0] & 2, is_at_beginning = data[0] & 4;
  for (size_t i = 1; i + 4 < size; i += 5) {  // place and value
    uint32_t at = 0;
    std::memcpy(&at, data + i, sizeof at);
    bytes[at % (is_at_beginning ? std::min<size_t>(bytes.size(), 8192) : bytes.size())] = static_cast<char>(data[i + 4]);
  }
  if (is_cut) bytes.resize(bytes.size() - data[1]);
  make_digest_agree(bytes);
  ask(bytes, is_of_many);
  return 0;
}
