// Stands in for the native side of the .NET runtime: enough to run kernels. Memory is never freed, nothing is caught, there is one thread.
#include "runtime.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_FAILURE_CODE = 70, EXIT_FAIL_FAST, EXIT_THROWN, EXIT_RETHROWN, EXIT_NOT_ALLOWED };
enum { BLOCK = 64 << 20, FRAMES = 16, OBJECT_FIELDS = 8 };

uint64_t __security_cookie = 0x5bd1e995a5a5a5a5;
int RhpTrapThreads;

// The callers' addresses; ../listing.py names them.
static void print_callers(void) {
  void **frame = __builtin_frame_address(0);
  for (int i = 0; i < FRAMES && frame && frame[0] > (void *)frame; i++, frame = frame[0])
    fprintf(stderr, "  at %p\n", frame[1]);
}

static void end(int status) {
  fflush(stdout);
  if (activity)
    fprintf(stderr, "  in: %s\n", activity);
  print_callers();
  exit(status);
}

static void *allocate(size_t bytes) {
  static char *next, *last;
  bytes = (bytes + 15) & ~(size_t)15;
  if ((size_t)(last - next) < bytes) {
    size_t block = bytes > BLOCK ? bytes : BLOCK;
    next = calloc(1, block);
    if (!next) {
      fprintf(stderr, "runtime: no memory left\n");
      end(EXIT_FAILURE_CODE);
    }
    last = next + block;
  }
  void *memory = next;
  next += bytes;
  return memory;
}

void *runtime_allocate(Type *type, intptr_t elements) {
  size_t component = type->flags & TYPE_HAS_COMPONENT_SIZE ? type->flags & TYPE_COMPONENT_SIZE : 0;
  if (elements < 0) {
    fprintf(stderr, "runtime: an array of negative length\n");
    end(EXIT_FAILURE_CODE);
  }
  char *object = allocate(type->baseSize + component * elements);
  *(Type **)object = type;
  if (component)
    *(uint32_t *)(object + sizeof(Type *)) = elements;
  return object;
}

void *RhpNewFast(Type *type) { return runtime_allocate(type, 0); }
void *RhpNewFinalizable(Type *type) { return runtime_allocate(type, 0); }
void *RhpNewArrayFast(Type *type, intptr_t length) { return runtime_allocate(type, length); }
void *RhpNewPtrArrayFast(Type *type, intptr_t length) { return runtime_allocate(type, length); }
void *RhNewString(Type *type, intptr_t length) { return runtime_allocate(type, length); }

// Nobody waits for a thread to reach a safe point.
void RhpReversePInvoke(void *frame) { (void)frame; }
void RhpReversePInvokeReturn(void *frame) { (void)frame; }
void RhpPInvoke(void *frame) { (void)frame; }
void RhpPInvokeReturn(void *frame) { (void)frame; }
void RhpGcPoll(void) {}

// Stores of references: address in x14, value in x15, the address moves on. No collector wants to know.
__asm__(".text\n"
        ".globl RhpAssignRefArm64, RhpCheckedAssignRefArm64, RhpByRefAssignRefArm64\n"
        "RhpAssignRefArm64:\n"
        "RhpCheckedAssignRefArm64:\n"
        "  str x15, [x14], #8\n"
        "  ret\n"
        "RhpByRefAssignRefArm64:\n"
        "  ldr x15, [x13], #8\n"
        "  str x15, [x14], #8\n"
        "  ret\n");

void runtime_fail(int code) {
  fprintf(stderr, "runtime: failure %d (toolchain/RuntimeHelpers/FailureCode.cs)\n", code);
  end(EXIT_FAILURE_CODE);
}

void RhpFallbackFailFast(void) {
  fprintf(stderr, "runtime: fail fast\n");
  end(EXIT_FAIL_FAST);
}

static void print_text(const uint16_t *text, int length) {
  for (int i = 0; i < length; i++)
    fputc(text[i], stderr);
}

void runtime_not_allowed(uint16_t *method, int length) {
  fprintf(stderr, "runtime: not in toolchain/CoreLibPatcher/allowed.txt: ");
  print_text(method, length);
  fputc('\n', stderr);
  end(EXIT_NOT_ALLOWED);
}

// An exception ends the program. Which type it is, only reflection could tell; the texts among its fields are its message.
void RhpThrowEx(char **exception) {
  extern Type _ZTV6String;
  fprintf(stderr, "runtime: exception:");
  for (int i = 1; exception && i < OBJECT_FIELDS; i++) {
    char *field = exception[i];
    int isAddress = ((uintptr_t)field & 7) == 0 && (uintptr_t)field > 0x10000 && (uintptr_t)field < UINT64_C(0x800000000000);
    if (isAddress && *(Type **)field == &_ZTV6String) {
      fputc(' ', stderr);
      print_text((uint16_t *)(field + 12), *(int32_t *)(field + 8));
    }
  }
  fputc('\n', stderr);
  end(EXIT_THROWN);
}

void RhpRethrow(void) { end(EXIT_RETHROWN); }

void Buffer_Clear(void *to, size_t bytes) { memset(to, 0, bytes); }
void Buffer_MemMove(void *to, void *from, size_t bytes) { memmove(to, from, bytes); }
void *SystemNative_AlignedAlloc(size_t alignment, size_t bytes) { return aligned_alloc(alignment, bytes); }
void SystemNative_AlignedFree(void *memory) { free(memory); }
void *SystemNative_Malloc(size_t bytes) { return malloc(bytes); }
void *SystemNative_Calloc(size_t count, size_t bytes) { return calloc(count, bytes); }
void *SystemNative_Realloc(void *memory, size_t bytes) { return realloc(memory, bytes); }
void SystemNative_Free(void *memory) { free(memory); }
