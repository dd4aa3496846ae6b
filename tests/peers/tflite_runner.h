// A model in the TensorFlow Lite C library, with one input of bytes.
#pragma once

#include <cstdint>
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

[[noreturn]] inline void Fail(const char* what) {
  std::fprintf(stderr, "tflite: %s\n", what);
  std::exit(1);
}

class TfliteRunner {
 public:
  // KERNELS is builtin or xnnpack.
  TfliteRunner(const char* model, const char* kernels, int threads) : model_(TfLiteModelCreateFromFile(model)), options_(TfLiteInterpreterOptionsCreate()) {
    if (model_ == nullptr) Fail("it does not read the model");
    TfLiteInterpreterOptionsSetNumThreads(options_, threads);
    if (std::strcmp(kernels, "xnnpack") == 0) {
      constexpr uint32_t kSignedAndUnsignedBytes = 3;
      XnnpackOptions wishes = TfLiteXNNPackDelegateOptionsDefault();
      wishes.threads = threads;
      wishes.flags = kSignedAndUnsignedBytes;
      delegate_ = TfLiteXNNPackDelegateCreate(&wishes);
      TfLiteInterpreterOptionsAddDelegate(options_, delegate_);
    }
    interpreter_ = TfLiteInterpreterCreate(model_, options_);
    if (interpreter_ == nullptr || TfLiteInterpreterAllocateTensors(interpreter_) != kTfLiteOk) Fail("it refuses the model");
  }

  TfliteRunner(const TfliteRunner&) = delete;
  TfliteRunner& operator=(const TfliteRunner&) = delete;

  ~TfliteRunner() {
    TfLiteInterpreterDelete(interpreter_);
    if (delegate_ != nullptr) TfLiteXNNPackDelegateDelete(delegate_);
    TfLiteInterpreterOptionsDelete(options_);
    TfLiteModelDelete(model_);
  }

  // The file has the bytes of the only input tensor.
  void SetInput(const char* path) {
    std::ifstream file(path, std::ios::binary);
    std::vector<char> input((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (TfLiteTensorCopyFromBuffer(TfLiteInterpreterGetInputTensor(interpreter_, 0), input.data(), input.size()) != kTfLiteOk)
      Fail("the input has another size");
  }

  void Invoke() {
    if (TfLiteInterpreterInvoke(interpreter_) != kTfLiteOk) Fail("it does not run");
  }

  // Writes the bytes of the first output.
  void WriteOutput(const char* path) {
    const TfLiteTensor* output = TfLiteInterpreterGetOutputTensor(interpreter_, 0);
    std::ofstream(path, std::ios::binary).write(static_cast<const char*>(TfLiteTensorData(output)), TfLiteTensorByteSize(output));
  }

 private:
  TfLiteModel* model_;
  TfLiteInterpreterOptions* options_;
  TfLiteDelegate* delegate_ = nullptr;
  TfLiteInterpreter* interpreter_;
};
