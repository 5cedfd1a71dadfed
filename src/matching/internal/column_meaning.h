#pragma once
// What a column is, by its title and by what stands below it.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "matching/fields.h"
#include "matching/internal/profile.h"
#include "matching/internal/titles.h"

namespace hutong::matching::internal {

struct Column {
  size_t index = 0;
  std::string plain;
  std::optional<Title> title;
  Profile profile;
  FieldKind kind = FieldKind::text;
  About about = About::self;
  std::string name;        // role, or the title as written
  bool has_role = false;
  bool is_out = false;     // paired, or left out
};

struct Side {
  sheets::CsvTable const* table = nullptr;
  std::vector<Column> columns;
  std::optional<size_t> id;
  std::vector<size_t> ignored;
};

Side side_of(sheets::CsvTable const&);  // titles and content, not yet judged

// Lists of persons say sex, birth or a person's number; things have a price, a brand, a venue. Titles first, then content.
bool are_things(std::vector<Side const*> const&);

void judge(Side&, bool of_things);

bool are_few_values(Profile const&);

// "tax_no", "会员编号": an unknown title that at least says: a number that names something.
bool ends_like_an_id(std::string_view plain);

// 0 and 1, or numbers: "label" and "class" are also words for other things.
bool is_answer(Column const&);

}  // namespace hutong::matching::internal
