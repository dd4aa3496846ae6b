// The program that runs in the emulator: what the compiled C# asks of its host, and the command line.
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void runtime_start(void);
int check_kernels(const char *filter, int length);

char *activity;

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
  fflush(stdout);
  dprintf(STDOUT_FILENO, "crashed with signal %d (%s) in: %s\n", signal, strsignal(signal), activity ? activity : "nothing");
  _exit(1);
}

int main(int count, char **arguments) {
  struct sigaction action = { .sa_handler = crashed };
  sigaction(SIGSEGV, &action, NULL);
  sigaction(SIGBUS, &action, NULL);
  sigaction(SIGILL, &action, NULL);
  setvbuf(stdout, NULL, _IOLBF, 0);
  runtime_start();
  if (count >= 2 && !strcmp(arguments[1], "kernels")) {
    const char *filter = count > 2 ? arguments[2] : "";
    return check_kernels(filter, strlen(filter)) ? 1 : 0;
  }
  fprintf(stderr, "usage: %s kernels [FILTER]\n", arguments[0]);
  return 2;
}
