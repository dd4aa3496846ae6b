// Minimal stand-in for the native side of the NativeAOT runtime: enough to run kernels, no GC, no unwinding.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <setjmp.h>
static jmp_buf initJmp; static int inInit;
extern char *activity;
static void fatal(int code) { fflush(0); if (activity) fprintf(stderr, "in: %s\n", activity);
  void **f = __builtin_frame_address(0); for (int i = 0; i < 12 && f > (void **)0x10000 && f[0] > (void *)f; i++, f = f[0]) fprintf(stderr, "  at %p\n", f[1]); if (inInit) { fprintf(stderr, "harness: ... in a static constructor at start-up; skipped\n"); longjmp(initJmp, 1); } exit(code); }
typedef struct MT { uint32_t flags, baseSize; struct MT *base; uint16_t nvtable, niface; uint32_t hash; } MT;
uint64_t __security_cookie = 0x5bd1e995a5a5a5a5ull;
int g_cpuFeatures; int RhpTrapThreads;
static char *bump, *bumpEnd;
size_t harness_allocated;
static void *alloc(size_t n) {
  n = (n + 15) & ~(size_t)15;
  harness_allocated += n;
  if ((size_t)(bumpEnd - bump) < n) { size_t c = n > (64u << 20) ? n : (64u << 20); bump = calloc(1, c + 16); bump = (char *)(((uintptr_t)bump + 15) & ~15ull); bumpEnd = bump + c; }
  void *p = bump; bump += n; return p;
}
void *harness_alloc(MT *mt, intptr_t n) {
  size_t comp = mt->flags & 0x80000000u ? (mt->flags & 0xffff) : 0;   // has component size
  char *p = alloc(mt->baseSize + comp * (size_t)n + 8);
  *(MT **)p = mt; if (comp) *(uint32_t *)(p + 8) = (uint32_t)n;
  return p;
}
void *RhpNewFast(MT *mt) { return harness_alloc(mt, 0); }
void *RhpNewArrayFast(MT *mt, intptr_t n) { if (n < 0) { fprintf(stderr, "harness: negative array size\n"); abort(); } return harness_alloc(mt, n); }
void *RhpNewPtrArrayFast(MT *mt, intptr_t n) { return RhpNewArrayFast(mt, n); }
void *RhpNewFinalizable(MT *mt) { return harness_alloc(mt, 0); }
void *RhNewString(MT *mt, intptr_t n) { return harness_alloc(mt, n); }
void RhpReversePInvoke(void *f) {} void RhpReversePInvokeReturn(void *f) {}
void RhpPInvoke(void *f) {} void RhpPInvokeReturn(void *f) {}
void RhpGcPoll(void) {}
void harness_fail(int c) { fprintf(stderr, "harness: managed failure code %d\n", c); fatal(70); }
void RhpFallbackFailFast(void) { fprintf(stderr, "harness: fail fast\n"); fatal(71); }
static void printStr(const char *s) { int n = *(int *)(s + 8); for (int i = 0; i < n; i++) fputc(((uint16_t *)(s + 12))[i], stderr); }
void RhpThrowEx(void *ex) {
  fprintf(stderr, "harness: managed exception thrown, MT=%p", ex ? *(void **)ex : 0);
  if (ex) { char **q = ex; extern MT _ZTV6String; for (int i = 1; i < 8; i++) if (q[i] && ((uintptr_t)q[i] & 7) == 0 && (uintptr_t)q[i] > 0x10000 && (uintptr_t)q[i] < 0x800000000000ull && *(MT **)q[i] == &_ZTV6String) { fprintf(stderr, " \""); printStr(q[i]); fprintf(stderr, "\""); } }
  fprintf(stderr, "\n"); fatal(72);
}
void RhpRethrow(void) { fatal(73); }
void Buffer_Clear(void *d, size_t n) { memset(d, 0, n); }
void Buffer_MemMove(void *d, void *s, size_t n) { memmove(d, s, n); }
void *SystemNative_AlignedAlloc(size_t al, size_t n) { return aligned_alloc(al, n); }
void SystemNative_AlignedFree(void *p) { free(p); }
void *SystemNative_Malloc(size_t n) { return malloc(n); }
void *SystemNative_Calloc(size_t n, size_t s) { return calloc(n, s); }
void *SystemNative_Realloc(void *p, size_t n) { return realloc(p, n); }
void SystemNative_Free(void *p) { free(p); }
__asm__(
".text\n.globl RhpAssignRefArm64\n.globl RhpCheckedAssignRefArm64\n.globl RhpByRefAssignRefArm64\n"
"RhpAssignRefArm64:\nRhpCheckedAssignRefArm64:\n str x15,[x14],#8\n ret\n"
"RhpByRefAssignRefArm64:\n ldr x15,[x13],#8\n str x15,[x14],#8\n ret\n");

void harness_stubbed(uint16_t *s, int n) { fprintf(stderr, "harness: not in the allow-list: "); for (int i = 0; i < n; i++) fputc(s[i], stderr); fputc(10, stderr); fatal(74); }
// ---- start-up: CPU features, GC static bases, static constructors -----------------------------------------
typedef struct { int32_t id, flags; char *start, *end; } Row;
typedef struct { uint32_t sig; uint16_t major, minor; uint32_t flags; uint16_t n; uint8_t entrySize, entryType; } Hdr;
extern char __ReadyToRunHeader[];
extern char __EagerCctor[] __attribute__((weak)), __GCStaticRegion[] __attribute__((weak));
static void *rel(int32_t *p, int mask) { return (char *)p + (*p & ~mask); }
void harness_init(int);
void runtime_start(void) { harness_init(0); }
void harness_init(int forceNoDotProd) {
  unsigned long hw = getauxval(AT_HWCAP);
  if ((hw >> 20 & 1) && !forceNoDotProd) g_cpuFeatures |= 4;      // Dp
  if (hw >> 12 & 1) g_cpuFeatures |= 8;                          // Rdm
  Hdr *h = (Hdr *)__ReadyToRunHeader; Row *r = (Row *)(h + 1);
  if (h->sig != 0x00525452 || h->entrySize != sizeof(Row)) { fprintf(stderr, "harness: unexpected header %x\n", h->sig); exit(76); }
  for (int i = 0; i < h->n; i++) if (r[i].start == __GCStaticRegion && __GCStaticRegion)
    for (int32_t *p = (int32_t *)r[i].start; (char *)p < r[i].end; p++) {
      int32_t *block = rel(p, 0);
      if (!(*block & 1)) continue;
      MT *mt = rel(block, 3); char *o = harness_alloc(mt, 0);
      if (*block & 2) memcpy(o + 8, rel(block + 1, 0), mt->baseSize - 16);
      *(char **)block = o;
    }
  for (int i = 0; i < h->n; i++) if (r[i].start == __EagerCctor && __EagerCctor)
    for (int32_t *p = (int32_t *)r[i].start; (char *)p < r[i].end; p++) { inInit = 1; if (!setjmp(initJmp)) ((void (*)(void))rel(p, 0))(); inInit = 0; }
}
// ---- interface dispatch ---------------------------------------------------------------------------------
typedef struct Cell { void *stub; uintptr_t cache; } Cell;
void *harness_resolve(char *obj, Cell *c) {
  MT *mt = *(MT **)obj; MT *iface = 0;
  switch (c->cache & 3) { case 3: iface = (MT *)((char *)&c->cache + (intptr_t)(int32_t)(c->cache & ~3ull)); break; case 1: iface = (MT *)(c->cache & ~3ull); break; default: harness_fail(300); }
  Cell *t = c; while (t->stub) t++;
  uint16_t slot = (uint16_t)t->cache;
  for (MT *m = mt; m; m = m->base) {
    void **vt = (void **)(m + 1); MT **im = (MT **)(vt + m->nvtable); int32_t *opt = (int32_t *)(im + m->niface);
    if (!(m->flags & 0x00040000)) continue;                       // has dispatch map
    uint16_t *d = rel(opt + 2, 0); uint16_t *e = d + 4;
    for (int i = 0; i < d[0]; i++, e += 3) if (im[e[0]] == iface && e[1] == slot) return e[2] < mt->nvtable ? ((void **)(mt + 1))[e[2]] : rel((int32_t *)rel(opt + 3, 0) + (e[2] - mt->nvtable), 0);
  }
  fprintf(stderr, "interface dispatch: object type %p, interface %p, slot %d\n", (void*)mt, (void*)iface, slot); harness_fail(301); return 0;
}
__asm__(".text\n.globl RhpInitialDynamicInterfaceDispatch\nRhpInitialDynamicInterfaceDispatch:\n"
" stp x29,x30,[sp,#-224]!\n stp x0,x1,[sp,#16]\n stp x2,x3,[sp,#32]\n stp x4,x5,[sp,#48]\n stp x6,x7,[sp,#64]\n str x8,[sp,#80]\n"
" stp q0,q1,[sp,#96]\n stp q2,q3,[sp,#128]\n stp q4,q5,[sp,#160]\n stp q6,q7,[sp,#192]\n mov x1,x11\n bl harness_resolve\n mov x16,x0\n"
" ldp q0,q1,[sp,#96]\n ldp q2,q3,[sp,#128]\n ldp q4,q5,[sp,#160]\n ldp q6,q7,[sp,#192]\n"
" ldp x0,x1,[sp,#16]\n ldp x2,x3,[sp,#32]\n ldp x4,x5,[sp,#48]\n ldp x6,x7,[sp,#64]\n ldr x8,[sp,#80]\n ldp x29,x30,[sp],#224\n br x16\n");
