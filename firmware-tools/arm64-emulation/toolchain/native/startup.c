// What must be there before the first compiled method runs.
#include "runtime.h"
#include <string.h>
#include <sys/auxv.h>

enum { HWCAP_RDM = 12, HWCAP_DOT_PRODUCT = 20, FEATURE_DOT_PRODUCT = 4, FEATURE_RDM = 8 };
enum { STATICS_TO_ALLOCATE = 1, STATICS_HAVE_DATA = 2 };

// The module's table of sections.
typedef struct {
  int32_t id, flags;
  char *start, *end;
} Section;

typedef struct {
  uint32_t signature;
  uint16_t major, minor;
  uint32_t flags;
  uint16_t sections;
  uint8_t entrySize, entryType;
} Header;

extern char __ReadyToRunHeader[];
extern char __EagerCctor[] __attribute__((weak)), __GCStaticRegion[] __attribute__((weak));

// What compiled code looks at when it asks whether an instruction set is supported.
int g_cpuFeatures;

static void find_cpu_features(void) {
  unsigned long capabilities = getauxval(AT_HWCAP);
  if (capabilities >> HWCAP_DOT_PRODUCT & 1)
    g_cpuFeatures |= FEATURE_DOT_PRODUCT;
  if (capabilities >> HWCAP_RDM & 1)
    g_cpuFeatures |= FEATURE_RDM;
}

static void allocate_statics(Section *section) {
  for (int32_t *entry = (int32_t *)section->start; (char *)entry < section->end; entry++) {
    int32_t *block = relative(entry, 0);
    if (!(*block & STATICS_TO_ALLOCATE))
      continue;
    Type *type = relative(block, STATICS_TO_ALLOCATE | STATICS_HAVE_DATA);
    char *statics = runtime_allocate(type, 0);
    if (*block & STATICS_HAVE_DATA)
      memcpy(statics + sizeof(Type *), relative(block + 1, 0), type->baseSize - 2 * sizeof(Type *));
    *(char **)block = statics;
  }
}

static void run_constructors(Section *section) {
  for (int32_t *entry = (int32_t *)section->start; (char *)entry < section->end; entry++)
    ((void (*)(void))relative(entry, 0))();
}

// Around static constructors; RuntimeHelpers/ClassConstructorRunner.cs calls them, too.
Memory *statics_begin(void) {
  Memory *before = memory_now;
  memory_now = &memory_of_statics;
  return before;
}

void statics_end(Memory *before) { memory_now = before; }

void runtime_start(void) {
  find_cpu_features();
  Header *header = (Header *)__ReadyToRunHeader;
  Section *sections = (Section *)(header + 1);
  if (header->signature != 0x00525452 || header->entrySize != sizeof(Section))
    runtime_end(RUNTIME_OTHER_COMPILER, "the module's header is not the one of the compiler this was written for");
  Memory *before = statics_begin();
  for (int i = 0; i < header->sections; i++)
    if (__GCStaticRegion && sections[i].start == __GCStaticRegion)
      allocate_statics(&sections[i]);
  for (int i = 0; i < header->sections; i++)
    if (__EagerCctor && sections[i].start == __EagerCctor)
      run_constructors(&sections[i]);
  statics_end(before);
}
