/* C's stack: how much is left of it, and what is wiped of it. The linker puts it first in memory, so it ends at address 0. */
#include <emscripten/stack.h>
#include <limits.h>

#include "shim.h"

/* What a function that calls nobody may use below the stack pointer, without moving it. */
#define RED_ZONE 128

/*
 * The lowest that the stack pointer has been since the last wipe. No C code lowers it: the build puts an instruction
 * sequence for that behind each change of the stack pointer (../build/stack-marks.mjs).
 */
static volatile unsigned int lowest = UINT_MAX;

/* Where the mark is: the build reads it and takes the name out of the module. */
__attribute__((export_name("stack_mark_address"))) unsigned int tso_stack_mark_address(void)
{
    return (unsigned int)(uintptr_t)&lowest;
}

/* Bytes that are left of the stack. */
EXPORT(Raw, stack_left)(void)
{
    return (Raw)emscripten_stack_get_current();
}

/*
 * Wipes what calls have left below the stack pointer: keys that ciphers expanded, passphrases, plaintext. Called when the
 * outermost call has returned. It must have no stack frame of its own.
 */
EXPORT(void, memory_wipe_stack)(void)
{
    unsigned int top = (unsigned int)emscripten_stack_get_current();
    unsigned int low = lowest < top ? lowest : top;

    low = low > RED_ZONE ? low - RED_ZONE : 0;
    memset((void *)(uintptr_t)low, 0, top - low);
    lowest = UINT_MAX;
}
