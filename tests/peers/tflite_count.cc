// Runs one model with the TensorFlow Lite C library exactly RUNS times, whatever the clock says, so that its instructions can be counted.
//   tflite_count MODEL builtin|xnnpack INPUT OUTPUT RUNS
// INPUT has the bytes of the only input tensor; OUTPUT gets those of the first output after the last run.
#include <cstdio>
#include <cstdlib>

#include "tflite_runner.h"

int main(int argc, char** argv) {
  if (argc != 6) Fail("usage: tflite_count MODEL builtin|xnnpack INPUT OUTPUT RUNS");
  TfliteRunner runner(argv[1], argv[2], 1);
  runner.SetInput(argv[3]);
  for (int i = std::atoi(argv[5]); i > 0; i--) runner.Invoke();
  runner.WriteOutput(argv[4]);
  std::printf("TensorFlow Lite %s\n", TfLiteVersion());
}
