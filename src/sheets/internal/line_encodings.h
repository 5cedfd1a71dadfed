#pragma once
// Of a text that is not UTF-8 throughout: what each of its lines could be. A list pasted together from two programs has lines of both.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hutong::sheets::internal {

// What one line of a file without a common encoding could be.
enum class LineScript : uint8_t { ascii, utf8, gb18030, latin };

struct LineCensus {
  struct Script {
    size_t count = 0, first_line = 0;  // lines from 1
  };
  std::array<Script, 4> scripts{};
  Script& of(LineScript script) { return scripts[static_cast<size_t>(script)]; }
  Script const& of(LineScript script) const { return scripts[static_cast<size_t>(script)]; }
};

LineCensus census_of(std::string_view text);

// Windows-1252 → UTF-8: what Western databases export. Lines that are UTF-8 stay.
std::string from_latin(std::string_view text);

}  // namespace hutong::sheets::internal
