// Runs one model with the TensorFlow Lite C library and times it.
//   tflite_peer MODEL builtin|xnnpack INPUT OUTPUT RUNS
// INPUT has the bytes of the only input tensor; OUTPUT gets those of the first output. Prints one line of JSON.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <vector>

#include "tensorflow/lite/c/c_api.h"

// The package has no header for this delegate, the library has its functions.
extern "C" {
struct XnnpackOptions {
  int32_t threads;
  uint32_t flags;
  void* weights_cache;
};
XnnpackOptions TfLiteXNNPackDelegateOptionsDefault();
TfLiteDelegate* TfLiteXNNPackDelegateCreate(const XnnpackOptions*);
void TfLiteXNNPackDelegateDelete(TfLiteDelegate*);
}

namespace {

constexpr uint32_t kSignedAndUnsignedBytes = 3;
constexpr int kWarmUpRuns = 5;
constexpr double kWarmUpMs = 300;

[[noreturn]] void Fail(const char* what) {
  std::fprintf(stderr, "tflite_peer: %s\n", what);
  std::exit(1);
}

double NowMs() {
  using namespace std::chrono;
  return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
}

double Invoke(TfLiteInterpreter* interpreter) {
  double start = NowMs();
  if (TfLiteInterpreterInvoke(interpreter) != kTfLiteOk) Fail("it does not run");
  return NowMs() - start;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) Fail("usage: tflite_peer MODEL builtin|xnnpack INPUT OUTPUT RUNS");
  const int runs = std::max(1, std::atoi(argv[5]));

  TfLiteModel* model = TfLiteModelCreateFromFile(argv[1]);
  if (model == nullptr) Fail("it does not read the model");
  TfLiteInterpreterOptions* options = TfLiteInterpreterOptionsCreate();
  TfLiteInterpreterOptionsSetNumThreads(options, 1);
  TfLiteDelegate* delegate = nullptr;
  if (std::strcmp(argv[2], "xnnpack") == 0) {
    XnnpackOptions wishes = TfLiteXNNPackDelegateOptionsDefault();
    wishes.threads = 1;
    wishes.flags = kSignedAndUnsignedBytes;
    delegate = TfLiteXNNPackDelegateCreate(&wishes);
    TfLiteInterpreterOptionsAddDelegate(options, delegate);
  }
  TfLiteInterpreter* interpreter = TfLiteInterpreterCreate(model, options);
  if (interpreter == nullptr || TfLiteInterpreterAllocateTensors(interpreter) != kTfLiteOk) Fail("it refuses the model");

  std::ifstream file(argv[3], std::ios::binary);
  std::vector<char> input((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (TfLiteTensorCopyFromBuffer(TfLiteInterpreterGetInputTensor(interpreter, 0), input.data(), input.size()) != kTfLiteOk)
    Fail("the input has another size");
  Invoke(interpreter);
  const TfLiteTensor* output = TfLiteInterpreterGetOutputTensor(interpreter, 0);
  std::ofstream(argv[4], std::ios::binary).write(static_cast<const char*>(TfLiteTensorData(output)), TfLiteTensorByteSize(output));

  const double start = NowMs();
  for (int i = 0; i < kWarmUpRuns || NowMs() - start < kWarmUpMs; i++) Invoke(interpreter);
  std::vector<double> times;
  for (int i = 0; i < runs; i++) times.push_back(Invoke(interpreter));
  std::sort(times.begin(), times.end());
  std::printf("{\"version\": \"TensorFlow Lite %s\", \"runs\": %d, \"min_ms\": %.6f, \"median_ms\": %.6f}\n", TfLiteVersion(), runs,
              times.front(), (times[(times.size() - 1) / 2] + times[times.size() / 2]) / 2);

  TfLiteInterpreterDelete(interpreter);
  if (delegate != nullptr) TfLiteXNNPackDelegateDelete(delegate);
  TfLiteInterpreterOptionsDelete(options);
  TfLiteModelDelete(model);
}
