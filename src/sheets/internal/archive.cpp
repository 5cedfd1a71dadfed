#include "sheets/internal/archive.h"

#include <zip.h>

#include <algorithm>
#include <unordered_set>

#include "sheets/internal/builder.h"
#include "sheets/internal/bytes.h"

namespace hutong::sheets::internal {
namespace {

constexpr uint32_t local_mark = 0x04034b50, central_mark = 0x02014b50, end_mark = 0x06054b50, end64_mark = 0x06064b50, locator64_mark = 0x07064b50;
constexpr size_t entries_max = 10'000;
constexpr uint16_t flag_encrypted = 1, flag_descriptor = 8;
// Sheets of ten thousand like rows reach ratios around 30; deflate itself ends at 1032.
constexpr uint64_t suspicious_ratio = 400, suspicious_bytes = 20'000'000;

struct Directory {
  uint64_t at = 0, size = 0, count = 0;
  uint64_t end_at = 0;  // where the end records begin
};

std::optional<Directory> directory64_of(std::string_view bytes, size_t end_at) {
  if (end_at < 20 || u32_at(bytes, end_at - 20) != locator64_mark) return std::nullopt;
  uint64_t at = u64_at(bytes, end_at - 20 + 8);
  if (at + 56 < at || at + 56 > end_at - 20 || u32_at(bytes, at) != end64_mark) return std::nullopt;
  return Directory{u64_at(bytes, at + 48), u64_at(bytes, at + 40), u64_at(bytes, at + 32), at};
}

base::Result<Directory> directory_of(std::string_view bytes) {
  constexpr size_t end_size = 22, comment_max = 0xFFFF;
  if (bytes.size() < end_size) return base::Failure(damaged("cut"));
  size_t const last = bytes.size() - end_size;
  size_t const first = last > comment_max ? last - comment_max : 0;
  for (size_t at = last + 1; at-- > first;) {
    if (u32_at(bytes, at) != end_mark || at + end_size + u16_at(bytes, at + 20) != bytes.size()) continue;
    if (u16_at(bytes, at + 4) != 0 || u16_at(bytes, at + 6) != 0) return base::Failure(archive_refused("several_disks"));
    Directory found{u32_at(bytes, at + 16), u32_at(bytes, at + 12), u16_at(bytes, at + 10), at};
    bool is_wide = found.at == 0xFFFFFFFF || found.size == 0xFFFFFFFF || found.count == 0xFFFF;
    if (auto wide = directory64_of(bytes, at)) {
      bool agrees = (found.at == 0xFFFFFFFF || found.at == wide->at) && (found.size == 0xFFFFFFFF || found.size == wide->size) &&
                    (found.count == 0xFFFF || found.count == wide->count);
      if (!agrees) return base::Failure(archive_refused("directory"));
      found = *wide;
    } else if (is_wide) {
      return base::Failure(archive_refused("directory"));
    }
    // Nothing may hide between the directory and its end, nor lie before the first entry.
    if (found.at > found.end_at || found.size != found.end_at - found.at) return base::Failure(archive_refused("directory"));
    return found;
  }
  return base::Failure(damaged("cut"));
}

// The 64-bit sizes and offset of an entry stand in an extra field, in this order, each only if its 32-bit place is full of ones.
bool read_wide_sizes(std::string_view extra, ArchiveEntry& entry) {
  bool wants_inflated = entry.inflated_bytes == 0xFFFFFFFF, wants_packed = entry.packed_bytes == 0xFFFFFFFF, wants_at = entry.at == 0xFFFFFFFF;
  if (!wants_inflated && !wants_packed && !wants_at) return true;
  for (size_t at = 0; at + 4 <= extra.size();) {
    uint16_t id = u16_at(extra, at), size = u16_at(extra, at + 2);
    std::string_view field = extra.substr(at + 4, size);
    at += 4u + size;
    if (id != 1) continue;
    size_t next = 0;
    auto take = [&](bool wanted, uint64_t& value) {
      if (!wanted) return true;
      if (next + 8 > field.size()) return false;
      value = u64_at(field, next);
      next += 8;
      return true;
    };
    return take(wants_inflated, entry.inflated_bytes) && take(wants_packed, entry.packed_bytes) && take(wants_at, entry.at);
  }
  return false;
}

bool climbs_or_is_absolute(std::string_view name) {
  if (name.starts_with('/') || (name.size() > 1 && name[1] == ':')) return true;
  for (size_t at = 0; at <= name.size();) {
    size_t end = std::min(name.find('/', at), name.size());
    if (name.substr(at, end - at) == "..") return true;
    at = end + 1;
  }
  return false;
}

// The local header must say what the directory says. With a data descriptor its sizes and checksum are zero (some writers repeat the true ones).
std::optional<base::Problem> judge_local_header(std::string_view bytes, uint64_t directory_at, std::string_view raw_name, ArchiveEntry& entry) {
  if (entry.at + 30 < entry.at || entry.at + 30 > directory_at) return archive_refused("headers_disagree");
  std::string_view local = bytes.substr(entry.at);
  if (u32_at(local, 0) != local_mark) return archive_refused("headers_disagree");
  uint16_t name_size = u16_at(local, 26), extra_size = u16_at(local, 28);
  bool has_descriptor = (entry.flags & flag_descriptor) != 0;
  auto agrees = [&](uint64_t there, uint64_t here) { return there == here || there == 0xFFFFFFFF || (has_descriptor && there == 0); };
  bool same = u16_at(local, 8) == entry.method && ((u16_at(local, 6) ^ entry.flags) & (flag_encrypted | flag_descriptor)) == 0 &&
              local.substr(30, name_size) == raw_name && agrees(u32_at(local, 14), entry.crc) && agrees(u32_at(local, 18), entry.packed_bytes) &&
              agrees(u32_at(local, 22), entry.inflated_bytes);
  if (!same) return archive_refused("headers_disagree");
  entry.data_at = entry.at + 30 + name_size + extra_size;
  if (entry.data_at > directory_at || entry.packed_bytes > directory_at - entry.data_at) return archive_refused("overlap");
  return std::nullopt;
}

std::optional<base::Problem> judge_entry(ArchiveEntry const& entry) {
  if (entry.flags & flag_encrypted) return base::problem("file_encrypted");
  if (entry.name.empty() || entry.name.find('\0') != std::string::npos || climbs_or_is_absolute(entry.name)) return archive_refused("names");
  if (entry.method != 0 && entry.method != 8) return archive_refused("method");
  if (entry.method == 0 && entry.packed_bytes != entry.inflated_bytes) return archive_refused("headers_disagree");
  if (entry.inflated_bytes > suspicious_bytes && entry.inflated_bytes / suspicious_ratio > entry.packed_bytes) return archive_refused("bomb");
  return std::nullopt;
}

bool any_overlap(std::vector<ArchiveEntry> const& entries) {
  std::vector<std::pair<uint64_t, uint64_t>> spans;
  for (ArchiveEntry const& entry : entries) spans.emplace_back(entry.at, entry.data_at + entry.packed_bytes);
  std::sort(spans.begin(), spans.end());
  for (size_t i = 1; i < spans.size(); ++i)
    if (spans[i].first < spans[i - 1].second) return true;
  return false;
}

}  // namespace

base::Result<std::vector<ArchiveEntry>> entries_of(std::string_view bytes, Limits const& limits) {
  TRY(Directory const directory, directory_of(bytes));
  if (directory.count > entries_max) return base::Failure(archive_refused("too_many_entries"));
  std::vector<ArchiveEntry> entries;
  std::unordered_set<std::string> names;
  uint64_t inflated = 0;
  std::string_view const records = bytes.substr(directory.at, directory.size);
  size_t at = 0;
  for (uint64_t i = 0; i < directory.count; ++i) {
    if (at + 46 > records.size() || u32_at(records, at) != central_mark) return base::Failure(archive_refused("directory"));
    uint16_t name_size = u16_at(records, at + 28), extra_size = u16_at(records, at + 30), comment_size = u16_at(records, at + 32);
    if (at + 46u + name_size + extra_size + comment_size > records.size()) return base::Failure(archive_refused("directory"));
    std::string_view raw_name = records.substr(at + 46, name_size);
    ArchiveEntry entry{std::string(raw_name), u32_at(records, at + 20), u32_at(records, at + 24), u32_at(records, at + 42), 0,
                       u32_at(records, at + 16), u16_at(records, at + 10), u16_at(records, at + 8)};
    std::replace(entry.name.begin(), entry.name.end(), '\\', '/');
    if (!read_wide_sizes(records.substr(at + 46u + name_size, extra_size), entry)) return base::Failure(archive_refused("directory"));
    at += 46u + name_size + extra_size + comment_size;
    if (auto refused = judge_entry(entry)) return base::Failure(std::move(*refused));
    if (auto refused = judge_local_header(bytes, directory.at, raw_name, entry)) return base::Failure(std::move(*refused));
    if (!names.insert(lower_ascii(entry.name)).second) return base::Failure(archive_refused("duplicate"));
    inflated += std::min(entry.inflated_bytes, limits.inflated_bytes + 1);
    if (inflated > limits.inflated_bytes) return base::fail("inflated_too_large", {{"limit", std::to_string(limits.inflated_bytes / 1'000'000)}});
    entries.push_back(std::move(entry));
  }
  if (at != records.size()) return base::Failure(archive_refused("directory"));
  if (any_overlap(entries)) return base::Failure(archive_refused("overlap"));
  return entries;
}

void Archive::Closer::operator()(zip* archive) const { zip_discard(archive); }

Archive::Archive(std::vector<ArchiveEntry> entries, std::unique_ptr<zip, Closer> archive, Limits const& limits, base::Deadline const& deadline)
    : entries_(std::move(entries)), archive_(std::move(archive)), limits_(&limits), deadline_(&deadline) {}
Archive::Archive(Archive&&) noexcept = default;
Archive::~Archive() = default;

base::Result<Archive> Archive::open(std::string_view bytes, Limits const& limits, base::Deadline const& deadline) {
  TRY(auto entries, entries_of(bytes, limits));
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* opened = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : nullptr;
  if (!opened && source) zip_source_free(source);
  zip_error_fini(&error);
  std::unique_ptr<zip, Closer> archive(opened);
  if (!archive) return base::Failure(damaged("archive"));
  // libzip must have understood the same directory as we did.
  bool same = zip_get_num_entries(opened, 0) == static_cast<zip_int64_t>(entries.size());
  for (size_t i = 0; same && i < entries.size(); ++i) {
    zip_stat_t stat;
    same = zip_stat_index(opened, i, 0, &stat) == 0 && stat.size == entries[i].inflated_bytes && stat.comp_size == entries[i].packed_bytes &&
           stat.crc == entries[i].crc && stat.comp_method == entries[i].method;
  }
  if (!same) return base::Failure(archive_refused("directory"));
  return Archive(std::move(entries), std::move(archive), limits, deadline);
}

ArchiveEntry const* Archive::find(std::string_view name) const {
  for (ArchiveEntry const& entry : entries_)
    if (same_word(entry.name, name)) return &entry;
  return nullptr;
}

std::optional<base::Problem> Archive::stream(ArchiveEntry const& entry, Sink const& sink) {
  size_t const index = static_cast<size_t>(&entry - entries_.data());
  zip_file_t* opened = zip_fopen_index(archive_.get(), index, 0);
  if (!opened) return damaged("archive");
  std::unique_ptr<zip_file_t, decltype(&zip_fclose)> file(opened, &zip_fclose);
  std::string piece(1 << 16, '\0');
  uint64_t total = 0;
  for (;;) {
    zip_int64_t got = zip_fread(opened, piece.data(), piece.size());
    if (got < 0) return damaged("archive");  // also a wrong checksum
    if (got == 0) break;
    total += static_cast<uint64_t>(got);
    inflated_ += static_cast<uint64_t>(got);
    if (total > entry.inflated_bytes) return archive_refused("headers_disagree");
    if (inflated_ > limits_->inflated_bytes) return base::problem("inflated_too_large", {{"limit", std::to_string(limits_->inflated_bytes / 1'000'000)}});
    if (deadline_->passed()) return base::problem("took_too_long");
    if (auto problem = sink(std::string_view(piece).substr(0, static_cast<size_t>(got)))) return problem;
  }
  if (total != entry.inflated_bytes) return damaged("archive");
  return std::nullopt;
}

base::Result<std::string> Archive::read(ArchiveEntry const& entry, uint64_t limit_bytes) {
  if (entry.inflated_bytes > limit_bytes) return base::Failure(archive_refused("bomb"));
  std::string all;
  all.reserve(static_cast<size_t>(entry.inflated_bytes));
  auto problem = stream(entry, [&](std::string_view piece) {
    all.append(piece);
    return std::optional<base::Problem>();
  });
  if (problem) return base::Failure(std::move(*problem));
  return all;
}

}  // namespace hutong::sheets::internal
