#include "sheets/read.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/text.h"
#include "sheets/internal/builder.h"
#include "sheets/internal/bytes.h"
#include "sheets/internal/containers.h"
#include "sheets/internal/kinds.h"

namespace hutong::sheets {
namespace {

using namespace internal;

constexpr size_t head_bytes = 16'384;

// A page that fits no encoding strictly may still say what it meant to be.
base::Encoding encoding_said_by(std::string_view bytes) {
  std::string const head = lower_ascii(bytes.substr(0, 2048));
  size_t const charset = std::min(head.find("charset="), head.find("encoding="));
  if (!head.starts_with('<') || charset == std::string::npos || head.find('\0') != std::string::npos) return base::Encoding::unknown;
  std::string_view const said = std::string_view(head).substr(charset, 24);
  if (base::contains(said, "utf-8")) return base::Encoding::utf8;
  return base::contains(said, "gb") ? base::Encoding::gb18030 : base::Encoding::unknown;
}

// UTF-8 with a damaged place or a cut end is no valid UTF-8 any more, and much of it is valid GB18030, in other words. In real GB18030 hardly a character
// follows the pattern of UTF-8.
bool is_nearly_utf8(std::string_view bytes) {
  std::string_view const head = bytes.substr(0, 4 * head_bytes);
  size_t good = 0, bad = 0;
  bool was_bad = false;
  for (size_t at = 0; at < head.size();) {
    unsigned char const lead = static_cast<unsigned char>(head[at]);
    size_t const length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    bool is_whole = base::is_valid_utf8(head.substr(at, length)) && at + length <= head.size();
    if (is_whole && length > 1) ++good;
    if (!is_whole && !was_bad) ++bad;
    was_bad = !is_whole;
    at += is_whole ? length : 1;
  }
  return good > 0 && bad * 20 <= good;
}

// Decoded "text" with NUL or many other control characters was never written by a person.
bool is_binary(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return true;
  std::string_view const head = text.substr(0, head_bytes);
  auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v'; };
  return static_cast<size_t>(std::count_if(head.begin(), head.end(), is_control)) * 50 > head.size();
}

enum class Markup : uint8_t { none, html, spreadsheetml, flat_ods, other_xml };

Markup markup_of(std::string_view text) {
  std::string const head = lower_ascii(base::trimmed(text.substr(0, head_bytes)));
  if (!head.starts_with('<')) return Markup::none;
  if (base::contains(head, "urn:schemas-microsoft-com:office:spreadsheet") && !base::contains(head, "<html")) return Markup::spreadsheetml;
  if (base::contains(head, "urn:oasis:names:tc:opendocument:xmlns:office")) return Markup::flat_ods;
  for (std::string_view tag : {"<html", "<!doctype html", "<table", "<head", "<body", "<meta", "<style", "<div", "<tr", "<td"})
    if (base::contains(head, tag)) return Markup::html;
  return head.starts_with("<?xml") || head.starts_with("<!doctype") ? Markup::other_xml : Markup::none;
}

base::Result<Workbook> read_text(std::string_view bytes, Limits const& limits, base::Deadline const& deadline) {
  base::Encoding encoding = base::detect_encoding(bytes);
  bool const is_ready = encoding == base::Encoding::utf8;
  bool is_doubtful = encoding == base::Encoding::unknown || encoding == base::Encoding::gb18030;
  if (is_doubtful && is_nearly_utf8(bytes)) encoding = base::Encoding::utf8;
  if (encoding == base::Encoding::unknown) encoding = encoding_said_by(bytes);
  if (encoding == base::Encoding::unknown) return base::Failure(not_a_table("binary"));
  std::string text = is_ready ? std::string(bytes) : base::to_utf8(bytes, encoding);
  if (is_binary(text)) return base::Failure(not_a_table("binary"));
  auto read = [&]() -> base::Result<Workbook> {
    switch (markup_of(text)) {
      case Markup::html: return read_html(text, limits, deadline);
      case Markup::spreadsheetml: return read_spreadsheetml(text, limits, deadline);
      case Markup::flat_ods: return read_flat_ods(text, limits, deadline);
      case Markup::other_xml: return base::Failure(not_a_table("xml"));
      case Markup::none: break;
    }
    return read_delimited(std::move(text), limits, deadline);
  };
  TRY(Workbook workbook, read());
  workbook.encoding = base::name_of(encoding);
  return workbook;
}

}  // namespace

base::Result<Workbook> read_workbook(std::string_view bytes, Limits const& limits, base::Deadline const& deadline) {
  if (bytes.empty()) return base::fail("file_empty");
  if (bytes.size() > limits.file_bytes) return base::fail("file_too_large", {{"limit", std::to_string(limits.file_bytes / 1'000'000)}});
  if (std::string_view kind = foreign_kind(bytes); !kind.empty()) return base::Failure(not_a_table(kind));
  if (is_zip(bytes)) return read_zip(bytes, limits, deadline);
  if (is_ole2(bytes)) return read_compound(bytes, limits, deadline);
  if (is_bare_biff(bytes)) return read_biff(bytes, limits, deadline);
  return read_text(bytes, limits, deadline);
}

}  // namespace hutong::sheets
