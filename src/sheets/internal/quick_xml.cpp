#include "sheets/internal/quick_xml.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include "base/encoding.h"
#include "base/text.h"

namespace hutong::sheets::internal {
namespace {

// Longer than any honest tag or text; beyond it expat takes over, with its own limit.
constexpr size_t token_bytes_max = 1 << 20;
constexpr size_t attributes_max = 32;

enum Class : uint8_t { name_char = 1, name_start = 2, high = 4, stops_text = 8, stops_value = 16 };

constexpr std::array<uint8_t, 256> make_classes() {
  std::array<uint8_t, 256> classes{};
  for (unsigned c = 0; c < 256; ++c) {
    bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':';
    if (is_letter) classes[c] |= name_start | name_char;
    if ((c >= '0' && c <= '9') || c == '-' || c == '.') classes[c] |= name_char;
    if (c >= 0x80) classes[c] |= high;
    // Entities are decoded; a raw '>' may end a "]]>"; of the control characters only tab and line feed are let through, in text.
    if (c == '&' || c == '>' || (c < 0x20 && c != '\t' && c != '\n')) classes[c] |= stops_text;
    if (c == '&' || c == '<' || c < 0x20) classes[c] |= stops_value;
  }
  return classes;
}
constexpr std::array<uint8_t, 256> classes = make_classes();

uint8_t class_of(char c) { return classes[static_cast<unsigned char>(c)]; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// XML's characters are all of Unicode but U+FFFE, U+FFFF and the surrogates.
bool is_xml_text(std::string_view bytes) {
  if (!base::is_valid_utf8(bytes)) return false;
  for (size_t at = bytes.find("\xEF\xBF"); at != std::string_view::npos; at = bytes.find("\xEF\xBF", at + 1))
    if (at + 2 < bytes.size() && static_cast<unsigned char>(bytes[at + 2]) >= 0xBE) return false;
  return true;
}

// Decodes "&…;" at `from` to `to` (never longer than what is read); false if it is none we know.
bool decode_entity(char*& from, char* last, char*& to) {
  char* const end = static_cast<char*>(std::memchr(from, ';', static_cast<size_t>(std::min<std::ptrdiff_t>(last - from, 12))));
  if (!end) return false;
  std::string_view const name(from + 1, static_cast<size_t>(end - from - 1));
  uint32_t code = 0;
  if (name == "amp") code = '&';
  else if (name == "lt") code = '<';
  else if (name == "gt") code = '>';
  else if (name == "quot") code = '"';
  else if (name == "apos") code = '\'';
  else if (name.size() > 1 && name[0] == '#') {
    bool is_hex = name[1] == 'x';
    char const* const digits = name.data() + (is_hex ? 2 : 1);
    auto [stop, error] = std::from_chars(digits, end, code, is_hex ? 16 : 10);
    bool is_character = error == std::errc() && stop == end && (code >= 0x20 || code == '\t' || code == '\n' || code == '\r') && code <= 0x10FFFF &&
                        !(code >= 0xD800 && code <= 0xDFFF) && code != 0xFFFE && code != 0xFFFF;
    if (!is_character) return false;
  } else {
    return false;
  }
  std::string utf8;
  base::append_utf8(utf8, code);
  std::memcpy(to, utf8.data(), utf8.size());
  to += utf8.size();
  from = end + 1;
  return true;
}

// Decodes the entities of [first, last) in place; the new end, or nullptr.
char* decode_entities(char* first, char* last) {
  char* to = first;
  while (first < last) {
    char* const next = static_cast<char*>(std::memchr(first, '&', static_cast<size_t>(last - first)));
    char* const plain_end = next ? next : last;
    std::memmove(to, first, static_cast<size_t>(plain_end - first));
    to += plain_end - first;
    first = plain_end;
    if (next && !decode_entity(first, last, to)) return nullptr;
  }
  return to;
}

bool consume(std::string_view& text, std::string_view literal) {
  if (!text.starts_with(literal)) return false;
  text.remove_prefix(literal.size());
  return true;
}

// ' name="value"' with either quote.
bool consume_pseudo_attribute(std::string_view& text, std::string_view name, std::initializer_list<std::string_view> values) {
  for (char quote : {'"', '\''})
    for (std::string_view value : values) {
      std::string const wanted = " " + std::string(name) + "=" + quote + std::string(value) + quote;
      if (consume(text, wanted)) return true;
    }
  return false;
}

}  // namespace

QuickXml::QuickXml(XmlHandler& handler, Limits const& limits) : handler_(handler), depth_max_(static_cast<size_t>(limits.element_depth)) {}

QuickXml::Outcome QuickXml::feed(std::string_view piece) {
  buffer_.erase(0, at_);
  at_ = 0;
  buffer_.append(piece);
  if (buffer_.size() > token_bytes_max + piece.size()) return Outcome::not_plain;
  return read_tokens();
}

QuickXml::Outcome QuickXml::finish() {
  for (size_t at = at_; at < buffer_.size(); ++at)
    if (!is_blank(buffer_[at])) return Outcome::not_plain;
  return had_root_ && name_sizes_.empty() ? Outcome::going_on : Outcome::not_plain;
}

// A byte-order mark, a declaration of UTF-8, blanks. false: outside the subset.
bool QuickXml::read_declaration() {
  std::string_view text = buffer_;
  consume(text, "\xEF\xBB\xBF");
  if (consume(text, "<?xml")) {
    if (!consume_pseudo_attribute(text, "version", {"1.0"})) return false;
    consume_pseudo_attribute(text, "encoding", {"UTF-8", "utf-8"});
    consume_pseudo_attribute(text, "standalone", {"yes", "no"});
    consume(text, " ");
    if (!consume(text, "?>")) return false;
  }
  at_ = buffer_.size() - text.size();
  has_head_ = true;
  return true;
}

QuickXml::Outcome QuickXml::read_tokens() {
  constexpr size_t declaration_bytes_max = 128;
  if (!has_head_) {
    bool may_be_cut = buffer_.size() < declaration_bytes_max && buffer_.find('>') == std::string::npos;
    if (may_be_cut) return Outcome::going_on;
    if (!read_declaration()) return Outcome::not_plain;
  }
  char* const begin = buffer_.data();
  char* const end = begin + buffer_.size();
  char* at = begin + at_;
  while (at < end) {
    bool is_good = true;
    if (*at == '<') {
      char* const close = static_cast<char*>(std::memchr(at, '>', static_cast<size_t>(end - at)));
      if (!close) break;
      is_good = at[1] == '/' ? read_end_tag(at + 2, close) : read_start_tag(at + 1, close);
      at = close + 1;
    } else {
      char* const next = static_cast<char*>(std::memchr(at, '<', static_cast<size_t>(end - at)));
      if (!next) break;
      is_good = read_text(at, next);
      at = next;
    }
    at_ = static_cast<size_t>(at - begin);
    if (!is_good) return Outcome::not_plain;
    if (handler_.is_stopped()) return Outcome::stopped;
  }
  return Outcome::going_on;
}

bool QuickXml::read_start_tag(char* at, char* end) {
  if (name_sizes_.empty() && had_root_) return false;
  if (!(class_of(*at) & name_start) || name_sizes_.size() >= depth_max_) return false;
  char* const name = at;
  char* local = name;
  for (; class_of(*at) & name_char; ++at)
    if (*at == ':') local = at + 1;
  size_t const size = static_cast<size_t>(at - name);
  bool is_empty = end[-1] == '/';
  if (is_empty) --end;
  char* const name_end = at;
  if (at != end && !is_blank(*at)) return false;
  if (!read_attributes(at, end)) return false;
  *name_end = '\0';
  had_root_ = true;
  handler_.start(local, Attributes(attributes_.data()));
  if (is_empty) {
    if (!handler_.is_stopped()) handler_.end(local);
    return true;
  }
  names_.append(name, size);
  name_sizes_.push_back(static_cast<uint32_t>(size));
  return true;
}

// Names and values become C strings in place.
bool QuickXml::read_attributes(char*& at, char* end) {
  attributes_.clear();
  for (;;) {
    bool had_blank = false;
    for (; at < end && is_blank(*at); ++at) had_blank = true;
    if (at >= end) break;
    if (!had_blank || !(class_of(*at) & name_start) || attributes_.size() >= 2 * attributes_max) return false;
    char* const name = at;
    while (at < end && (class_of(*at) & name_char)) ++at;
    if (at + 1 >= end || *at != '=' || (at[1] != '"' && at[1] != '\'')) return false;
    *at = '\0';
    char const quote = at[1];
    char* const value = at + 2;
    uint8_t seen = 0;
    for (at = value; at < end && *at != quote; ++at) seen |= class_of(*at);
    if (at >= end) return false;
    char* value_end = at++;
    if (seen & (stops_value | high)) {
      std::string_view const raw(value, static_cast<size_t>(value_end - value));
      if ((seen & high) && !is_xml_text(raw)) return false;
      for (char c : raw)
        if (c == '<' || static_cast<unsigned char>(c) < 0x20) return false;
      if (value_end = decode_entities(value, value_end); !value_end) return false;
    }
    *value_end = '\0';
    for (size_t i = 0; i < attributes_.size(); i += 2)
      if (std::strcmp(attributes_[i], name) == 0) return false;
    attributes_.push_back(name);
    attributes_.push_back(value);
  }
  attributes_.push_back(nullptr);
  return true;
}

bool QuickXml::read_end_tag(char* at, char* end) {
  if (name_sizes_.empty()) return false;
  size_t const size = name_sizes_.back(), before = names_.size() - size;
  if (static_cast<size_t>(end - at) != size || std::memcmp(at, names_.data() + before, size) != 0) return false;
  *end = '\0';
  handler_.end(local_part(at));
  names_.resize(before);
  name_sizes_.pop_back();
  return true;
}

bool QuickXml::read_text(char* first, char* last) {
  if (name_sizes_.empty()) {
    for (char* at = first; at < last; ++at)
      if (!is_blank(*at)) return false;
    return true;
  }
  uint8_t seen = 0;
  for (char* at = first; at < last; ++at) seen |= class_of(*at);
  if ((seen & high) && !is_xml_text({first, static_cast<size_t>(last - first)})) return false;
  if (seen & stops_text) {
    for (char* at = first; at < last; ++at)
      if ((class_of(*at) & stops_text) && *at != '&') return false;
    last = decode_entities(first, last);
    if (!last) return false;
  }
  handler_.text({first, static_cast<size_t>(last - first)});
  return true;
}

}  // namespace hutong::sheets::internal
