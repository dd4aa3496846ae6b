// Stands in for the native side of the .NET runtime: enough to run kernels. Nothing is caught, there is one thread.
#include "runtime.h"
#include <stdlib.h>
#include <string.h>

enum { OBJECT_FIELDS = 8, MESSAGE = 512 };

uint64_t __security_cookie = 0x5bd1e995a5a5a5a5;
int RhpTrapThreads;

void *runtime_allocate(Type *type, intptr_t elements) {
  size_t component = type->flags & TYPE_HAS_COMPONENT_SIZE ? type->flags & TYPE_COMPONENT_SIZE : 0;
  if (elements < 0)
    runtime_end(RUNTIME_FAILED, "an array of negative length");
  char *object = memory_allocate(type->baseSize + component * elements);
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

// ASCII, behind what is there already; the rest is left out.
static void append(char *message, const uint16_t *text, int length) {
  size_t end = strlen(message);
  for (int i = 0; i < length && end < MESSAGE - 1; i++)
    message[end++] = text[i] < 128 ? text[i] : '?';
  message[end] = 0;
}

static void append_text(char *message, const char *text) {
  strncat(message, text, MESSAGE - 1 - strlen(message));
}

void runtime_fail(int code) {
  char message[MESSAGE] = "failure ???, see toolchain/RuntimeHelpers/FailureCode.cs";
  for (char *digit = strrchr(message, '?'); *digit == '?'; digit--, code /= 10)
    *digit = '0' + code % 10;
  runtime_end(RUNTIME_FAILED, message);
}

void RhpFallbackFailFast(void) { runtime_end(RUNTIME_FAILED, "fail fast"); }

void runtime_not_allowed(uint16_t *method, int length) {
  char message[MESSAGE] = "not in toolchain/CoreLibPatcher/allowed.txt: ";
  append(message, method, length);
  runtime_end(RUNTIME_FAILED, message);
}

// An exception ends the call. Which type it is, only reflection could tell; the texts among its fields are its message.
void RhpThrowEx(char **exception) {
  extern Type _ZTV6String;
  char message[MESSAGE] = "";
  for (int i = 1; exception && i < OBJECT_FIELDS; i++) {
    char *field = exception[i];
    int isAddress = ((uintptr_t)field & 7) == 0 && (uintptr_t)field > 0x10000 && (uintptr_t)field < UINT64_C(0x800000000000);
    if (isAddress && *(Type **)field == &_ZTV6String) {
      append_text(message, *message ? " " : "");
      append(message, (uint16_t *)(field + 12), *(int32_t *)(field + 8));
    }
  }
  runtime_end(RUNTIME_THROWN, message);
}

void RhpRethrow(void) { runtime_end(RUNTIME_FAILED, "an exception was thrown again"); }

void Buffer_Clear(void *to, size_t bytes) { memset(to, 0, bytes); }
void Buffer_MemMove(void *to, void *from, size_t bytes) { memmove(to, from, bytes); }
void SystemNative_AlignedFree(void *memory) { free(memory); }
