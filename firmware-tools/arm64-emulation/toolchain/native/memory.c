// Memory of objects. None is freed alone.
#include "runtime.h"
#include <stdlib.h>

enum { BLOCK = 16 << 10, ALIGNMENT = 16 };

typedef struct Block {
  struct Block *before;
  uint64_t unused; // keeps what follows aligned
} Block;

Memory memory_of_statics, *memory_now = &memory_of_statics;

static void add_block(Memory *memory, size_t bytes) {
  size_t length = sizeof(Block) + (bytes > BLOCK ? bytes : BLOCK);
  Block *block = calloc(1, length);
  if (!block)
    runtime_end(RUNTIME_NO_MEMORY, "no memory left");
  block->before = memory->blocks;
  memory->blocks = block;
  memory->next = (char *)(block + 1);
  memory->last = (char *)block + length;
}

void *memory_allocate(size_t bytes) {
  Memory *memory = memory_now;
  bytes = (bytes + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
  if ((size_t)(memory->last - memory->next) < bytes)
    add_block(memory, bytes);
  void *allocated = memory->next;
  memory->next += bytes;
  memory->bytes += bytes;
  return allocated;
}

void memory_free(Memory *memory) {
  for (Block *block = memory->blocks, *before; block; block = before) {
    before = block->before;
    free(block);
  }
  *memory = (Memory){ 0 };
}
