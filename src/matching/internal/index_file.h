#pragma once
// The layout of an index (docs/formats/link.md): a head, a table of sections, the sections. Numbers have the least significant byte first.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "matching/internal/blocking.h"
#include "matching/internal/known.h"
#include "matching/internal/learn.h"
#include "matching/register_index.h"

namespace hutong::matching::internal {

constexpr std::string_view index_mark = "HTINDEX\n";
constexpr uint32_t index_version = 3;

// The first section: everything small.
struct IndexModel {
  RegisterIndex::About about;
  std::vector<std::string> titles;        // of the register's columns that are kept
  std::optional<uint32_t> id_column;      // among them; none: rows are named by their number
  std::string like_id;                    // title of the typical list's row id, "" = none
  struct Field {
    matching::Field field;                // right_column among the kept ones; left_column is meaningless
    std::string like_title;
    float weight_of_unknown = 0, rarity_of_unknown = 0;
  };
  std::vector<Field> fields;
  Learnt learnt;
  struct Rule {
    matching::Rule rule;
    std::string name;
    uint32_t bucket_bits = 0;
  };
  std::vector<Rule> rules;
  uint64_t probe = 0;                     // digest of keys and levels of some rows: an index of another program's keys would find nobody
};
std::string bytes_of(IndexModel const&);
// Everything in range: columns, kinds, numbers of levels, finite numbers. nullopt: not something that bytes_of() wrote.
std::optional<IndexModel> index_model_from(std::string_view bytes);

struct IndexEntry {
  uint32_t check = 0;  // the low half of the key; the bucket is its top bits
  uint32_t row = 0;
};

struct IndexRule {
  Packed<uint64_t> too_common;  // keys that were refined or left out, ascending
  Packed<uint32_t> buckets;     // bucket → first entry; one more at the end
  Packed<IndexEntry> entries;
};

struct IndexSections {
  std::string_view model;
  Packed<uint64_t> rows_at;  // row → place in rows; one more at the end
  std::string_view rows;     // each kept cell: its size (LEB128), its bytes
  struct OfField {
    Packed<KnownField::Word> words;
    Packed<KnownField::Value> values;
  };
  std::vector<OfField> fields;
  std::vector<IndexRule> rules;
};

// Puts sections behind each other: model, rows_at, rows, of each field words and values, of each rule too_common, buckets and entries.
std::string index_file_of(std::vector<std::string> sections);
// The same taken apart; only the head, the table and the model are looked at. Problem link_index_version, link_index_cut_short, link_index_damaged without place.
base::Result<std::pair<IndexModel, IndexSections>> index_file_from(std::string_view bytes);
bool has_every_digest(std::string_view bytes);  // of a file that index_file_from() takes

}  // namespace hutong::matching::internal
