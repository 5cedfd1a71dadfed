#include "sheets/read.h"

#include "base/encoding.h"
#include "sheets/internal/builder.h"
#include "sheets/internal/containers.h"
#include "sheets/internal/kinds.h"

namespace hutong::sheets {
namespace {

using namespace internal;

base::Result<Workbook> read_text(std::string_view bytes, Limits const& limits, base::Deadline const& deadline) {
  base::Encoding const encoding = base::detect_encoding(bytes);
  if (encoding == base::Encoding::unknown) return base::Failure(not_a_table("binary"));
  std::string text = encoding == base::Encoding::utf8 ? std::string(bytes) : base::to_utf8(bytes, encoding);
  if (text.find('\0') != std::string::npos) return base::Failure(not_a_table("binary"));
  TRY(Workbook workbook, read_delimited(std::move(text), limits, deadline));
  workbook.encoding = base::name_of(encoding);
  return workbook;
}

}  // namespace

base::Result<Workbook> read_workbook(std::string_view bytes, Limits const& limits, base::Deadline const& deadline) {
  if (bytes.empty()) return base::fail("file_empty");
  if (bytes.size() > limits.file_bytes) return base::fail("file_too_large", {{"limit", std::to_string(limits.file_bytes / 1'000'000)}});
  if (std::string_view kind = foreign_kind(bytes); !kind.empty()) return base::Failure(not_a_table(kind));
  if (is_zip(bytes)) return read_zip(bytes, limits, deadline);
  if (is_ole2(bytes)) return read_compound(bytes, limits, deadline);
  if (is_bare_biff(bytes)) return read_biff(bytes, limits, deadline);
  return read_text(bytes, limits, deadline);
}

}  // namespace hutong::sheets
