// Uses the library as a C program does, and wrongly in every way.
//   test PLAN INPUT OUTPUT OTHER      a plan for this CPU, an input and what must come out; a plan for the dot product
#define _POSIX_C_SOURCE 200809L
#include "files.h"
#include <edgevision.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>

enum { HWCAP_DOT_PRODUCT = 20, RUNS = 100, OPENINGS = 20, DAMAGES = 60, DAMAGED_WORDS = 3 };
enum { CHECKSUM = 12, ISA = 16, DESCRIPTION_END = 24 };

static int failures;

static void check(int passed, const char *what, int line) {
  if (passed)
    return;
  failures++;
  printf("  test.c:%d: %s; ev_error: %s\n", line, what, ev_error());
}

#define CHECK(what) check(!!(what), #what, __LINE__)

// The call is refused so, and the message has these words.
#define REFUSED(status, words, call) CHECK((call) == (status) && strstr(ev_error(), words) && !strchr(ev_error(), '\n'))

static File plan, input, expected, other;
static char *arena, *result;
static size_t arenaBytes;

// The linker puts these around the library's allocations.
static int blocks, allocationsThatSucceed = -1;
void *__real_calloc(size_t, size_t);
void __real_free(void *);

void *__wrap_calloc(size_t count, size_t bytes) {
  if (!allocationsThatSucceed)
    return NULL;
  allocationsThatSucceed -= allocationsThatSucceed > 0;
  blocks++;
  return __real_calloc(count, bytes);
}

void __wrap_free(void *memory) {
  blocks--;
  __real_free(memory);
}

static uint32_t word(const File *file, size_t offset) {
  uint32_t value;
  memcpy(&value, (char *)file->bytes + offset, sizeof value);
  return value;
}

static void set_word(File *file, size_t offset, uint32_t value) { memcpy((char *)file->bytes + offset, &value, sizeof value); }

// CRC-32C of all but the checksum itself.
static void sign(File *file) {
  uint32_t table[256], sum = ~0u;
  for (uint32_t i = 0; i < 256; i++) {
    table[i] = i;
    for (int bit = 0; bit < 8; bit++)
      table[i] = table[i] >> 1 ^ (table[i] & 1 ? 0x82f63b78u : 0);
  }
  for (size_t i = 0; i < file->length; i++)
    if (i < CHECKSUM || i >= CHECKSUM + sizeof sum)
      sum = sum >> 8 ^ table[(sum ^ ((unsigned char *)file->bytes)[i]) & 255];
  set_word(file, CHECKSUM, ~sum);
}

static uint32_t draw(uint32_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 17;
  return *state ^= *state << 5;
}

static ev_plan *open_plan(const File *file, void *memory) {
  ev_plan *opened;
  CHECK(ev_open(file->bytes, file->length, memory, arenaBytes, &opened) == EV_OK && opened);
  if (!opened)
    exit(1);
  return opened;
}

static void run(ev_plan *opened, const void *values, void *result) {
  CHECK(ev_set_input(opened, 0, values, input.length) == EV_OK);
  CHECK(ev_run(opened) == EV_OK);
  CHECK(ev_get_output(opened, 0, result, expected.length) == EV_OK);
}

static int gives_expected(ev_plan *opened) {
  memset(result, 0, expected.length);
  run(opened, input.bytes, result);
  return !memcmp(result, expected.bytes, expected.length);
}

static void good_plan_works(void) {
  memset(arena, 0xa5, arenaBytes);
  ev_plan *opened = open_plan(&plan, arena);
  size_t zeros = 0;
  while (zeros < arenaBytes && !arena[zeros])
    zeros++;
  CHECK(zeros == arenaBytes);
  CHECK(ev_input_count(opened) == 1 && ev_output_count(opened) == 1);
  CHECK(ev_input_bytes(opened, 0) == input.length && ev_output_bytes(opened, 0) == expected.length);
  CHECK(gives_expected(opened));
  ev_close(opened);
}

static void running_allocates_nothing(void) {
  ev_plan *opened = open_plan(&plan, arena);
  size_t before = ev_memory_bytes();
  allocationsThatSucceed = 0;
  for (int i = 0; i < RUNS; i++)
    CHECK(gives_expected(opened));
  allocationsThatSucceed = -1;
  CHECK(ev_memory_bytes() == before);
  ev_close(opened);
  CHECK(ev_memory_bytes() < before);
  printf("  an open plan: %zu bytes beside its arena of %zu; %zu stay\n", before - ev_memory_bytes(), arenaBytes, ev_memory_bytes());
}

static void opening_again_leaks_nothing(void) {
  size_t before = ev_memory_bytes(), size;
  int blocksBefore = blocks;
  for (int i = 0; i < OPENINGS; i++) {
    good_plan_works();
    CHECK(ev_plan_size(plan.bytes, plan.length, &size) == EV_OK && size == arenaBytes);
  }
  CHECK(ev_memory_bytes() == before && blocks == blocksBefore);
}

// The first calls of all: also those that make what stays.
static void lack_of_memory_is_survived(void) {
  ev_plan *opened;
  int succeed;
  ev_status status;
  for (succeed = 0; allocationsThatSucceed = succeed, (status = ev_plan_size(plan.bytes, plan.length, &arenaBytes)); succeed++)
    CHECK(status == EV_NO_MEMORY && !strcmp(ev_error(), "no memory left"));
  CHECK(succeed > 1 && arenaBytes > 0);
  arena = aligned(arenaBytes);
  int blocksBefore = blocks;
  for (succeed = 0; allocationsThatSucceed = succeed, (status = ev_open(plan.bytes, plan.length, arena, arenaBytes, &opened)); succeed++)
    CHECK(status == EV_NO_MEMORY && !strcmp(ev_error(), "no memory left") && !opened && blocks == blocksBefore);
  CHECK(succeed > 1 && opened);
  allocationsThatSucceed = -1;
  CHECK(gives_expected(opened));
  ev_close(opened);
  CHECK(blocks == blocksBefore);
}

static void plans_do_not_meet(void) {
  char *secondArena = aligned(arenaBytes), *inverse = malloc(input.length);
  char *first = malloc(expected.length), *second = malloc(expected.length);
  for (size_t i = 0; i < input.length; i++)
    inverse[i] = ~((char *)input.bytes)[i];
  ev_plan *a = open_plan(&plan, arena), *b = open_plan(&plan, secondArena);
  run(b, inverse, second);
  CHECK(ev_set_input(a, 0, input.bytes, input.length) == EV_OK);
  CHECK(ev_set_input(b, 0, inverse, input.length) == EV_OK);
  CHECK(ev_run(a) == EV_OK && ev_run(b) == EV_OK);
  CHECK(ev_get_output(a, 0, first, expected.length) == EV_OK && !memcmp(first, expected.bytes, expected.length));
  CHECK(ev_get_output(b, 0, first, expected.length) == EV_OK && !memcmp(first, second, expected.length));
  CHECK(memcmp(second, expected.bytes, expected.length));
  ev_close(a);
  CHECK(gives_expected(open_plan(&plan, arena)));
  free(secondArena), free(inverse), free(first), free(second); // b stays open: nothing of it is used any more
}

static void wrong_arguments_are_refused(void) {
  int blocksBefore = blocks;
  size_t size = 7;
  ev_plan *opened = (ev_plan *)&size;
  REFUSED(EV_BAD_ARGUMENT, "NULL", ev_plan_size(NULL, plan.length, &size));
  REFUSED(EV_BAD_ARGUMENT, "NULL", ev_plan_size(plan.bytes, plan.length, NULL));
  REFUSED(EV_BAD_ARGUMENT, "multiple of 64", ev_plan_size((char *)plan.bytes + 16, plan.length - 64, &size));
  CHECK(size == 7);
  REFUSED(EV_BAD_ARGUMENT, "the arena has", ev_open(plan.bytes, plan.length, arena, arenaBytes - 1, &opened));
  CHECK(!opened);
  REFUSED(EV_BAD_ARGUMENT, "the arena is NULL", ev_open(plan.bytes, plan.length, NULL, arenaBytes, &opened));
  REFUSED(EV_BAD_ARGUMENT, "the arena does not start", ev_open(plan.bytes, plan.length, arena + 16, arenaBytes, &opened));
  REFUSED(EV_BAD_ARGUMENT, "NULL", ev_open(plan.bytes, plan.length, arena, arenaBytes, NULL));
  REFUSED(EV_BAD_ARGUMENT, "NULL", ev_run(NULL));
  REFUSED(EV_BAD_ARGUMENT, "NULL", ev_set_input(NULL, 0, input.bytes, input.length));
  REFUSED(EV_BAD_ARGUMENT, "NULL", ev_get_output(NULL, 0, arena, 1));
  CHECK(!ev_input_count(NULL) && !ev_output_count(NULL) && !ev_input_bytes(NULL, 0) && !ev_output_bytes(NULL, 0));
  ev_close(NULL);
  CHECK(blocks == blocksBefore);

  opened = open_plan(&plan, arena);
  REFUSED(EV_BAD_ARGUMENT, "there is no input 1", ev_set_input(opened, 1, input.bytes, input.length));
  REFUSED(EV_BAD_ARGUMENT, "there is no input -1", ev_set_input(opened, -1, input.bytes, input.length));
  REFUSED(EV_BAD_ARGUMENT, "NULL", ev_set_input(opened, 0, NULL, input.length));
  REFUSED(EV_BAD_ARGUMENT, "bytes, not", ev_set_input(opened, 0, input.bytes, input.length - 1));
  REFUSED(EV_BAD_ARGUMENT, "there is no output 1", ev_get_output(opened, 1, result, expected.length));
  REFUSED(EV_BAD_ARGUMENT, "NULL", ev_get_output(opened, 0, NULL, expected.length));
  REFUSED(EV_BAD_ARGUMENT, "bytes, not", ev_get_output(opened, 0, result, expected.length + 1));
  CHECK(!ev_input_bytes(opened, 1) && !ev_input_bytes(opened, -1) && !ev_output_bytes(opened, 1));
  CHECK(gives_expected(opened));
  ev_close(opened);
}

static File copy(const File *file) {
  File made = { aligned(file->length), file->length };
  memcpy(made.bytes, file->bytes, file->length);
  return made;
}

static void bad_plans_are_refused(void) {
  size_t size;
  ev_plan *opened;
  for (size_t length = 0; length < plan.length; length += plan.length / 16)
    REFUSED(EV_BAD_PLAN, "", ev_plan_size(plan.bytes, length, &size));
  File bad = copy(&plan);
  ((char *)bad.bytes)[bad.length / 2] ^= 1;
  REFUSED(EV_BAD_PLAN, "it is damaged", ev_plan_size(bad.bytes, bad.length, &size));
  REFUSED(EV_BAD_PLAN, "it is damaged", ev_open(bad.bytes, bad.length, arena, arenaBytes, &opened));
  memcpy(bad.bytes, plan.bytes, plan.length);
  memset(bad.bytes, 'x', 4);
  REFUSED(EV_BAD_PLAN, "this is not a compiled plan", ev_plan_size(bad.bytes, bad.length, &size));
  memcpy(bad.bytes, plan.bytes, plan.length);
  set_word(&bad, ISA, 2); // AVX-512
  sign(&bad);
  REFUSED(EV_BAD_PLAN, "compiled for avx512", ev_plan_size(bad.bytes, bad.length, &size));
  free(bad.bytes);
  good_plan_works();
}

static int can_be_opened(const File *file, size_t size) {
  ev_plan *opened;
  char *memory = aligned(size);
  ev_status status = ev_open(file->bytes, file->length, memory, size, &opened);
  ev_close(opened);
  __real_free(memory);
  return status == EV_OK;
}

// Some words of the description become others, and the checksum is made to fit.
static int refused_damages(void) {
  File bad = copy(&plan);
  uint32_t state = 20261121, end = word(&plan, DESCRIPTION_END);
  int refused = 0, blocksBefore = blocks;
  for (int i = 0; i < DAMAGES; i++) {
    memcpy(bad.bytes, plan.bytes, plan.length);
    for (int j = 0; j < DAMAGED_WORDS; j++) {
      uint32_t kind = draw(&state) % 4, value = draw(&state), at = ISA + draw(&state) % ((end - ISA) / 4) * 4;
      set_word(&bad, at, kind == 0 ? value : kind == 1 ? word(&bad, at) + 1 : kind == 2 ? 0x7fffffff : value % 64);
    }
    sign(&bad);
    size_t size;
    ev_status status = ev_plan_size(bad.bytes, bad.length, &size);
    CHECK(status == EV_OK || (status == EV_BAD_PLAN && *ev_error()));
    refused += status != EV_OK;
    if (status == EV_OK)
      CHECK(can_be_opened(&bad, size));
  }
  CHECK(blocks == blocksBefore);
  free(bad.bytes);
  return refused;
}

static void damages_are_survived(void) {
  int refused = refused_damages();
  size_t before = ev_memory_bytes(); // static fields of other steps than the plan's have been made now
  CHECK(refused > DAMAGES / 2 && refused_damages() == refused);
  CHECK(ev_memory_bytes() == before);
  good_plan_works();
}

static void other_instructions_are_refused(void) {
  size_t size;
  if (getauxval(AT_HWCAP) >> HWCAP_DOT_PRODUCT & 1)
    CHECK(ev_plan_size(other.bytes, other.length, &size) == EV_OK);
  else
    REFUSED(EV_BAD_PLAN, "compiled for neondot", ev_plan_size(other.bytes, other.length, &size));
}

int main(int count, char **arguments) {
  if (count != 5)
    return 2;
  plan = read_file(arguments[1]);
  input = read_file(arguments[2]);
  expected = read_file(arguments[3]);
  other = read_file(arguments[4]);
  result = malloc(expected.length);
  CHECK(ev_error() && !*ev_error());
  lack_of_memory_is_survived();
  good_plan_works();
  running_allocates_nothing();
  opening_again_leaks_nothing();
  wrong_arguments_are_refused();
  bad_plans_are_refused();
  other_instructions_are_refused();
  damages_are_survived();
  plans_do_not_meet();
  return failures > 0;
}
