// What the files of the stand-in for the .NET runtime share.
#ifndef RUNTIME_H
#define RUNTIME_H
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

// The program's: what it is doing, or NULL.
extern char *activity;

void *runtime_allocate(Type *type, intptr_t elements);
void runtime_fail(int code);
// CPU features, memory of static fields, static constructors. Before any compiled method.
void runtime_start(void);

// Descriptors refer to others by the distance from where the distance stands; low bits may be flags.
static inline void *relative(int32_t *at, int flags) {
  return (char *)at + (*at & ~flags);
}
#endif
