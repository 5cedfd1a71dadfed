#pragma once
// Little-endian numbers out of bytes that may be cut anywhere: a place outside reads as zero, and callers check size where it matters.
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace hutong::sheets::internal {

template <class T>
T number_at(std::string_view bytes, size_t at) {
  T value{};
  if (at <= bytes.size() && sizeof(T) <= bytes.size() - at) std::memcpy(&value, bytes.data() + at, sizeof(T));
  return value;  // x86-64 and arm64 are little-endian
}
inline uint8_t u8_at(std::string_view bytes, size_t at) { return number_at<uint8_t>(bytes, at); }
inline uint16_t u16_at(std::string_view bytes, size_t at) { return number_at<uint16_t>(bytes, at); }
inline uint32_t u32_at(std::string_view bytes, size_t at) { return number_at<uint32_t>(bytes, at); }
inline uint64_t u64_at(std::string_view bytes, size_t at) { return number_at<uint64_t>(bytes, at); }

template <class T>
void append_number(std::string& to, T value) {
  to.append(reinterpret_cast<char const*>(&value), sizeof value);
}
inline void append_u8(std::string& to, unsigned value) { append_number(to, static_cast<uint8_t>(value)); }
inline void append_u16(std::string& to, unsigned value) { append_number(to, static_cast<uint16_t>(value)); }
inline void append_u32(std::string& to, uint32_t value) { append_number(to, value); }

inline char lower_ascii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
inline std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lower_ascii(c);
  return out;
}
// Upper and lower case of ASCII letters are the same.
inline bool same_word(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i)
    if (lower_ascii(a[i]) != lower_ascii(b[i])) return false;
  return true;
}

}  // namespace hutong::sheets::internal
