#pragma once
// Writes JSON straight into a string: for results of 100,000 rows, where a document tree would cost more than the work itself.
// Commas and nesting are kept by the writer; keys and values must alternate inside objects (CHECKed).
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace hutong::base {

class JsonWriter {
 public:
  // When more than `flush_above` bytes have gathered, they go to `sink` and are forgotten; without a sink all stays in text().
  using Sink = std::function<void(std::string_view)>;
  JsonWriter() = default;
  explicit JsonWriter(Sink sink, size_t flush_above = 1 << 16) : sink_(std::move(sink)), flush_above_(flush_above) {}

  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view);
  JsonWriter& value(std::string_view);  // must be valid UTF-8; control characters are escaped
  JsonWriter& value(char const* text) { return value(std::string_view(text)); }
  JsonWriter& value(int64_t);
  JsonWriter& value(int number) { return value(static_cast<int64_t>(number)); }
  JsonWriter& value(size_t number) { return value(static_cast<int64_t>(number)); }
  JsonWriter& value(bool);
  JsonWriter& value(double);
  JsonWriter& null();
  JsonWriter& raw(std::string_view json);  // an already written JSON value
  template <class T>
  JsonWriter& member(std::string_view name, T const& of) {
    return key(name).value(of);
  }

  void flush();  // to the sink; call once at the end
  std::string const& text() const { return out_; }

 private:
  void separate();
  std::string out_;
  std::vector<bool> has_members_;
  bool after_key_ = false;
  Sink sink_;
  size_t flush_above_ = 0;
};

void append_json_string(std::string& to, std::string_view utf8);

}  // namespace hutong::base
