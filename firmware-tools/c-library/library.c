// The functions of edgevision.h around compiled C#. What throws there comes back here by longjmp, over frames that have nothing to undo:
// whatever they allocated is freed as a whole.
#include "edgevision.h"
#include "../arm64-emulation/toolchain/native/runtime.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MESSAGE = 600 };

struct ev_plan {
  Memory memory;
  void *object;
};

// Exports.cs
void *plan_load(const void *file, int64_t length);
void plan_start(void *plan, void *arena);
int plan_arena_bytes(void *plan);
int plan_input_count(void *plan);
int plan_output_count(void *plan);
int plan_input_bytes(void *plan, int index);
int plan_output_bytes(void *plan, int index);
void plan_set_input(void *plan, int index, const void *source);
void plan_run(void *plan);
void plan_copy_output(void *plan, int index, void *destination);

static char message[MESSAGE] = "";
static size_t bytesOfPlans;
static jmp_buf caller;

__attribute__((format(printf, 2, 3))) static ev_status refuse(ev_status status, const char *format, ...) {
  va_list values;
  va_start(values, format);
  vsnprintf(message, sizeof message, format, values);
  va_end(values);
  return status;
}

void runtime_end(int how, const char *what) {
  memory_now = &memory_of_statics;
  refuse(EV_OK, "%s", *what ? what : "an exception without a message");
  longjmp(caller, how == RUNTIME_THROWN ? EV_BAD_PLAN : how == RUNTIME_NO_MEMORY ? EV_NO_MEMORY : EV_INTERNAL);
}

// Returns from the function around it, with a status, if compiled code ends early.
#define COME_BACK_HERE                 \
  do {                                 \
    int status_ = setjmp(caller);      \
    if (status_)                       \
      return (ev_status)status_;       \
  } while (0)

static ev_status load(ev_plan *plan, const void *file, size_t length) {
  static int started;
  COME_BACK_HERE;
  if (!started)
    runtime_start();
  started = 1;
  memory_now = &plan->memory;
  plan->object = plan_load(file, (int64_t)length);
  memory_now = &memory_of_statics;
  return EV_OK;
}

static ev_status start(ev_plan *plan, void *arena) {
  COME_BACK_HERE;
  memory_now = &plan->memory;
  plan_start(plan->object, arena);
  memory_now = &memory_of_statics;
  return EV_OK;
}

static ev_status set_input(void *plan, int index, const void *source) {
  COME_BACK_HERE;
  plan_set_input(plan, index, source);
  return EV_OK;
}

static ev_status run(void *plan) {
  COME_BACK_HERE;
  plan_run(plan);
  return EV_OK;
}

static ev_status copy_output(void *plan, int index, void *destination) {
  COME_BACK_HERE;
  plan_copy_output(plan, index, destination);
  return EV_OK;
}

static int is_aligned(const void *address) { return (uintptr_t)address % EV_ALIGNMENT == 0; }

static ev_status check_file(const void *file) {
  if (!file)
    return refuse(EV_BAD_ARGUMENT, "the plan is NULL");
  return is_aligned(file) ? EV_OK : refuse(EV_BAD_ARGUMENT, "the plan does not start at a multiple of %d bytes", EV_ALIGNMENT);
}

static ev_status check_arena(void *arena, size_t bytes, size_t needed) {
  if (!arena)
    return refuse(EV_BAD_ARGUMENT, "the arena is NULL");
  if (!is_aligned(arena))
    return refuse(EV_BAD_ARGUMENT, "the arena does not start at a multiple of %d bytes", EV_ALIGNMENT);
  return bytes >= needed ? EV_OK : refuse(EV_BAD_ARGUMENT, "the arena has %zu bytes, the plan needs %zu", bytes, needed);
}

ev_status ev_plan_size(const void *plan, size_t length, size_t *arena_bytes) {
  if (!arena_bytes)
    return refuse(EV_BAD_ARGUMENT, "there is no place for the size: NULL");
  ev_status status = check_file(plan);
  if (status)
    return status;
  ev_plan loaded = { { 0 }, NULL };
  status = load(&loaded, plan, length);
  if (!status)
    *arena_bytes = (size_t)plan_arena_bytes(loaded.object);
  memory_free(&loaded.memory);
  return status;
}

static ev_status open_plan(ev_plan *plan, const void *file, size_t length, void *arena, size_t arena_bytes) {
  ev_status status = load(plan, file, length);
  if (status)
    return status;
  size_t needed = (size_t)plan_arena_bytes(plan->object);
  status = check_arena(arena, arena_bytes, needed);
  if (status)
    return status;
  memset(arena, 0, needed);
  return start(plan, arena);
}

ev_status ev_open(const void *plan, size_t length, void *arena, size_t arena_bytes, ev_plan **opened) {
  if (!opened)
    return refuse(EV_BAD_ARGUMENT, "there is no place for the open plan: NULL");
  *opened = NULL;
  ev_status status = check_file(plan);
  if (status)
    return status;
  ev_plan *made = calloc(1, sizeof *made);
  if (!made)
    return refuse(EV_NO_MEMORY, "no memory left");
  status = open_plan(made, plan, length, arena, arena_bytes);
  if (status) {
    memory_free(&made->memory);
    free(made);
    return status;
  }
  bytesOfPlans += made->memory.bytes;
  *opened = made;
  return EV_OK;
}

void ev_close(ev_plan *plan) {
  if (!plan)
    return;
  bytesOfPlans -= plan->memory.bytes;
  memory_free(&plan->memory);
  free(plan);
}

int ev_input_count(const ev_plan *plan) { return plan ? plan_input_count(plan->object) : 0; }

int ev_output_count(const ev_plan *plan) { return plan ? plan_output_count(plan->object) : 0; }

size_t ev_input_bytes(const ev_plan *plan, int index) {
  return index >= 0 && index < ev_input_count(plan) ? (size_t)plan_input_bytes(plan->object, index) : 0;
}

size_t ev_output_bytes(const ev_plan *plan, int index) {
  return index >= 0 && index < ev_output_count(plan) ? (size_t)plan_output_bytes(plan->object, index) : 0;
}

static ev_status check_tensor(const char *kind, int index, int count, size_t expected, const void *memory, size_t bytes) {
  if (index < 0 || index >= count)
    return refuse(EV_BAD_ARGUMENT, "there is no %s %d: the plan has %d", kind, index, count);
  if (!memory)
    return refuse(EV_BAD_ARGUMENT, "the memory of %s %d is NULL", kind, index);
  return bytes == expected ? EV_OK : refuse(EV_BAD_ARGUMENT, "%s %d has %zu bytes, not %zu", kind, index, expected, bytes);
}

ev_status ev_set_input(ev_plan *plan, int index, const void *source, size_t bytes) {
  if (!plan)
    return refuse(EV_BAD_ARGUMENT, "no plan is open: NULL");
  ev_status status = check_tensor("input", index, ev_input_count(plan), ev_input_bytes(plan, index), source, bytes);
  return status ? status : set_input(plan->object, index, source);
}

ev_status ev_run(ev_plan *plan) {
  if (!plan)
    return refuse(EV_BAD_ARGUMENT, "no plan is open: NULL");
  return run(plan->object);
}

ev_status ev_get_output(const ev_plan *plan, int index, void *destination, size_t bytes) {
  if (!plan)
    return refuse(EV_BAD_ARGUMENT, "no plan is open: NULL");
  ev_status status = check_tensor("output", index, ev_output_count(plan), ev_output_bytes(plan, index), destination, bytes);
  return status ? status : copy_output(plan->object, index, destination);
}

const char *ev_error(void) { return message; }

size_t ev_memory_bytes(void) { return memory_of_statics.bytes + bytesOfPlans; }
