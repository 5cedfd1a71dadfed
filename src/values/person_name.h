#pragma once
// A person's name. Shown as it was written; compared by its key: no blanks, one kind of middle dot, half width, simple variants folded
// (traditional → simplified, and the few spellings offices exchange). It does not print: masked() or reveal().
#include <iosfwd>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hutong::values {

class PersonName {
 public:
  // Drops blanks between Chinese characters, • ・ ． become ·, half width. Problems: name_empty, name_garbled (contains ? or U+FFFD).
  // 未取名, 无名氏, 无 and the like are empty.
  static base::Result<PersonName> parse(std::string_view text);

  std::string masked() const;  // 王*, 欧阳** : the first character, then stars
  std::string const& reveal() const { return text_; }
  // Equal keys = names that agree for matching's first version.
  std::string const& key() const { return key_; }

  friend bool operator==(PersonName const& a, PersonName const& b) { return a.text_ == b.text_; }
  friend std::ostream& operator<<(std::ostream&, PersonName const&) = delete;

 private:
  std::string text_;
  std::string key_;
};

}  // namespace hutong::values
