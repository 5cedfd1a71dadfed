#pragma once
// Names in letters: John Smith, SMITH, John, J. Smith; and Chinese names in pinyin, which are also given their sounds.
#include <string_view>

#include "matching/name_form.h"

namespace hutong::matching::internal {

NameForm latin_form(std::string_view written, NamePart);
NameAgreement compare_latin(std::string_view text, std::string_view other_text);
NameKeys latin_keys(NameForm const&, std::string_view text);

}  // namespace hutong::matching::internal
