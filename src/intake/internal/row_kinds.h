#pragma once
// What a row is when it is not simply data: total, note, signature, nil return, title (LISTS 4.3 10, 11, 16).
#include <string>
#include <string_view>
#include <vector>

#include "intake/internal/grid.h"
#include "intake/internal/report_spec.h"

namespace hutong::intake {

bool is_total_word(std::string_view text, CatalogueData const&);      // 小计, 合计:3人
bool is_signature_text(std::string_view text, CatalogueData const&);  // 填报人:李某, 审核人(签字)
bool is_note_text(std::string_view text, CatalogueData const&);       // 注:本表每月5日前报送
bool is_bare_date(std::string_view text);                             // 2026年9月30日
bool says_nil(std::string_view text, CatalogueData const&);           // 本月无, 零报告
bool is_nil_mark(std::string_view text);                              // 无 / — 0: nil where nothing else stands in the row
bool is_ditto(std::string_view text);                                 // 同上 〃 "

}  // namespace hutong::intake
