#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/stat.h>

#include <future>

#include "base/clock.h"
#include "base/digest.h"
#include "base/encoding.h"
#include "base/files.h"
#include "base/json_writer.h"
#include "base/messages.h"
#include "base/random.h"
#include "base/text.h"

namespace hutong::base {
namespace {

std::string const list_text = "序号,姓名,身份证号\n1,王伟,无\n2,欧阳𠮷,无\n";

std::string utf16(std::string_view utf8, bool little_endian) {
  std::string out;
  auto unit = [&](char32_t c) {
    char high = static_cast<char>(c >> 8), low = static_cast<char>(c);
    out += little_endian ? std::string{low, high} : std::string{high, low};
  };
  for (char32_t c : to_utf32(utf8)) {
    if (c < 0x10000) unit(c);
    else unit(0xD800 + ((c - 0x10000) >> 10)), unit(0xDC00 + ((c - 0x10000) & 0x3FF));
  }
  return out;
}

TEST(Encoding, is_recognised_and_read_whatever_the_office_saved_in) {
  struct { std::string bytes; Encoding expected; } rows[] = {
      {list_text, Encoding::utf8},
      {"\xEF\xBB\xBF" + list_text, Encoding::utf8_bom},
      {to_gb18030(list_text), Encoding::gb18030},
      {"\xFF\xFE" + utf16(list_text, true), Encoding::utf16le},
      {"\xFE\xFF" + utf16(list_text, false), Encoding::utf16be},
      {utf16(list_text, true), Encoding::utf16le},
      {utf16(list_text, false), Encoding::utf16be},
  };
  for (auto const& row : rows) {
    EXPECT_EQ(detect_encoding(row.bytes), row.expected) << name_of(row.expected);
    EXPECT_EQ(to_utf8(row.bytes, row.expected), list_text) << name_of(row.expected);
  }
}

// 联通 in GBK is also a sequence of overlong UTF-8: the classic trap.
TEST(Encoding, does_not_take_liantong_for_utf8) {
  EXPECT_EQ(detect_encoding(to_gb18030("联通")), Encoding::gb18030);
  EXPECT_EQ(to_utf8(to_gb18030("联通"), Encoding::gb18030), "联通");
}

TEST(Encoding, calls_binary_bytes_unknown) {
  std::string bytes;
  SeededRandom random(7);
  for (int i = 0; i < 4000; ++i) bytes.push_back(static_cast<char>(random.below(256)));
  EXPECT_EQ(detect_encoding(bytes), Encoding::unknown);
}

RC_GTEST_PROP(Encoding, gb18030_gives_back_every_character, ()) {
  auto points = *rc::gen::container<std::vector<uint32_t>>(rc::gen::inRange<uint32_t>(0x20, 0x10FFFF));
  std::u32string text;
  for (uint32_t c : points)
    if ((c < 0xD800 || c > 0xF8FF) && (c & 0xFFFE) != 0xFFFE && c < 0xF0000) text.push_back(c);  // no surrogates, private use, non-characters
  std::string utf8 = to_utf8(text);
  RC_ASSERT(to_utf8(to_gb18030(utf8), Encoding::gb18030) == utf8);
}

RC_GTEST_PROP(Encoding, never_stumbles_over_any_bytes, ()) {
  auto bytes = *rc::gen::arbitrary<std::string>();
  for (Encoding one : {Encoding::utf8, Encoding::utf8_bom, Encoding::utf16le, Encoding::utf16be, Encoding::gb18030})
    if (one != Encoding::utf8_bom || is_valid_utf8(bytes)) RC_ASSERT(is_valid_utf8(to_utf8(bytes, one)));
  RC_ASSERT(is_valid_utf8(bytes) == (to_utf8(to_utf32(bytes)) == bytes && to_utf32(bytes).find(U'\uFFFD') == std::u32string::npos) ||
            contains(bytes, "\uFFFD"));
}

// A cell with the control sequences of a terminal cleared the screen of whoever looked at it.
TEST(Text, shows_controls_instead_of_obeying_them) {
  EXPECT_EQ(visible("王\x1b[2J伟\r\x7f\a\n\t好"), "王␛[2J伟␍␡␇\n\t好");
  EXPECT_EQ(visible("a\u009b2J\x9b" "b"), "a\uFFFD2J\uFFFDb");
  EXPECT_EQ(visible(std::string("a\0b", 3)), "a␀b");
}

TEST(Text, drops_blanks_of_every_kind) {
  EXPECT_EQ(without_blanks(" 身\u3000份\u00A0证\u200B\t\n号 "), "身份证号");
  EXPECT_EQ(trimmed("\u3000 王 伟 \u200B"), "王 伟");
  EXPECT_EQ(trimmed(""), "");
  EXPECT_EQ(nfkc("１２Ａ(男)㈠"), "12A(男)(一)");
  EXPECT_EQ(width_in_columns("王wei"), 5u);
  EXPECT_EQ(replace_all("aXbX", "X", "--"), "a--b--");
  EXPECT_EQ(split("a,,b", ',').size(), 3u);
}

TEST(Clock, reads_beijing_time_and_writes_it_back) {
  EXPECT_EQ(to_string(instant_from("2026-10-06T09:00:00+08:00").value()), "2026-10-06T09:00:00+08:00");
  EXPECT_EQ(to_string(instant_from("2026-10-06T01:00:00Z").value()), "2026-10-06T09:00:00+08:00");
  EXPECT_EQ(to_string(instant_from("2026-10-06").value()), "2026-10-06T00:00:00+08:00");
  EXPECT_EQ(beijing_day(instant_from("2026-10-05T16:30:00Z").value()), std::chrono::sys_days(std::chrono::year(2026) / 10 / 6));
  for (char const* text : {"", "2026-13-01", "2026-10-06T25:00", "2026-10-06X", "2026-10-06T09:00:00+8", "gestern"}) EXPECT_FALSE(instant_from(text)) << text;
}

TEST(Random, gives_the_same_from_the_same_seed) {
  SeededRandom one(42), other(42);
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(one.between(-5, 17), other.between(-5, 17));
  SeededRandom third(43);
  EXPECT_NE(one.next(), third.next());
}

// GB/T 32905-2016, example 1.
TEST(Digest, keyed_is_the_first_half_of_hmac_sm3_as_openssl_computes_it) {
  KeyedDigest const digest("0123456789abcdef");
  EXPECT_EQ(digest.hex("章丘"), "12ef5dffa130d370e02770edb093fd3c");
  EXPECT_EQ(digest.hex("章丘"), "12ef5dffa130d370e02770edb093fd3c") << "usable again";
  std::string sixty_four;
  for (int i = 0; i < 16; ++i) sixty_four += "abcd";
  EXPECT_EQ(KeyedDigest("k").hex(sixty_four), "4dc23d8f7dcf14273311776f3b069a30");
}

TEST(Digest, sm3_of_abc_is_the_standards_example) {
  EXPECT_EQ(sm3_hex("abc"), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
}

TEST(Seal, opens_only_with_its_key_its_context_and_unchanged) {
  SeededRandom random(1);
  SealKey key = new_seal_key(random), other = new_seal_key(random);
  std::string sealed = seal(key, "名单原件", "submission 1", random);
  EXPECT_EQ(open_seal(key, sealed, "submission 1").value(), "名单原件");
  EXPECT_FALSE(open_seal(other, sealed, "submission 1"));
  EXPECT_FALSE(open_seal(key, sealed, "submission 2"));
  EXPECT_FALSE(open_seal(key, "short", "submission 1"));
  for (size_t at = 0; at < sealed.size(); ++at) {
    std::string changed = sealed;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_FALSE(open_seal(key, changed, "submission 1")) << at;
  }
}

TEST(Files, can_be_mapped_instead_of_read) {
  TemporaryFolder folder;
  write_file(folder.path() / "a", std::string("一\0二", 7));
  auto mapped = MappedFile::open(folder.path() / "a");
  ASSERT_TRUE(mapped);
  write_file(folder.path() / "a", "other");  // a new file under the old name; the mapped one stays
  MappedFile const moved = std::move(*mapped);
  EXPECT_EQ(moved.bytes(), std::string("一\0二", 7));
  write_file(folder.path() / "empty", "");
  EXPECT_EQ(MappedFile::open(folder.path() / "empty")->bytes(), "");
  EXPECT_EQ(MappedFile::open(folder.path() / "none").error().code, "file_missing");
  EXPECT_EQ(MappedFile::open(folder.path()).error().code, "file_is_folder");
  EXPECT_EQ(MappedFile::open("/dev/zero").error().code, "file_unreadable");
}

TEST(Files, are_replaced_whole_and_read_within_their_limit) {
  TemporaryFolder folder;
  auto path = folder.path() / "a.txt";
  write_durably(path, "one");
  write_file(path, "two");
  EXPECT_EQ(read_file(path, 100).value(), "two");
  EXPECT_EQ(read_file(path, 2).error().code, "file_too_large");
  EXPECT_EQ(read_file(folder.path() / "none", 100).error().code, "file_missing");
  EXPECT_EQ(read_file(folder.path(), 100).error().code, "file_is_folder");
  EXPECT_THROW(write_file(folder.path() / "none" / "a.txt", "x"), OutsideFailure);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

// A pipe given as --out became a file, and a symbolic link was replaced by one.
TEST(Files, leave_links_and_pipes_what_they_are) {
  TemporaryFolder folder;
  auto const target = folder.path() / "target", link = folder.path() / "link", pipe = folder.path() / "pipe";
  std::filesystem::create_symlink("target", link);
  write_file(link, "made");  // a link to nothing yet
  write_file(link, "one");
  write_durably(link, "two");
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  EXPECT_EQ(read_file(target, 100).value(), "two");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  auto read = std::async(std::launch::async, [&] { return read_file(pipe, 100).value(); });
  write_file(pipe, "three");
  EXPECT_EQ(read.get(), "three");
  EXPECT_TRUE(std::filesystem::is_fifo(pipe));
  EXPECT_THROW(write_file(folder.path(), "x"), OutsideFailure);
  std::filesystem::create_symlink("round", folder.path() / "round");
  EXPECT_THROW(write_file(folder.path() / "round", "x"), OutsideFailure);
}

TEST(Files, are_the_same_whichever_way_leads_there) {
  TemporaryFolder folder;
  auto const file = folder.path() / "a", other = folder.path() / "b", link = folder.path() / "link", hard = folder.path() / "hard";
  write_file(file, "x");
  write_file(other, "x");
  std::filesystem::create_symlink("a", link);
  std::filesystem::create_hard_link(file, hard);
  std::filesystem::create_symlink("new", folder.path() / "link to new");
  make_folder(folder.path() / "c");
  EXPECT_TRUE(is_same_file(file, folder.path() / "c" / ".." / "a"));
  EXPECT_TRUE(is_same_file(file, link));
  EXPECT_TRUE(is_same_file(file, hard));
  EXPECT_TRUE(is_same_file(folder.path() / "new", folder.path() / "c" / ".." / "new"));
  EXPECT_TRUE(is_same_file(folder.path() / "new", folder.path() / "link to new"));
  EXPECT_FALSE(is_same_file(file, other));
  EXPECT_FALSE(is_same_file(file, folder.path() / "new"));
}

TEST(JsonWriter, separates_nests_and_escapes) {
  JsonWriter json;
  json.begin_object().member("a", 1).key("b").begin_array().value("x\"\\\n\x01").value(true).null().end_array().member("c", "王").end_object();
  EXPECT_EQ(json.text(), R"({"a":1,"b":["x\"\\\n\u0001",true,null],"c":"王"})");
}

TEST(Messages, name_the_place_the_problem_and_the_way_out) {
  Problem one = problem("file_missing", {{"path", "名单.xlsx"}});
  EXPECT_EQ(tell(one), "找不到文件 名单.xlsx。请检查文件名和所在目录。");
  EXPECT_FALSE(has_sentence("no_such_code"));
}

}  // namespace
}  // namespace hutong::base
