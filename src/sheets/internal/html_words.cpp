#include "sheets/internal/html_words.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "sheets/internal/bytes.h"

namespace hutong::sheets::internal {
namespace {

bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f'; }

struct Entity {
  std::string_view name;
  std::string_view text;
};
// Those that lists contain; · stands in names of ethnic minorities.
constexpr Entity entities[] = {
    {"amp", "&"},    {"lt", "<"},     {"gt", ">"},     {"quot", "\""},  {"apos", "'"},   {"nbsp", " "},   {"ensp", " "},  {"emsp", " "},   {"middot", "·"},
    {"bull", "•"},   {"times", "×"},  {"yen", "¥"},    {"mdash", "—"},  {"ndash", "–"},  {"hellip", "…"}, {"ldquo", "“"}, {"rdquo", "”"},  {"lsquo", "‘"},
    {"rsquo", "’"},  {"radic", "√"},  {"deg", "°"},    {"copy", "©"},   {"reg", "®"},    {"shy", ""},     {"zwnj", ""},   {"zwj", ""},
};

std::string with_entities(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    size_t next = std::min(text.find('&', at), text.size());
    out.append(text, at, next - at);
    at = next < text.size() ? next + append_entity(text.substr(next), out) : next;
  }
  return out;
}

}  // namespace

std::string const* Tag::find(std::string_view attribute) const {
  for (auto const& [key, value] : attributes)
    if (key == attribute) return &value;
  return nullptr;
}
std::string_view Tag::text(std::string_view attribute) const {
  std::string const* found = find(attribute);
  return found ? std::string_view(*found) : std::string_view();
}
int Tag::number(std::string_view attribute, int otherwise) const {
  std::string_view value = base::trimmed(text(attribute));
  int number = otherwise;
  return std::from_chars(value.data(), value.data() + value.size(), number).ec == std::errc() ? number : otherwise;
}

TagReader::TagReader(std::string_view html)
    : html_(html), last_bracket_(html.rfind('>')), last_double_(html.rfind('"')), last_single_(html.rfind('\'')), last_comment_end_(html.rfind("-->")) {}

size_t TagReader::read(size_t open, Tag& tag) {
  tag.name.clear();
  tag.attributes.clear();
  tag.is_end = false;
  bool is_closable = last_bracket_ != std::string_view::npos && open < last_bracket_;
  if (!is_closable || open + 1 >= html_.size()) return open;
  if (html_.substr(open, 4) == "<!--") {
    bool is_closed = last_comment_end_ != std::string_view::npos && open + 4 <= last_comment_end_;
    return is_closed ? html_.find("-->", open + 4) + 3 : html_.find('>', open) + 1;
  }
  size_t at = open + 1;
  if (html_[at] == '!' || html_[at] == '?') return html_.find('>', at) + 1;
  if (html_[at] == '/') {
    tag.is_end = true;
    ++at;
  }
  if (at >= html_.size() || !is_letter(html_[at])) return open;
  size_t name_end = at;
  while (name_end < html_.size() && !is_blank(html_[name_end]) && html_[name_end] != '>' && html_[name_end] != '/') ++name_end;
  tag.name = lower_ascii(html_.substr(at, name_end - at));
  size_t end = end_of_tag(name_end);
  if (end == std::string_view::npos) return open;
  if (!tag.is_end) read_attributes(html_.substr(name_end, end - name_end), tag);
  return end + 1;
}

// The '>' that is not inside quotes. A quote that never closes is a letter; and once a tag ran to the end of the document because of its
// quotes, they no longer count, or a hostile file would make us run there for every tag.
size_t TagReader::end_of_tag(size_t at) {
  size_t const start = at;
  while (at < html_.size()) {
    char const c = html_[at];
    if (c == '>') return at;
    bool opens = quotes_count_ && ((c == '"' && at < last_double_) || (c == '\'' && at < last_single_)) && html_[at - 1] == '=';
    at = opens ? html_.find(c, at + 1) + 1 : at + 1;
  }
  if (quotes_count_) {
    quotes_count_ = false;
    return html_.find('>', start);
  }
  return std::string_view::npos;
}

void TagReader::read_attributes(std::string_view inside, Tag& tag) {
  size_t at = 0;
  auto skip_blanks = [&] {
    while (at < inside.size() && (is_blank(inside[at]) || inside[at] == '/')) ++at;
  };
  for (skip_blanks(); at < inside.size(); skip_blanks()) {
    size_t name_at = at;
    while (at < inside.size() && !is_blank(inside[at]) && inside[at] != '=') ++at;
    std::string name = lower_ascii(inside.substr(name_at, at - name_at));
    while (at < inside.size() && is_blank(inside[at])) ++at;
    std::string value;
    if (at < inside.size() && inside[at] == '=') {
      ++at;
      while (at < inside.size() && is_blank(inside[at])) ++at;
      char const quote = at < inside.size() ? inside[at] : '\0';
      size_t end;
      if (quote == '"' || quote == '\'') {
        ++at;
        end = std::min(inside.find(quote, at), inside.size());
      } else {
        end = at;
        while (end < inside.size() && !is_blank(inside[end])) ++end;
      }
      value = with_entities(inside.substr(at, end - at));
      at = std::min(end + (quote == '"' || quote == '\'' ? 1 : 0), inside.size());
    }
    constexpr size_t attributes_max = 256;
    if (tag.attributes.size() >= attributes_max) return;
    if (!name.empty()) tag.attributes.emplace_back(std::move(name), std::move(value));
    else if (at < inside.size()) ++at;
  }
}

size_t append_entity(std::string_view text, std::string& to) {
  size_t end = 1;
  while (end < text.size() && end < 12 && (is_letter(text[end]) || (text[end] >= '0' && text[end] <= '9') || text[end] == '#')) ++end;
  std::string_view name = text.substr(1, end - 1);
  size_t const whole = end < text.size() && text[end] == ';' ? end + 1 : end;
  if (name.starts_with('#')) {
    bool is_hex = name.size() > 1 && (name[1] | 0x20) == 'x';
    uint32_t code = 0;
    char const* digits = name.data() + (is_hex ? 2 : 1);
    auto [stop, error] = std::from_chars(digits, name.data() + name.size(), code, is_hex ? 16 : 10);
    bool is_character = error == std::errc() && stop == name.data() + name.size() && code > 0 && code <= 0x10FFFF && !(code >= 0xD800 && code <= 0xDFFF);
    if (is_character) {
      if (code == 0xA0) to += ' ';
      else base::append_utf8(to, code);
      return whole;
    }
  }
  for (Entity const& entity : entities)
    if (name == entity.name) {
      to += entity.text;
      return whole;
    }
  to += '&';
  return 1;
}

std::string number_format_in(std::string_view style) {
  constexpr std::string_view property = "mso-number-format:";
  size_t at = style.find(property);
  if (at == std::string_view::npos) return {};
  at += property.size();
  while (at < style.size() && is_blank(style[at])) ++at;
  char const quote = at < style.size() && (style[at] == '"' || style[at] == '\'') ? style[at] : '\0';
  if (quote) ++at;
  std::string out;
  for (; at < style.size(); ++at) {
    char const c = style[at];
    if (quote ? c == quote : (c == ';' || c == '}')) break;
    if (c != '\\') {
      out += c;
      continue;
    }
    // A CSS escape: up to six hexadecimal digits ("\0022" is a quote), else the character itself.
    size_t end = at + 1;
    while (end < style.size() && end < at + 5 && std::string_view("0123456789abcdefABCDEF").find(style[end]) != std::string_view::npos) ++end;
    if (end == at + 5) {
      uint32_t code = 0;
      std::from_chars(style.data() + at + 1, style.data() + end, code, 16);
      base::append_utf8(out, code);
      at = end - 1;
    } else if (at + 1 < style.size()) {
      out += style[++at];
    }
  }
  return out;
}

void StyleClasses::read(std::string_view sheet) {
  for (size_t at = sheet.find('.'); at != std::string_view::npos; at = sheet.find('.', at + 1)) {
    size_t name_end = at + 1;
    while (name_end < sheet.size() && (is_letter(sheet[name_end]) || (sheet[name_end] >= '0' && sheet[name_end] <= '9') || sheet[name_end] == '_' || sheet[name_end] == '-')) ++name_end;
    size_t open = name_end;
    while (open < sheet.size() && is_blank(sheet[open])) ++open;
    if (open >= sheet.size() || sheet[open] != '{') continue;
    constexpr size_t rule_bytes_max = 4096;
    std::string_view const rule = sheet.substr(open, rule_bytes_max);
    std::string format = number_format_in(rule.substr(0, rule.find('}')));
    constexpr size_t classes_max = 65'536;
    if (!format.empty() && formats_.size() < classes_max) formats_[std::string(sheet.substr(at + 1, name_end - at - 1))] = std::move(format);
  }
}

std::string const& StyleClasses::number_format(std::string_view class_name) const {
  static std::string const none;
  auto found = formats_.find(std::string(class_name));
  return found == formats_.end() ? none : found->second;
}

}  // namespace hutong::sheets::internal
