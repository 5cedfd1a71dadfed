#pragma once
// A zip archive from an untrusted sender. libzip inflates; before it does, we read the directory ourselves and refuse what honest
// writers never produce and what two unzippers would understand differently (SECURITY B2): entries of one name, entries that overlap,
// local headers that contradict the directory, absolute or climbing names, and sizes that no honest compression reaches.
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "sheets/read.h"

struct zip;

namespace hutong::sheets::internal {

struct ArchiveEntry {
  std::string name;  // with / between folders
  uint64_t packed_bytes = 0, inflated_bytes = 0;
  uint64_t at = 0;         // of the local header
  uint64_t data_at = 0;    // of the packed bytes
  uint32_t crc = 0;
  uint16_t method = 0;
  uint16_t flags = 0;
};

// The directory, judged. Problems: file_damaged, archive_refused, file_encrypted, inflated_too_large.
base::Result<std::vector<ArchiveEntry>> entries_of(std::string_view bytes, Limits const&);

class Archive {
 public:
  // `bytes` must outlive the archive.
  static base::Result<Archive> open(std::string_view bytes, Limits const&, base::Deadline const&);
  Archive(Archive&&) noexcept;
  ~Archive();

  std::vector<ArchiveEntry> const& entries() const { return entries_; }
  // By name, upper and lower case being the same (some writers spell Workbook.xml); nullptr if there is none.
  ArchiveEntry const* find(std::string_view name) const;

  // Gives the part piece by piece to `sink`, which returns a problem to stop. Problems also: file_damaged, archive_refused,
  // inflated_too_large (over all parts read so far), took_too_long.
  using Sink = std::function<std::optional<base::Problem>(std::string_view piece)>;
  std::optional<base::Problem> stream(ArchiveEntry const&, Sink const& sink);
  // What all parts read so far came to. A part that is read a second time for the same purpose counts once.
  uint64_t inflated_bytes() const { return inflated_; }
  void set_inflated_bytes(uint64_t bytes) { inflated_ = bytes; }
  // A small part at once. Problem archive_refused beyond `limit_bytes`.
  base::Result<std::string> read(ArchiveEntry const&, uint64_t limit_bytes);

 private:
  struct Closer {
    void operator()(zip*) const;
  };
  Archive(std::vector<ArchiveEntry> entries, std::unique_ptr<zip, Closer> archive, Limits const& limits, base::Deadline const& deadline);
  std::vector<ArchiveEntry> entries_;
  std::unique_ptr<zip, Closer> archive_;
  Limits const* limits_;
  base::Deadline const* deadline_;
  uint64_t inflated_ = 0;
};

}  // namespace hutong::sheets::internal
