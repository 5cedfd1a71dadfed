#pragma once
// What the columns of one or two tables mean, and which of them are the same thing: recognised by title and by content, or said in a small YAML file
// (docs/formats/link.md). Titles are known in Chinese and English; a title that is not known is judged by what stands below it.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sheets/csv_table.h"

namespace hutong::matching {

// How a field is compared.
enum class FieldKind : uint8_t {
  resident_number,  // 公民身份号码, or what is left of one
  identifier,       // any other number that belongs to one person or thing: social security, passport, ISBN, model
  person_name,      // a whole name
  given_name,
  surname,
  date,
  category,         // few values: sex, state, brand
  place,            // an address, a village, a town
  phone,
  number,           // a quantity: price, year, pages
  text,             // a title or a description: several words
};
std::string_view code_of(FieldKind);
std::string_view chinese(FieldKind);
std::optional<FieldKind> field_kind_from(std::string_view code);

// household: shared by those who live together (telephone, place, postcode, surname, a guardian's or parent's name and number).
enum class About : uint8_t { self, household };
std::string_view code_of(About);

struct Field {
  FieldKind kind = FieldKind::text;
  About about = About::self;
  std::string name;  // what it is: "birth_date", "sex", "guardian_name", "postcode" …; the left title where that is not known
  size_t left_column = 0, right_column = 0;  // equal in one table
};

constexpr size_t fields_max = 12;  // a pair's levels fit one number (internal/linker_work.h)

struct Plan {
  std::optional<size_t> left_id, right_id;  // absent: rows are named by their number, from 1
  std::vector<Field> fields;                // most telling first, at most fields_max
  std::vector<base::Problem> notes;         // what was left out and why, as sentences of messages: link_note_…
};

// What the caller already knows. A column is named by its title.
struct Choice {
  std::string left_id, right_id;     // "" = find one
  std::vector<std::string> ignore;   // no evidence; a title that only one of the tables has is fine
};

// Problems: link_no_column (column, file, known), link_id_twice (column, value, first, place.row), link_id_missing (column, place.row),
// link_no_titles, link_nothing_to_compare, link_all_the_same.
base::Result<Plan> recognise(sheets::CsvTable const& left, sheets::CsvTable const& right, Choice const& = {});
base::Result<Plan> recognise(sheets::CsvTable const& table, Choice const& = {});  // to find what stands in it twice

// One table writes whole names, the other given names and surnames apart: gives the latter a column of whole names. Call it before recognise().
void join_names(sheets::CsvTable& left, sheets::CsvTable& right);

// What a config file says (docs/formats/link.md).
struct Config {
  struct ConfigField {
    std::string left, right;        // titles
    std::optional<FieldKind> kind;  // absent, like the others: judged by title and content
    std::optional<About> about;
    std::string name;
  };
  Choice choice;
  std::vector<ConfigField> fields;  // these and no others; none: all that can be recognised
};

struct ReadConfig {
  Config config;
  std::vector<base::Problem> problems;  // all of them, with file and line: link_config_…
};
ReadConfig read_config(std::string_view yaml, std::string file);

// Problems as of recognise().
base::Result<Plan> plan_of(Config const&, sheets::CsvTable const& left, sheets::CsvTable const& right);
base::Result<Plan> plan_of(Config const&, sheets::CsvTable const& table);

}  // namespace hutong::matching
