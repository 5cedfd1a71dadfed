#pragma once
// DIR/files: what agencies sent, byte for byte, sealed (SM4-GCM) under the number of its receipt. A file is written before the transaction that
// records it commits: a crash in between leaves a file that no submission owns, and the next submission clears it away.
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"
#include "usecases/context.h"

namespace hutong::usecases {

std::filesystem::path original_path(Context const&, std::string_view number);
void keep_original(Context&, std::string_view number, std::string_view bytes);
// Problems: those of reading, seal_broken.
base::Result<std::string> original(Context&, std::string_view number);

// Inside the transaction (its lock keeps other submissions from being half-way): removes files that no submission owns.
void clear_orphans(Context&);

}  // namespace hutong::usecases
