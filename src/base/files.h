#pragma once
// The seam to the disk. Everything that must survive a crash goes through write_durably.
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hutong::base {

// Whole content. Problems (values: path): file_missing, file_is_folder, file_unreadable, file_too_large (values: limit, the limit in MB).
Result<std::string> read_file(std::filesystem::path const&, uint64_t limit_bytes);

// A regular file's bytes as they lie on the disk, read when they are looked at. Whoever writes such files replaces them (write_file), never changes them:
// a file that somebody cuts short while it is open ends the program.
class MappedFile {
 public:
  static Result<MappedFile> open(std::filesystem::path const&);  // problems as of read_file
  MappedFile(MappedFile&&) noexcept;
  MappedFile& operator=(MappedFile&&) noexcept;
  ~MappedFile();
  std::string_view bytes() const { return bytes_; }

 private:
  explicit MappedFile(std::string_view bytes) : bytes_(bytes) {}
  std::string_view bytes_;
};

// Writes beside the target, fsyncs the file, renames it over the target, fsyncs the folder: after a crash the old or the new content is
// there, never half. OutsideFailure cannot_write (values: path, why).
void write_durably(std::filesystem::path const&, std::string_view bytes);

// For output a user asked for (reports, lists): the same without the waiting for the disk. A symbolic link stays and what it points to is replaced;
// devices, pipes and the descriptors of the process (/dev/stdout) are written to; OutsideFailure file_is_folder (values: path).
void write_file(std::filesystem::path const&, std::string_view bytes);

// Whether two paths lead to one file: through folders, symbolic and hard links; also where there is no file yet.
bool is_same_file(std::filesystem::path const&, std::filesystem::path const&);
// A regular file, or nothing yet: write_file puts a new file there, and what was there is gone. Not so with devices, pipes and folders.
bool is_replaced_when_written(std::filesystem::path const&);

void make_folder(std::filesystem::path const&);

// A fresh private folder below the system's temporary folder, removed with everything in it at the end of life.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(TemporaryFolder const&) = delete;
  TemporaryFolder& operator=(TemporaryFolder const&) = delete;
  std::filesystem::path const& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace hutong::base
