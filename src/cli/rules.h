#pragma once
// The pages of rules/: a data directory's own, else those inside the program (DESIGN 8).
#include <string>
#include <utility>
#include <vector>

#include "base/resources.h"
#include "cli/door.h"

namespace hutong::cli {

class RulePages {
 public:
  explicit RulePages(std::vector<std::pair<std::string, std::string>> pages) : pages_(std::move(pages)) {}
  std::vector<base::Resource> files() const;  // views into this object

 private:
  std::vector<std::pair<std::string, std::string>> pages_;  // name → text
};

base::Result<RulePages> rule_pages_of(Door const&);

}  // namespace hutong::cli
