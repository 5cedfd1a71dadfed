#pragma once
// The legal source of a rule: document number and article, as a lawyer would look it up.
#include <string>

namespace hutong::values {

struct Citation {
  std::string document;  // 民发〔2020〕125号
  std::string article;   // 一、（一）; may be empty
  std::string title;     // 关于进一步做好事实无人抚养儿童保障有关工作的通知; may be empty
  std::string to_string() const { return article.empty() ? document : document + " " + article; }
  friend bool operator==(Citation const&, Citation const&) = default;
};

}  // namespace hutong::values
