// Calls of interface methods: found anew each time, without variance.
#include "runtime.h"

enum { CELL_ADDRESS = 1, CELL_DISTANCE = 3, CELL_KIND = 3 };

// One for each call in the code; those of one method stand in a row, and the one without a stub at its end has the slot's number.
typedef struct Cell {
  void *stub;
  uintptr_t interface;
} Cell;

static Type *interface_of(Cell *cell) {
  switch (cell->interface & CELL_KIND) {
    case CELL_ADDRESS: return (Type *)(cell->interface & ~(uintptr_t)CELL_KIND);
    case CELL_DISTANCE: return (Type *)((char *)&cell->interface + (int32_t)(cell->interface & ~(uintptr_t)CELL_KIND));
  }
  runtime_fail(FAILURE_NO_INTERFACE_CELL);
  return 0;
}

void *dispatch_resolve(Type **object, Cell *cell) {
  Type *own = *object, *interface = interface_of(cell);
  while (cell->stub)
    cell++;
  uint16_t slot = (uint16_t)cell->interface;
  for (Type *type = own; type; type = type->base) {
    if (!(type->flags & TYPE_HAS_DISPATCH_MAP))
      continue;
    Type **interfaces = (Type **)((void **)(type + 1) + type->virtualSlots);
    int32_t *optional = (int32_t *)(interfaces + type->interfaces);

    // [count, …], then from the fifth on triples: index of the interface, its slot, the type's slot.
    uint16_t *map = relative(optional + 2, 0), *entry = map + 4;
    for (int i = 0; i < map[0]; i++, entry += 3) {
      if (interfaces[entry[0]] != interface || entry[1] != slot)
        continue;
      if (entry[2] < own->virtualSlots)
        return ((void **)(own + 1))[entry[2]];
      return relative((int32_t *)relative(optional + 3, 0) + (entry[2] - own->virtualSlots), 0); // a method that is sealed has no slot
    }
  }
  runtime_fail(FAILURE_NO_INTERFACE_METHOD);
  return 0;
}

// The cell is in x11. All arguments are kept while the method is looked for.
__asm__(".text\n"
        ".globl RhpInitialDynamicInterfaceDispatch\n"
        "RhpInitialDynamicInterfaceDispatch:\n"
        "  stp x29, x30, [sp, #-224]!\n"
        "  mov x29, sp\n"
        "  stp x0, x1, [sp, #16]\n"
        "  stp x2, x3, [sp, #32]\n"
        "  stp x4, x5, [sp, #48]\n"
        "  stp x6, x7, [sp, #64]\n"
        "  str x8, [sp, #80]\n"
        "  stp q0, q1, [sp, #96]\n"
        "  stp q2, q3, [sp, #128]\n"
        "  stp q4, q5, [sp, #160]\n"
        "  stp q6, q7, [sp, #192]\n"
        "  mov x1, x11\n"
        "  bl dispatch_resolve\n"
        "  mov x16, x0\n"
        "  ldp q0, q1, [sp, #96]\n"
        "  ldp q2, q3, [sp, #128]\n"
        "  ldp q4, q5, [sp, #160]\n"
        "  ldp q6, q7, [sp, #192]\n"
        "  ldp x0, x1, [sp, #16]\n"
        "  ldp x2, x3, [sp, #32]\n"
        "  ldp x4, x5, [sp, #48]\n"
        "  ldp x6, x7, [sp, #64]\n"
        "  ldr x8, [sp, #80]\n"
        "  ldp x29, x30, [sp], #224\n"
        "  br x16\n");
