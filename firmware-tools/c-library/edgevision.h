/* EdgeVision: runs int8 networks on ARM64 Linux, without .NET.
 *
 * A plan is a file that `edgevision compile MODEL --isa neon|neondot -o PLAN` wrote on any machine. Results are those of TensorFlow Lite's
 * reference kernels, byte for byte. docs/c-library.md has an example.
 *
 * Threads: no two calls of this library at the same time, in the whole process, also not with different plans. Which thread calls does not
 * matter. Not to be called from signal handlers.
 *
 * Memory: activations live in an arena that the caller provides and whose size is known beforehand. Beside it, ev_open allocates (calloc) what
 * it makes of the plan's description and ev_close frees it; ev_memory_bytes tells how much that is. The first call allocates a little that
 * stays until the process ends. ev_run, ev_set_input and ev_get_output allocate nothing.
 *
 * A plan is believed in nothing: truncated, damaged and malicious files are refused with EV_BAD_PLAN. Only memory that changes while the plan
 * is open is not noticed.
 */
#ifndef EDGEVISION_H
#define EDGEVISION_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Where a plan and its arena must start: at a multiple of so many bytes. */
#define EV_ALIGNMENT 64

typedef enum {
  EV_OK = 0,
  EV_BAD_PLAN = 1,     /* not a plan, damaged, of another version, or for a CPU with other instructions */
  EV_BAD_ARGUMENT = 2, /* NULL, not aligned, of the wrong size, or an index that the plan does not have */
  EV_NO_MEMORY = 3,    /* calloc gave none; nothing has happened, the call may be tried again */
  EV_INTERNAL = 4      /* a defect of this library; please report the text of ev_error */
} ev_status;

/* An open plan. */
typedef struct ev_plan ev_plan;

/* Checks a plan completely and says how large its arena must be.
 *   plan, length  the file's bytes, at a multiple of EV_ALIGNMENT (a mapped file is), and how many; needed during the call only
 *   arena_bytes   receives the number of bytes; unchanged after an error
 * EV_BAD_PLAN, EV_BAD_ARGUMENT, EV_NO_MEMORY. */
ev_status ev_plan_size(const void *plan, size_t length, size_t *arena_bytes);

/* Opens a plan. Any number may be open, each with an arena of its own; they may share the plan's bytes.
 *   plan, length        as above; the bytes must stay as they are, where they are, until ev_close: weights are used where they lie
 *   arena, arena_bytes  memory at a multiple of EV_ALIGNMENT, at least as large as ev_plan_size says, until ev_close; it is set to zero, and
 *                       its contents between calls are the library's
 *   opened              receives the open plan; NULL after an error
 * EV_BAD_PLAN, EV_BAD_ARGUMENT, EV_NO_MEMORY. */
ev_status ev_open(const void *plan, size_t length, void *arena, size_t arena_bytes, ev_plan **opened);

/* Frees what ev_open allocated. Plan and arena are the caller's again. NULL is allowed. */
void ev_close(ev_plan *plan);

/* How many inputs and outputs an open plan has; 0 for NULL. Indices count from 0, in the model's order. */
int ev_input_count(const ev_plan *plan);
int ev_output_count(const ev_plan *plan);

/* Bytes of an input or output; 0 for NULL and for an index that there is not. */
size_t ev_input_bytes(const ev_plan *plan, int index);
size_t ev_output_bytes(const ev_plan *plan, int index);

/* Copies an input into the arena: in the model's own type (int8, uint8, int32 or float32, little-endian), batch, height, width, channels.
 * The next ev_run may overwrite it: set every input before every run. `bytes` must be exactly ev_input_bytes. EV_BAD_ARGUMENT. */
ev_status ev_set_input(ev_plan *plan, int index, const void *source, size_t bytes);

/* Runs the network once. Allocates nothing. EV_BAD_ARGUMENT for NULL only. */
ev_status ev_run(ev_plan *plan);

/* Copies an output of the last ev_run from the arena, in the model's own type. It is valid until the next ev_set_input. `bytes` must be
 * exactly ev_output_bytes. EV_BAD_ARGUMENT. */
ev_status ev_get_output(const ev_plan *plan, int index, void *destination, size_t bytes);

/* What was wrong with the last call that did not return EV_OK: one line in ASCII, without a newline; "" if there was none. Valid until the next
 * call that fails. Never NULL. */
const char *ev_error(void);

/* Bytes that objects of this library take at present, beside arenas: those of open plans, and what the first calls made to stay. They are taken
 * from the C library in blocks of at least 16 KiB; an open plan has blocks of its own. */
size_t ev_memory_bytes(void);

#ifdef __cplusplus
}
#endif
#endif
