#pragma once
// The template of `list template`, before it becomes bytes.
#include <string>
#include <string_view>

#include "intake/report.h"
#include "sheets/write.h"
#include "values/division.h"

namespace hutong::intake {

// One sheet to fill in (title, 填报单位, header, prepared rows) and one that explains each column.
sheets::OutWorkbook template_sheets(std::string_view report, Catalogue const&, values::Divisions const&);

// Validation formulas for the number in cell `at` (C4), TRUE when it may stand there; they hold in Excel and in LibreOffice.
std::string id_number_formula(std::string const& at);
std::string card_formula(std::string const& at);

}  // namespace hutong::intake
