#pragma once
// What a file is, by its first bytes.
#include <string_view>

namespace hutong::sheets::internal {

// The word behind sheets.kind. of a file that is surely no table ("pdf", "picture", …), "" otherwise.
std::string_view foreign_kind(std::string_view bytes);
bool is_zip(std::string_view bytes);
bool is_ole2(std::string_view bytes);
bool is_bare_biff(std::string_view bytes);  // records of an xls without the compound file around them, any version

}  // namespace hutong::sheets::internal
