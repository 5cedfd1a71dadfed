#pragma once
// The "compound file" around xls, doc and encrypted workbooks (MS-CFB): sectors chained by a file allocation table. Every chain is followed at
// most as far as the file has sectors, so that a table that loops ends in a problem.
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hutong::sheets::internal {

class CompoundFile {
 public:
  // `bytes` must outlive it. Problem: file_damaged.
  static base::Result<CompoundFile> open(std::string_view bytes);
  // Whether the root folder holds a stream or storage of that name.
  bool has(std::string_view name) const { return find(name) != nullptr; }
  // A stream of the root folder. Problem file_damaged; CHECK: has(name).
  base::Result<std::string> read(std::string_view name) const;

 private:
  struct Entry {
    std::string name;  // UTF-8 where it is ASCII, else unimportant
    uint8_t type = 0;  // 1 storage, 2 stream, 5 root
    uint32_t left = 0, right = 0, child = 0;
    uint32_t start = 0;
    uint64_t size = 0;
  };
  Entry const* find(std::string_view name) const;
  base::Result<std::string> read_chain(uint32_t first_sector, uint64_t size) const;
  base::Result<std::string> read_mini_chain(uint32_t first_sector, uint64_t size) const;
  base::Result<bool> load_allocation();
  base::Result<bool> load_directory();
  std::string_view sector(uint32_t number) const;

  std::string_view bytes_;
  uint64_t sector_bytes_ = 512;
  std::vector<uint32_t> next_;       // by sector
  std::vector<uint32_t> next_mini_;  // by mini sector
  std::string mini_stream_;
  std::vector<Entry> root_entries_;
};

}  // namespace hutong::sheets::internal
