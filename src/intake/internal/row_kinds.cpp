#include "intake/internal/row_kinds.h"

#include <algorithm>

#include "base/text.h"
#include "intake/internal/cells.h"
#include "intake/internal/labels.h"

namespace hutong::intake {
namespace {

std::string_view behind(std::string_view text, std::string_view prefix) { return text.substr(prefix.size()); }

// Only figures, units and marks: what stands behind 合计.
bool is_count(std::string_view text) {
  constexpr std::u32string_view allowed = U"0123456789.,:;()人户名条元万个张项份次-/=+ 大写小写共计";
  for (char32_t const c : base::to_utf32(text))
    if (allowed.find(c) == std::u32string_view::npos) return false;
  return true;
}

}  // namespace

bool is_total_word(std::string_view text, CatalogueData const& data) {
  if (text.size() > 90) return false;
  std::string const label = normalised_label(text);
  for (std::string const& word : data.total_words) {
    bool const is_whole_word = word.size() >= std::string_view("合计").size();
    if (!base::starts_with(label, word)) {
      if (is_whole_word && base::ends_with(label, word) && label.size() <= word.size() + 24) return true;  // 明水街道小计
      continue;
    }
    std::string_view const rest = behind(label, word);
    if (is_whole_word && is_count(rest)) return true;
    if (!is_whole_word && rest.size() >= 2 && rest[0] >= '0' && rest[0] <= '9' && is_count(rest)) return true;  // 共3人
  }
  return false;
}

bool is_signature_text(std::string_view text, CatalogueData const& data) {
  std::string const half = base::without_blanks(base::nfkc(text));
  if (half.size() > 240) return false;
  for (std::string const& word : data.signature_words) {
    if (!base::starts_with(half, word)) continue;
    std::string_view const rest = behind(half, word);
    if (rest.empty() || rest[0] == ':' || rest[0] == '(') return true;
    for (std::string_view const more : {"签字", "签名", "签章", "盖章"})
      if (base::starts_with(rest, more)) return true;
  }
  return false;
}

bool is_note_text(std::string_view text, CatalogueData const& data) {
  std::string const half = base::without_blanks(base::nfkc(text));
  for (std::string const& word : data.note_words) {
    if (!base::starts_with(half, word)) continue;
    std::string_view rest = behind(half, word);
    while (!rest.empty() && rest[0] >= '0' && rest[0] <= '9') rest.remove_prefix(1);
    if (base::starts_with(rest, ":") || base::starts_with(rest, ".") || base::starts_with(rest, "、") || base::starts_with(rest, ",")) return true;
    if (word == "※" || word == "★" || word == "以上" || word == "以下空白" || word == "本表" || (rest.empty() && word == "填表说明")) return true;
  }
  return false;
}

bool is_bare_date(std::string_view text) {
  std::string const half = base::without_blanks(base::nfkc(text));
  if (half.size() < 6 || half.size() > 40) return false;
  bool has_figure = false;
  for (char32_t const c : base::to_utf32(half)) {
    bool const is_figure = (c >= '0' && c <= '9') || std::u32string_view(U"〇○零一二三四五六七八九十").find(c) != std::u32string_view::npos;
    has_figure = has_figure || is_figure;
    if (!is_figure && std::u32string_view(U"年月日.-/").find(c) == std::u32string_view::npos) return false;
  }
  return has_figure && base::contains(half, "年");
}

bool says_nil(std::string_view text, CatalogueData const& data) {
  std::string const label = normalised_label(text);
  return std::any_of(data.nil_phrases.begin(), data.nil_phrases.end(), [&](std::string const& phrase) { return base::contains(label, phrase); });
}

bool is_nil_mark(std::string_view text) {
  std::string const label = normalised_label(text);
  return label == "0" || label == "〇" || label == "零" || label == "NIL" || is_word_for_none(label.empty() ? text : std::string_view(label));
}

bool is_ditto(std::string_view text) {
  if (text.size() > 24 || text.empty()) return false;
  // Asked of every cell: what begins with a letter, a figure or another character than these is none.
  constexpr std::string_view first_bytes = "\"'-(\xE2\xE3\xE4\xE5\xEF";
  if (first_bytes.find(text.front()) == std::string_view::npos) return false;
  static constexpr std::string_view marks[] = {"\u3003", "\"", "\u2033", "\u201D", "\u201C", "''", "\u301E", "\u301D", "\uFF02", "\u2032\u2032", "-\"-", "\u3003\u3003"};
  if (std::find(std::begin(marks), std::end(marks), text) != std::end(marks)) return true;
  static constexpr std::string_view same = "同";
  if (text.find(same) == std::string_view::npos) return false;
  static constexpr std::string_view words[] = {"同上", "上同", "同前", "同上行", "同上一行", "同左上", "同上。", "(同上)", "\uFF08同上\uFF09"};
  return std::find(std::begin(words), std::end(words), base::without_blanks(text)) != std::end(words);
}

}  // namespace hutong::intake
