// Runs a compiled plan: maps it, gives it an arena between guard pages, and writes down what its steps write.
#include "program.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ALIGNMENT = 64, PATH = 4096 };

static const char *dumpFolder;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static const char *map(const char *path, int64_t *length) {
  struct stat status;
  int file = open(path, O_RDONLY);
  if (file < 0 || fstat(file, &status))
    fail(path);
  *length = status.st_size;
  const char *bytes = mmap(NULL, *length, PROT_READ, MAP_PRIVATE, file, 0);
  if (bytes == MAP_FAILED)
    fail(path);
  close(file);
  return bytes;
}

static void save(const char *name, const void *bytes, int length) {
  char path[PATH];
  snprintf(path, sizeof path, "%s/%s", dumpFolder, name);
  FILE *file = fopen(path, "wb");
  if (!file || fwrite(bytes, 1, length, file) != (size_t)length || fclose(file))
    fail(path);
}

static void start(const char *plan, const char *input) {
  int64_t planBytes, inputBytes;
  const char *mapped = map(plan, &planBytes), *values = map(input, &inputBytes);
  int arenaBytes = (plan_load(mapped, planBytes) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  long page = sysconf(_SC_PAGESIZE);
  plan_start(host_guarded(arenaBytes) + (page - arenaBytes % page) % page); // its end touches the page that may not be accessed
  if (plan_input_bytes(0) != inputBytes) {
    fprintf(stderr, "%s: %ld bytes, the plan wants %d\n", input, (long)inputBytes, plan_input_bytes(0));
    exit(1);
  }
  plan_set_input(0, values);
}

static void step_finished(int step) {
  char name[32];
  int length = plan_written_bytes(step);
  char *bytes = malloc(length);
  plan_copy_written(step, bytes);
  snprintf(name, sizeof name, "step%03d_t%03d.raw", step, plan_written_tensor(step));
  save(name, bytes, length);
  free(bytes);
}

int model_run(const char *plan, const char *input, const char *folder) {
  dumpFolder = folder;
  start(plan, input);
  plan_run_stepwise(step_finished);
  int length = plan_output_bytes(0);
  char *output = malloc(length);
  plan_copy_output(0, output);
  save("output.raw", output, length);
  free(output);
  return 0;
}

int model_repeat(const char *plan, const char *input, int times) {
  start(plan, input);
  for (int i = 0; i < times; i++)
    plan_run();
  return 0;
}

int model_repeat_step(const char *plan, const char *input, int step, int times) {
  start(plan, input);
  plan_run();
  for (int i = 0; i < times; i++)
    plan_run_step(step);
  return 0;
}
