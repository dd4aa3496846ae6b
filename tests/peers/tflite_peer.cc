// Runs one model with the TensorFlow Lite C library and times it.
//   tflite_peer MODEL builtin|xnnpack INPUT OUTPUT THREADS RUNS
// INPUT has the bytes of the only input tensor; OUTPUT gets those of the first output. Prints one line of JSON.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "tflite_runner.h"

namespace {

constexpr int kWarmUpRuns = 5;
constexpr double kWarmUpMs = 300;

double NowMs() {
  using namespace std::chrono;
  return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
}

double TimedInvoke(TfliteRunner& runner) {
  double start = NowMs();
  runner.Invoke();
  return NowMs() - start;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 7) Fail("usage: tflite_peer MODEL builtin|xnnpack INPUT OUTPUT THREADS RUNS");
  const int runs = std::max(1, std::atoi(argv[6]));
  TfliteRunner runner(argv[1], argv[2], std::atoi(argv[5]));
  runner.SetInput(argv[3]);
  runner.Invoke();
  runner.WriteOutput(argv[4]);

  const double start = NowMs();
  for (int i = 0; i < kWarmUpRuns || NowMs() - start < kWarmUpMs; i++) runner.Invoke();
  std::vector<double> times;
  for (int i = 0; i < runs; i++) times.push_back(TimedInvoke(runner));
  std::sort(times.begin(), times.end());
  std::printf("{\"version\": \"TensorFlow Lite %s\", \"runs\": %d, \"min_ms\": %.6f, \"median_ms\": %.6f}\n", TfLiteVersion(), runs,
              times.front(), (times[(times.size() - 1) / 2] + times[times.size() / 2]) / 2);
}
