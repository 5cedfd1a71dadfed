#pragma once
// Work on several processors inside one call. Tasks write to places of their own, so that the result never depends on who ran what when.
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <thread>
#include <vector>

namespace hutong::matching {

inline unsigned processors(unsigned asked) { return asked ? asked : std::max(1U, std::thread::hardware_concurrency()); }

// do_task(0 … tasks-1), each once, in any order.
template <class Task>
void in_parallel(unsigned threads, size_t tasks, Task const& do_task) {
  if (threads <= 1 || tasks <= 1) {
    for (size_t task = 0; task < tasks; ++task) do_task(task);
    return;
  }
  std::atomic<size_t> next{0};
  std::vector<std::exception_ptr> thrown(std::min<size_t>(threads, tasks));
  auto run = [&](size_t worker) {
    try {
      for (size_t task = next++; task < tasks; task = next++) do_task(task);
    } catch (...) {
      thrown[worker] = std::current_exception();
    }
  };
  std::vector<std::thread> workers;
  for (size_t worker = 1; worker < thrown.size(); ++worker) workers.emplace_back(run, worker);
  run(0);
  for (auto& worker : workers) worker.join();
  for (auto const& error : thrown)
    if (error) std::rethrow_exception(error);
}

// Rows cut into runs: do_run(run, first, last) with last exclusive.
template <class Run>
void in_runs(unsigned threads, size_t rows, size_t rows_per_run, Run const& do_run) {
  size_t runs = (rows + rows_per_run - 1) / rows_per_run;
  in_parallel(threads, runs, [&](size_t run) { do_run(run, run * rows_per_run, std::min(rows, (run + 1) * rows_per_run)); });
}

}  // namespace hutong::matching
