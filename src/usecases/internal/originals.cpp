#include "usecases/internal/originals.h"

#include "base/check.h"
#include "base/files.h"
#include "base/text.h"
#include "store/submissions.h"

namespace hutong::usecases {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view ending = ".sealed";
constexpr uint64_t sealed_bytes_at_most = 200'000'000;  // twice the limit of a list

}  // namespace

fs::path original_path(Context const& context, std::string_view number) { return context.files_folder() / (std::string(number) + std::string(ending)); }

void keep_original(Context& context, std::string_view number, std::string_view bytes) {
  base::write_durably(original_path(context, number), base::seal(context.originals_key(), bytes, number, context.random()));
}

base::Result<std::string> original(Context& context, std::string_view number) {
  TRY(std::string const sealed, base::read_file(original_path(context, number), sealed_bytes_at_most));
  return base::open_seal(context.originals_key(), sealed, number);
}

void clear_orphans(Context& context) {
  CHECK(context.db().is_in_transaction());
  store::Submissions submissions(context.db());
  std::error_code error;
  for (fs::directory_iterator at(context.files_folder(), error), end; !error && at != end; at.increment(error)) {
    std::string const name = at->path().filename().string();
    bool const is_part = base::starts_with(name, ".") && base::ends_with(name, ".part");  // of a write that was interrupted
    bool const is_sealed = base::ends_with(name, ending);
    if (is_part || (is_sealed && !submissions.by_number(name.substr(0, name.size() - ending.size())))) {
      std::error_code ignored;  // a file that cannot be removed harms nobody: it is sealed, and the next time comes
      fs::remove(at->path(), ignored);
    }
  }
}

}  // namespace hutong::usecases
