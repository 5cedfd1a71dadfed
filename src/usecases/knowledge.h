#pragma once
// What a district may edit: rules, lists, divisions, duties, meanings, calendar, payments.
#include <deque>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/resources.h"
#include "base/result.h"

namespace hutong::usecases {

// The files of one folder, in order of name: the data directory's own, or with no directory ("") those inside the program. Never a mixture, and never the
// program's in place of the directory's: a district whose edits are lost must hear of it before it pays by the old rules. Texts live as long as `texts`.
// Problems: data_folder_missing, data_folder_not_ours (values: path), those of base::read_file. OutsideFailure: knowledge_lost (values: path, folder).
base::Result<std::vector<base::Resource>> knowledge(std::filesystem::path const& data_folder, std::string_view folder, std::deque<std::string>& texts);

}  // namespace hutong::usecases
