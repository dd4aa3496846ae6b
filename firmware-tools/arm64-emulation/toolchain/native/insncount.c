// A plugin of QEMU's that counts executed instructions, per function and, of the functions named by only=TEXT, per mnemonic:
//   qemu-aarch64 -plugin insncount.so[,only=TEXT] PROGRAM
// Debian has no header for plugins; these are the functions used, as of plugin version 1 (QEMU 7).
#include <inttypes.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint64_t qemu_plugin_id_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
extern void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t, void (*)(qemu_plugin_id_t, struct qemu_plugin_tb *));
extern void qemu_plugin_register_atexit_cb(qemu_plugin_id_t, void (*)(qemu_plugin_id_t, void *), void *);
extern void qemu_plugin_register_vcpu_insn_exec_inline(struct qemu_plugin_insn *, int operation, void *counter, uint64_t add);
extern size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *);
extern struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *, size_t);
extern uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *);
extern const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *);
extern char *qemu_plugin_insn_disas(const struct qemu_plugin_insn *);
extern const char *qemu_plugin_insn_symbol(const struct qemu_plugin_insn *);

int qemu_plugin_version = 1;

enum { SITES = 1 << 18, SUMS = 1 << 13, NAME = 200, MNEMONIC = 16 };

typedef struct {
  uint64_t address, executed;
  const char *function;
  char mnemonic[MNEMONIC];
} Site;

typedef struct {
  char name[NAME];
  uint64_t executed;
} Sum;

static Site *sites;
static char only[NAME];

static Site *site_at(uint64_t address) {
  for (uint64_t slot = (address >> 2) * UINT64_C(0x9e3779b97f4a7c15) >> 46, tries = 0; tries < SITES; slot++, tries++) {
    Site *site = &sites[slot % SITES];
    if (!site->address || site->address == address) {
      site->address = address;
      return site;
    }
  }
  fprintf(stderr, "insncount: more than %d instructions\n", SITES);
  exit(1);
}

// The disassembler of Debian 12's QEMU does not know the dot product.
static void name_dot_product(uint32_t word, char *mnemonic) {
  if ((word & 0xbfe0fc00) == 0x0e809400)
    strcpy(mnemonic, "sdot");
  else if ((word & 0xbfc0f400) == 0x0f80e000)
    strcpy(mnemonic, "sdot(lane)");
  else if ((word & 0xbfe0fc00) == 0x2e809400)
    strcpy(mnemonic, "udot");
}

static void describe(Site *site, struct qemu_plugin_insn *instruction, const char *function) {
  site->function = function ? strdup(function) : "?";
  char *text = qemu_plugin_insn_disas(instruction);
  sscanf(text, "%15s", site->mnemonic);
  free(text);
  if (site->mnemonic[0] == '.') {
    uint32_t word;
    memcpy(&word, qemu_plugin_insn_data(instruction), sizeof word);
    name_dot_product(word, site->mnemonic);
  }
}

static void translated(qemu_plugin_id_t id, struct qemu_plugin_tb *block) {
  (void)id;
  for (size_t i = 0; i < qemu_plugin_tb_n_insns(block); i++) {
    struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, i);
    const char *function = qemu_plugin_insn_symbol(instruction);
    Site *site = site_at(qemu_plugin_insn_vaddr(instruction));
    if (!site->function)
      describe(site, instruction, function);
    qemu_plugin_register_vcpu_insn_exec_inline(instruction, 0, &site->executed, 1);
  }
}

static Sum *sum_of(Sum *sums, const char *name) {
  int i = 0;
  while (sums[i].name[0] && strncmp(sums[i].name, name, NAME - 1))
    if (++i == SUMS - 1)
      break;
  snprintf(sums[i].name, NAME, "%s", name);
  return &sums[i];
}

static int more(const void *left, const void *right) {
  uint64_t a = ((const Sum *)left)->executed, b = ((const Sum *)right)->executed;
  return (a < b) - (a > b);
}

static void print_sums(const char *kind, Sum *sums) {
  qsort(sums, SUMS, sizeof *sums, more);
  for (int i = 0; i < SUMS && sums[i].executed; i++)
    fprintf(stderr, "insncount %s %s %" PRIu64 "\n", kind, sums[i].name, sums[i].executed);
}

static void ended(qemu_plugin_id_t id, void *data) {
  (void)id, (void)data;
  static Sum functions[SUMS], operations[SUMS];
  uint64_t total = 0;
  for (int i = 0; i < SITES; i++) {
    if (!sites[i].executed)
      continue;
    total += sites[i].executed;
    sum_of(functions, sites[i].function)->executed += sites[i].executed;
    if (only[0] && strstr(sites[i].function, only)) {
      char name[NAME];
      snprintf(name, NAME, "%.160s %s", sites[i].function, sites[i].mnemonic);
      sum_of(operations, name)->executed += sites[i].executed;
    }
  }
  fprintf(stderr, "insncount total %" PRIu64 "\n", total);
  print_sums("function", functions);
  print_sums("operation", operations);
}

int qemu_plugin_install(qemu_plugin_id_t id, const void *info, int count, char **arguments) {
  (void)info;
  sites = calloc(SITES, sizeof *sites);
  for (int i = 0; i < count; i++)
    if (!strncmp(arguments[i], "only=", 5))
      snprintf(only, sizeof only, "%s", arguments[i] + 5);
  qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
  qemu_plugin_register_atexit_cb(id, ended, NULL);
  return 0;
}
