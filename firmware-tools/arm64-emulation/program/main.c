// The program that runs in the emulator.
#include "program.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBERS = 8, EXIT_NO_KERNEL = 3 };

// OPERATION:NUMBER,NUMBER...
static int repeat(const char *operation, const char *times) {
  int numbers[NUMBERS], count = 0, length = strcspn(operation, ":");
  for (const char *next = operation + length; *next && count < NUMBERS; count++)
    numbers[count] = strtol(next + 1, (char **)&next, 10);
  repeat_case(operation, length, numbers, count, atoi(times));
  return 0;
}

int main(int count, char **arguments) {
  const char *command = count > 1 ? arguments[1] : "";
  setvbuf(stdout, NULL, _IOLBF, 0);
  host_report_crashes();
  runtime_start();
  if (!strcmp(command, "kernels") && count <= 3) {
    const char *filter = count == 3 ? arguments[2] : "";
    int failed = check_kernels(filter, strlen(filter));
    return failed < 0 ? EXIT_NO_KERNEL : failed > 0;
  }
  if (!strcmp(command, "model") && count == 5)
    return model_run(arguments[2], arguments[3], arguments[4]);
  if (!strcmp(command, "repeat-model") && count == 5)
    return model_repeat(arguments[2], arguments[3], atoi(arguments[4]));
  if (!strcmp(command, "repeat-step") && count == 6)
    return model_repeat_step(arguments[2], arguments[3], atoi(arguments[4]), atoi(arguments[5]));
  if (!strcmp(command, "repeat") && count == 4)
    return repeat(arguments[2], arguments[3]);
  fprintf(stderr, "usage: kernels [FILTER] | model PLAN INPUT FOLDER | repeat-model PLAN INPUT TIMES | repeat-step PLAN INPUT STEP TIMES | repeat OPERATION:NUMBER,... TIMES\n");
  return 2;
}
