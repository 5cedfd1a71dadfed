#include "base/files.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/memory.h"

namespace hutong::base {
namespace {

namespace fs = std::filesystem;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(Descriptor const&) = delete;
  Descriptor& operator=(Descriptor const&) = delete;
  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

[[noreturn]] void cannot_write(fs::path const& path) {
  throw OutsideFailure("cannot_write", {{"path", path.string()}, {"why", std::strerror(errno)}});
}

void write_all(int descriptor, std::string_view bytes, fs::path const& path) {
  while (!bytes.empty()) {
    ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) cannot_write(path);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
}

fs::path beside(fs::path const& path) {
  return path.parent_path() / ("." + path.filename().string() + "." + std::to_string(::getpid()) + ".part");
}

// What the last name of the path points to through symbolic links, also when nothing is there yet.
fs::path behind_links(fs::path path) {
  constexpr int links_max = 40;  // as in the kernel
  std::error_code error;
  for (int i = 0; i < links_max && fs::is_symlink(fs::symlink_status(path, error)); ++i) path = path.parent_path() / fs::read_symlink(path, error);
  return path;
}

// A device or a pipe somebody gave as a target takes the bytes itself: renaming over it would put a file in its place.
void write_into(fs::path const& path, std::string_view bytes) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC));
  if (!file.is_open()) cannot_write(path);
  write_all(file.number(), bytes, path);
}

// /dev/stdout and the like. It may lead to a regular file, and what is said afterwards goes there too: a new file in its place would lose that.
std::optional<int> own_descriptor(fs::path const& path) {
  std::string const name = path.lexically_normal().string();
  if (name == "/dev/stdout") return STDOUT_FILENO;
  if (name == "/dev/stderr") return STDERR_FILENO;
  for (std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    int number = 0;
    char const* const end = name.data() + name.size();
    bool const is_inside = name.size() > folder.size() && std::string_view(name).substr(0, folder.size()) == folder;
    if (!is_inside) continue;
    auto const read = std::from_chars(name.data() + folder.size(), end, number);
    if (read.ec == std::errc() && read.ptr == end) return number;
  }
  return std::nullopt;
}

void write_and_rename(fs::path const& wanted, std::string_view bytes, bool durably) {
  fs::path const path = behind_links(wanted);
  struct stat about {};
  if (::lstat(path.c_str(), &about) == 0 && S_ISLNK(about.st_mode)) {
    errno = ELOOP;
    cannot_write(wanted);
  }
  fs::path part = beside(path);
  try {
    Descriptor file(::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (!file.is_open()) cannot_write(path);
    write_all(file.number(), bytes, path);
    if (durably && ::fsync(file.number()) != 0) cannot_write(path);
    if (::rename(part.c_str(), path.c_str()) != 0) cannot_write(path);
  } catch (OutsideFailure const&) {
    ::unlink(part.c_str());
    throw;
  }
  if (!durably) return;
  fs::path folder = path.parent_path().empty() ? fs::path(".") : path.parent_path();
  Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened.is_open() || ::fsync(opened.number()) != 0) cannot_write(path);
}

}  // namespace

Result<std::string> read_file(fs::path const& path, uint64_t limit_bytes) {
  auto refuse = [&](std::string_view code) { return fail(code, {{"path", path.string()}, {"limit", std::to_string(limit_bytes / 1'000'000)}}); };
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0) return refuse(errno == ENOENT || errno == ENOTDIR ? "file_missing" : "file_unreadable");
  if (S_ISDIR(about.st_mode)) return refuse("file_is_folder");
  if (S_ISCHR(about.st_mode) || S_ISBLK(about.st_mode)) return refuse("file_unreadable");  // a device is no list, and some never end
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return refuse("file_unreadable");
  if (S_ISREG(about.st_mode) && static_cast<uint64_t>(about.st_size) > limit_bytes) return refuse("file_too_large");
  std::string bytes;
  bytes.reserve(static_cast<size_t>(about.st_size) + 1);
  expect_large(bytes.data(), bytes.capacity());
  bytes.resize(static_cast<size_t>(about.st_size) + 1);
  size_t size = 0;
  for (;;) {
    if (size == bytes.size()) bytes.resize(bytes.size() + (1 << 16));
    ssize_t got = ::read(file.number(), bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return refuse("file_unreadable");
    if (got == 0) break;
    size += static_cast<size_t>(got);
    if (size > limit_bytes) return refuse("file_too_large");
  }
  bytes.resize(size);
  return bytes;
}

Result<MappedFile> MappedFile::open(fs::path const& path) {
  auto refuse = [&](std::string_view code) { return fail(code, {{"path", path.string()}}); };
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0) return refuse(errno == ENOENT || errno == ENOTDIR ? "file_missing" : "file_unreadable");
  if (S_ISDIR(about.st_mode)) return refuse("file_is_folder");
  if (!S_ISREG(about.st_mode)) return refuse("file_unreadable");
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open() || ::fstat(file.number(), &about) != 0) return refuse("file_unreadable");
  if (about.st_size == 0) return MappedFile({});
  void* const at = ::mmap(nullptr, static_cast<size_t>(about.st_size), PROT_READ, MAP_PRIVATE, file.number(), 0);
  if (at == MAP_FAILED) return refuse("file_unreadable");
  return MappedFile({static_cast<char const*>(at), static_cast<size_t>(about.st_size)});
}

MappedFile::MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  return *this;
}
MappedFile::~MappedFile() {
  if (!bytes_.empty()) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

bool is_same_file(fs::path const& one, fs::path const& other) {
  std::error_code error;
  if (fs::equivalent(one, other, error) && !error) return true;
  fs::path const first = fs::weakly_canonical(fs::absolute(behind_links(one), error), error);
  if (error) return false;
  fs::path const second = fs::weakly_canonical(fs::absolute(behind_links(other), error), error);
  return !error && first == second;
}

bool is_replaced_when_written(fs::path const& path) {
  if (own_descriptor(path)) return false;
  struct stat about {};
  return ::stat(path.c_str(), &about) != 0 || S_ISREG(about.st_mode);
}

void write_durably(fs::path const& path, std::string_view bytes) { write_and_rename(path, bytes, true); }

void write_file(fs::path const& path, std::string_view bytes) {
  if (auto const descriptor = own_descriptor(path)) return write_all(*descriptor, bytes, path);
  if (is_replaced_when_written(path)) return write_and_rename(path, bytes, false);
  if (fs::is_directory(path)) throw OutsideFailure("file_is_folder", {{"path", path.string()}});
  write_into(path, bytes);
}

void make_folder(fs::path const& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) throw OutsideFailure("cannot_write", {{"path", path.string()}, {"why", error.message()}});
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (fs::temp_directory_path() / "hutong-XXXXXX").string();
  std::vector<char> name(pattern.begin(), pattern.end());
  name.push_back('\0');
  if (::mkdtemp(name.data()) == nullptr) cannot_write(pattern);
  path_ = name.data();
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace hutong::base
