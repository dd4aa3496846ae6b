// What the files of the stand-in for the .NET runtime share.
#ifndef RUNTIME_H
#define RUNTIME_H
#include <stddef.h>
#include <stdint.h>

// A type descriptor as the compiler emits it; virtual slots and interfaces follow.
typedef struct Type {
  uint32_t flags, baseSize;
  struct Type *base;
  uint16_t virtualSlots, interfaces;
  uint32_t hash;
} Type;

#define TYPE_HAS_COMPONENT_SIZE 0x80000000u
#define TYPE_COMPONENT_SIZE 0xffffu
#define TYPE_HAS_DISPATCH_MAP 0x00040000u

enum { FAILURE_NO_INTERFACE_CELL = 300, FAILURE_NO_INTERFACE_METHOD = 301 };

// Where objects are, all of them until memory_free. Begins as zeros.
typedef struct Memory {
  struct Block *blocks;
  char *next, *last;
  size_t bytes; // of objects
} Memory;

extern Memory memory_of_statics; // what static fields refer to; it is never freed
extern Memory *memory_now;       // where new objects come from
void *memory_allocate(size_t bytes);
void memory_free(Memory *memory);

// How a call of compiled code ends early; as exit statuses they follow those of shells.
enum { RUNTIME_FAILED = 70, RUNTIME_THROWN = 72, RUNTIME_NO_MEMORY = 75, RUNTIME_OTHER_COMPILER = 76 };

// The program's: must not return.
_Noreturn void runtime_end(int how, const char *message);

void *runtime_allocate(Type *type, intptr_t elements);
void runtime_fail(int code);
// CPU features, memory of static fields, static constructors. Before any compiled method.
void runtime_start(void);

// Descriptors refer to others by the distance from where the distance stands; low bits may be flags.
static inline void *relative(int32_t *at, int flags) {
  return (char *)at + (*at & ~flags);
}
#endif
