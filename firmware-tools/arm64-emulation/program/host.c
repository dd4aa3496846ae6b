// What the compiled C# asks of its host (Support/Host.cs), and what remains to be said when it crashes.
#include "program.h"
#include "../toolchain/native/runtime.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>

enum { HWCAP_DOT_PRODUCT = 20, FRAMES = 16 };

char *activity;

// The callers' addresses; ../listing.py names them.
static void print_callers(void) {
  void **frame = __builtin_frame_address(0);
  for (int i = 0; i < FRAMES && frame && frame[0] > (void *)frame; i++, frame = frame[0])
    fprintf(stderr, "  at %p\n", frame[1]);
}

void runtime_end(int how, const char *message) {
  fflush(stdout);
  fprintf(stderr, "runtime: %s%s\n", how == RUNTIME_THROWN ? "exception: " : "", message);
  if (activity)
    fprintf(stderr, "  in: %s\n", activity);
  print_callers();
  exit(how);
}

int host_has_dot_product(void) {
  return getauxval(AT_HWCAP) >> HWCAP_DOT_PRODUCT & 1;
}

void host_print(const char *text, int length) {
  fwrite(text, 1, length, stdout);
}

char *host_activity(int capacity) {
  return activity = calloc(capacity, 1);
}

char *host_guarded(intptr_t bytes) {
  long page = sysconf(_SC_PAGESIZE);
  bytes = (bytes + page - 1) / page * page;
  char *block = mmap(NULL, bytes + 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (block == MAP_FAILED || mprotect(block, page, PROT_NONE) || mprotect(block + page + bytes, page, PROT_NONE)) {
    perror("guarded memory");
    exit(1);
  }
  return block + page;
}

static void crashed(int signal) {
  dprintf(STDOUT_FILENO, "crashed with signal %d (%s) in: %s\n", signal, strsignal(signal), activity ? activity : "?");
  _exit(1);
}

void host_report_crashes(void) {
  struct sigaction action = { .sa_handler = crashed };
  sigaction(SIGSEGV, &action, NULL);
  sigaction(SIGBUS, &action, NULL);
  sigaction(SIGILL, &action, NULL);
  sigaction(SIGTRAP, &action, NULL);
}
