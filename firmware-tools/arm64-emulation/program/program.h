// What the C files of the program share, and the compiled methods they call (Exports.cs, ModelExports.cs).
#ifndef PROGRAM_H
#define PROGRAM_H
#include <stdint.h>

// host.c
char *host_guarded(intptr_t bytes);
void host_report_crashes(void);

// model.c; each returns an exit status.
int model_run(const char *plan, const char *input, const char *folder);
int model_repeat(const char *plan, const char *input, int times);
int model_repeat_step(const char *plan, const char *input, int step, int times);

void runtime_start(void);
int check_kernels(const char *filter, int length);
void repeat_case(const char *operation, int length, const int *numbers, int count, int times);

int plan_load(const void *plan, int64_t length);
void plan_start(void *arena);
int plan_input_bytes(int index);
void plan_set_input(int index, const void *source);
void plan_run(void);
void plan_run_step(int step);
void plan_run_stepwise(void (*finished)(int));
int plan_output_bytes(int index);
void plan_copy_output(int index, void *destination);
int plan_written_bytes(int step);
int plan_written_tensor(int step);
void plan_copy_written(int step, void *destination);
#endif
