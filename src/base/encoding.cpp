#include "base/encoding.h"

#include <unicode/ucnv.h>

#include <cstring>
#include <memory>
#include <vector>

#include "base/check.h"
#include "base/text.h"

namespace hutong::base {
namespace {

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
constexpr std::string_view utf16le_mark = "\xFF\xFE";
constexpr std::string_view utf16be_mark = "\xFE\xFF";

// Two bytes of GB18030 → code point; 0 where the pair is not assigned. Filled once from ICU, so that the loop over a large list
// stays a table look-up (ICU's own converter does about 100 MB/s here).
struct Gb18030Table {
  std::vector<char16_t> pairs = std::vector<char16_t>(0x10000, 0);
  Gb18030Table();
};

using Converter = std::unique_ptr<UConverter, decltype(&ucnv_close)>;

Converter open_gb18030() {
  UErrorCode error = U_ZERO_ERROR;
  Converter converter(ucnv_open("gb18030", &error), &ucnv_close);
  CHECK(U_SUCCESS(error));
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  CHECK(U_SUCCESS(error));
  return converter;
}

// One sequence through ICU; 0 if it is not a character.
char32_t decode_one(UConverter* converter, char const* bytes, int count) {
  UErrorCode error = U_ZERO_ERROR;
  UChar out[4];
  ucnv_reset(converter);
  int32_t size = ucnv_toUChars(converter, out, 4, bytes, count, &error);
  if (U_FAILURE(error) || size < 1) return 0;
  if (size == 2 && U16_IS_LEAD(out[0]) && U16_IS_TRAIL(out[1])) return static_cast<char32_t>(U16_GET_SUPPLEMENTARY(out[0], out[1]));
  return size == 1 ? out[0] : 0;
}

Gb18030Table::Gb18030Table() {
  Converter converter = open_gb18030();
  for (int first = 0x81; first <= 0xFE; ++first)
    for (int second = 0x40; second <= 0xFE; ++second) {
      char bytes[2] = {static_cast<char>(first), static_cast<char>(second)};
      pairs[static_cast<size_t>(first << 8 | second)] = static_cast<char16_t>(decode_one(converter.get(), bytes, 2));
    }
}

Gb18030Table const& gb18030_table() {
  static Gb18030Table const table;
  return table;
}

unsigned char byte_at(std::string_view bytes, size_t at) { return static_cast<unsigned char>(bytes[at]); }

bool is_four_byte_form(std::string_view bytes, size_t at) {
  return at + 3 < bytes.size() && byte_at(bytes, at + 1) >= 0x30 && byte_at(bytes, at + 1) <= 0x39 && byte_at(bytes, at + 2) >= 0x81 &&
         byte_at(bytes, at + 2) <= 0xFE && byte_at(bytes, at + 3) >= 0x30 && byte_at(bytes, at + 3) <= 0x39;
}

// Where decoded characters go: nowhere (a judge only counts), or through a small buffer into a text.
struct NoOutput {
  void ascii(char const*, size_t) {}
  void character(char32_t) {}
};
class Utf8Output {
 public:
  explicit Utf8Output(size_t input_size) { text_.reserve(input_size + input_size / 2); }
  void ascii(char const* bytes, size_t count) {
    if (count > room()) flush();
    if (count > room()) {
      text_.append(bytes, count);
      return;
    }
    std::memcpy(buffer_ + used_, bytes, count);
    used_ += count;
  }
  void character(char32_t c) {
    if (room() < 4) flush();
    if (c >= 0x800 && c < 0x10000) {
      buffer_[used_] = static_cast<char>(0xE0 | (c >> 12));
      buffer_[used_ + 1] = static_cast<char>(0x80 | ((c >> 6) & 0x3F));
      buffer_[used_ + 2] = static_cast<char>(0x80 | (c & 0x3F));
      used_ += 3;
      return;
    }
    std::string one;
    append_utf8(one, c);
    ascii(one.data(), one.size());
  }
  std::string taken() {
    flush();
    return std::move(text_);
  }

 private:
  size_t room() const { return sizeof buffer_ - used_; }
  void flush() {
    text_.append(buffer_, used_);
    used_ = 0;
  }
  std::string text_;
  char buffer_[8192];
  size_t used_ = 0;
};

// Returns the number of malformed places, each of which comes out as U+FFFD.
template <class Output>
size_t decode_gb18030(std::string_view bytes, Output& out) {
  Gb18030Table const& table = gb18030_table();
  Converter four_bytes(nullptr, &ucnv_close);
  size_t malformed = 0;
  auto bad = [&] {
    ++malformed;
    out.character(0xFFFD);
  };
  for (size_t at = 0; at < bytes.size();) {
    unsigned char first = byte_at(bytes, at);
    if (first < 0x80) {
      size_t end = at + 1;
      while (end < bytes.size() && byte_at(bytes, end) < 0x80) ++end;
      out.ascii(bytes.data() + at, end - at);
      at = end;
    } else if (first == 0x80 || first == 0xFF || at + 1 >= bytes.size()) {
      bad();
      ++at;
    } else if (char16_t c = table.pairs[static_cast<size_t>(first << 8 | byte_at(bytes, at + 1))]; c != 0) {
      out.character(c);
      at += 2;
    } else if (is_four_byte_form(bytes, at)) {
      if (!four_bytes) four_bytes = open_gb18030();
      char32_t decoded = decode_one(four_bytes.get(), bytes.data() + at, 4);
      if (decoded == 0) bad();
      else out.character(decoded);
      at += 4;
    } else {
      bad();
      ++at;
    }
  }
  return malformed;
}

std::string decode_utf16(std::string_view bytes, bool little_endian) {
  std::string out;
  out.reserve(bytes.size() * 3 / 2);
  auto unit = [&](size_t at) -> char32_t {
    unsigned a = byte_at(bytes, at), b = byte_at(bytes, at + 1);
    return little_endian ? (b << 8 | a) : (a << 8 | b);
  };
  size_t at = 0;
  for (; at + 1 < bytes.size(); at += 2) {
    char32_t c = unit(at);
    if (c == 0xFEFF && at == 0) continue;
    bool has_pair = c >= 0xD800 && c <= 0xDBFF && at + 3 < bytes.size() && unit(at + 2) >= 0xDC00 && unit(at + 2) <= 0xDFFF;
    if (has_pair) {
      c = 0x10000 + ((c - 0xD800) << 10) + (unit(at + 2) - 0xDC00);
      at += 2;
    } else if (c >= 0xD800 && c <= 0xDFFF) {
      c = 0xFFFD;
    }
    append_utf8(out, c);
  }
  if (at < bytes.size()) append_utf8(out, 0xFFFD);
  return out;
}

// Text saved as UTF-16 without a mark: nearly every second byte of ASCII (digits, separators, line ends) is NUL.
std::optional<Encoding> by_nul_pattern(std::string_view bytes) {
  std::string_view head = bytes.substr(0, 4096);
  size_t nul_even = 0, nul_odd = 0;
  for (size_t i = 0; i < head.size(); ++i) {
    if (head[i] != 0) continue;
    ++(i % 2 ? nul_odd : nul_even);
  }
  if (nul_even + nul_odd == 0) return std::nullopt;
  constexpr size_t of_a_line = 3;  // a separator and the line end: fewer are damage in a short file
  if (nul_even + nul_odd < of_a_line) return Encoding::unknown;
  if (nul_odd > 8 * nul_even && nul_odd * 20 >= head.size()) return Encoding::utf16le;
  if (nul_even > 8 * nul_odd && nul_even * 20 >= head.size()) return Encoding::utf16be;
  return Encoding::unknown;
}

}  // namespace

std::string_view name_of(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8: return "utf-8";
    case Encoding::utf8_bom: return "utf-8-bom";
    case Encoding::utf16le: return "utf-16le";
    case Encoding::utf16be: return "utf-16be";
    case Encoding::gb18030: return "gb18030";
    case Encoding::unknown: return "unknown";
  }
  CHECK(false);
  return "";
}

bool is_valid_utf8(std::string_view bytes) {
  size_t at = 0, size = bytes.size();
  auto byte = [&](size_t i) { return byte_at(bytes, i); };
  auto follows = [&](size_t i) { return (byte(i) & 0xC0) == 0x80; };
  while (at < size) {
    unsigned char lead = byte(at);
    if (lead < 0x80) {
      ++at;
      uint64_t eight;
      for (; at + sizeof eight <= size; at += sizeof eight) {
        std::memcpy(&eight, bytes.data() + at, sizeof eight);
        if ((eight & 0x8080808080808080u) != 0) break;
      }
    } else if (lead >= 0xE1 && lead <= 0xEC) {  // nearly all Chinese characters; two at a time as long as they last
      if (at + 2 >= size || !follows(at + 1) || !follows(at + 2)) return false;
      at += 3;
      uint64_t eight;
      for (; at + sizeof eight <= size; at += 6) {
        std::memcpy(&eight, bytes.data() + at, sizeof eight);
        bool const are_two = (eight & 0xC0C0F0C0C0F0) == 0x8080E08080E0, are_common = byte(at) - 0xE1U <= 0xEC - 0xE1U && byte(at + 3) - 0xE1U <= 0xEC - 0xE1U;
        if (!are_two || !are_common) break;
      }
    } else if (lead >= 0xC2 && lead <= 0xDF) {
      if (at + 1 >= size || !follows(at + 1)) return false;
      at += 2;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
      if (at + 2 >= size || !follows(at + 1) || !follows(at + 2)) return false;
      if ((lead == 0xE0 && byte(at + 1) < 0xA0) || (lead == 0xED && byte(at + 1) > 0x9F)) return false;
      at += 3;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
      if (at + 3 >= size || !follows(at + 1) || !follows(at + 2) || !follows(at + 3)) return false;
      if ((lead == 0xF0 && byte(at + 1) < 0x90) || (lead == 0xF4 && byte(at + 1) > 0x8F)) return false;
      at += 4;
    } else {
      return false;
    }
  }
  return true;
}

std::optional<int> line_not_utf8(std::string_view text) {
  if (is_valid_utf8(text)) return std::nullopt;
  int line = 1;
  for (std::string const& one : split(text, '\n')) {
    if (!is_valid_utf8(one)) break;
    ++line;
  }
  return line;
}

Encoding detect_encoding(std::string_view bytes) {
  if (starts_with(bytes, utf8_mark)) return Encoding::utf8_bom;
  if (starts_with(bytes, utf16le_mark)) return Encoding::utf16le;
  if (starts_with(bytes, utf16be_mark)) return Encoding::utf16be;
  if (auto by_nul = by_nul_pattern(bytes)) return *by_nul;
  if (is_valid_utf8(bytes)) return Encoding::utf8;
  // A damaged character or a cut tail must not make a long Chinese list unreadable: one bad place in a thousand bytes is forgiven.
  NoOutput judge;
  size_t malformed = decode_gb18030(bytes, judge);
  if (malformed == 0 || malformed * 1000 <= bytes.size()) return Encoding::gb18030;
  return Encoding::unknown;
}

std::string to_utf8(std::string_view bytes, Encoding from) {
  switch (from) {
    case Encoding::utf8: return to_utf8(to_utf32(bytes));
    case Encoding::utf8_bom: {
      std::string_view const body = bytes.substr(starts_with(bytes, utf8_mark) ? utf8_mark.size() : 0);
      return is_valid_utf8(body) ? std::string(body) : to_utf8(to_utf32(body));  // the mark is a promise, not a proof
    }
    case Encoding::utf16le: return decode_utf16(bytes, true);
    case Encoding::utf16be: return decode_utf16(bytes, false);
    case Encoding::gb18030:
    case Encoding::unknown: {
      Utf8Output out(bytes.size());
      decode_gb18030(bytes, out);
      return out.taken();
    }
  }
  CHECK(false);
  return "";
}

std::string to_gb18030(std::string_view utf8) {
  UErrorCode error = U_ZERO_ERROR;
  Converter converter = open_gb18030();
  std::u32string points = to_utf32(utf8);
  std::u16string units;
  for (char32_t c : points) {
    if (c >= 0x10000) {
      units.push_back(static_cast<char16_t>(U16_LEAD(c)));
      units.push_back(static_cast<char16_t>(U16_TRAIL(c)));
    } else {
      units.push_back(static_cast<char16_t>(c));
    }
  }
  std::string out(units.size() * 4 + 8, '\0');
  int32_t size = ucnv_fromUChars(converter.get(), out.data(), static_cast<int32_t>(out.size()), units.data(),
                                 static_cast<int32_t>(units.size()), &error);
  CHECK(U_SUCCESS(error));
  out.resize(static_cast<size_t>(size));
  return out;
}

}  // namespace hutong::base
