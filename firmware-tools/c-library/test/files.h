// Files in aligned memory.
#ifndef FILES_H
#define FILES_H
#include <edgevision.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
  void *bytes;
  size_t length;
} File;

static void *aligned(size_t bytes) {
  void *memory;
  if (posix_memalign(&memory, EV_ALIGNMENT, bytes))
    exit(1);
  return memory;
}

static File read_file(const char *path) {
  FILE *stream = fopen(path, "rb");
  if (!stream || fseek(stream, 0, SEEK_END)) {
    perror(path);
    exit(1);
  }
  File file = { NULL, (size_t)ftell(stream) };
  file.bytes = aligned(file.length);
  rewind(stream);
  if (fread(file.bytes, 1, file.length, stream) != file.length)
    exit(1);
  fclose(stream);
  return file;
}
#endif
