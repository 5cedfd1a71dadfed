#pragma once
// Small operations on UTF-8 text that everybody needs. Nothing here knows about persons or lists.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hutong::base {

// Code points of strict UTF-8; a malformed byte comes out as U+FFFD.
std::u32string to_utf32(std::string_view utf8);
std::string to_utf8(std::u32string_view);
void append_utf8(std::string& to, char32_t);

// NFKC (full width → half width, compatibility forms), through ICU; ASCII passes without a call.
std::string nfkc(std::string_view utf8);
// Drops every Unicode white space, also U+3000, U+00A0 and zero-width characters.
std::string without_blanks(std::string_view utf8);
// Cuts such blanks at both ends only.
std::string_view trimmed(std::string_view utf8);

std::vector<std::string> split(std::string_view text, char at);
std::string join(std::vector<std::string> const& parts, std::string_view between);
bool starts_with(std::string_view text, std::string_view prefix);
bool ends_with(std::string_view text, std::string_view suffix);
bool contains(std::string_view text, std::string_view part);
std::string replace_all(std::string_view text, std::string_view what, std::string_view with);
size_t length_in_characters(std::string_view utf8);
// Controls as signs a person can see (ESC → ␛), but line ends and tabs: what a list holds must not command the terminal it is shown on.
std::string visible(std::string_view utf8);
// Columns a terminal uses for the text: 2 for wide East Asian characters, else 1.
size_t width_in_columns(std::string_view utf8);
bool is_han(char32_t);

}  // namespace hutong::base
