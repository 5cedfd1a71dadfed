#pragma once
// What the title of a column says, in the spellings of Chinese offices and of English databases.
#include <optional>
#include <string>
#include <string_view>

#include "matching/fields.h"

namespace hutong::matching::internal {

// What a title is good for besides naming a field.
enum class TitleUse : uint8_t {
  field,
  row_id,     // names the row and nothing else: id, rec_id, 编号
  person_id,  // names the row if it is unique, else gives the answer away: person_id, 人员编号
  answer,     // gives the answer away: cluster, entity_id, true_match
  link,       // an address of a page or picture: says nothing of its own
  source,     // where the row came from
};

struct Title {
  TitleUse use = TitleUse::field;
  FieldKind kind = FieldKind::text;
  About about = About::self;
  std::string name;       // role, "birth_date", "guardian_name", "address_2"
  bool is_of_person = false;  // speaks for a list of persons (sex, birth_date …)
  bool is_of_thing = false;   // … of things (price, brand, venue …)
};

// Nothing if the title is not known.
std::optional<Title> title_of(std::string_view written);

// Lower case, half width, without blanks and punctuation: titles that are equal so are the same.
std::string plain_title(std::string_view written);

}  // namespace hutong::matching::internal
