#pragma once
// The correction workbook of `list return`, before it becomes bytes.
#include <string_view>

#include "intake/check.h"
#include "sheets/workbook.h"
#include "sheets/write.h"

namespace hutong::intake {

// 处理结果, 问题, 怎么改: the columns we add on return. When the file comes back, layout leaves them unread.
bool is_correction_column(std::string_view label);

// The sheet 退回说明 that we add: it is ours, and says nothing for the sender (文件里没有人员名单 is not a nil return).
bool is_return_notes(sheets::Workbook const&, sheets::Sheet const&);

// The sender's sheets as they were (texts, merges, hidden parts), the offending cells yellow and with comments, three columns to the right of everything
// the sender wrote, and a last sheet 退回说明 that says what to do. No row and no column of the sender moves, so the corrected file is read like the first.
// What was returned is never left hidden.
sheets::OutWorkbook corrected(sheets::Workbook const&, CheckResult const&);

// For a file that could not be read: one sheet that says what is wrong and what to do.
sheets::OutWorkbook corrected_unreadable(CheckResult const&);

}  // namespace hutong::intake
