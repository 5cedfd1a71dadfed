#include "base/json_writer.h"

#include <fmt/format.h>

#include "base/check.h"

namespace hutong::base {

void append_json_string(std::string& to, std::string_view utf8) {
  constexpr char digits[] = "0123456789abcdef";
  to.push_back('"');
  size_t plain_from = 0;
  for (size_t i = 0; i < utf8.size(); ++i) {
    auto c = static_cast<unsigned char>(utf8[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    to.append(utf8, plain_from, i - plain_from);
    plain_from = i + 1;
    switch (c) {
      case '"': to += "\\\""; break;
      case '\\': to += "\\\\"; break;
      case '\n': to += "\\n"; break;
      case '\r': to += "\\r"; break;
      case '\t': to += "\\t"; break;
      default:
        to += "\\u00";
        to.push_back(digits[c >> 4]);
        to.push_back(digits[c & 15]);
    }
  }
  to.append(utf8, plain_from);
  to.push_back('"');
}

void JsonWriter::separate() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (has_members_.empty()) return;
  if (has_members_.back()) out_.push_back(',');
  has_members_.back() = true;
  if (sink_ && out_.size() > flush_above_) flush();
}

JsonWriter& JsonWriter::begin_object() {
  separate();
  out_.push_back('{');
  has_members_.push_back(false);
  return *this;
}
JsonWriter& JsonWriter::end_object() {
  CHECK(!has_members_.empty() && !after_key_);
  has_members_.pop_back();
  out_.push_back('}');
  return *this;
}
JsonWriter& JsonWriter::begin_array() {
  separate();
  out_.push_back('[');
  has_members_.push_back(false);
  return *this;
}
JsonWriter& JsonWriter::end_array() {
  CHECK(!has_members_.empty() && !after_key_);
  has_members_.pop_back();
  out_.push_back(']');
  return *this;
}
JsonWriter& JsonWriter::key(std::string_view name) {
  CHECK(!after_key_);
  separate();
  append_json_string(out_, name);
  out_.push_back(':');
  after_key_ = true;
  return *this;
}
JsonWriter& JsonWriter::value(std::string_view text) {
  separate();
  append_json_string(out_, text);
  return *this;
}
JsonWriter& JsonWriter::value(int64_t number) { return raw(fmt::format_int(number).c_str()); }
JsonWriter& JsonWriter::value(bool truth) { return raw(truth ? "true" : "false"); }
JsonWriter& JsonWriter::value(double number) { return raw(fmt::format("{}", number)); }
JsonWriter& JsonWriter::null() { return raw("null"); }
JsonWriter& JsonWriter::raw(std::string_view json) {
  separate();
  out_ += json;
  return *this;
}

void JsonWriter::flush() {
  if (!sink_) return;
  sink_(out_);
  out_.clear();
}

}  // namespace hutong::base
