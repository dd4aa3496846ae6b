// What the compiled C# asks of its host (Support/Host.cs), and what remains to be said when it crashes.
#include "program.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>

enum { HWCAP_DOT_PRODUCT = 20 };

char *activity;

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
