#pragma once
// Does the file look like what it is said to be? Each doubt is a question to the sender; the two walls (restricted content, another agency's
// paper) are refusals.
#include <string>
#include <vector>

#include "intake/check.h"
#include "sheets/workbook.h"
#include "usecases/internal/row_text.h"
#include "usecases/submit_list.h"

namespace hutong::usecases {

// Titles, notes and signatures of the file, and its name: what is written around the rows.
std::vector<std::string> headings(std::string_view file_name, sheets::Workbook const&, intake::CheckResult const&);

// Content of the restricted compartment in an ordinary list, in whatever cell it stands. Its own report is turned away before; this finds it
// in another's clothes.
std::optional<base::Problem> restricted_content(std::string_view file_name, sheets::Workbook const&, intake::CheckResult const&);

// The reporting unit written on the paper is another agency.
std::optional<base::Problem> paper_of_other_agency(Handing const&, std::vector<std::string> const& headings);

// Last month's file, another month's heading.
std::vector<base::Problem> doubts(Context&, Handing const&, std::string_view file_digest, std::vector<std::string> const& headings,
                                  std::vector<exchange::RowKey> const& accepted);

// What the report needs has no column at all: another list, most likely.
std::optional<base::Problem> looks_like_another_list(Context const&, Handing const&, intake::CheckResult const&);

}  // namespace hutong::usecases
