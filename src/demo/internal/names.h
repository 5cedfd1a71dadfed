#pragma once
// Invented names of a northern Chinese district: common surnames and given-name characters with rough weights, our own selection. The hard
// cases of real lists are in it on purpose: two-character surnames, names with a middle dot, characters outside GBK, one-character names.
#include <string>

#include "base/random.h"
#include "values/date.h"
#include "values/id_number.h"

namespace hutong::demo {

std::string draw_surname(base::Random&);
// A given name as its generation would bear it: 1950s 秀英, 1980s 伟, 2010s 梓涵.
std::string draw_given_name(base::Random&, values::Sex, int birth_year);
// A whole name in the manner of a minority (about 1 in 500 persons here): 阿依古丽·买买提.
std::string draw_dotted_name(base::Random&, values::Sex);
// A given name with a character that GBK lacks and GB18030 holds in four bytes.
std::string draw_rare_given_name(base::Random&);
// A sibling's given name that shares its first character: 子涵 → 子轩.
std::string draw_sibling_given_name(base::Random&, std::string const& given_name, values::Sex, int birth_year);

// True in `parts` of 1,000,000 cases. Whole numbers only, so that every machine draws the same district.
bool happens(base::Random&, int parts_per_million);

}  // namespace hutong::demo
