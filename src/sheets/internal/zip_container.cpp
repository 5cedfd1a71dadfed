// What a zip archive is: a workbook, another document, or a bundle of files.
#include "base/text.h"
#include "sheets/internal/builder.h"
#include "sheets/internal/containers.h"
#include "sheets/internal/ooxml.h"

namespace hutong::sheets::internal {
namespace {

struct Foreign {
  std::string_view part;
  std::string_view kind;
};
// Parts that name the document they belong to.
constexpr Foreign foreign_parts[] = {
    {"xl/workbook.bin", "xlsb"}, {"word/document.xml", "word"}, {"ppt/presentation.xml", "slides"}, {"OFD.xml", "ofd"}, {"AndroidManifest.xml", "program"},
};

base::Result<std::string> main_part_of(Archive& archive, Limits const& limits) {
  TRY(auto relationships, relationships_of(archive, "", limits));
  for (Relationship const& one : relationships)
    if (one.type == "officeDocument" && archive.find(one.target)) return one.target;
  return std::string(archive.find("xl/workbook.xml") ? "xl/workbook.xml" : "");
}

}  // namespace

base::Result<Workbook> read_zip(std::string_view bytes, Limits const& limits, base::Deadline const& deadline) {
  TRY(Archive archive, Archive::open(bytes, limits, deadline));
  for (Foreign const& foreign : foreign_parts)
    if (archive.find(foreign.part)) return base::Failure(not_a_table(foreign.kind));
  if (archive.find("content.xml") && !archive.find("[Content_Types].xml")) return read_ods(archive, limits, deadline);
  TRY(std::string const main_part, main_part_of(archive, limits));
  if (!main_part.empty()) return read_xlsx(archive, main_part, limits, deadline);
  return base::Failure(archive.find("[Content_Types].xml") ? damaged("part_missing") : not_a_table("archive"));
}

}  // namespace hutong::sheets::internal
