#include "store/internal/flat_json.h"

#include <charconv>

#include "base/check.h"
#include "base/text.h"

namespace hutong::store::internal {

std::vector<std::pair<std::string_view, std::string_view>> const& FlatJson::read(std::string_view json) {
  members_.clear();
  kept_.clear();
  rest_ = json;
  auto at = [&](char c) { return !rest_.empty() && rest_.front() == c; };
  auto skip = [&](char expected) {
    CHECK(at(expected));
    rest_.remove_prefix(1);
  };
  skip('{');
  while (!at('}')) {
    auto name = text();
    skip(':');
    if (at('"')) {
      members_.emplace_back(name, text());
    } else {
      size_t end = rest_.find_first_of(",}");
      CHECK(end != std::string_view::npos);
      auto word = rest_.substr(0, end);
      rest_.remove_prefix(end);
      if (word != "null") members_.emplace_back(name, word);
    }
    if (at(',')) rest_.remove_prefix(1);
  }
  skip('}');
  CHECK(rest_.empty());
  return members_;
}

std::string_view FlatJson::text() {
  CHECK(!rest_.empty() && rest_.front() == '"');
  rest_.remove_prefix(1);
  size_t end = 0;
  bool has_escapes = false;
  while (true) {
    end = rest_.find_first_of("\"\\", end);
    CHECK(end != std::string_view::npos);
    if (rest_[end] == '"') break;
    has_escapes = true;
    end += 2;
  }
  auto inside = rest_.substr(0, end);
  rest_.remove_prefix(end + 1);
  return has_escapes ? unescaped(inside) : inside;
}

std::string_view FlatJson::unescaped(std::string_view escaped) {
  std::string out;
  for (size_t i = 0; i < escaped.size(); ++i) {
    if (escaped[i] != '\\') {
      out.push_back(escaped[i]);
      continue;
    }
    char c = escaped[++i];
    switch (c) {
      case 'n': out.push_back('\n'); break;
      case 't': out.push_back('\t'); break;
      case 'r': out.push_back('\r'); break;
      case 'b': out.push_back('\b'); break;
      case 'f': out.push_back('\f'); break;
      case 'u': {  // our writer escapes control characters only
        uint32_t unit = 0;
        CHECK(i + 4 < escaped.size());
        std::from_chars(escaped.data() + i + 1, escaped.data() + i + 5, unit, 16);
        base::append_utf8(out, static_cast<char32_t>(unit));
        i += 4;
        break;
      }
      default: out.push_back(c);
    }
  }
  return kept_.emplace_back(std::move(out));
}

}  // namespace hutong::store::internal
