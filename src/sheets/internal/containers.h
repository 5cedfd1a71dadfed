#pragma once
// One reader per container. Each is given bytes that read.cpp has recognised as its own.
#include <string_view>

#include "base/clock.h"
#include "base/encoding.h"
#include "base/result.h"
#include "sheets/internal/archive.h"
#include "sheets/read.h"
#include "sheets/workbook.h"

namespace hutong::sheets::internal {

// Any zip: xlsx or ods by the parts inside, else a refusal that names what it is.
base::Result<Workbook> read_zip(std::string_view bytes, Limits const&, base::Deadline const&);
base::Result<Workbook> read_xlsx(Archive&, std::string_view workbook_part, Limits const&, base::Deadline const&);
// OLE2: xls (also classic et), an encrypted workbook, or another document.
base::Result<Workbook> read_compound(std::string_view bytes, Limits const&, base::Deadline const&);
// The stream of records inside it.
base::Result<Workbook> read_biff(std::string_view stream, Limits const&, base::Deadline const&);
base::Result<Workbook> read_ods(Archive&, Limits const&, base::Deadline const&);
// A whole ods document in one XML text ("flat").
base::Result<Workbook> read_flat_ods(std::string_view xml, Limits const&, base::Deadline const&);
// Text containers; `text` is UTF-8.
base::Result<Workbook> read_html(std::string_view text, Limits const&, base::Deadline const&);
base::Result<Workbook> read_spreadsheetml(std::string_view xml, Limits const&, base::Deadline const&);
// Comma, semicolon, tab or | separated, or no separator at all.
base::Result<Workbook> read_delimited(std::string text, Limits const&, base::Deadline const&);

}  // namespace hutong::sheets::internal
